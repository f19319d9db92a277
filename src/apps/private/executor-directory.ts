import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { ImplicitExecutor, ImplicitExecutorPlan, planExecutor } from './implicit-executor';
import { namespacesByName, warnOfSharedName } from './shared-names';
import { ClusterState, dependOn } from '../../cluster/private/cluster-state';
import { ObjectIndex } from '../../cluster/private/object-index';
import { executorName } from '../../cluster/private/owned-name';
import { stateOf } from '../../cluster/private/state-of';
import { ExecutorManagement, WasmCluster } from '../../cluster/wasm-cluster';
import { poolWord } from '../../nodes/private/pool-word';
import { madeFor } from '../../nodes/private/shim-runtime-class';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { validateTree } from '../../rules/problem';

/** The annotation of an app that carries the content of an executor that keeps its name, so that a change of it rolls the app. */
export const EXECUTOR_HASH = 'cdk8s-wasm/executor-hash';

/** An executor as apps see it. */
export interface Executor {
  readonly name: string;

  /** The construct that makes it, where the tree does. */
  readonly construct?: IConstruct;

  /** The hash of an executor that keeps its name when its content changes. */
  readonly contentHash?: string;

  /** Whether the operator makes a Deployment, where it is known. */
  readonly createDeployment?: boolean;

  /** Where the pods of its apps send telemetry, where it is known. */
  readonly telemetry?: readonly string[];

  /** Whether the operator mounts CA certificates into the pods of its apps, where it is known. */
  readonly mountsCertificates?: boolean;

  /** Whether the pods of its apps pull the apps themselves. */
  readonly pullsApps?: boolean;
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
    return stateOf(scope).part(ExecutorDirectory);
  }

  private readonly declared = new Map<string, Executor[]>();
  private readonly implicit = new Map<string, ImplicitExecutor>();
  private readonly users: ExecutorUser[] = [];

  /** Those who have the executor of a pool made for apps of other programs. */
  private readonly providers: ExecutorUser[] = [];
  private readonly plans = new Map<IWasmNodePool | undefined, Map<string | undefined, ImplicitExecutorPlan>>();
  private readonly waiting = new WeakMap<ObjectIndex, Map<Chart, Set<Chart>>>();
  private readonly names = new WeakMap<ObjectIndex, Map<string, Set<string>>>();
  private readonly namespacesMade = new WeakMap<Chart, Map<string, boolean>>();

  constructor(private readonly state: ClusterState) {
    state.beforeShared.push(() => this.needsToOrder());
  }

  /** Notes the executor that a namespace declares; an implicit one that nobody uses any more goes. */
  declare(namespace: string | undefined, executor: Executor): void {
    this.declared.set(namespace ?? '', [...this.declaredIn(namespace), executor]);
    const here = [...this.implicit.values()].filter((implicit) => implicit.namespace === namespace);
    if (here.length > 0) {
      const users = [...this.providers, ...this.users].filter((user) => user.namespace === namespace && !this.given(user));
      here.filter((implicit) => !users.some((user) => isFor(implicit, this.plan(user)))).forEach((unused) => this.drop(unused));
      users.forEach((user) => this.settle(user));
    }
  }

  /** The executors that a namespace declares. */
  declaredIn(namespace?: string): Executor[] {
    return this.declared.get(namespace ?? '') ?? [];
  }

  /** Sees to it that an app has an executor. */
  serve(user: ExecutorUser): void {
    this.users.push(user);
    this.settle(user);
  }

  /** Makes the executor of a pool in the chart of its user, for apps of a namespace that may stand in other programs. */
  provide(user: ExecutorUser): void {
    this.providers.push(user);
    this.make(this.plan(user), Chart.of(user.construct));
  }

  /** The executor of an app, as the tree stands now. */
  executorOf(user: ExecutorUser): Executor {
    return this.given(user) ?? this.implicit.get(this.plan(user).id)!;
  }

  /** The executor of other nodes that has the name of the implicit one that somebody needs. */
  rivalOf(user: ExecutorUser): ImplicitExecutor | undefined {
    if (this.given(user)) {
      return undefined;
    }
    const plan = this.plan(user);
    const executor = this.implicit.get(plan.id)!;
    return isFor(executor, plan) ? undefined : executor;
  }

  /** The Namespace object of an app in the tree, if it stands among apps that wait for an executor made elsewhere. */
  lateNamespace(user: ExecutorUser): ApiObject | undefined {
    const { construct } = this.executorOf(user);
    const { objects } = this.state;
    return construct && objects.namespaces(user.namespace).find((namespace) => this.isLate(objects, namespace, Chart.of(construct)));
  }

  /** What must be applied before an app: its executor, or at least the operator. */
  before(user: ExecutorUser): IConstruct[] {
    const { construct } = this.executorOf(user);
    return [
      ...madeFor(user.nodePool?.runtimeClass),
      ...(construct ? [construct] : this.state.operatorCharts()),
      ...this.state.objectsToOrder.namespaces(user.namespace),
    ];
  }

  private given(user: ExecutorUser): Executor | undefined {
    const { executor, nodePool, namespace } = user;
    if (executor) {
      return executor;
    }
    if (nodePool?.executorName !== undefined) {
      return { name: nodePool.executorName };
    }
    const [declared] = nodePool ? [] : this.declaredIn(namespace);
    return declared ?? existing(this.cluster(user), user);
  }

  private plan(user: ExecutorUser): ImplicitExecutorPlan {
    const { namespace, nodePool } = user;
    const plans = this.plans.get(nodePool) ?? new Map<string | undefined, ImplicitExecutorPlan>();
    const plan = plans.get(namespace) ?? planExecutor(this.cluster(user), namespace, nodePool);
    this.plans.set(nodePool, plans.set(namespace, plan));
    return plan;
  }

  /** Makes the implicit executor of an app that needs one; beside its namespace where the app's own chart makes that. */
  private settle(user: ExecutorUser): void {
    if (!this.given(user)) {
      const chart = Chart.of(user.construct);
      this.make(this.plan(user), user.namespace !== undefined && this.makesNamespace(chart, user.namespace) ? chart : undefined);
    }
  }

  /** Makes an implicit executor, in the chart of all of them unless it has one of its own. One that is there for other nodes stays. */
  private make(plan: ImplicitExecutorPlan, own?: Chart): void {
    const known = this.implicit.get(plan.id);
    if (known && !(own && isFor(known, plan) && this.state.isShared(known))) {
      return;
    }
    if (known) {
      this.drop(known);
    }
    const executor = new ImplicitExecutor(own ?? this.state.sharedChart(), plan);
    this.implicit.set(plan.id, executor);
    validateTree(executor, () => warnOfSharedName(executor, this.namespacesOf(executor.name)));
    dependOn(executor, () => [
      ...this.state.operatorCharts(),
      ...(own ? this.state.objectsToOrder.namespaces(plan.namespace) : []),
    ]);
  }

  private drop(executor: ImplicitExecutor): void {
    this.implicit.delete(executor.id);
    this.state.dropImplicit(executor);
  }

  /** Whether a chart made a Namespace before its first app in it. To look again for each app would cost the square of their number. */
  private makesNamespace(chart: Chart, name: string): boolean {
    const made = this.namespacesMade.get(chart) ?? new Map<string, boolean>();
    this.namespacesMade.set(chart, made);
    const known = made.get(name) ?? chart.node.findAll()
      .some((object) => ApiObject.isApiObject(object) && object.kind === 'Namespace' && object.name === name);
    made.set(name, known);
    return known;
  }

  /** The namespaces with an executor of a name. */
  private namespacesOf(name: string): Iterable<string> {
    const { objects } = this.state;
    const known = this.names.get(objects) ?? namespacesByName([
      ...this.implicit.values(),
      ...[...this.declared].flatMap(([namespace, executors]) => executors.map((executor) => ({ name: executor.name, namespace }))),
    ]);
    this.names.set(objects, known);
    return known.get(name) ?? [];
  }

  private cluster(user: ExecutorUser): WasmCluster {
    return WasmCluster.of(user.construct);
  }

  /** What implicit executors name: their namespaces and RuntimeClasses, unless apps stand beside these. */
  private needsToOrder(): IConstruct[] {
    const objects = this.state.objectsToOrder;
    const shared = [...this.implicit.values()].filter((executor) => this.state.isShared(executor));
    return shared.flatMap((executor) => [...objects.namespaces(executor.namespace), ...runtimeClasses(objects, executor.runtimeClassName)]
      .filter((object) => !this.state.isShared(object) && !this.isLate(objects, object, Chart.of(executor))));
  }

  private isLate(objects: ObjectIndex, object: ApiObject, executors: Chart): boolean {
    const chart = Chart.of(object);
    return chart !== executors && (this.chartsWaiting(objects).get(executors)?.has(chart) ?? false);
  }

  /** The charts with apps that wait for executors of other charts, by the chart of the executors. */
  private chartsWaiting(objects: ObjectIndex): Map<Chart, Set<Chart>> {
    let charts = this.waiting.get(objects);
    if (!charts) {
      charts = new Map();
      for (const user of this.users) {
        const { construct } = this.executorOf(user);
        if (construct) {
          const executors = Chart.of(construct);
          charts.set(executors, (charts.get(executors) ?? new Set()).add(Chart.of(user.construct)));
        }
      }
      this.waiting.set(objects, charts);
    }
    return charts;
  }
}

/** What another program makes, where it is said to. */
function existing(cluster: WasmCluster, { namespace, nodePool }: ExecutorUser): Executor | undefined {
  if (cluster.executors !== ExecutorManagement.EXISTING) {
    return undefined;
  }
  const stated = nodePool ? undefined : cluster.executorName;
  return {
    name: stated ?? executorName(cluster, namespace, nodePool && poolWord(nodePool)),
    mountsCertificates: true,
    telemetry: cluster.otlpEndpoint === undefined ? [] : [cluster.otlpEndpoint],
  };
}

function isFor({ id, contentHash }: ImplicitExecutor, plan: ImplicitExecutorPlan): boolean {
  return id === plan.id && contentHash === plan.contentHash;
}

function runtimeClasses(objects: ObjectIndex, name?: string): readonly ApiObject[] {
  return name === undefined ? [] : objects.find({ group: 'node.k8s.io', kind: 'RuntimeClass', name });
}
