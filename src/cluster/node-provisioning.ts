import { rfc1123Label, SUBDOMAIN } from '../rules/grammar';
import { holdAll } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

const PLACE = 'NodeProvisioning';

/** What the installer of the Spin shim left on the nodes. */
export interface PreinstalledOptions {
  /**
   * The containerd runtime handler that the installer wrote: the key below `containerd.runtimes`.
   *
   * `spin` by the shim's own installer, KWasm and k3s; `spin-v2` by runtime-class-manager. A RuntimeClass with
   * another handler is accepted by the cluster, and its pods never start. A handler is immutable: in a running cluster it
   * changes with the name of the RuntimeClass alone.
   *
   * @default "spin"
   * @see https://github.com/spinframework/containerd-shim-spin
   */
  readonly handler?: string;

  /**
   * The name of the cluster's RuntimeClass for Spin apps without a placement of their own.
   *
   * @default - "wasmtime-spin-v2", the name in SpinKube's own release files, with the handler "spin"; else the handler
   */
  readonly runtimeClassName?: string;
}

/** What runtime-class-manager is told. */
export interface RuntimeClassManagerOptions {
  /**
   * The name of the RuntimeClass that runtime-class-manager makes for the Shim of Spin.
   *
   * A RuntimeClass of this name with another handler, such as one that was applied before runtime-class-manager came, stays
   * as it is, and no pod of it starts.
   *
   * @default "spin-v2", the name of the Shim
   */
  readonly runtimeClassName?: string;
}

/**
 * How the Spin shim comes onto the nodes, and so which RuntimeClass handler works there.
 */
export class NodeProvisioning {
  /**
   * The shim is on the nodes already.
   *
   * @param options what its installer wrote
   * @throws if the handler is no DNS label, or the name of the RuntimeClass none
   */
  public static preinstalled(options: PreinstalledOptions = {}): NodeProvisioning {
    const handler = options.handler ?? 'spin';
    const usual = handler === 'spin' ? 'wasmtime-spin-v2' : handler;
    const { runtimeClassName = usual } = options;
    holdAll(PLACE, [
      { field: 'handler', value: handler, grammar: rfc1123Label('a handler', RuleCode.INVALID_HANDLER) },
      ...(runtimeClassName === usual ? [] : [{ field: 'runtimeClassName', value: runtimeClassName, grammar: SUBDOMAIN }]),
    ]);
    return new NodeProvisioning(handler, runtimeClassName, false);
  }

  /**
   * The nodes are k3s or RKE2, which find a shim in their path and have a RuntimeClass `spin` for it.
   *
   * @see https://docs.k3s.io/advanced#alternative-container-runtime-support
   */
  public static k3s(): NodeProvisioning {
    return new NodeProvisioning('spin', 'spin', true);
  }

  /**
   * runtime-class-manager installs the shim that a `WasmShim` names, and makes the RuntimeClass with the handler `spin-v2`.
   *
   * @param options the name of the RuntimeClass
   * @throws if the name is none
   */
  public static runtimeClassManager(options: RuntimeClassManagerOptions = {}): NodeProvisioning {
    const runtimeClassName = options.runtimeClassName ?? 'spin-v2';
    holdAll(PLACE, [{ field: 'runtimeClassName', value: runtimeClassName, grammar: SUBDOMAIN }]);
    return new NodeProvisioning('spin-v2', runtimeClassName, true);
  }

  private constructor(
    /** The handler of the Spin shim. */
    public readonly handler: string,

    /** The RuntimeClass for Spin apps without a placement. */
    public readonly runtimeClassName: string,

    /** Whether what brings the shim makes that RuntimeClass too, so that no manifest may have it. */
    public readonly makesRuntimeClass: boolean,
  ) {}
}
