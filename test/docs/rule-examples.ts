/** One program for each rule that breaks it, from which docs/rules.md has its messages. */
import { ApiObject, App, Chart, Duration, Size, YamlOutputType } from 'cdk8s';
import { Cpu, EnvValue, HorizontalPodAutoscaler, Namespace, PercentOrAbsolute, Probe, Secret, Service, ServiceAccount, ServiceType, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  EdgeWasmApp, FleetApp, KeyValueStore, NodeProvisioning, RuleCode, RuntimeConfig, ShimRelease, ShimRollout, SpinAppExecutor, SpinKubeInstall,
  SpinKubeVersion, SpinRuntimeClass, WasmApp, WasmAppDefaults, WasmAppProps, WasmCluster, WasmClusterProps, WasmImage, WasmNodePool, WasmPod,
  WasmPodProps, WasmRuntime, WasmRuntimeClass, WasmShim, WasmShimProps, WasmtimeRuntimeClass, WasmValidation,
} from '../../src';
import { raw, rawApp } from '../validation/raw';

/** A program in a chart `apps` of namespace `shop`; what it returns is synthesised, if it is an app of its own. */
export type RuleExample = (chart: Chart) => unknown;

const image = 'registry.example.com/api:v1';
const X = EnvValue.fromValue('x');
const V = SpinKubeVersion.V0_6_1;

const rootOf = (chart: Chart) => chart.node.root as App;
const app = (props: Partial<WasmAppProps>): RuleExample => (chart) => new WasmApp(chart, 'api', { image, ...props });
const scaled = (chart: Chart, props: Partial<WasmAppProps> = {}) => new WasmApp(chart, 'api', { image, resources: { cpu: { request: Cpu.millis(50) } }, ...props });
const scale = (target: WasmApp, id: string) => new HorizontalPodAutoscaler(target.node.scope as Construct, id, { target, maxReplicas: 5 });
const mounted = (path: string, name: string): RuleExample => (chart) =>
  new WasmApp(chart, 'api', { image }).mount(path, Volume.fromEmptyDir(chart, 'volume', name));
const cluster = (props: WasmClusterProps, make: RuleExample): RuleExample => (chart) =>
  make(new Chart(new WasmCluster(rootOf(chart), 'prod', props), 'apps', { namespace: 'shop' }));
const shim = (props: Partial<WasmShimProps>): RuleExample => (chart) => new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0, ...props });
const pod = (props: Partial<WasmPodProps>): RuleExample => (chart) => new WasmPod(chart, 'hello', {
  runtimeClass: new WasmtimeRuntimeClass(chart, 'wasmtime'), image: WasmImage.container(image), ...props,
});
const store = (keyValueStore: KeyValueStore) => app({ runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: keyValueStore } }) });
const validated = (program: RuleExample): RuleExample => (chart) => {
  WasmValidation.of(chart);
  program(chart);
};
const namespace = (chart: Chart, labels = {}) => new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
const custom = (options: object): RuleExample => () => ShimRelease.custom({
  runtime: WasmRuntime.WASMTIME, version: '0.6.0', amd64: { location: 'https://downloads.example.com/shim.tar.gz' }, ...options,
} as any);

export const RULE_EXAMPLES: { readonly [code in RuleCode]: RuleExample } = {
  [RuleCode.INVALID_REPLICAS]: app({ replicas: 0 }),
  [RuleCode.REPLICAS_WITH_AUTOSCALER]: (chart) => scale(scaled(chart, { replicas: 3 }), 'autoscaler'),
  [RuleCode.DUPLICATE_AUTOSCALER]: (chart) => {
    const target = scaled(chart);
    return [scale(target, 'one'), scale(target, 'two')];
  },
  [RuleCode.INVALID_NAME]: app({ metadata: { name: 'my.app' } }),
  [RuleCode.RESERVED_ID]: (chart) => [new Chart(rootOf(chart), 'wasm-platform'), app({})(chart)],
  [RuleCode.OTHER_CLUSTER]: (chart) => {
    const [east, west] = ['east', 'west'].map((id) => new Chart(new WasmCluster(rootOf(chart), id), 'apps'));
    return new SpinAppExecutor(west, 'executor', { runtimeClass: new SpinRuntimeClass(east, 'class') });
  },
  [RuleCode.UNSUPPORTED_SERVICE_TYPE]: (chart) => new WasmApp(chart, 'api', { image }).exposeViaService({ serviceType: ServiceType.EXTERNAL_NAME }),
  [RuleCode.INVALID_URL]: (chart) => new SpinAppExecutor(chart, 'executor', { spinImage: image, otel: { endpoint: 'collector:4318' } }),
  [RuleCode.INVALID_REFERENCE]: (chart) => app({ serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'My Account') })(chart),
  [RuleCode.UNUSED_OPTION]: app({ readinessHeaders: { 'X-Check': 'yes' } }),
  [RuleCode.INVALID_USER]: pod({ containerSecurityContext: { user: -1 } }),
  [RuleCode.UNRENDERABLE_POD]: pod({ terminationGracePeriod: Duration.millis(500) }),
  [RuleCode.NO_CHART]: (chart) => new WasmNodePool(new WasmCluster(rootOf(chart), 'prod'), 'edge'),
  [RuleCode.RESTRICTED_NAMESPACE]: (chart) => [namespace(chart, { 'pod-security.kubernetes.io/enforce': 'restricted' }), app({})(chart)],
  [RuleCode.QUOTA_WITHOUT_RESOURCES]: (chart) => [
    new ApiObject(chart, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { 'limits.cpu': '4' } } }), app({})(chart),
  ],
  [RuleCode.DEPENDENCY_OUTSIDE_CHART]: () => {
    const fleet = new FleetApp({ outdir: 'never-written' });
    new ApiObject(new Chart(fleet, 'apps'), 'map', { apiVersion: 'v1', kind: 'ConfigMap' }).addDependency(new Construct(fleet, 'outside'));
    return fleet.synthYaml();
  },
  [RuleCode.FILE_COLLISION]: () => {
    const fleet = new FleetApp({ outdir: 'never-written', yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    for (const id of ['shop', 'blog']) {
      new ApiObject(new Chart(fleet, id, { namespace: id }), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    }
    return fleet.synth();
  },
  [RuleCode.INVALID_NAMESPACE]: app({ metadata: { namespace: 'my.shop' } }),
  [RuleCode.INVALID_IMAGE]: app({ image: 'My App' }),
  [RuleCode.MUTABLE_IMAGE_TAG]: app({ image: 'registry.example.com/api:latest' }),
  [RuleCode.UNSUPPORTED_PROBE]: app({ readiness: Probe.fromTcpSocket() }),
  [RuleCode.INVALID_PROBE]: app({ liveness: Probe.fromHttpGet('/', { successThreshold: 2 }) }),
  [RuleCode.INVALID_QUANTITY]: app({ resources: { cpu: { request: Cpu.millis(-5) } } }),
  [RuleCode.REQUEST_OVER_LIMIT]: app({ resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(32) } } }),
  [RuleCode.INSTANCE_MEMORY_OVER_LIMIT]: app({ resources: { memory: { limit: Size.mebibytes(32) } }, maxInstanceMemory: Size.mebibytes(64) }),
  [RuleCode.INVALID_VARIABLE_NAME]: app({ variables: { 'API-KEY': X } }),
  [RuleCode.PREFIXED_VARIABLE_NAME]: app({ variables: { SPIN_VARIABLE_LEVEL: X } }),
  [RuleCode.VARIABLE_COLLISION]: app({ variables: { level: X, LEVEL: X } }),
  [RuleCode.EMPTY_VARIABLE]: app({ variables: { level: EnvValue.fromProcess('SURELY_NOT_SET') } }),
  [RuleCode.DUPLICATE_KEY]: app({ components: ['api', 'api'] }),
  [RuleCode.RESERVED_VOLUME]: mounted('/data', 'spin-ca'),
  [RuleCode.INVALID_MOUNT]: mounted('/.spin', 'data'),
  [RuleCode.SERVICE_NAME_COLLISION]: (chart) => new Service(chart, 'service', {
    metadata: { name: 'api' }, selector: new WasmApp(chart, 'api', { image, metadata: { name: 'api' } }), ports: [{ port: 80 }],
  }),
  [RuleCode.INVALID_PORT]: (chart) => new WasmApp(chart, 'api', { image }).exposeViaService({ port: 99999 }),
  [RuleCode.INVALID_LABEL]: app({ podLabels: { 'my label': 'x' } }),
  [RuleCode.INVALID_ANNOTATION]: app({ podAnnotations: { 'my note': 'x' } }),
  [RuleCode.EXECUTOR_NAMESPACE]: (chart) => app({
    executor: new SpinAppExecutor(new Chart(rootOf(chart), 'platform', { namespace: 'platform' }), 'executor', { spinImage: image, metadata: { name: 'spin' } }),
  })(chart),
  [RuleCode.AMBIGUOUS_EXECUTOR]: (chart) => [
    ...['one', 'two'].map((name) => new SpinAppExecutor(chart, name, { spinImage: image, metadata: { name } })), app({})(chart),
  ],
  [RuleCode.EXECUTOR_WITH_NODE_POOL]: (chart) => app({
    executor: new SpinAppExecutor(chart, 'executor', { spinImage: image, metadata: { name: 'spin' } }), nodePool: new WasmNodePool(chart, 'edge'),
  })(chart),
  [RuleCode.EXECUTOR_TARGET]: (chart) => new SpinAppExecutor(chart, 'executor', {}),
  [RuleCode.WRONG_RUNTIME]: (chart) => app({ nodePool: new WasmNodePool(chart, 'edge', { runtime: WasmRuntime.WASMTIME }) })(chart),
  [RuleCode.ANNOTATIONS_WITHOUT_DEPLOYMENT]: (chart) => [
    new SpinAppExecutor(chart, 'executor', { spinImage: image, createDeployment: false }), app({ podAnnotations: { note: 'x' } })(chart),
  ],
  [RuleCode.INVALID_HANDLER]: () => NodeProvisioning.preinstalled({ handler: 'Spin V2' }),
  [RuleCode.HANDLER_MISMATCH]: (chart) => new SpinRuntimeClass(chart, 'class', { handler: 'spin-v2' }),
  [RuleCode.UNMAINTAINED_RUNTIME]: (chart) => new WasmRuntimeClass(chart, 'class', { runtime: WasmRuntime.SLIGHT }),
  [RuleCode.INVALID_TOLERATION]: (chart) => new EdgeWasmApp(chart, 'api', { image, tolerations: [{ operator: 'Exists', value: 'x' }] }),
  [RuleCode.SECRET_IN_CLEAR]: store(KeyValueStore.redis({ url: EnvValue.fromValue('redis://user:hunter2@redis') })),
  [RuleCode.INVALID_STORE]: store(KeyValueStore.redis({ url: EnvValue.fromProcess('SURELY_NOT_SET') })),
  [RuleCode.EPHEMERAL_STORE]: store(KeyValueStore.spin()),
  [RuleCode.INVALID_COMPONENT]: app({ components: ['My Component'] }),
  [RuleCode.EMPTY_LIST]: app({ components: [] }),
  [RuleCode.FIELD_TOO_NEW]: cluster({ operatorVersion: SpinKubeVersion.V0_5_0 }, app({ maxInstanceMemory: Size.mebibytes(64) })),
  [RuleCode.UNKNOWN_VERSION]: () => SpinKubeVersion.of('0.3.0'),
  [RuleCode.VERSION_CONFLICT]: (chart) => new SpinKubeInstall(
    new WasmCluster(rootOf(chart), 'prod', { operatorVersion: SpinKubeVersion.V0_5_0 }), 'spinkube', { version: V }),
  [RuleCode.DUPLICATE_INSTALL]: (chart) => ['one', 'two'].map((id) => new SpinKubeInstall(rootOf(chart), id, { version: V })),
  [RuleCode.INVALID_APP_NAMESPACE]: (chart) => new SpinKubeInstall(rootOf(chart), 'spinkube', { version: V, namespace: 'shop', appNamespaces: ['shop'] }),
  [RuleCode.INSTALL_IN_CHART]: (chart) => new SpinKubeInstall(chart, 'spinkube', { version: V }),
  [RuleCode.NAMESPACE_AFTER_EXECUTOR]: (chart) => [
    app({})(chart), new WasmApp(new Chart(rootOf(chart), 'web', { namespace: 'shop' }), 'web', { image }),
    new Namespace(chart, 'namespace', { metadata: { name: 'shop' } }),
  ],
  [RuleCode.DUPLICATE_OBJECT]: (chart) => ['one', 'two'].map((id) => new WasmApp(chart, id, { image, metadata: { name: 'api' } })),
  [RuleCode.EXEC_UNSUPPORTED]: pod({ liveness: Probe.fromCommand(['true']) }),
  [RuleCode.MISSING_COMMAND]: () => WasmImage.ociArtifact(image, { command: [] }),
  [RuleCode.AMBIGUOUS_SCALAR]: app({ variables: { mode: EnvValue.fromValue('0o17') } }),
  [RuleCode.INVALID_LOCATION]: custom({ amd64: { location: 'http://downloads.example.com/shim.tar.gz' } }),
  [RuleCode.INVALID_DIGEST]: custom({ amd64: { location: 'https://downloads.example.com/shim.tar.gz', sha256: 'abc' } }),
  [RuleCode.INVALID_MIRROR]: shim({ mirror: { host: 'https://mirror.example.com' } }),
  [RuleCode.SHIM_SELECTS_ITSELF]: shim({ nodeSelector: { 'wasmtime-v1': 'true' } }),
  [RuleCode.UNSUPPORTED_ROLLOUT]: shim({ rolloutStrategy: ShimRollout.ROLLING }),
  [RuleCode.UNKNOWN_FIELD]: validated((chart) => rawApp(chart, { readinessProbe: {} })),
  [RuleCode.INVALID_FIELD]: validated((chart) => rawApp(chart, { variables: [{ name: 'level', value: 3 }] })),
  [RuleCode.UNRESOLVED_REFERENCE]: validated((chart) => rawApp(chart, { serviceAccountName: 'api' })),
  [RuleCode.MISSING_KEY]: (chart) => app({
    variables: {
      token: EnvValue.fromSecretValue({
        secret: new Secret(chart, 'secret', { stringData: { token: 'x' } }), key: 'tokne',
      }),
    },
  })(chart),
  [RuleCode.AUTOSCALER_TARGET]: validated((chart) => [rawApp(chart), raw(chart, 'autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' } },
  })]),
  [RuleCode.INVALID_TOML]: (chart) => RuntimeConfig.fromToml(chart, 'config', '[outbound_network]\nblock_networks = ["private"]'),
  [RuleCode.INVALID_DISRUPTION_BUDGET]: (chart) => new WasmApp(chart, 'api', { image }).disruptionBudget({}),
  [RuleCode.BLOCKING_DISRUPTION_BUDGET]: (chart) => new WasmApp(chart, 'api', { image }).disruptionBudget({ minAvailable: PercentOrAbsolute.absolute(2) }),
  [RuleCode.LATE_DEFAULTS]: (chart) => [app({})(chart), WasmAppDefaults.of(chart).add({ labels: { team: 'web' } })],
};

