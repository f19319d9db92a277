/** The same answer by every way in: what an app is refused or advised against as properties, its YAML is by WasmValidation, by the same rules. */
import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu, EnvValue, HttpGetProbeOptions, Probe, Secret, Volume } from 'cdk8s-plus-28';
import { raw, rawApp, rawExecutor, SPEC } from './raw';
import { KeyValueStore, RuleCode, RuntimeConfig, SpinAppExecutor, SpinKubeVersion, WasmAppProps, WasmCluster, WasmClusterProps, WasmValidation } from '../../src';
import { ACTS, ADVICE, FLOORS, makeApp, OTHERS, Program, PROPS } from '../apps/refusals';
import { chartOf } from '../support/synth';

const CODE = new RegExp(`\\((${Object.values(RuleCode).join('|')})\\)$`);

/** The codes of the errors and warnings that a program gets, each once. */
function codesOf(program: Program): string[] {
  const chart = chartOf();
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const lines: string[] = [];
  try {
    program(chart);
    (chart.node.root as App).synthYaml();
  } catch (error) {
    lines.push(...(error as Error).message.split('\n'));
  }
  lines.push(...stderr.mock.calls.map(([text]) => String(text).trim()));
  stderr.mockRestore();
  return [...new Set(lines.flatMap((line) => CODE.exec(line)?.[1] ?? []))].sort();
}

const judged = (program: Program): Program => (chart) => {
  WasmValidation.of(chart);
  program(chart);
};
const app = (spec: object, metadata?: object) => judged((chart) => rawApp(chart, spec, metadata));
const check = (name: string, content: object) => app({ checks: { [name]: { httpGet: { path: '/', httpHeaders: [] }, ...content } } });
const variable = (content: object) => app({ variables: [content] });
const mounted = (...mounts: [string, string][]) => app({
  volumes: mounts.map(([, name]) => ({ name, emptyDir: {} })),
  volumeMounts: mounts.map(([mountPath, name]) => ({ mountPath, name })),
});
const scaler = (chart: Chart, name: string) => raw(chart, 'autoscaling/v2', 'HorizontalPodAutoscaler', {
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' }, maxReplicas: 5 },
}, { name });
const service = (chart: Chart) => raw(chart, 'v1', 'Service', { spec: { selector: { a: 'b' }, ports: [{ port: 80 }] } });
const deployment = (chart: Chart) => raw(chart, 'apps/v1', 'Deployment', { spec: {} });
const executor = (deploymentConfig: object): Program => judged((chart) => rawExecutor(chart, { createDeployment: true, deploymentConfig }, 'spin'));
const inCluster = (props: WasmClusterProps, spec: object): Program => (chart) => {
  const cluster = new WasmCluster(chart.node.root as App, 'prod', props);
  app(spec)(new Chart(cluster, 'test', { namespace: 'apps' }));
};

/** An app whose executor stands in another namespace, or in none. */
const executorIn = (namespace?: string) => judged((chart) => {
  raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinApp', { spec: { ...SPEC, executor: 'spin' } });
  rawExecutor(new Chart(chart.node.root as App, 'platform', { namespace }), undefined, 'spin');
});

const SCALED = { replicas: undefined, enableAutoscaling: true };
const NAN = { replicas: 'NaN' }; // YAML has no other

/** The YAML that says the same. */
const AS_YAML: { [row: string]: Program } = {
  'no replicas': app({ replicas: 0 }),
  'fewer than no replicas': app({ replicas: -1 }),
  'one and a half replicas': app({ replicas: 1.5 }),
  'replicas that are no number': app(NAN),
  'more replicas than a field holds': app({ replicas: 2 ** 31 }),
  'a name of 53 characters': app({}, { name: 'a'.repeat(53) }),
  'a name that starts with a digit': app({}, { name: '1app' }),
  'a name with a dot': app({}, { name: 'my.app' }),
  'a name with capitals': app({}, { name: 'MyApp' }),
  'an empty name': app({}, { name: '' }),
  'an image with a space': app({ image: 'my registry/app' }),
  'an empty image': app({ image: '' }),
  'liveness that must succeed twice': check('liveness', { successThreshold: 2 }),
  'a relative path of a check': check('liveness', { httpGet: { path: 'health', httpHeaders: [] } }),
  'a memory request over the limit': app({ resources: { requests: { memory: '64Mi' }, limits: { memory: '32Mi' } } }),
  'negative CPU': app({ resources: { requests: { cpu: '-5m' } } }),
  'CPU finer than a thousandth': app({ resources: { limits: { cpu: '0.5m' } } }),
  'a variable outside the grammar': variable({ name: 'API-KEY', value: 'x' }),
  'variables that differ in case only': app({ variables: [{ name: 'api_key', value: 'x' }, { name: 'API_KEY', value: 'x' }] }),
  'variables that differ in case only, the other way round': app({ variables: [{ name: 'API_KEY', value: 'x' }, { name: 'api_key', value: 'x' }] }),
  'a prefixed variable': variable({ name: 'SPIN_VARIABLE_KEY', value: 'x' }),
  'a variable prefixed in lower case': variable({ name: 'spin_variable_key', value: 'x' }),
  'a process variable that is not set': variable({ name: 'home' }),
  'a pod label with a space': app({ podLabels: { 'my label': 'x' } }),
  'a pod label of the operator': app({ podLabels: { 'core.spinkube.dev/app-name': 'x' } }),
  'a pod label by which the operator finds ready pods': app({ podLabels: { 'core.spinkube.dev/app.api.status': 'x' } }),
  'a selection of no components': app({ components: [] }),
  'a component outside the grammar': app({ components: ['api', 'My Component'] }),
  'a component twice': app({ components: ['api', 'web', 'api'] }),
  'a variable that kubectl reads as a number': variable({ name: 'mode', value: '0o17' }),
  'a pod annotation that kubectl reads as a number': app({ podAnnotations: { mode: '0o17' } }),
  'more memory for an invocation than for the app': app({ resources: { limits: { memory: '32Mi' } }, invocationLimits: { memory: '64Mi' } }),
  'no memory for an invocation': app({ invocationLimits: { memory: '0' } }),
  'replicas beside an autoscaler': app({ replicas: 3, enableAutoscaling: true }),
  'two autoscalers': judged((chart) => {
    rawApp(chart, SCALED);
    scaler(chart, 'a');
    scaler(chart, 'b');
  }),
  'a volume named spin-ca': mounted(['/data', 'spin-ca']),
  'a volume named spin-runtime-config': mounted(['/data', 'spin-runtime-config']),
  'two volumes of one name': mounted(['/a', 'data'], ['/b', 'data']),
  'a volume name outside the grammar': mounted(['/data', 'My_Data']),
  ...Object.fromEntries(['/etc/ssl/certs/ca-certificates.crt', '/etc/ssl/certs', '/etc', '/runtime-config.toml', '/spin.json', '/.cache', '/.spin/db', '/']
    .map((path) => [`a volume at ${path}`, mounted([path, 'data'])])),
  'a relative mount path': mounted(['data', 'data']),
  'a mount path with a colon': mounted(['/a:b', 'data']),
  'two volumes at one path': mounted(['/data', 'a'], ['/data', 'b']),
  'an executor of another namespace': executorIn('other'),
  'an executor of no namespace': executorIn(),
  'a divisor of CPU': variable({ name: 'cpu', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '3' } } }),
  'a label of the pod': variable({ name: 'tier', valueFrom: { fieldRef: { fieldPath: "metadata.labels['my label']" } } }),
  'a Service of the app\'s name': judged((chart) => {
    rawApp(chart);
    service(chart);
  }),
  'a Service of another app by its name': judged((chart) => {
    rawApp(chart);
    rawApp(chart, {}, { name: 'web' });
    service(chart);
  }),
  'a Deployment of the app\'s name': judged((chart) => {
    rawApp(chart);
    deployment(chart);
  }),
  'a Deployment of its name under an executor that makes none': judged((chart) => {
    rawExecutor(chart, { createDeployment: false }, 'spin');
    raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinApp', { spec: { ...SPEC, executor: 'spin' } });
    deployment(chart);
  }),
  'a service account': inCluster({ operatorVersion: SpinKubeVersion.V0_4_0 }, { serviceAccountName: 'default' }),
  'limits of an invocation, for the operator': inCluster({ operatorVersion: SpinKubeVersion.V0_5_0 }, { invocationLimits: { memory: '8Mi' } }),
  'limits of an invocation, for the shim': inCluster({ shimVersion: '0.19.0' }, { invocationLimits: { memory: '8Mi' } }),
  'components': inCluster({ shimVersion: '0.16.0' }, { components: ['api'] }),
  'the name of the API server\'s own Service': judged((chart) => rawApp(new Chart(chart, 'default', { namespace: 'default' }), {}, { name: 'kubernetes' })),
  'two apps of one name': judged((chart) => {
    rawApp(chart);
    rawApp(new Chart(chart, 'other', { namespace: 'apps' }));
  }),
  'a Service of the app\'s own name': judged((chart) => {
    rawApp(chart);
    service(chart);
  }),
  'an executor with RuntimeClass and image': executor({ runtimeClassName: 'wasmtime-spin-v2', spinImage: 'ghcr.io/acme/api:v1' }),
  'an executor without either': executor({}),
};

/** What only properties can say, and why. */
const ONLY_PROPS: { [row: string]: string } = {
  'readiness by command': 'a SpinApp has no field for it: UnknownField',
  'readiness by TCP': 'a SpinApp has no field for it: UnknownField',
  'readiness by HTTPS': 'a SpinApp has no field for it: UnknownField',
  'readiness by another port': 'a SpinApp has no field for it: UnknownField',
  'readiness by another host': 'a SpinApp has no field for it: UnknownField',
  'liveness by command': 'a SpinApp has no field for it: UnknownField',
  'an app twice exposed by one Service': 'it is two calls; its YAML is two Services of one name: DuplicateObject',
  'an executor beside a node pool': 'a node pool is a construct, which brings an executor',
  'a pool of another runtime': 'a node pool is a construct, which says what runs on its nodes',
  'a SpinDeployment of its name': 'a SpinDeployment is a construct: its YAML is that of the Deployment of the row before',
};

const probe = (options: HttpGetProbeOptions): Program => (chart) => makeApp(chart, { readiness: Probe.fromHttpGet('/', options) });
const props = (given: Partial<WasmAppProps>): Program => (chart) => makeApp(chart, given);
const pulls = (...names: string[]): Program => (chart) =>
  makeApp(chart, { imagePullSecrets: names.map((name, index) => Secret.fromSecretName(chart, `pull-${index}`, name)) });
const rawPulls = (...names: string[]) => judged((chart) => {
  WasmValidation.of(chart).exists({ kind: 'Secret', name: '*' });
  rawApp(chart, { imagePullSecrets: names.map((name) => ({ name })) });
});
const store = (type: string, options?: object[]) => app({ runtimeConfig: { keyValueStores: [{ name: 'cache', type, options }] } });
const FILE = { runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { cache: KeyValueStore.spin({ path: '/data/kv.db' }) } }) };
const RAW_FILE = { runtimeConfig: { keyValueStores: [{ name: 'cache', type: 'spin', options: [{ name: 'path', value: '/data/kv.db' }] }] } };
const RAW_VOLUME = { volumes: [{ name: 'data', emptyDir: {} }], volumeMounts: [{ name: 'data', mountPath: '/data' }] };
const onVolume = (replicas: number): Program => (chart) => makeApp(chart, { ...FILE, replicas }).mount('/data', Volume.fromEmptyDir(chart, 'data', 'data'));
const patched = (path: string, value: object): Program => (chart) => ApiObject.of(makeApp(chart)).addJsonPatch(JsonPatch.add(path, value));
const OTHER_LIMITS = { 'foo.dev/executionWallTime': '5s' };

/** The executor of another controller, with an app. */
const foreign = (given: object, more: object = {}): Program => (chart) =>
  makeApp(chart, { executor: new SpinAppExecutor(chart, 'spin', { createDeployment: false, ...given }), ...more });
const foreignYaml = (given: object = {}, more: object = {}) => judged((chart) => {
  rawExecutor(chart, { createDeployment: false, ...given }, 'spin');
  rawApp(chart, { executor: 'spin', ...more });
});

/** Two apps with one host. */
const routed = () => judged((chart) => ['api', 'web'].forEach((name) => {
  rawApp(chart, SCALED, { name });
  raw(chart, 'http.keda.sh/v1beta1', 'InterceptorRoute', { spec: { target: { service: name, port: 80 }, rules: [{ hosts: ['a.com'] }] } }, { name });
  raw(chart, 'keda.sh/v1alpha1', 'ScaledObject', {
    spec: { scaleTargetRef: { name }, triggers: [{ type: 'external-push', metadata: { interceptorRoute: name } }] },
  }, { name });
}));
const patchedExecutor = (config: object): Program => (chart) => {
  ApiObject.of(new SpinAppExecutor(chart, 'spin', { createDeployment: false })).addJsonPatch(JsonPatch.add('/spec/deploymentConfig', config));
};
const KEPT = { keyValueStores: { cache: KeyValueStore.spin() } };

/** Rows on which properties and YAML once differed. */
const DIFFERED: [string, string[], Program, Program][] = [
  ['a negative number of a check', ['InvalidProbe'], probe({ successThreshold: -1 }), check('readiness', { successThreshold: -1 })],
  ['one and a half seconds', ['InvalidProbe'], probe({ periodSeconds: Duration.millis(1500) }), check('readiness', { periodSeconds: 1.5 })],
  ['more failures than a field holds', ['InvalidProbe'], probe({ failureThreshold: 2 ** 31 }), check('readiness', { failureThreshold: 2 ** 31 })],
  ['no period of a check', ['InvalidProbe'], probe({ periodSeconds: Duration.seconds(0) }), check('readiness', { periodSeconds: 0 })],
  ['a tenth of a thousandth of CPU', ['InvalidQuantity'], props({ resources: { cpu: { limit: Cpu.millis(0.1) } } }), app({ resources: { limits: { cpu: '0.1m' } } })],
  ['a tenth of a byte', ['InvalidQuantity'], props({ resources: { memory: { limit: Size.kibibytes(0.1 / 1024) } } }), app({ resources: { limits: { memory: '0.1' } } })],
  ['a pull secret twice', ['DuplicateKey'], pulls('a', 'a'), rawPulls('a', 'a')],
  ['a pull secret without a name', [], pulls(''), rawPulls('')],
  ['an image without a digest in a cluster that demands them', ['MissingDigest'], (chart) => {
    makeApp(new Chart(new WasmCluster(chart.node.root as App, 'prod', { requireDigests: true }), 'test', { namespace: 'apps' }));
  }, inCluster({ requireDigests: true }, {})],
  ['an image that moves', ['MutableImageTag'], props({ image: 'ghcr.io/acme/api:latest' }), app({ image: 'ghcr.io/acme/api:latest' })],
  ['a store that a restart empties', ['EphemeralStore'], props({ runtimeConfig: RuntimeConfig.fromStores(KEPT) }), store('spin')],
  ['a store in a file on no volume', ['EphemeralStore'], props(FILE), app(RAW_FILE)],
  ['a store in a file on a volume of one pod', [], onVolume(1), app({ ...RAW_FILE, ...RAW_VOLUME, replicas: 1 })],
  ['a store in a file on a volume of two pods', ['SharedStoreFile'], onVolume(2), app({ ...RAW_FILE, ...RAW_VOLUME, replicas: 2 })],
  ['a header with a line break', ['InvalidProbe'], props({ readiness: Probe.fromHttpGet('/'), readinessHeaders: { X: 'a\nb' } }),
    check('readiness', { httpGet: { path: '/', httpHeaders: [{ name: 'X', value: 'a\nb' }] } })],
  ['a variable in capitals', ['InvalidVariableName'], props({ variables: { API_KEY: EnvValue.fromValue('x') } }), variable({ name: 'API_KEY', value: 'x' })],
  ['a limit of the operator that is misspelt', ['UnusedOption'], patched('/spec/invocationLimits', { Memory: '8Mi' }), app({ invocationLimits: { Memory: '8Mi' } })],
  ['a limit of another executor', [], patched('/spec/invocationLimits', OTHER_LIMITS), app({ invocationLimits: OTHER_LIMITS })],
  ['one host of two apps', ['DuplicateRoute'], (chart) => ['api', 'web'].forEach((name) =>
    makeApp(new Chart(chart, name), { metadata: { name, namespace: 'apps' }, replicas: undefined }).autoscaleByHttp({ rules: [{ hosts: ['a.com'] }] })), routed()],
  ['the executor of another controller', [], foreign({}), foreignYaml()],
  ['an executor of another controller with telemetry alone', ['ExecutorTarget'], foreign({ otel: { endpoint: 'http://otel:4318' } }),
    foreignYaml({ deploymentConfig: { otel: { exporter_otlp_endpoint: 'http://otel:4318' } } })],
  ['an executor of another controller with an empty configuration', ['ExecutorTarget'], patchedExecutor({}), foreignYaml({ deploymentConfig: {} })],
  ['annotations of pods for another controller', ['AnnotationsWithoutDeployment'], foreign({}, { podAnnotations: { a: 'b' } }),
    foreignYaml({}, { podAnnotations: { a: 'b' } })],
];

test.each(DIFFERED)('the same rules speak of props and of YAML, which once differed: %s', (_, codes, program, yaml) => {
  expect([codesOf(program), codesOf(yaml)]).toEqual([codes, codes]);
});

const ROWS = [...PROPS, ...ACTS, ...FLOORS, ...OTHERS, ...ADVICE];

test('each row stands in YAML too, or says why it cannot', () => {
  expect([...Object.keys(AS_YAML), ...Object.keys(ONLY_PROPS)].sort()).toEqual(ROWS.map(([name]) => name).sort());
  expect(Object.keys(ONLY_PROPS).length).toBeLessThanOrEqual(12);
});

test.each(ROWS.filter(([name]) => !(name in ONLY_PROPS)))('the same rules speak of props and of YAML: %s', (name, program) => {
  expect(codesOf(program)).not.toEqual([]);
  expect(codesOf(AS_YAML[name])).toEqual(codesOf(program));
});
