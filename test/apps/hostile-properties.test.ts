/**
 * Whatever the props, a FleetApp's synthesis throws our error, or writes YAML that readers of both versions take for the input and that
 * passes the CRD's schema and the webhook's rules.
 */
import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Probe, Secret, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import fc from 'fast-check';
import yaml11 from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { FleetApp, KeyValueStore, RuleCode, RuntimeConfig, WasmApp, WasmAppProps, WasmValidation } from '../../src';
import { checkManifests } from '../support/manifest-check';
import { raw, rawExecutor, SPEC } from '../validation/raw';

/** How many apps stand in one program, and how many programs there are of each kind. */
const APPS = 40;
const PROGRAMS = 100;
const RAW_PROGRAMS = 150;

const CODES = Object.values(RuleCode).join('|');
const OURS = new RegExp(`^\\[.*\\((${CODES})\\)$`, 's');

const HOSTILE = [
  '', ' ', '"', "'", '\n', 'a\nb\n', '\r\n', '\t', 'yes', 'no', 'on', 'null', '~', 'true', '0o17', '017', '0x1F', '0b11', '1e3', '1_000', '.inf', '-', '- a', '? a',
  'a: b', 'a #b', '#', '&a', '*a', '!!str a', '| ', '>', '%', '@', '`', '{}', '[', '2026-01-01', '12:30:45', '=', '<<', '😀', '\u0085', '\u2028', '\ufeff', '\u0000',
  '\ud800', '$(HOME)', '{{ .Values.x }}', '__proto__', 'constructor',
];

const LONG = ['a'.repeat(10_240), `${'é'.repeat(5_000)}\n`, `${'a: b\n'.repeat(2_000)}`];

const hostile = fc.oneof(
  { weight: 90, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 30, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 30, arbitrary: fc.string({ maxLength: 8, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
);
const mostly = <T>(fine: fc.Arbitrary<T>) => fc.oneof({ weight: 29, arbitrary: fine }, { weight: 1, arbitrary: hostile as fc.Arbitrary<any> });
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
/** A record with a prototype: cdk8s writes no other. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(model, { noNullPrototype: true });
const dictionary = <T>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<T>) => fc.dictionary(keys, values, { maxKeys: 2, noNullPrototype: true });
const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const labels = dictionary(mostly(word), mostly(word));
const annotations = dictionary(mostly(word), hostile);

/** The props of an app as plain values, and what it mounts. */
const plain = record({
  name: option(mostly(word)),
  image: mostly(word),
  replicas: option(mostly(fc.integer({ min: 1, max: 9 }))),
  variables: dictionary(mostly(word), hostile),
  secret: option(mostly(word)),
  labels,
  annotations,
  podLabels: labels,
  podAnnotations: annotations,
  deploymentAnnotations: annotations,
  serviceAnnotations: annotations,
  components: option(fc.array(mostly(word), { minLength: 1, maxLength: 3 })),
  path: option(mostly(word.map((path) => `/${path}`))),
  headers: dictionary(mostly(word), mostly(word)),
  seconds: mostly(fc.integer({ min: 1, max: 99 })),
  cpu: option(fc.integer({ min: 0, max: 4000 })),
  memory: option(fc.integer({ min: 1, max: 4096 })),
  limit: option(fc.integer({ min: 1, max: 4096 })),
  store: option(hostile),
  mount: option(record({ name: mostly(word), path: mostly(word.map((path) => `/data/${path}`)), subPath: option(hostile) })),
});

type Plain = typeof plain extends fc.Arbitrary<infer T> ? T : never;

function propsOf(chart: Construct, given: Plain): WasmAppProps {
  const { name, path, seconds, cpu, memory, limit, store, headers, secret } = given;
  const token: { [name: string]: EnvValue } = secret === undefined ? {} : {
    from_secret: EnvValue.fromSecretValue({
      secret: Secret.fromSecretName(chart, `secret-${chart.node.children.length}`, secret), key: 'token',
    }),
  };
  return {
    ...given,
    metadata: { name, labels: given.labels, annotations: given.annotations },
    variables: { ...Object.fromEntries(Object.entries(given.variables).map(([key, value]) => [key, EnvValue.fromValue(value)])), ...token },
    readiness: path === undefined ? undefined : Probe.fromHttpGet(path, { periodSeconds: Duration.seconds(Number(seconds) || 1) }),
    readinessHeaders: path === undefined ? undefined : headers,
    resources: {
      cpu: cpu === undefined ? undefined : { request: Cpu.millis(cpu) },
      memory: { request: memory === undefined ? undefined : Size.mebibytes(memory), limit: limit === undefined ? undefined : Size.mebibytes(limit) },
    },
    runtimeConfig: store === undefined ? undefined : RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.spin({ path: store }) } }),
  };
}

/** Adds an app to a program, unless it is refused in our words. */
function add(chart: Chart, id: string, given: Plain): WasmApp | undefined {
  const scope = new Construct(chart, id);
  try {
    const app = new WasmApp(scope, 'app', propsOf(scope, given));
    if (given.mount) {
      const { name, path, subPath } = given.mount;
      app.mount(path, Volume.fromEmptyDir(scope, 'volume', name), { subPath });
    }
    return app;
  } catch (error) {
    expect((error as Error).message).toMatch(OURS);
    chart.node.tryRemoveChild(id);
    return undefined;
  }
}

let turn = 0;

/** The objects of a text as two readers take them, held to be the same; the second reads by either version in turn. */
function readBack(text: string): any[] {
  const first = yaml11.loadAll(text) as any[];
  turn += 1;
  const second = parseAllDocuments(text, { version: turn % 2 === 0 ? '1.1' : '1.2' }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
  expect(second).toEqual(first);
  return first;
}

const sorted = (entries: { [key: string]: unknown }) => Object.entries(entries).sort();

/** Holds what was read back to what was given. */
function same(object: any, given: Plain): void {
  const { metadata, spec } = object;
  const values = (spec.variables ?? []).filter(({ value }: any) => value !== undefined).map(({ name, value }: any) => [name, value]);
  expect(values.sort()).toEqual(sorted(given.variables));
  const { 'cdk8s-wasm/executor-hash': hash, ...annotated } = metadata.annotations;
  expect(hash).toMatch(/^[0-9a-f]{8}$/);
  expect(sorted(annotated)).toEqual(sorted(given.annotations));
  for (const field of ['podLabels', 'podAnnotations', 'deploymentAnnotations', 'serviceAnnotations'] as const) {
    expect(sorted(spec[field] ?? {})).toEqual(sorted(given[field]));
  }
  expect([spec.image, spec.components, spec.replicas]).toEqual([given.image, given.components, given.replicas ?? 2]);
  expect(spec.runtimeConfig?.keyValueStores[0].options[0].value).toBe(given.store);
  expect(spec.volumeMounts?.[0].subPath).toBe(given.mount?.subPath);
}

function fleet(): { app: FleetApp; chart: Chart } {
  const app = new FleetApp({ outdir: 'never-written' });
  return { app, chart: new Chart(app, 'test', { namespace: 'apps' }) };
}

let made = 0;
let written = 0;

test('random props are refused in our words, or read back as they were given', () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  fc.assert(fc.property(fc.array(plain, { minLength: APPS, maxLength: APPS }), (all) => {
    const { app, chart } = fleet();
    const apps = new Map<string, Plain>();
    for (const [index, given] of all.entries()) {
      // two apps of one name are another rule's
      const one = { ...given, name: given.name && HOSTILE.includes(given.name) ? given.name : given.name && `${given.name}-${index}` };
      const wasmApp = add(chart, `chart-${index}`, one);
      if (wasmApp) {
        apps.set(wasmApp.name, one);
      }
    }
    const objects = readBack(app.synthYaml());
    expect(checkManifests(objects, { runtimeClasses: ['wasmtime-spin-v2'] })).toEqual([]);
    const found = objects.filter(({ kind }) => kind === 'SpinApp');
    expect(found).toHaveLength(apps.size);
    found.forEach((object) => same(object, apps.get(object.metadata.name)!));
    made += all.length;
    written += found.length;
  }), { numRuns: PROGRAMS, endOnFailure: true });
  jest.restoreAllMocks();
}, 120_000);

const anything = fc.oneof({ weight: 4, arbitrary: hostile }, fc.integer(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}));
const field = (fine: fc.Arbitrary<unknown>) => option(fc.oneof({ weight: 19, arbitrary: fine }, { weight: 1, arbitrary: anything }));

/** What cdk8s itself can render: it takes a map with this key for an object of a class. */
const renderable = <T extends object>(maps: fc.Arbitrary<T>) => maps.filter((map) => !Object.hasOwn(map, 'constructor'));

/** The spec of a SpinApp that somebody wrote by hand. */
const rawSpec = record({
  replicas: mostly(fc.integer({ min: 1, max: 5 })),
  enableAutoscaling: option(fc.constant(false)),
  resources: field(record({
    limits: dictionary(fc.constantFrom('cpu', 'memory'), mostly(fc.constantFrom('1', '64Mi', '1e3', '2Gi'))),
    requests: dictionary(fc.constantFrom('cpu', 'memory'), fc.constantFrom('1', '100m', '10')),
  })),
  checks: field(record({ readiness: field(record({ httpGet: mostly(record({ path: mostly(fc.constant('/x')), httpHeaders: fc.constant([]) })) })) })),
  variables: field(fc.array(record({ name: mostly(word), value: option(mostly(hostile)) }), { maxLength: 2 })),
  volumes: field(fc.array(record({ name: mostly(fc.constantFrom('a', 'b')), emptyDir: fc.constant({}) }), { maxLength: 2 })),
  volumeMounts: field(fc.array(record({ name: mostly(fc.constantFrom('a', 'b')), mountPath: mostly(fc.constantFrom('/a', '/b')) }), { maxLength: 2 })),
  podLabels: field(renderable(labels)),
  podAnnotations: field(renderable(annotations)),
  invocationLimits: field(record({ memory: mostly(fc.constantFrom('1Mi', '128Ki')) })),
  nodeSelector: fc.oneof({ weight: 19, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant({}) }),
});

test('raw SpinApps that pass the rules pass the schema and the webhook too', () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  let passed = 0;
  fc.assert(fc.property(fc.array(rawSpec, { minLength: APPS, maxLength: APPS }), (all) => {
    const { app, chart } = fleet();
    rawExecutor(chart);
    WasmValidation.of(chart);
    all.forEach((spec, index) => raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinApp', { spec: { ...SPEC, ...spec } }, { name: `app-${index}` }));
    const refused = (() => {
      try {
        app.synthYaml();
        return [];
      } catch (error) {
        const lines = (error as Error).message.split(/\n {2}(?=\[test\/)/).slice(1);
        lines.forEach((line) => expect(line).toMatch(OURS));
        return lines.map((line) => /^\[test\/([a-z0-9-]+)\]/.exec(line)![1]);
      }
    })();
    refused.forEach((id) => chart.node.tryRemoveChild(id));
    const objects = readBack(app.synthYaml());
    // how somebody else writes a quantity is nothing that a cluster refuses
    const problems = checkManifests(objects, { runtimeClasses: ['wasmtime-spin-v2'] }).filter((text) => !text.endsWith('as the API server stores it'));
    expect(problems).toEqual([]);
    made += all.length;
    passed += objects.length - 1;
  }), { numRuns: RAW_PROGRAMS, endOnFailure: true });
  expect(passed).toBeGreaterThan(APPS * RAW_PROGRAMS / 20);
  jest.restoreAllMocks();
}, 120_000);

test('the cases are as many as promised, and not all refused', () => {
  expect(made).toBeGreaterThanOrEqual(10_000);
  expect(written).toBeGreaterThan(APPS * PROGRAMS / 4);
});
