import { App, Chart, Cron, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Probe, Replicas, Secret, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as library from '../src';
import {
  ArgoCdOciForm, CertManagerProps, ComponentSource, ContainerdConfigForm, ContainerdConfigProps, ContainerdConfigVersion,
  ContainerdDistribution, EdgeWasmAppProps, EgressPolicy, ExecutorManagement, HttpAutoscalerProps, HttpBackend, HttpPathMatch, HttpRouteFilter,
  HttpRouteProps, HttpValueMatch, KedaTrigger, KeyValueStore, NodeProvisioning, OtlpBackend,
  PodSecurityLevel, RuntimeClassManagerProps, RuntimeClassOptions,
  RuntimeConfig, ScaledObjectProps, ShimRelease, ShimRollout, SpinAppExecutorProps, SpinCronJobProps, SpinDeploymentProps, SpinJobProps,
  SpinKubeInstallProps, SpinKubeVersion, SpinManifest, SpinOperatorProps, WasmAppProps, WasmClusterProps, WasmCronJobProps, WasmDaemonSetProps,
  WasmDeploymentProps, WasmImage, WasmJobProps, WasmNodePoolProps, WasmPodProps, WasmRuntime, WasmRuntimeClass, WasmRuntimeClassProps,
  PrometheusMonitoringProps, WasmMonitoringProps, WasmShimProps, WasmStatefulSetProps, WebhookCertificates,
} from '../src';
import { synth, yamlOf } from './support/synth';

/** How to make a construct with as many of its props as go together. */
interface Maker<Props = any> {
  /** Its props; what they refer to is made in a chart. */
  readonly props: (chart: Chart) => Props;

  /** Whether it stands in an app or in a chart. */
  readonly scope?: 'app' | 'chart';

  /** What the program holds beside it, so that it makes a difference. */
  readonly beside?: (made: any) => unknown;
}

const IMAGE = 'ghcr.io/acme/api:v1';
const METADATA = { name: 'made', labels: { team: 'web' }, annotations: { note: 'text' } };
const PLACEMENT = { nodeSelector: { zone: 'a' }, tolerations: [{ key: 'wasm', operator: 'Exists', effect: 'NoSchedule' }] };
const RESOURCES = {
  cpu: { request: Cpu.millis(50), limit: Cpu.units(0.5) },
  memory: { request: Size.mebibytes(32), limit: Size.mebibytes(1024) },
};
const OVERHEAD = { cpu: Cpu.millis(5), memory: Size.mebibytes(4) };

const secret = (chart: Chart) => (chart.node.tryFindChild('secret') ?? Secret.fromSecretName(chart, 'secret', 'keys')) as Secret;
const runtimeClass = (chart: Chart) => new WasmRuntimeClass(chart, 'class', {
  runtime: WasmRuntime.SPIN, metadata: { name: 'wasmtime-spin-v2' }, ...PLACEMENT,
});

const MANIFEST = SpinManifest.fromString(`
spin_manifest_version = 2
application = { name = "made" }
variables = { level = { default = "warn" }, token = { required = true, secret = true } }
trigger = { http = [{ route = "/health", component = "api" }, { route = "/...", component = "admin" }] }
component.api = { source = "api.wasm", allowed_outbound_hosts = ["https://example.com"], key_value_stores = ["default"] }
component.admin = { source = "admin.wasm" }
`);
const autoscaled = (chart: Chart) => (chart.node.tryFindChild('scaled') as library.WasmApp | undefined) ?? new library.WasmApp(chart, 'scaled', {
  metadata: { name: 'scaled' }, image: IMAGE, resources: RESOURCES,
});

const commonProps = (chart: Chart) => ({
  metadata: METADATA,
  manifest: MANIFEST,
  defaultReadiness: false,
  egress: EgressPolicy.networkPolicy({ hosts: ['*://10.0.0.0/8:443'], dns: { port: 5353 } }),
  image: IMAGE,
  replicas: 3,
  resources: RESOURCES,
  readiness: Probe.fromHttpGet('/health'),
  liveness: Probe.fromHttpGet('/alive'),
  readinessHeaders: { 'X-Check': 'yes' },
  livenessHeaders: { 'X-Check': 'yes' },
  variables: { level: EnvValue.fromValue('info'), token: EnvValue.fromSecretValue({ secret: secret(chart), key: 'token' }) },
  runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.spin({ path: '/data/kv.db' }) } }),
  components: ['api', 'admin'],
  maxInstanceMemory: Size.mebibytes(16),
  serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'api'),
  imagePullSecrets: [secret(chart)],
  propagateLabels: true,
  podLabels: { tier: 'backend' },
  podAnnotations: { scrape: 'true' },
  deploymentAnnotations: { owner: 'us' },
  serviceAnnotations: { zone: 'a' },
});

const POD = {
  podMetadata: { labels: { tier: 'backend' }, annotations: { scrape: 'true' } },
  containers: [{ image: 'nginx:1', name: 'sidecar', resources: RESOURCES, args: ['-v'] }],
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }],
  priorityClassName: 'high',
};

const wasmProps = (chart: Chart) => ({
  ...POD,
  metadata: METADATA,
  runtimeClass: runtimeClass(chart),
  image: WasmImage.ociArtifact(IMAGE, { command: ['/app.wasm'] }),
  envVariables: { LEVEL: EnvValue.fromValue('info') },
  ports: [{ number: 8080, name: 'http' }],
  resources: RESOURCES,
});

const spinProps = (chart: Chart) => ({
  ...POD,
  metadata: METADATA,
  image: IMAGE,
  runtimeClass: runtimeClass(chart),
  resources: RESOURCES,
  variables: { level: EnvValue.fromValue('info'), token: EnvValue.fromSecretValue({ secret: secret(chart), key: 'token' }) },
  runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.spin({ path: '/data/kv.db' }) } }),
  components: ['api', 'admin'],
  maxInstanceMemory: Size.mebibytes(16),
  otel: { endpoint: 'http://otel:4318', headers: { secret: secret(chart), key: 'headers' } },
  caCertSecret: secret(chart),
  imagePullSecrets: [secret(chart)],
  podLabels: { part: 'api' },
});

/** One line for each construct of the library. */
const MAKERS: { [name: string]: Maker } = {
  WasmCluster: {
    scope: 'app',
    props: (): WasmClusterProps => ({
      operatorVersion: SpinKubeVersion.V0_6_1,
      shimVersion: '0.24.0',
      nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2', runtimeClassName: 'spin' }),
      executors: ExecutorManagement.MANAGED,
      edge: PLACEMENT,
    }),
    beside: (cluster) => new library.EdgeWasmApp(new Chart(cluster, 'edge'), 'edge', { image: IMAGE }),
  },
  WasmRuntimeClass: {
    props: (): WasmRuntimeClassProps => ({ runtime: WasmRuntime.WAMR, metadata: METADATA, handler: 'wamr', ...PLACEMENT, overhead: OVERHEAD }),
  },
  WasmtimeRuntimeClass: { props: (): RuntimeClassOptions => ({ metadata: METADATA, ...PLACEMENT, overhead: OVERHEAD }) },
  WasmEdgeRuntimeClass: { props: (): RuntimeClassOptions => ({ metadata: METADATA, ...PLACEMENT, overhead: OVERHEAD }) },
  WasmerRuntimeClass: { props: (): RuntimeClassOptions => ({ metadata: METADATA, ...PLACEMENT, overhead: OVERHEAD }) },
  WamrRuntimeClass: { props: (): RuntimeClassOptions => ({ metadata: METADATA, ...PLACEMENT, overhead: OVERHEAD }) },
  ContainerdConfig: {
    props: (): ContainerdConfigProps => ({
      version: ContainerdConfigVersion.V3,
      runtimes: [{ runtime: WasmRuntime.SPIN, handler: 'spin', shimPath: '/opt/wasm/bin/containerd-shim-spin-v2' }],
      distribution: ContainerdDistribution.CONTAINERD,
      form: ContainerdConfigForm.APPENDIX,
      systemdCgroup: true,
    }),
    beside: (config) => config.addConfigMap(config, 'files', { metadata: METADATA }),
  },
  SpinRuntimeClass: { props: (): RuntimeClassOptions => ({ metadata: METADATA, handler: 'spin', ...PLACEMENT }) },
  WasmNodePool: {
    props: (): WasmNodePoolProps => ({ ...PLACEMENT, runtime: WasmRuntime.SPIN, handler: 'spin', overhead: OVERHEAD }),
    beside: (nodePool) => new library.WasmApp(nodePool, 'app', { image: IMAGE, nodePool }),
  },
  WasmApp: {
    props: (chart): WasmAppProps => ({
      ...commonProps(chart),
      executor: new library.SpinAppExecutor(chart, 'executor', { spinImage: IMAGE }),
    }),
    beside: (app) => app.exposeViaLoadBalancer({ annotations: { zone: 'a' } }),
  },
  EdgeWasmApp: { props: (chart): EdgeWasmAppProps => ({ ...commonProps(chart), ...PLACEMENT }) },
  SpinAppExecutor: {
    props: (chart): SpinAppExecutorProps => ({
      metadata: METADATA,
      runtimeClass: runtimeClass(chart),
      createDeployment: true,
      caCertSecret: secret(chart),
      installDefaultCaCerts: true,
      otel: { endpoint: 'http://otel:4318', tracesEndpoint: 'http://traces:4318' },
    }),
  },
  ScaledObject: {
    props: (chart): ScaledObjectProps => ({
      metadata: METADATA,
      target: autoscaled(chart),
      triggers: [KedaTrigger.cpuUtilization(60), KedaTrigger.of('kafka', { metadata: { topic: 'a' } })],
      minReplicas: 1,
      maxReplicas: 5,
      idleReplicas: 0,
      pollingInterval: Duration.seconds(5),
      cooldownPeriod: Duration.minutes(1),
      initialCooldownPeriod: Duration.minutes(1),
      fallback: { failureThreshold: 3, replicas: 2 },
      scaleUp: { policies: [{ replicas: Replicas.absolute(2) }] },
      scaleDown: { stabilizationWindow: Duration.minutes(1) },
    }),
  },
  HttpAutoscaler: {
    props: (chart): HttpAutoscalerProps => ({
      target: autoscaled(chart),
      service: autoscaled(chart),
      name: 'made',
      rules: [{ hosts: ['a.com'], pathPrefixes: ['/'], headers: { a: 'b' } }],
      minReplicas: 0,
      maxReplicas: 5,
      concurrency: 10,
      requestRate: { targetValue: 5, window: Duration.minutes(1), granularity: Duration.seconds(1) },
      cooldownPeriod: Duration.minutes(1),
      timeouts: { readiness: Duration.seconds(5) },
      fallback: HttpBackend.fromServiceName('wait', { namespace: 'apps' }),
      addOn: { namespace: 'keda' },
    }),
    beside: (scaling) => scaling.exposeViaIngress('/', { hosts: ['a.com'] }),
  },
  HttpRoute: {
    props: (chart): HttpRouteProps => ({
      metadata: METADATA,
      parents: [{ name: 'gw', namespace: 'gateways', sectionName: 'https', port: 443 }],
      hostnames: ['a.com'],
      rules: [{
        matches: [{ path: HttpPathMatch.prefix('/'), headers: { a: HttpValueMatch.exact('b') } }],
        filters: [HttpRouteFilter.requestHeaders({ set: { a: 'b' } })],
        backends: [{ backend: autoscaled(chart), weight: 1 }],
        timeouts: { request: Duration.seconds(5) },
      }],
    }),
  },
  WasmPod: {
    props: (chart): WasmPodProps => ({
      metadata: METADATA,
      runtimeClass: runtimeClass(chart),
      image: WasmImage.container(IMAGE, { command: ['/app.wasm'] }),
      containerName: 'wasm',
      args: ['serve'],
      envVariables: { LEVEL: EnvValue.fromValue('info') },
      ports: [{ number: 8080, name: 'http' }],
      resources: RESOURCES,
      readiness: Probe.fromHttpGet('/health', { port: 8080 }),
      containers: [{ image: 'nginx:1', name: 'sidecar', resources: RESOURCES }],
    }),
  },
  CertManager: {
    scope: 'app',
    props: (): CertManagerProps => ({
      source: ComponentSource.argoCd({
        version: '1.14.0',
        repository: 'oci://mirror.acme.com/charts',
        values: { webhook: { replicaCount: 2, tolerations: [{ key: 'a' }] } },
        name: 'certs',
        namespace: 'gitops',
        project: 'platform',
        automated: false,
        ociForm: ArgoCdOciForm.PATH,
      }),
      namespace: 'certs',
      namespaceOptions: { labels: { team: 'web' }, podSecurity: PodSecurityLevel.RESTRICTED, quota: { pods: 9 } },
      mirror: { host: 'mirror.acme.com/wasm', keepHosts: true },
    }),
  },
  WasmDeployment: { props: (chart): WasmDeploymentProps => ({ ...wasmProps(chart), replicas: 3, spread: true }) },
  WasmStatefulSet: { props: (chart): WasmStatefulSetProps => ({ ...wasmProps(chart), replicas: 3, spread: true }) },
  WasmDaemonSet: { props: (chart): WasmDaemonSetProps => ({ ...wasmProps(chart), minReadySeconds: 5 }) },
  WasmJob: { props: (chart): WasmJobProps => ({ ...wasmProps(chart), backoffLimit: 2, ttlAfterFinished: Duration.hours(1) }) },
  WasmCronJob: { props: (chart): WasmCronJobProps => ({ ...wasmProps(chart), schedule: Cron.daily(), timeZone: 'Etc/UTC' }) },
  SpinDeployment: {
    props: (chart): SpinDeploymentProps => ({ ...spinProps(chart), readiness: Probe.fromHttpGet('/health'), spread: true }),
    beside: (deployment) => deployment.exposeViaService({ name: 'front' }),
  },
  SpinJob: { props: (chart): SpinJobProps => ({ ...spinProps(chart), backoffLimit: 2 }) },
  SpinCronJob: { props: (chart): SpinCronJobProps => ({ ...spinProps(chart), schedule: Cron.weekly() }) },
  SpinKubeInstall: {
    scope: 'app',
    props: (): SpinKubeInstallProps => ({
      version: SpinKubeVersion.V0_4_0,
      namespace: 'operators',
      namespaceOptions: { existing: true },
      operator: { image: IMAGE, kubeRbacProxyImage: IMAGE, source: ComponentSource.bundled() },
      certificates: WebhookCertificates.fromIssuer({ name: 'own', kind: 'ClusterIssuer', group: 'cert-manager.io' }),
      certManager: ComponentSource.flux({ version: '1.14.0', interval: Duration.minutes(5), values: { a: { b: ['c'] } } }),
      nodes: NodeProvisioning.runtimeClassManager({ runtimeClassName: 'spin' }),
      runtimeClassManager: {
        release: ShimRelease.SPIN_0_24_0, source: ComponentSource.argoCd(), namespace: 'shims', nodeSelector: PLACEMENT.nodeSelector, systemdCgroup: true,
      },
      appNamespaces: ['one', 'two'],
      appNamespaceOptions: { two: { podSecurity: PodSecurityLevel.BASELINE, quota: { cpuRequest: Cpu.units(4) } } },
      mirror: { host: 'mirror.acme.com' },
    }),
  },
  SpinOperator: {
    props: (chart): SpinOperatorProps => ({
      version: SpinKubeVersion.V0_6_1,
      namespace: 'operators',
      image: IMAGE,
      imagePullSecrets: [secret(chart)],
      replicas: 2,
      resources: RESOURCES,
      ...PLACEMENT,
      priorityClassName: 'system-cluster-critical',
      clusterDomain: 'acme.internal',
      extraArgs: ['--zap-log-level=debug'],
      metrics: false,
      certificates: WebhookCertificates.certManager(),
      mirror: { host: 'mirror.acme.com' },
    }),
  },
  WasmMonitoring: {
    props: (chart): WasmMonitoringProps => ({
      metadata: METADATA,
      backend: OtlpBackend.oneUptime({ token: { secret: secret(chart), key: 'token' }, url: 'https://oneuptime.acme.com' }),
      checkInterval: Duration.seconds(30),
      image: IMAGE,
      replicas: 2,
      resources: RESOURCES,
    }),
    beside: (monitoring) => monitoring.addHttpCheck(new library.WasmApp(monitoring, 'app', { image: IMAGE }), { path: '/health' }),
  },
  PrometheusMonitoring: {
    props: (): PrometheusMonitoringProps => ({
      blackboxExporter: 'blackbox-exporter.monitoring.svc:9115',
      module: 'http_any',
      interval: Duration.seconds(30),
      labels: { release: 'prometheus' },
      slow: Duration.millis(500),
      successRate: 0.9,
      operatorNamespace: 'operators',
    }),
    beside: (monitoring) => monitoring.addHttpCheck(new library.WasmApp(monitoring, 'app', { image: IMAGE }), { path: '/health' }),
  },
  RuntimeClassManager: {
    scope: 'app',
    props: (): RuntimeClassManagerProps => ({
      namespace: 'shims',
      image: IMAGE,
      downloaderImage: IMAGE,
      nodeInstallerImage: IMAGE,
      installerJobTtl: Duration.minutes(5),
      source: ComponentSource.bundled(),
      mirror: { host: 'mirror.acme.com' },
      namespaceOptions: { labels: { team: 'web' }, podSecurity: PodSecurityLevel.PRIVILEGED },
    }),
  },
  WasmShim: {
    props: (): WasmShimProps => ({
      release: ShimRelease.WASMTIME_0_6_0,
      nodeSelector: PLACEMENT.nodeSelector,
      runtimeClassName: 'wasmtime',
      systemdCgroup: true,
      rolloutStrategy: ShimRollout.RECREATE,
      mirror: { host: 'mirror.acme.com/wasm', keepHosts: true },
      metadata: { ...METADATA, name: 'wasmtime-v1' },
    }),
  },
};

/** Freezes what a caller hands over, constructs aside: they are made to grow. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Construct.isConstruct(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** A program with one construct, in the cluster that the program is or in one below its app. */
function program(name: string, above: Construct = new App()): App {
  const { props, scope = 'chart', beside } = MAKERS[name];
  const chart = new Chart(above, 'test', { namespace: 'apps' });
  const given = deepFreeze(props(chart));
  const made = new (library as any)[name](scope === 'app' ? above : chart, 'made', given);
  beside?.(made);
  return above.node.root as App;
}

/** The codes of what is wrong with a program that has another app in a cluster. */
function besideCluster(name: string): string[] {
  const app = new App();
  new library.WasmApp(new Chart(new library.WasmCluster(app, 'prod'), 'apps', { namespace: 'apps' }), 'api', { image: IMAGE });
  program(name, app);
  return app.node.findAll().flatMap(({ node }) => node.validate()).map((message) => message.slice(message.lastIndexOf('(')));
}

describe.each(Object.keys(MAKERS))('%s', (name) => {
  it('makes objects that pass every check, from props that it leaves unchanged', () => {
    expect(synth(program(name)).length).toBeGreaterThan(0);
  });

  it('renders twice the same', () => {
    const app = program(name);
    const first = app.synthYaml();
    expect(app.synthYaml()).toBe(first);
    expect(yamlOf(app)).toBe(first);
  });

  it('renders the same in another run of the program', () => {
    expect(program(name).synthYaml()).toBe(program(name).synthYaml());
  });
});

test.each(Object.keys(MAKERS).filter((name) => name !== 'WasmCluster'))('%s is what a cluster is for, and fails beside one', (name) => {
  expect(() => program(name, new library.WasmCluster(new App(), 'prod', { otlpEndpoint: 'http://otel:4318' })).synthYaml()).not.toThrow();
  expect(new Set(besideCluster(name))).toEqual(new Set(['(BesideCluster)']));
});

describe('the table of constructs', () => {
  it('holds each construct that the library exports', () => {
    const exported = Object.entries(library)
      // an app and a list of values make no objects of their own
      .filter(([name, value]) => !['AppOverrides', 'FleetApp'].includes(name) && (value as { prototype?: unknown }).prototype instanceof Construct);
    expect(Object.keys(MAKERS).sort()).toEqual(exported.map(([name]) => name).sort());
  });
});
