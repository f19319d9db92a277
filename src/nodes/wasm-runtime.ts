import { rfc1123Label } from '../rules/grammar';
import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/** A runtime that this library does not know. */
export interface CustomRuntimeOptions {
  /** The file name of its containerd shim, such as "containerd-shim-acme-v1". */
  readonly binary: string;

  /** containerd's name for it, `runtime_type`, such as "io.containerd.acme.v1". */
  readonly runtimeType: string;

  /** The handler that its installer usually writes, an RFC 1123 label. */
  readonly handler: string;
}

/**
 * A WebAssembly runtime for containerd.
 *
 * @see https://github.com/containerd/runwasi
 * @see https://github.com/spinframework/containerd-shim-spin
 */
export class WasmRuntime {
  /** Spin applications, by containerd-shim-spin. */
  public static readonly SPIN = new WasmRuntime('spin', 'containerd-shim-spin-v2', 'io.containerd.spin.v2', true);

  /** Modules and WASI components, by runwasi's wasmtime shim. */
  public static readonly WASMTIME = WasmRuntime.runwasi('wasmtime');

  /** Modules, by runwasi's WasmEdge shim. */
  public static readonly WASMEDGE = WasmRuntime.runwasi('wasmedge');

  /** Modules, by runwasi's Wasmer shim. */
  public static readonly WASMER = WasmRuntime.runwasi('wasmer');

  /** Modules, by runwasi's WebAssembly Micro Runtime shim. */
  public static readonly WAMR = WasmRuntime.runwasi('wamr');

  /** Slight applications. No release since June 2024. */
  public static readonly SLIGHT = WasmRuntime.runwasi('slight', false);

  /** Lunatic applications. No release since June 2024. */
  public static readonly LUNATIC = WasmRuntime.runwasi('lunatic', false);

  /** Wasm Workers Server applications. No release since June 2024. */
  public static readonly WWS = WasmRuntime.runwasi('wws', false);

  /**
   * A runtime that this library does not know.
   *
   * @param options its names
   * @throws if the handler is no RFC 1123 label
   */
  public static custom(options: CustomRuntimeOptions): WasmRuntime {
    const { accepts, rule, fix, code } = rfc1123Label('a handler', RuleCode.INVALID_HANDLER);
    if (!accepts(options.handler)) {
      throw invalid('WasmRuntime', { field: 'handler', value: options.handler, rule, fix, code });
    }
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(options.binary)) {
      throw invalid('WasmRuntime', {
        field: 'binary',
        value: options.binary,
        rule: 'must be the name of a file, without its folder',
        fix: 'write it as "containerd-shim-acme-v1"',
        code: RuleCode.INVALID_NAME,
      });
    }
    return new WasmRuntime(options.handler, options.binary, options.runtimeType, true);
  }

  private static runwasi(name: string, maintained = true): WasmRuntime {
    return new WasmRuntime(name, `containerd-shim-${name}-v1`, `io.containerd.${name}.v1`, maintained);
  }

  private constructor(
    /** The handler that installers usually write, `handler` of a RuntimeClass. */
    public readonly handler: string,

    /** The file name of the shim on the node. */
    public readonly binary: string,

    /** containerd's `runtime_type`. */
    public readonly runtimeType: string,

    /** Whether it has had a release since 2024. */
    public readonly maintained: boolean,
  ) {}
}
