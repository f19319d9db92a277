/** Programs that break a rule of apps and their executors, or of what is said of objects that no construct made. */
import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu, EnvValue, PercentOrAbsolute, Probe, Secret, ServiceAccount, Volume } from 'cdk8s-plus-28';
import { app, cluster, image, rootOf, RuleExample, RuleExamples } from './support';
import {
  EdgeWasmApp, KeyValueStore, RuleCode, RuntimeConfig, SpinAppExecutor, SpinKubeVersion, WasmApp, WasmAppDefaults, WasmNodePool, WasmRuntime,
  WasmValidation,
} from '../../../src';
import { raw, rawApp } from '../../validation/raw';

const X = EnvValue.fromValue('x');

const mounted = (path: string, name: string): RuleExample => (chart) =>
  new WasmApp(chart, 'api', { image }).mount(path, Volume.fromEmptyDir(chart, 'volume', name));
const store = (keyValueStore: KeyValueStore) => app({ runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: keyValueStore } }) });
const validated = (program: RuleExample): RuleExample => (chart) => {
  WasmValidation.of(chart);
  program(chart);
};
const namespace = (chart: Chart, labels = {}) => new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });

export const APPS = {
  [RuleCode.INVALID_REPLICAS]: app({ replicas: 0 }),
  [RuleCode.INVALID_NAME]: app({ metadata: { name: 'my.app' } }),
  [RuleCode.INVALID_URL]: cluster({ otlpEndpoint: 'collector:4318' }, app({})),
  [RuleCode.INVALID_REFERENCE]: (chart) => app({ serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'My Account') })(chart),
  [RuleCode.UNUSED_OPTION]: app({ readinessHeaders: { 'X-Check': 'yes' } }),
  [RuleCode.RESTRICTED_NAMESPACE]: (chart) => [namespace(chart, { 'pod-security.kubernetes.io/enforce': 'restricted' }), app({})(chart)],
  [RuleCode.QUOTA_WITHOUT_RESOURCES]: (chart) => [
    new ApiObject(chart, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { 'limits.cpu': '4' } } }), app({})(chart),
  ],
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
  [RuleCode.DUPLICATE_KEY]: (chart) => app({
    imagePullSecrets: ['one', 'two'].map((id) => Secret.fromSecretName(chart, id, 'registry')),
  })(chart),
  [RuleCode.RESERVED_VOLUME]: mounted('/data', 'spin-ca'),
  [RuleCode.INVALID_MOUNT]: mounted('/.spin', 'data'),
  [RuleCode.INVALID_VOLUME]: (chart) => new WasmApp(chart, 'api', { image }).mount('/data', Volume.fromHostPath(chart, 'volume', 'data', { path: '/a/../b' })),
  [RuleCode.INVALID_LABEL]: app({ podLabels: { 'my label': 'x' } }),
  [RuleCode.INVALID_ANNOTATION]: app({ podAnnotations: { 'my note': 'x' } }),
  [RuleCode.EXECUTOR_NAMESPACE]: (chart) => app({
    executor: new SpinAppExecutor(new Chart(rootOf(chart), 'platform', { namespace: 'platform' }), 'executor', { spinImage: image, metadata: { name: 'spin' } }),
  })(chart),
  [RuleCode.SHARED_EXECUTOR_NAME]: (chart) => [
    app({ nodePool: new WasmNodePool(chart, 'canary-spin') })(chart),
    new WasmApp(new Chart(rootOf(chart), 'canary', { namespace: 'shop-canary' }), 'canary', { image }),
  ],
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
  [RuleCode.INVALID_TOLERATION]: (chart) => new EdgeWasmApp(chart, 'api', { image, tolerations: [{ operator: 'Exists', value: 'x' }] }),
  [RuleCode.SECRET_IN_CLEAR]: store(KeyValueStore.redis({ url: EnvValue.fromValue('redis://user:hunter2@redis') })),
  [RuleCode.INVALID_STORE]: store(KeyValueStore.redis({ url: EnvValue.fromProcess('SURELY_NOT_SET') })),
  [RuleCode.EPHEMERAL_STORE]: store(KeyValueStore.spin()),
  [RuleCode.SHARED_STORE_FILE]: (chart) => new WasmApp(chart, 'api', {
    image, runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.spin({ path: '/data/default.db' }) } }),
  }).mount('/data', Volume.fromEmptyDir(chart, 'data', 'data')),
  [RuleCode.INVALID_COMPONENT]: app({ components: ['My Component'] }),
  [RuleCode.EMPTY_LIST]: (chart) => new WasmApp(chart, 'api', { image }).autoscaleByKeda({ maxReplicas: 5, triggers: [] }),
  [RuleCode.FIELD_TOO_NEW]: cluster({ operatorVersion: SpinKubeVersion.V0_5_0 }, app({ maxInstanceMemory: Size.mebibytes(64) })),
  [RuleCode.DUPLICATE_OBJECT]: (chart) => ['one', 'two'].map((id) => new WasmApp(chart, id, { image, metadata: { name: 'api' } })),
  [RuleCode.AMBIGUOUS_SCALAR]: app({ variables: { mode: EnvValue.fromValue('0o17') } }),
  [RuleCode.INVALID_TEXT]: app({ variables: { greeting: EnvValue.fromValue('Hello 😀'.slice(0, 7)) } }),
  [RuleCode.FORMER_LABEL]: validated((chart) => [
    rawApp(chart), raw(chart, 'v1', 'Service', { spec: { selector: { 'core.spinoperator.dev/app-name': 'api' }, ports: [{ port: 80 }] } }, { name: 'web' }),
  ]),
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
  [RuleCode.INVALID_TOML]: (chart) => RuntimeConfig.fromToml(chart, 'config', '[outbound_network]\nblock_networks = ["private"]'),
  [RuleCode.INVALID_DISRUPTION_BUDGET]: (chart) => new WasmApp(chart, 'api', { image }).disruptionBudget({}),
  [RuleCode.BLOCKING_DISRUPTION_BUDGET]: (chart) => new WasmApp(chart, 'api', { image }).disruptionBudget({ minAvailable: PercentOrAbsolute.absolute(2) }),
  [RuleCode.LATE_DEFAULTS]: (chart) => [app({})(chart), WasmAppDefaults.of(chart).add({ labels: { team: 'web' } })],
} satisfies RuleExamples;
