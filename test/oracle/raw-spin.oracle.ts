/** SpinApps and SpinAppExecutors that somebody wrote by hand: the judge refuses what a cluster does, and nothing else. */
import { Chart } from 'cdk8s';
import fc from 'fast-check';
import { Difference, differenceOf, DIFFERENCES } from './differences';
import { consequences } from './judge';
import { dictionary, labels, list, maybe, mostly, number, oddNumber, oddText, oneOf, record, text, word } from './odd';
import { differences, judgeEach, Outcome, outcomesOf, RUNS } from './programs';
import { WasmValidation } from '../../src';
import { admitted, executorRefusals, operatorRefusals } from '../support/webhook';
import { raw } from '../validation/raw';

const API_VERSION = 'core.spinkube.dev/v1alpha1';
const anything = fc.oneof(oddText, oddNumber, fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}), fc.constant({ a: 1 }), fc.constant(['a']));

/** A field that is there at times, and at times of another type. */
const field = <T>(fine: fc.Arbitrary<T>) => maybe(mostly(fine, anything, 60));

const wholeBytes = mostly(oneOf<any>('1', '64Mi', '1e3', '2Gi', 1, 0, '1Ki'), oneOf<any>('-1', 'x', '', ' 1', '1 Mi', '1KB', '1E', '1e99', true), 15);
const quantity = mostly(oneOf<any>('1', '64Mi', '1e3', '2Gi', '100m', '0.5', 1, 0, '1Ki'), oneOf<any>('-1', 'x', '', ' 1', '1 Mi', '1KB', '1E', 1.5, '0.1m', '1e99', true), 15);
const amounts = (names: fc.Arbitrary<string>) => fc.tuple(maybe(wholeBytes), dictionary(names, quantity))
  .map(([memory, others]) => ({ ...(memory !== undefined && { memory }), ...others }));
const selector = record({ name: mostly(word), key: mostly(word), optional: maybe(fc.boolean()) });
const source = mostly(fc.oneof(
  record({ secretKeyRef: selector }), record({ configMapKeyRef: selector }), record({ fieldRef: record({ fieldPath: oneOf('metadata.name', 'status.podIP') }) }),
), oneOf<any>({}, { fieldRef: { fieldPath: 'spec.bad' } }, { secretKeyRef: { name: 'a' } }, null), 12);
const check = record({
  httpGet: mostly(record({
    path: mostly(text.map((path) => `/${path}`)),
    httpHeaders: mostly(list(record({ name: text, value: text })), oneOf<any>(undefined, null)),
  }), oneOf<any>(undefined, null, {}, { path: '/a', port: 80 }), 25),
  initialDelaySeconds: maybe(number(0, 99)),
  timeoutSeconds: maybe(number(1, 9)),
  periodSeconds: maybe(number(1, 99)),
  successThreshold: maybe(number(1, 1)),
  failureThreshold: maybe(number(1, 9)),
});
const option = record({ name: text, value: maybe(text), valueFrom: maybe(record({ secretKeyRef: selector })) });
const store = record({ name: text, type: oneOf('spin', 'redis', 'x'), options: maybe(list(option)) });
const volumes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).chain((names) => record({
  volumes: mostly(fc.tuple(...names.map((name) => record({
    name: mostly(fc.constant(name)),
    emptyDir: maybe(fc.constant<any>({})),
  }).chain((volume) => (volume.emptyDir ? fc.constant(volume) : fc.oneof<any>(
    fc.constant({ name: volume.name, configMap: { name: 'a' } }),
    fc.constant({ name: volume.name, secret: { secretName: 'a' } }),
    fc.constant({ name: volume.name, persistentVolumeClaim: { claimName: 'a' } }),
    fc.constant({ name: volume.name, hostPath: { path: '/a' } }),
    fc.constant({ name: volume.name }),
    fc.constant({ name: volume.name, emptyDir: {}, configMap: { name: 'a' } }),
  ))))), anything, 30),
  volumeMounts: mostly(fc.tuple(...names.map((name) => record({
    name: mostly(fc.constant(name)),
    mountPath: mostly(oneOf(`/${name}`, `/data/${name}`), oneOf('/runtime-config.toml', '', '/a', 'a', '/a:b', '/b/')),
    subPath: maybe(mostly(word)),
    readOnly: maybe(fc.boolean()),
  }))), anything, 30),
}));

const spec = record({
  image: mostly(oneOf('ghcr.io/acme/api:v1', 'api'), oneOf<any>('', ' ', 'A', undefined, 1)),
  executor: mostly(fc.constant('spin'), fc.constant('none'), 50),
  scale: oneOf<any>({ replicas: 1 }, { replicas: 2 }, { replicas: 2, enableAutoscaling: false }, { enableAutoscaling: true }, { replicas: 3 },
    { replicas: 0, enableAutoscaling: true }, { replicas: 1, enableAutoscaling: true }, { replicas: 0 }, {}, { replicas: -1 }, { replicas: 1.5 }, { replicas: 2 ** 31 }, { replicas: '2' }),
  resources: field(record({
    limits: maybe(amounts(mostly(oneOf('cpu', 'ephemeral-storage')))),
    requests: maybe(amounts(mostly(oneOf('cpu')))),
  })),
  checks: field(record({ readiness: maybe(mostly(check, anything, 30)), liveness: maybe(mostly(check, anything, 30)) })),
  variables: field(list(fc.oneof(
    record<any>({ name: text, value: maybe(oddText) }),
    record<any>({ name: text, valueFrom: source }),
    record<any>({ name: text, value: text, valueFrom: source }),
  ), 3)),
  storage: maybe(volumes),
  podLabels: field(labels),
  podAnnotations: field(labels),
  deploymentAnnotations: field(labels),
  serviceAnnotations: field(labels),
  components: field(fc.array(text, { minLength: 1, maxLength: 2 })),
  imagePullSecrets: field(list(record({ name: text }))),
  serviceAccountName: field(text),
  invocationLimits: field(fc.oneof<any>(record({ memory: wholeBytes }), fc.constant({ other: 'a' }))),
  runtimeConfig: field(fc.oneof<any>(
    record({ loadFromSecret: text }),
    record({ keyValueStores: maybe(list(store)), sqliteDatabases: maybe(list(store)), llmCompute: maybe(record({ type: text })) }),
  )),
  unknown: mostly(fc.constant({}), oneOf<any>({ nodeSelector: {} }, { env: [] }), 60),
});

const executor = record({
  spec: mostly(record({
    createDeployment: mostly(fc.boolean(), anything),
    deploymentConfig: mostly(record({
      runtimeClassName: maybe(text, 6),
      spinImage: mostly(fc.constant(undefined), text, 6),
      caCertSecret: maybe(text),
      installDefaultCACerts: maybe(mostly(fc.boolean(), anything)),
      otel: maybe(mostly(record({ exporter_otlp_endpoint: maybe(oneOf('http://a:4317')), exporter_otlp_logs_endpoint: maybe(text) }), anything)),
    }), oneOf<any>(undefined, null, {}), 8),
  }), anything, 40),
});

const name = mostly(word, oneOf('a.b', 'a'.repeat(52), 'a'.repeat(53), '1a', 'A', '', 'a-', 'a_b'));

/** References lead nowhere in these programs, which is other tests' business. */
function validated(chart: Chart): void {
  const validation = WasmValidation.of(chart);
  for (const kind of ['Secret', 'ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount', 'RuntimeClass']) {
    validation.exists({ kind, name: '*' });
  }
}

const EXECUTOR = { createDeployment: true, deploymentConfig: { runtimeClassName: 'spin' } };

const met = new Set<Difference | undefined>();

/** What the two say, where they differ and are not meant to. */
function differing<T>(outcomes: Outcome<T>[], objectsOf: (given: T) => any[], refusals: (given: T) => string[]): string[] {
  const answers = judgeEach(outcomes.map(({ given }) => objectsOf(given)));
  const found = outcomes.flatMap(({ given, problems }, index) => {
    const said = [...answers[index], ...refusals(given)];
    if (problems.length === 0) {
      return said.map((one) => ({ text: `we take: ${one}`, example: given }));
    }
    if (said.length > 0) return [];
    problems.forEach((one) => met.add(differenceOf(one)));
    return problems.filter((one) => !differenceOf(one)).map((one) => ({ text: `it takes: ${one}`, example: given }));
  });
  return differences(found);
}

type App = { name: string; spec: typeof spec extends fc.Arbitrary<infer T> ? T : never };

/** The object as its file says it. */
function appOf({ name: called, spec: { scale, storage, unknown, ...rest } }: App): any {
  return JSON.parse(JSON.stringify({
    apiVersion: API_VERSION, kind: 'SpinApp', metadata: { name: called }, spec: { ...rest, ...scale, ...storage, ...unknown },
  }));
}

test('SpinApps', () => {
  const outcomes = outcomesOf<App>(record({ name, spec }), (chart, given) => {
    validated(chart);
    raw(chart, API_VERSION, 'SpinAppExecutor', { spec: EXECUTOR }, { name: 'spin' });
    const object = appOf(given);
    raw(chart, API_VERSION, 'SpinApp', { spec: object.spec }, object.metadata);
  });
  const missing = (given: App) => (given.spec.executor === 'spin' ? [] : ['the webhook finds no executor']);
  expect(outcomes.filter(({ problems }) => problems.length === 0).length).toBeGreaterThan(outcomes.length / 20);
  expect(differing(outcomes, (given) => consequences(appOf(given), []), (given) => [
    ...operatorRefusals(admitted(appOf(given)), { spec: EXECUTOR }), ...missing(given),
  ])).toEqual([]);
});

test('SpinAppExecutors', () => {
  const objectOf = (given: any) => JSON.parse(JSON.stringify({ apiVersion: API_VERSION, kind: 'SpinAppExecutor', metadata: { name: given.name }, spec: given.spec.spec }));
  const outcomes = outcomesOf<any>(record({ name, spec: executor }), (chart, given) => {
    validated(chart);
    const object = objectOf(given);
    raw(chart, API_VERSION, 'SpinAppExecutor', { spec: object.spec }, object.metadata);
  });
  expect(outcomes.filter(({ problems }) => problems.length === 0).length).toBeGreaterThan(outcomes.length / 20);
  expect(differing(outcomes, (given) => consequences(objectOf(given)), (given) => executorRefusals(admitted(objectOf(given))))).toEqual([]);
});

test('each difference that is meant comes up', () => {
  expect(DIFFERENCES.filter((difference) => RUNS >= 20_000 && !met.has(difference))).toEqual([]);
});
