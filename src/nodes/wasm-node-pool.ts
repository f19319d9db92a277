import { k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { provisionedHandler } from './private/handler-rules';
import { wordOf } from './private/pool-word';
import { WasmRuntime } from './wasm-runtime';
import { IWasmRuntimeClass, RuntimeOverhead, WasmRuntimeClass } from './wasm-runtime-class';
import { chartOf } from '../cluster/private/chart-of';
import { ownedName } from '../cluster/private/owned-name';
import { ExecutorManagement, WasmCluster } from '../cluster/wasm-cluster';
import { contentHash, suffixedName } from '../rules/content-hash';
import { LABEL_LENGTH, SUBDOMAIN } from '../rules/grammar';
import { invalid, Report, UnheardReport } from '../rules/problem';
import { resourceAmounts } from '../rules/resources';
import { RuleCode } from '../rules/rule-code';

/** Nodes for Wasm, described here or elsewhere. */
export interface IWasmNodePool extends IConstruct {
  /** The RuntimeClass that sends pods to these nodes. */
  readonly runtimeClass: IWasmRuntimeClass;

  /** The executor, in the namespace of each app, that another program made for these nodes. */
  readonly executorName?: string;
}

/** What another program made for its pool. */
export interface ExistingNodePoolOptions {
  /** The name of the pool's RuntimeClass. */
  readonly runtimeClassName: string;

  /** The name of the pool's SpinAppExecutor, which must be in the namespace of each app that uses the pool. */
  readonly executorName: string;
}

/** Properties of `WasmNodePool`. */
export interface WasmNodePoolProps {
  /**
   * Labels that the nodes have. Written to `scheduling.nodeSelector` of the RuntimeClass.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Taints that the nodes have. Written to `scheduling.tolerations` of the RuntimeClass.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * The runtime on the nodes.
   *
   * @default WasmRuntime.SPIN
   */
  readonly runtime?: WasmRuntime;

  /**
   * The containerd handler on the nodes. Written to `handler` of the RuntimeClass.
   *
   * @default - the usual handler of the runtime; for Spin the one of the cluster's `NodeProvisioning`
   */
  readonly handler?: string;

  /**
   * What a pod costs beside its containers.
   *
   * @default - nothing
   */
  readonly overhead?: RuntimeOverhead;

  /**
   * The name of the RuntimeClass. Written to `metadata.name`.
   *
   * A handler is immutable, so under a fixed name a pool cannot change it in place. Whoever has the name has the class: two
   * programs that write one name take it from each other.
   *
   * @default - `<namespace>-<id>-<hash>`, after the `owner` of the cluster, with the namespace of the chart, and a hash of all that and of the
   * content, so that a change makes a new class
   */
  readonly runtimeClassName?: string;
}

/**
 * Nodes for Wasm: labels, taints and a runtime.
 *
 * SpinApp has no node selector and no tolerations; a pool carries them in a RuntimeClass, and an executor for it, called
 * `<namespace>-<id>`, is made in each namespace with an app that uses the pool. Two pools of one id fail in one namespace.
 *
 * In a cluster with `executors: EXISTING` a pool for Spin stands for that of the platform: neither the RuntimeClass nor an executor is
 * written, and apps name the executor `<namespace>-<id>` of the platform. What names its RuntimeClass, such as a `SpinDeployment`, needs
 * the `runtimeClassName` that it has in the cluster, and fails without it.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/#scheduling
 */
export class WasmNodePool extends Construct implements IWasmNodePool {
  /**
   * A pool whose RuntimeClass and executors another program makes.
   *
   * @param scope the scope
   * @param id the id
   * @param options the names that it gave them
   */
  public static fromExisting(scope: Construct, id: string, options: ExistingNodePoolOptions): IWasmNodePool {
    return new ExistingNodePool(scope, id, options);
  }

  public readonly runtimeClass: IWasmRuntimeClass;

  /**
   * @param scope the scope
   * @param id the pool's name
   * @param props its nodes
   */
  constructor(scope: Construct, id: string, props: WasmNodePoolProps = {}) {
    super(scope, id);
    const { runtime = WasmRuntime.SPIN, runtimeClassName: name, ...nodes } = props;
    const isPlatforms = runtime === WasmRuntime.SPIN && WasmCluster.of(this).executors === ExecutorManagement.EXISTING;
    this.runtimeClass = isPlatforms
      ? platformRuntimeClass(this, name)
      : new WasmRuntimeClass(this, 'RuntimeClass', { ...nodes, runtime, metadata: { name: name ?? this.nameOf(runtime, props) } });
  }

  private nameOf(runtime: WasmRuntime, nodes: WasmNodePoolProps): string {
    const { namespace } = chartOf(this);
    const { handler = provisionedHandler(this, runtime) ?? runtime.handler, overhead, nodeSelector, tolerations } = nodes;
    const given = Object.entries({ nodeSelector, tolerations }).filter(([, collection]) => Object.keys(collection ?? {}).length > 0);
    const hash = contentHash({
      owner: WasmCluster.of(this).owner,
      namespace,
      handler,
      ...resourceAmounts(new UnheardReport(this), 'overhead', overhead ?? {}),
      ...Object.fromEntries(given),
    });
    return suffixedName(ownedName(this, namespace, wordOf(this.node.id)), hash, LABEL_LENGTH);
  }
}

function platformRuntimeClass(pool: WasmNodePool, name?: string): IWasmRuntimeClass {
  return name === undefined
    ? new UnnamedRuntimeClass(pool, 'RuntimeClass')
    : WasmRuntimeClass.fromRuntimeClassName(pool, 'RuntimeClass', name, { runtime: WasmRuntime.SPIN });
}

/** A RuntimeClass of the platform that ends in a hash of what the platform says of its nodes: apps need the name of its executor alone. */
class UnnamedRuntimeClass extends Construct implements IWasmRuntimeClass {
  public readonly runtime = WasmRuntime.SPIN;

  public get runtimeClassName(): string {
    throw this.unknownName();
  }

  public applyTo(): void {
    throw this.unknownName();
  }

  private unknownName(): Error {
    return invalid(this.node.scope!.node.path, {
      field: 'runtimeClassName',
      value: undefined,
      rule: 'the platform makes the RuntimeClass of the pool, and this program does not know its name',
      fix: 'give the pool the name that the RuntimeClass has in the cluster, or run a WasmApp, which needs the executor alone',
      code: RuleCode.UNRESOLVED_REFERENCE,
    });
  }
}

class ExistingNodePool extends Construct implements IWasmNodePool {
  public readonly runtimeClass: IWasmRuntimeClass;
  public readonly executorName: string;

  constructor(scope: Construct, id: string, options: ExistingNodePoolOptions) {
    super(scope, id);
    const report = new Report(this);
    report.hold('runtimeClassName', options.runtimeClassName, SUBDOMAIN);
    report.hold('executorName', options.executorName, SUBDOMAIN);
    report.throwIfAny();
    this.runtimeClass = WasmRuntimeClass.fromRuntimeClassName(this, 'RuntimeClass', options.runtimeClassName);
    this.executorName = options.executorName;
  }
}
