import { SHIM_PREFIX } from './private/shim-name';
import { Grammar, PORT, rfc1123Label } from '../rules/grammar';
import { holdAll } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/** A runtime that this library does not know. */
export interface CustomRuntimeOptions {
  /** The file name of its containerd shim, such as "containerd-shim-acme-v1". */
  readonly binary: string;

  /**
   * containerd's name for it, `runtime_type`, such as "io.containerd.acme.v1".
   *
   * containerd makes the name of the binary from its last two parts; a shim that is called otherwise works by its path alone.
   */
  readonly runtimeType: string;

  /** The handler that its installer usually writes, an RFC 1123 label. */
  readonly handler: string;

  /**
   * Whether it runs core WebAssembly modules.
   *
   * @default true
   */
  readonly runsModules?: boolean;

  /**
   * Whether it runs components of the WASI component model.
   *
   * @default false
   */
  readonly runsComponents?: boolean;

  /**
   * Whether the runtime itself listens for HTTP and calls the guest for each request.
   *
   * @default false
   */
  readonly servesHttp?: boolean;

  /**
   * The port that it or its guests listen on when nobody says another. Fails outside 1 to 65535.
   *
   * @default - none; the guest decides
   */
  readonly defaultPort?: number;

  /**
   * Whether its shim takes the option `SystemdCgroup`. A shim that does not may fail to start any container with it.
   *
   * @default false
   */
  readonly takesSystemdCgroup?: boolean;
}

/**
 * A WebAssembly runtime for containerd: a shim on the nodes, and what it can run.
 *
 * @see https://github.com/containerd/runwasi
 * @see https://github.com/spinframework/containerd-shim-spin
 */
export class WasmRuntime {
  /** Spin applications, by containerd-shim-spin. */
  public static readonly SPIN = new WasmRuntime({
    handler: 'spin',
    binary: 'containerd-shim-spin-v2',
    runtimeType: 'io.containerd.spin.v2',
    runsModules: false,
    runsComponents: true,
    servesHttp: true,
    defaultPort: 80,
    takesSystemdCgroup: true,
  });

  /** Modules and WASI 0.2 components, commands and HTTP handlers, by runwasi's wasmtime shim. */
  public static readonly WASMTIME = WasmRuntime.runwasi('wasmtime', { runsComponents: true, servesHttp: true, defaultPort: 8080 });

  /** Modules, by runwasi's WasmEdge shim. */
  public static readonly WASMEDGE = WasmRuntime.runwasi('wasmedge');

  /** Modules, by runwasi's Wasmer shim. */
  public static readonly WASMER = WasmRuntime.runwasi('wasmer');

  /** Modules, by runwasi's WebAssembly Micro Runtime shim. */
  public static readonly WAMR = WasmRuntime.runwasi('wamr');

  /** Slight applications. No release since June 2024. */
  public static readonly SLIGHT = WasmRuntime.deislabs('slight', { servesHttp: true });

  /** Lunatic applications. No release since June 2024. */
  public static readonly LUNATIC = WasmRuntime.deislabs('lunatic', { servesHttp: false });

  /** Wasm Workers Server applications. No release since June 2024. */
  public static readonly WWS = WasmRuntime.deislabs('wws', { servesHttp: true });

  /**
   * A runtime that this library does not know.
   *
   * @param options its names, and what it can do
   * @throws if the handler is no RFC 1123 label, the binary no file name, the runtime type no dotted name or the port none
   */
  public static custom(options: CustomRuntimeOptions): WasmRuntime {
    const { defaultPort } = options;
    const held: Array<[keyof CustomRuntimeOptions, Grammar]> = [
      ['handler', HANDLER],
      ['binary', BINARY],
      ['runtimeType', RUNTIME_TYPE],
      ...(defaultPort === undefined ? [] : [['defaultPort', PORT] as [keyof CustomRuntimeOptions, Grammar]]),
    ];
    holdAll('WasmRuntime', held.map(([field, grammar]) => ({ field, value: options[field], grammar })));
    return new WasmRuntime(options);
  }

  private static runwasi(name: string, can: Partial<CustomRuntimeOptions> = {}): WasmRuntime {
    return new WasmRuntime({
      handler: name,
      binary: `${SHIM_PREFIX}${name}-v1`,
      runtimeType: `io.containerd.${name}.v1`,
      takesSystemdCgroup: true,
      ...can,
    });
  }

  private static deislabs(name: string, can: Partial<CustomRuntimeOptions>): WasmRuntime {
    return WasmRuntime.runwasi(name, { defaultPort: 3000, takesSystemdCgroup: false, ...can });
  }

  /**
   * The handler that installers usually write, `handler` of a RuntimeClass: a bare name, such as "spin".
   *
   * So do runwasi's and Spin's own instructions, k3s and RKE2, and KWasm. runtime-class-manager writes `shimName` instead.
   */
  public readonly handler: string;

  /**
   * What follows `containerd-shim-` in the name of the binary, such as "spin-v2": the handler that runtime-class-manager writes.
   *
   * Not set for a custom shim whose binary has another prefix, which runtime-class-manager does not install.
   */
  public readonly shimName?: string;

  /** The file name of the shim on the node. */
  public readonly binary: string;

  /** containerd's `runtime_type`. */
  public readonly runtimeType: string;

  /** Whether it runs core WebAssembly modules. */
  public readonly runsModules: boolean;

  /** Whether it runs components of the WASI component model. */
  public readonly runsComponents: boolean;

  /** Whether the runtime itself listens for HTTP and calls the guest for each request. */
  public readonly servesHttp: boolean;

  /** The port that it or its sample applications listen on when nobody says another, where there is one. */
  public readonly defaultPort?: number;

  /** Whether its shim takes the option `SystemdCgroup`: Spin's since 0.19, runwasi's since 0.6 (WAMR: 0.2). */
  public readonly takesSystemdCgroup: boolean;

  private constructor(options: CustomRuntimeOptions) {
    const { handler, binary, runtimeType, defaultPort } = options;
    this.handler = handler;
    this.binary = binary;
    this.shimName = binary.startsWith(SHIM_PREFIX) ? binary.slice(SHIM_PREFIX.length) : undefined;
    this.runtimeType = runtimeType;
    this.runsModules = options.runsModules ?? true;
    this.runsComponents = options.runsComponents ?? false;
    this.servesHttp = options.servesHttp ?? false;
    this.defaultPort = defaultPort;
    this.takesSystemdCgroup = options.takesSystemdCgroup ?? false;
  }

  /** Whether it has had a release since 2024. */
  public get maintained(): boolean {
    return ![WasmRuntime.SLIGHT, WasmRuntime.LUNATIC, WasmRuntime.WWS].includes(this);
  }
}

const HANDLER = rfc1123Label('a handler', RuleCode.INVALID_HANDLER);

const BINARY: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
  rule: 'must be the name of a file, without its folder',
  fix: 'write it as "containerd-shim-acme-v1"',
  code: RuleCode.INVALID_NAME,
};

const RUNTIME_TYPE: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$/.test(value),
  rule: 'a runtime type is at least two names with a dot between them, from the last two of which containerd makes that of the binary',
  fix: 'write it as "io.containerd.acme.v1"',
  code: RuleCode.INVALID_RUNTIME_TYPE,
};
