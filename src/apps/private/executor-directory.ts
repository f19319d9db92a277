import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { STANDARD_EXECUTOR } from './executor-manifest';
import { ImplicitExecutor, ImplicitExecutorPlan, planExecutor } from './implicit-executor';
import { ClusterState, dependOn } from '../../cluster/private/cluster-state';
import { ObjectIndex } from '../../cluster/private/object-index';
import { ExecutorManagement, WasmCluster } from '../../cluster/wasm-cluster';
import { madeFor } from '../../nodes/private/shim-runtime-class';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';

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

/** The executor of SpinKube's own release files, where a cluster has it. */
const EXISTING_EXECUTOR: Executor = { name: STANDARD_EXECUTOR, mountsCertificates: true };

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
  private readonly plans = new Map<IWasmNodePool | undefined, Map<string | undefined, ImplicitExecutorPlan>>();
  private readonly waiting = new WeakMap<ObjectIndex, Map<Chart, Set<Chart>>>();
  private readonly namespacesMade = new WeakMap<Chart, Map<string, boolean>>();

  constructor(private readonly state: ClusterState) {
    state.beforeShared.push(() => this.needsToOrder());
  }

  /** Notes the executor that a namespace declares; an implicit one that nobody uses any more goes. */
  declare(namespace: string | undefined, executor: Executor): void {
    this.declared.set(namespace ?? '', [...this.declaredIn(namespace), executor]);
    const here = [...this.implicit].filter(([, implicit]) => implicit.namespace === namespace);
    const used = new Set(here.length === 0 ? [] : this.users.filter((user) => !this.given(user)).map((user) => this.plan(user).name));
    for (const [name, unused] of here.filter(([key]) => !used.has(key))) {
      this.implicit.delete(name);
      this.state.dropImplicit(unused);
    }
  }

  /** The executors that a namespace declares. */
  declaredIn(namespace?: string): Executor[] {
    return this.declared.get(namespace ?? '') ?? [];
  }

  /** Sees to it that an app has an executor. */
  serve(user: ExecutorUser): void {
    this.users.push(user);
    if (!this.given(user)) {
      this.make(this.plan(user), Chart.of(user.construct));
    }
  }

  /** The executor of an app, as the tree stands now. */
  executorOf(user: ExecutorUser): Executor {
    return this.given(user) ?? this.implicit.get(this.plan(user).name)!;
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
    if (user.executor) {
      return user.executor;
    }
    if (user.nodePool) {
      return user.nodePool.executorName === undefined ? undefined : { name: user.nodePool.executorName };
    }
    const [declared] = this.declaredIn(user.namespace);
    return declared ?? (this.cluster(user).executors === ExecutorManagement.EXISTING ? EXISTING_EXECUTOR : undefined);
  }

  private plan(user: ExecutorUser): ImplicitExecutorPlan {
    const { namespace, nodePool } = user;
    const plans = this.plans.get(nodePool) ?? new Map<string | undefined, ImplicitExecutorPlan>();
    const plan = plans.get(namespace) ?? planExecutor(this.cluster(user), namespace, nodePool);
    this.plans.set(nodePool, plans.set(namespace, plan));
    return plan;
  }

  /** Makes an implicit executor in the chart of all of them; beside its namespace where the app's own chart makes that. */
  private make(plan: ImplicitExecutorPlan, own: Chart): void {
    const known = this.implicit.get(plan.name);
    const beside = plan.namespace !== undefined && this.makesNamespace(own, plan.namespace);
    if (known && !(beside && this.state.isShared(known))) {
      return;
    }
    if (known) {
      this.state.dropImplicit(known);
    }
    const executor = new ImplicitExecutor(beside ? own : this.state.sharedChart(), plan);
    this.implicit.set(plan.name, executor);
    dependOn(executor, () => [
      ...this.state.operatorCharts(),
      ...(beside ? this.state.objectsToOrder.namespaces(plan.namespace) : []),
    ]);
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

function runtimeClasses(objects: ObjectIndex, name?: string): readonly ApiObject[] {
  return name === undefined ? [] : objects.find({ group: 'node.k8s.io', kind: 'RuntimeClass', name });
}
