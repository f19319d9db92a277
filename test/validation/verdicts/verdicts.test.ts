/**
 * The judge against what a real cluster said: Kubernetes 1.34.4 with strict field validation and spin-operator 0.6.1, to which
 * each object was sent as it stands. `refused`: the API server or a webhook did not take it; `dead`: the operator never made its
 * Deployment; `no-pods`: the Deployment never got a pod; `taken` and `pods`: nothing spoke against it.
 */
import { ApiObject, App, Chart } from 'cdk8s';
import verdicts from './spinkube-0.6.1.json';
import { WasmValidation } from '../../../src';

interface Verdict {
  readonly field: string;
  readonly outcome: string;
  readonly message?: string;
  readonly object: any;
}

const VERDICTS: readonly Verdict[] = verdicts;

const IMAGE = 'ghcr.io/acme/app:v1';
const NAMESPACE = 'verdicts';

/** What stood in the namespace, as YAML. */
const SURROUNDINGS = [
  { kind: 'SpinAppExecutor', name: 'spin', spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true } } },
  { kind: 'SpinAppExecutor', name: 'ext', spec: { createDeployment: false } },
];

/** What rows name and nobody made there: it is no fault of a row. */
const EXISTING = ['ConfigMap', 'PersistentVolumeClaim', 'RuntimeClass', 'Secret', 'ServiceAccount'];

const NAMED_DIGIT = 'Kubernetes 1.28 to 1.33 refuse a Service of this name: it begins with a digit';
const UNPULLED = 'the kubelet cannot read the reference: InvalidImageName';
const UNSENT = 'the kubelet sends no request with a line break in a header';
const UNFOUND = 'Spin has no variable of such a name, so that the one that was meant stays unset';
const HIDDEN = 'it hides what the shim and the operator put there, and Spin does not start';
const NO_OBJECT = 'no object can have this name';
const NO_KEY = 'the Secret has no key runtime-config.toml: the kubelet mounts a folder in its place, and the shim fails to read it';
const NO_COMPONENT = 'no component can have this id: Spin refuses to start';
const NO_MEMORY = 'no invocation fits: Spin cannot read it, or cannot start any';
const NO_STORE = 'Spin refuses its runtime configuration';
const NO_RUNTIME_CLASS = 'the API server refuses every Deployment that the operator makes for its apps';

/** Rows on which the judge has an error though they were taken, with who fails later. */
const LATER: readonly [row: string, reason: string][] = [
  ['metadata.name "1a"', NAMED_DIGIT],
  ...['a b', ':v1', 'a/b:v 1', 'a'.repeat(300)].map((image): [string, string] => [`spec.image {"image":"${image}"}`, UNPULLED]),
  ['spec.checks.readiness.httpGet.httpHeaders {"checks":{"readiness":{"httpGet":{"path":"/h","httpHeaders":[{"name":"X","value":"a\\nb"}]}}}}', UNSENT],
  ...['a-b', '1a', ''].map((name): [string, string] => [`spec.variables {"variables":[{"name":"${name}","value":"b"}]}`, UNFOUND]),
  ['spec.variables {"variables":[{"value":"b"}]}', UNFOUND],
  ['spec.variables {"variables":[{"name":"a.b","value":"x"}]}', UNFOUND],
  ...['/', '/.cache'].map((path): [string, string] => [
    `spec.volumes {"volumes":[{"name":"d","emptyDir":{}}],"volumeMounts":[{"name":"d","mountPath":"${path}"}]}`, HIDDEN,
  ]),
  ['spec.volumes {"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"X_"}}],"volumeMounts":[{"name":"d","mountPath":"/data"}]}', NO_OBJECT],
  ['spec.imagePullSecrets {"imagePullSecrets":[{"name":"A_"}]}', NO_OBJECT],
  ['spec.components {"components":[""]}', NO_COMPONENT],
  ['spec.components {"components":["A B"]}', NO_COMPONENT],
  ['spec.invocationLimits {"invocationLimits":{"memory":"-1Mi"}}', NO_MEMORY],
  ['spec.invocationLimits {"invocationLimits":{"memory":"0"}}', NO_MEMORY],
  ['spec.runtimeConfig {"runtimeConfig":{"loadFromSecret":"S_"}}', NO_OBJECT],
  ['spec.runtimeConfig {"runtimeConfig":{"loadFromSecret":"s"}}', NO_KEY],
  ['spec.runtimeConfig {"runtimeConfig":{"loadFromSecret":"s","keyValueStores":[{"name":"default","type":"redis"}]}}', NO_KEY],
  ...[
    '{"keyValueStores":[{"name":"default"}]}',
    '{"keyValueStores":[{"type":"redis"}]}',
    '{"sqliteDatabases":[{"name":"default","type":"redis","options":[{"name":"url","value":"redis://r:6379"}]}]}',
    '{"sqliteDatabases":[{"type":"redis"}]}',
    '{"sqliteDatabases":[{"name":"default","type":"redis","options":[{"name":"url"}]}]}',
    '{"sqliteDatabases":[{"name":"a b","type":"redis"}]}',
    '{"llmCompute":{}}',
    '{"llmCompute":{"type":"spin"}}',
    '{"llmCompute":{"type":"remote_http","options":[{"name":"url","value":"http://x"}]}}',
    '{"llmCompute":{"type":"x","options":[]}}',
  ].map((config): [string, string] => [`spec.runtimeConfig.${/\w+/.exec(config)![0]} {"runtimeConfig":${config}}`, NO_STORE]),
  ...['', 'A_'].map((name): [string, string] => [
    `spec.deploymentConfig.runtimeClassName {"createDeployment":true,"deploymentConfig":{"runtimeClassName":"${name}","installDefaultCACerts":true}}`,
    NO_RUNTIME_CLASS,
  ]),
  [
    'spec.deploymentConfig.caCertSecret {"createDeployment":true,"deploymentConfig":{"runtimeClassName":"wasmtime-spin-v2","installDefaultCACerts":true,'
    + '"caCertSecret":"A_"}}',
    NO_OBJECT,
  ],
];

/** A row in words: the field, and what is odd. */
function wordsOf({ field, object }: Verdict): string {
  const { executor, image, replicas, ...spec } = object.spec ?? {};
  const odd = {
    ...(executor !== 'spin' && { executor }),
    ...(image !== IMAGE && { image }),
    ...(replicas !== 1 && { replicas }),
    ...spec,
  };
  return `${field} ${JSON.stringify(field.startsWith('metadata.') ? object.metadata[field.slice('metadata.'.length)] : odd)}`;
}

/** What the judge says of an object as it stands. */
function errorsOf(object: any): string {
  const app = new App({ outdir: 'never-written' });
  const chart = new Chart(app, 'verdicts');
  const validation = WasmValidation.of(chart);
  SURROUNDINGS.forEach(({ kind, name, spec }) =>
    new ApiObject(chart, name, { apiVersion: 'core.spinkube.dev/v1alpha1', kind, metadata: { name, namespace: NAMESPACE }, spec }));
  new ApiObject(chart, 'secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: NAMESPACE }, stringData: { k: 'v' } });
  EXISTING.forEach((kind) => validation.exists({ kind, name: '*' }));
  new ApiObject(chart, 'row', object);
  try {
    app.synthYaml();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether nothing spoke against a row; an account that was missing there, and is said to exist here, is no fault of it. */
function isFine({ field, outcome }: Verdict): boolean {
  return outcome === 'taken' || outcome === 'pods' || (outcome === 'no-pods' && field === 'spec.serviceAccountName');
}

beforeAll(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterAll(() => jest.restoreAllMocks());

test('fails for each object that a cluster refused, or with which it did nothing', () => {
  const bad = VERDICTS.filter((row) => !isFine(row));
  expect(bad.filter(({ object }) => errorsOf(object) === '').map((row) => `${wordsOf(row)}: ${row.message}`)).toEqual([]);
  expect(bad).toHaveLength(265);
});

test('fails for an object that a cluster took only where something fails later, and says what', () => {
  const refused = VERDICTS.filter(isFine).filter(({ object }) => errorsOf(object) !== '').map(wordsOf);
  expect(refused.sort()).toEqual(LATER.map(([row]) => row).sort());
  expect(LATER.length).toBeLessThanOrEqual(38);
});

test('an object that was taken is refused as itself, not for what stands around it', () => {
  const around = VERDICTS.filter(isFine).map(({ object }) => errorsOf(object)).filter((errors) => errors.includes('UnresolvedReference'));
  expect(around).toEqual([]);
});
