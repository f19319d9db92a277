import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { executorManifest, STANDARD_EXECUTOR, standardSpec } from './executor-manifest';
import { ClusterState, dependOn } from '../../cluster/private/cluster-state';
import { ObjectIndex } from '../../cluster/private/object-index';
import { ExecutorManagement, WasmCluster } from '../../cluster/wasm-cluster';
import { IWasmNodePool, WasmNodePool } from '../../nodes/wasm-node-pool';
import { contentHash, suffixedName } from '../../rules/content-hash';

/** An executor as apps see it. */
export interface Executor {
  readonly name: string;

  /** The construct that makes it, where the tree does. */
  readonly construct?: IConstruct;

  /** The hash of an executor that keeps its name when its content changes. */
  readonly contentHash?: string;

  /** Whether the operator makes a Deployment, where it is known. */
  readonly createDeployment?: boolean;

  /** Whether it is in the chart that comes before all apps. */
  readonly shared?: boolean;
}

/** An app that needs an executor. */
export interface ExecutorUser {
  readonly construct: Construct;
  readonly namespace?: string;
  readonly executor?: Executor;
  readonly nodePool?: IWasmNodePool;
}

/** Who runs the apps of one cluster: declared executors by namespace, and an implicit one where there is none. */
export class ExecutorDirectory {
  /** The directory of the cluster of a scope. */
  static of(scope: IConstruct): ExecutorDirectory {
    return ClusterState.of(WasmCluster.of(scope)).part(ExecutorDirectory);
  }

  private readonly declared = new Map<string, Executor[]>();
  private readonly implicit = new Map<string, ImplicitExecutor>();
  private readonly users: ExecutorUser[] = [];
  private readonly dependents = new WeakMap<ObjectIndex, Set<Chart>>();

  constructor(private readonly state: ClusterState) {
    state.beforeShared.push(() => this.namespacesToOrder());
  }

  /** Notes the executor that a namespace declares; it replaces an implicit one without placement. */
  declare(namespace: string | undefined, executor: Executor): void {
    const key = namespace ?? '';
    this.declared.set(key, [...this.declaredIn(namespace), executor]);
    const replaced = this.implicit.get(key);
    if (replaced) {
      this.implicit.delete(key);
      this.state.dropImplicit(replaced);
    }
  }

  /** The executors that a namespace declares. */
  declaredIn(namespace?: string): Executor[] {
    return this.declared.get(namespace ?? '') ?? [];
  }

  /** Sees to it that an app has an executor. */
  serve(user: ExecutorUser): void {
    this.users.push(user);
    if (this.given(user) === undefined) {
      const key = implicitKey(user);
      const made = this.implicit.get(key) ?? this.make(user);
      this.implicit.set(key, made);
    }
  }

  /** The executor of an app, as the tree stands now. */
  executorOf(user: ExecutorUser): Executor {
    return this.given(user) ?? this.implicit.get(implicitKey(user))!;
  }

  /** The Namespace object of an app in the tree, if an executor that comes before it needs the app's own chart. */
  lateNamespace(user: ExecutorUser): ApiObject | undefined {
    const { objects } = this.state;
    return this.executorOf(user).shared
      ? objects.namespaces(user.namespace).find((namespace) => this.chartsWaiting(objects).has(Chart.of(namespace)))
      : undefined;
  }

  /** What must be applied before an app. */
  before(user: ExecutorUser): IConstruct[] {
    const { construct } = this.executorOf(user);
    const pool = user.nodePool instanceof WasmNodePool ? user.nodePool : undefined;
    const made = [pool, construct].filter((root) => root !== undefined);
    return [...made, ...this.state.objectsToOrder.namespaces(user.namespace)];
  }

  private given(user: ExecutorUser): Executor | undefined {
    if (user.executor) {
      return user.executor;
    }
    if (user.nodePool) {
      return user.nodePool.executorName === undefined ? undefined : { name: user.nodePool.executorName };
    }
    const [declared] = this.declaredIn(user.namespace);
    const existing = this.cluster(user).executors === ExecutorManagement.EXISTING ? { name: STANDARD_EXECUTOR } : undefined;
    return declared ?? existing;
  }

  /** Makes an implicit executor in the chart of all of them, unless the app's own chart makes the namespace. */
  private make(user: ExecutorUser): ImplicitExecutor {
    const own = Chart.of(user.construct);
    const shared = !own.node.findAll()
      .some((object) => ApiObject.isApiObject(object) && object.kind === 'Namespace' && object.name === user.namespace);
    const executor = new ImplicitExecutor(shared ? this.state.sharedChart() : own, { user, shared, cluster: this.cluster(user) });
    dependOn(executor, () => [...this.state.operatorCharts(), ...(shared ? [] : this.state.objectsToOrder.namespaces(user.namespace))]);
    return executor;
  }

  private cluster(user: ExecutorUser): WasmCluster {
    return WasmCluster.of(user.construct);
  }

  private namespacesToOrder(): IConstruct[] {
    const objects = this.state.objectsToOrder;
    const shared = [...this.implicit.values()].filter((executor) => executor.shared);
    const namespaces = new Set(shared.map((executor) => executor.namespace));
    return [...namespaces]
      .flatMap((namespace) => objects.namespaces(namespace))
      .filter((object) => !this.chartsWaiting(objects).has(Chart.of(object)));
  }

  /** The charts with apps that wait for implicit executors. */
  private chartsWaiting(objects: ObjectIndex): Set<Chart> {
    let charts = this.dependents.get(objects);
    if (!charts) {
      charts = new Set(this.users.filter((user) => this.executorOf(user).shared).map((user) => Chart.of(user.construct)));
      this.dependents.set(objects, charts);
    }
    return charts;
  }
}

/** An executor of one namespace and placement that no user declared. */
class ImplicitExecutor extends Construct implements Executor {
  readonly construct = this;
  readonly createDeployment = true;
  readonly shared: boolean;
  readonly name: string;
  readonly namespace?: string;

  constructor(chart: Chart, { user, shared, cluster }: { user: ExecutorUser; shared: boolean; cluster: WasmCluster }) {
    const runtimeClassName = user.nodePool?.runtimeClass.runtimeClassName ?? cluster.nodes.runtimeClassName;
    const spec = standardSpec(runtimeClassName);
    const base = user.nodePool?.node.id.toLowerCase().replace(/-[0-9a-f]{8}$/, '') ?? 'spin';
    const name = suffixedName(base, contentHash({ namespace: user.namespace, spec }), 63);
    super(chart, name);
    this.name = name;
    this.namespace = user.namespace;
    this.shared = shared;
    executorManifest(this, { name, namespace: user.namespace }, spec);
  }
}

function implicitKey({ namespace = '', nodePool }: ExecutorUser): string {
  return nodePool ? `${namespace}/${nodePool.node.path}` : namespace;
}
