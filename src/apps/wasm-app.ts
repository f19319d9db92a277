import { ApiObject, Lazy } from 'cdk8s';
import {
  Container, ContainerResources, EnvValue, HorizontalPodAutoscaler, INetworkPolicyPeer, Ingress, IPodSelector, IScalable, IStorage,
  LabelSelector, MountOptions, NetworkPolicyPeerConfig, PodConnections, PodSelectorConfig, Resource, ScalingTarget, Service, ServiceType,
} from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AutoscaleOptions } from './autoscaling';
import { AutoscaleByHttpOptions } from './autoscaling-http';
import { AutoscaleByKedaOptions } from './autoscaling-keda';
import { DisruptionBudgetOptions } from './disruption-budget';
import { ExposeOptions, ExposeViaServiceOptions } from './exposure';
import { ExposeViaHttpRouteOptions } from './exposure-http-route';
import { ExposeViaIngressOptions } from './exposure-ingress';
import { HttpAutoscaler } from './http-autoscaler';
import { IHttpBackend } from './http-backend';
import { HttpRoute } from './http-route';
import { appAutoscaler, appHttpAutoscaler, appScaledObject } from './private/app-autoscaler';
import { withDefaults, withPodLabels } from './private/app-defaults';
import { appDisruptionBudget } from './private/app-disruption-budget';
import { AppEgress, egressHosts } from './private/app-egress';
import { appHttpRoute } from './private/app-http-route';
import { appIngress } from './private/app-ingress';
import { APP_LABEL, appName } from './private/app-name';
import { checkApp } from './private/app-rules';
import { appService } from './private/app-service';
import { EXECUTOR_HASH, ExecutorDirectory, ExecutorUser } from './private/executor-directory';
import { givenExecutor } from './private/given-executor';
import { SPIN_PORT, storedChecks, withDefaultReadiness } from './private/health-checks';
import { ManifestUse, manifestUse } from './private/manifest-use';
import { Mounts } from './private/mounts';
import { ObjectReference, referencesOf, referredObjects } from './private/references';
import { ephemeralStores, warnIfEphemeral } from './private/runtime-config-spec';
import { FixedSpec, fixedSpec } from './private/spin-app-spec';
import { warnOfStoreFiles } from './private/store-files';
import { Variables } from './private/variables';
import { ScaledObject } from './scaled-object';
import { ISpinAppExecutor } from './spin-app-executor';
import { WasmAppCommonProps } from './wasm-app-common';
import { chartOf } from '../cluster/private/chart-of';
import { dependOn } from '../cluster/private/cluster-state';
import { manifest } from '../cluster/private/manifest';
import { stateOf } from '../cluster/private/state-of';
import { AllowedHost } from '../manifest/allowed-host';
import { IWasmNodePool } from '../nodes/wasm-node-pool';
import { given } from '../rules/given';
import { warnIfMutable } from '../rules/mutable-image';
import { Report, validateTree } from '../rules/problem';
import { ExactConnections } from '../workloads/private/exact-connections';

/** Properties of `WasmApp`. */
export interface WasmAppProps extends WasmAppCommonProps {
  /**
   * The executor, which must be in the app's namespace. Written to `spec.executor`.
   *
   * Cannot be combined with `nodePool`. Fails for one of another namespace.
   *
   * @default - the one that the namespace declares, by a `SpinAppExecutor` or a `SpinKubeInstall`, anywhere in the
   * program; without one, an implicit executor is made, `<namespace>-spin`, after the `owner` of the cluster. With `executors: EXISTING`
   * none is made, and the app names that of the platform
   */
  readonly executor?: ISpinAppExecutor;

  /**
   * The nodes to run on. Written as `spec.executor`: one for the pool is made in the app's namespace, `<namespace>-<pool>`. With
   * `executors: EXISTING` none is made, and the app names that of the platform.
   *
   * Fails for two pools of one id in one namespace. Cannot be combined with `executor`.
   *
   * @default - any node that the executor's RuntimeClass allows
   */
  readonly nodePool?: IWasmNodePool;
}

/**
 * A Spin application: a SpinApp, from which the spin-operator makes a Deployment and a Service.
 *
 * @see https://www.spinkube.dev/docs/reference/spin-app/
 */
export class WasmApp extends Resource implements IScalable, IPodSelector, INetworkPolicyPeer, IHttpBackend {
  public readonly resourceType: string = 'spinapps';

  /** The namespace of the app, where one is set. */
  public readonly namespace?: string;

  /** Whether an autoscaler has this app as its target. */
  public hasAutoscaler = false;

  protected readonly apiObject: ApiObject;

  private readonly fixed: FixedSpec;
  private fixedReferences?: readonly ObjectReference[];
  private readonly replicas?: number;
  private readonly resources?: ContainerResources;
  private readonly use?: ManifestUse;
  private readonly variables = new Variables();
  private mounts?: Mounts;
  private readonly directory: ExecutorDirectory;
  private readonly user: ExecutorUser;
  private autoscalers = 0;
  private pod?: Container;
  private network?: PodConnections;

  /**
   * @param scope the scope
   * @param id the id
   * @param app the app
   */
  constructor(scope: Construct, id: string, app: WasmAppProps) {
    super(scope, id);
    const report = new Report(this);
    const chart = chartOf(this);
    const props = withPodLabels(chart, withDefaults(this, app));
    const name = appName(report, this, props);
    this.namespace = props.metadata?.namespace ?? chart.namespace;
    this.fixed = fixedSpec(report, name, withDefaultReadiness(props));
    this.use = manifestUse(report, this, props, this.fixed);
    this.replicas = props.replicas;
    this.resources = props.resources && { ...props.resources };
    this.giveVariables(report, props.variables);
    this.directory = ExecutorDirectory.of(this);
    this.user = {
      construct: this,
      namespace: this.namespace,
      nodePool: props.nodePool,
      executor: givenExecutor(report, this, props),
    };
    const egress = egressHosts(report, props);
    report.throwIfAny();
    this.directory.serve(this.user);
    this.apiObject = manifest(this, {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: {
        ...props.metadata,
        name,
        annotations: {
          ...props.metadata?.annotations,
          [EXECUTOR_HASH]: Lazy.any({ produce: () => this.directory.executorOf(this.user).contentHash }),
        },
      },
      spec: Lazy.any({ produce: () => this.renderSpec() }),
    });
    this.finish(props, egress);
  }

  /** The name of the Service that the operator makes for the app: the app's own. */
  public get serviceName(): string {
    return this.name;
  }

  /** The port of that Service, which has no name. */
  public get servicePort(): number {
    return SPIN_PORT;
  }

  /** The app's address inside the cluster; without a namespace it works only from the app's own. */
  public get url(): string {
    return this.namespace === undefined ? `http://${this.serviceName}` : `http://${this.serviceName}.${this.namespace}.svc`;
  }

  /**
   * What the app's pods may reach, and who may reach them: `allowTo`, `allowFrom` and `isolate` make network policies, each in
   * the namespace of the pods that it selects, with the ports on which the other side listens. Pods that may send to somebody
   * may ask the cluster's DNS as well.
   *
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
   */
  public get connections(): PodConnections {
    this.network ??= new ExactConnections(this);
    return this.network;
  }

  /** The container that the operator makes, for constructs that ask a workload for its ports and resources. */
  public get containers(): Container[] {
    this.pod ??= new Container({
      name: this.name,
      image: this.fixed.image!,
      resources: this.resources ?? {},
      ports: [{ number: SPIN_PORT, name: 'http-app' }],
    });
    return [this.pod];
  }

  /** How many pods, where nobody says. */
  protected get defaultReplicas(): number {
    return 2;
  }

  /**
   * Adds a Spin variable. Written to `spec.variables`, in its place by name.
   *
   * @param name its name in spin.toml
   * @param value its value or source
   * @throws for a name outside Spin's grammar, or one that is given already
   */
  public addVariable(name: string, value: EnvValue): void {
    const report = new Report(this);
    this.giveVariables(report, { [name]: value });
    report.throwIfAny();
  }

  /**
   * Mounts a volume. Written to `spec.volumes` and `spec.volumeMounts`.
   *
   * @param path where, absolute
   * @param storage the volume
   * @param options how
   * @throws for names and paths that the operator or the shim uses itself, and for a volume that the API server refuses with the pods
   */
  public mount(path: string, storage: IStorage, options: MountOptions = {}): void {
    const report = new Report(this);
    this.mounts ??= new Mounts();
    this.mounts.add(report, path, storage, options);
    report.throwIfAny();
  }

  /**
   * Exposes the app by a Service of its own, beside the one that the operator makes.
   *
   * @param options its type, name and port
   * @returns the Service
   * @throws for the app's own name, which the operator's Service has
   */
  public exposeViaService(options: ExposeViaServiceOptions = {}): Service {
    return appService(this, options);
  }

  /**
   * Exposes the app outside the cluster by a Service of type LoadBalancer.
   *
   * @param options its name and port
   * @returns the Service
   */
  public exposeViaLoadBalancer(options: ExposeOptions = {}): Service {
    return appService(this, { ...options, serviceType: ServiceType.LOAD_BALANCER });
  }

  /**
   * Exposes the app by a path of an Ingress, which leads to the Service that the operator makes.
   *
   * @param path an absolute path
   * @param options its hosts, certificates and class, or an Ingress to add it to
   * @returns the Ingress
   * @throws for hosts and paths that no Ingress can have, or that it has already
   */
  public exposeViaIngress(path: string, options: ExposeViaIngressOptions = {}): Ingress {
    return appIngress({ scope: this, namespace: this.namespace, name: this.name, backend: this }, path, options);
  }

  /**
   * Exposes the app by an HTTPRoute of the Gateway API, which leads to the Service that the operator makes.
   *
   * @param options its Gateways, hosts and rules
   * @returns the route
   * @throws for what gateways refuse, and for requests that another route of the app is for
   */
  public exposeViaHttpRoute(options: ExposeViaHttpRouteOptions): HttpRoute {
    return appHttpRoute({ scope: this, namespace: this.namespace, name: this.name, backend: this }, options);
  }

  /**
   * Scales the app by a HorizontalPodAutoscaler. An app has at most one autoscaler, of any kind.
   *
   * @param options its bounds and metrics
   * @returns the HorizontalPodAutoscaler
   * @throws for what the API server refuses
   */
  public autoscale(options: AutoscaleOptions): HorizontalPodAutoscaler {
    return appAutoscaler(this, options);
  }

  /**
   * Scales the app by a ScaledObject of KEDA. An app has at most one autoscaler, of any kind.
   *
   * @param options its bounds and triggers
   * @returns the ScaledObject
   * @throws for what KEDA refuses
   */
  public autoscaleByKeda(options: AutoscaleByKedaOptions): ScaledObject {
    return appScaledObject(this, options);
  }

  /**
   * Scales the app by its requests, down to none, by KEDA's HTTP add-on. An app has at most one autoscaler, of any kind.
   *
   * Requests must pass the add-on's interceptor: use the `exposeVia…` methods of what this returns, not those of the app.
   *
   * @param options its requests and bounds
   * @returns what makes the InterceptorRoute and its ScaledObject
   * @throws for what KEDA refuses
   */
  public autoscaleByHttp(options: AutoscaleByHttpOptions = {}): HttpAutoscaler {
    return appHttpAutoscaler(this, options);
  }

  /**
   * Limits how many pods go at once when nodes are drained: a PodDisruptionBudget for the pods that the operator makes.
   *
   * @param options how many stay, or how many may go
   * @returns the PodDisruptionBudget, named as the app
   * @throws for both amounts or none, and if the app has a budget
   */
  public disruptionBudget(options: DisruptionBudgetOptions): ApiObject {
    return appDisruptionBudget(this, options, () => (this.hasAutoscaler ? undefined : this.replicas ?? this.defaultReplicas));
  }

  /** Called by an autoscaler: the app gets `enableAutoscaling` and leaves its replicas to it. */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
    this.autoscalers += 1;
  }

  /** What autoscalers scale: the Deployment that the operator makes, since SpinApp has no scale of its own. */
  public toScalingTarget(): ScalingTarget {
    return { apiVersion: 'apps/v1', kind: 'Deployment', name: this.name, containers: this.containers };
  }

  /** Selects the pods that the operator makes for the app. */
  public toPodSelectorConfig(): PodSelectorConfig {
    return {
      labelSelector: LabelSelector.of({ labels: { [APP_LABEL]: this.name } }),
      ...(this.namespace !== undefined && { namespaces: { names: [this.namespace] } }),
    };
  }

  /** The app as a peer of network policies. */
  public toNetworkPolicyPeerConfig(): NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** The app as a selector of pods. */
  public toPodSelector(): IPodSelector | undefined {
    return this;
  }

  private giveVariables(report: Report, variables?: { [name: string]: EnvValue }): void {
    this.use?.checkVariables(report, variables);
    this.variables.add(report, variables);
  }

  private holdEgress({ egress, runtimeConfig }: WasmAppProps, hosts: AllowedHost[]): void {
    if (egress) {
      const executor = () => this.directory.executorOf(this.user);
      new AppEgress(this, egress, { hosts, use: this.use, runtimeConfig, executor, variable: (name) => this.variables.get(name) });
    }
  }

  private finish(props: WasmAppProps, egress: AllowedHost[]): void {
    const referred = () => referredObjects(stateOf(this).objectsToOrder, this.namespace, this.references());
    dependOn(this, () => [...this.directory.before(this.user), ...referred()]);
    this.warn(props);
    this.holdEgress(props, egress);
    validateTree(this, (report) => {
      this.use?.checkGiven(report, (name) => this.variables.get(name));
      warnOfStoreFiles(this, props.runtimeConfig?._storeFiles, () => this.renderSpec(), 'spec.');
      checkApp(report, {
        construct: this,
        object: this.apiObject,
        name: this.name,
        namespace: this.namespace,
        replicas: this.replicas,
        spec: this.fixed,
        grown: this.renderGrown(),
        references: this.references(),
        user: this.user,
        autoscalers: Math.max(this.autoscalers, Number(this.hasAutoscaler)),
      });
    });
  }

  private warn({ runtimeConfig }: WasmAppProps): void {
    warnIfMutable(this, 'spec.image', this.fixed.image!);
    this.use?.warn(this);
    warnIfEphemeral(this, [...ephemeralStores(runtimeConfig), ...this.use?.ephemeralStores ?? []]);
  }

  private renderSpec(): { [field: string]: unknown } {
    return given(this.fixed, {
      checks: this.fixed.checks && storedChecks(this, this.fixed.checks),
      executor: this.directory.executorOf(this.user).name,
      enableAutoscaling: this.hasAutoscaler || undefined,
      replicas: this.hasAutoscaler ? undefined : this.replicas ?? this.defaultReplicas,
    }, this.renderGrown());
  }

  /** What `spec` refers to by name, as far as it has grown. */
  private references(): ObjectReference[] {
    this.fixedReferences ??= referencesOf(this.fixed);
    return [...this.fixedReferences, ...referencesOf(this.renderGrown())];
  }

  /** What of `spec` calls after the constructor may add to. */
  private renderGrown(): { [field: string]: unknown } {
    return {
      variables: this.variables.render(),
      volumes: this.mounts?.renderVolumes(),
      volumeMounts: this.mounts?.renderMounts(),
    };
  }
}
