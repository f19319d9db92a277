/** Objects in a `kind: List`, as `kubectl get -o yaml` writes one, are held to the rules like those that stand alone. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import { ApiObject, App, Chart, Include } from 'cdk8s';
import { raw, rawApp, rawExecutor, SPEC } from './raw';
import { RuleCode, Rules, WasmApp, WasmCluster, WasmValidation } from '../../src';
import { chartOf, failureOf, warningsOf } from '../support/synth';

const META = { name: 'web', namespace: 'apps' };
const spinApp = (spec: object, metadata: object = META) => ({ apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata, spec: { ...SPEC, ...spec } });
const scaler = (name: string) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace: 'apps' },
  spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
});
const SCALED = { replicas: undefined, enableAutoscaling: true };

/** A program with a list beside an executor. */
function list(items: unknown, { apiVersion = 'v1', kind = 'List' } = {}) {
  return (chart: Chart) => {
    WasmValidation.of(chart);
    rawExecutor(chart);
    new ApiObject(chart, 'list', { apiVersion, kind, items } as any);
  };
}

const REPLICAS = 'spec.replicas: got 0; must be an integer >= 1 unless the app autoscales; use an autoscaler for scale to zero (InvalidReplicas)';

test('all that is wrong with the objects of a list is said, with their places', () => {
  expect(failureOf(list([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }, spinApp({ replicas: 0, replcas: 3 }), spinApp({}, { ...META, name: 'a.b' })]))
    .split('\n')).toEqual([
    '[test/list] items[1].spec.replcas: got 3; no release has the field; did you mean replicas? (UnknownField)',
    `[test/list] items[1].${REPLICAS}`,
    expect.stringMatching(/^\[test\/list\] items\[2\]\.metadata\.name: got "a\.b"; .*\(InvalidName\)$/),
  ]);
});

test('an item of a typed list need not say its kind, and a list may stand in a list', () => {
  const { metadata, spec } = spinApp({ replicas: 0 });
  expect(failureOf(list([{ metadata, spec }], { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppList' }))).toBe(`[test/list] items[0].${REPLICAS}`);
  expect(failureOf(list([{ apiVersion: 'v1', kind: 'List', items: [spinApp({ replicas: 0 })] }]))).toBe(`[test/list] items[0].items[0].${REPLICAS}`);
});

test('a warning names its item', () => {
  expect(warningsOf(list([spinApp({ image: 'ghcr.io/acme/web:latest' })]))).toMatch(/^\[test\/list\/items\[0\]\] spec\.image: got .*\(MutableImageTag\)$/);
});

test('objects in lists and others see each other', () => {
  const rivals = (chart: Chart) => {
    list([spinApp(SCALED), scaler('a')])(chart);
    new ApiObject(chart, 'b', scaler('b') as any);
  };
  expect(failureOf(rivals).split('\n')).toEqual([
    expect.stringMatching(/^\[test\/list\] items\[1\]\.spec\.scaleTargetRef: got "web"; one app has at most one autoscaler, and test\/b scales it too; .*\(DuplicateAutoscaler\)$/),
    expect.stringMatching(/^\[test\/b\] .* and test\/list\/items\[1\] scales it too; .*\(DuplicateAutoscaler\)$/),
  ]);
  expect(failureOf((chart) => {
    list([spinApp({}, { name: 'api', namespace: 'apps' })])(chart);
    new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1' });
  })).toMatch(/\[test\/api\] metadata\.name: got "api"; .* also made by test\/list\/items\[0\], .*\(DuplicateObject\)$/);
});

test('an app finds its executor in the list, and what the list does not say is no namespace', () => {
  const executor = { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppExecutor', metadata: { name: 'own', namespace: 'apps' }, spec: { createDeployment: false } };
  expect(warningsOf(list([executor, spinApp({ executor: 'own' })]))).toBe('');
  expect(failureOf(list([executor, spinApp({ executor: 'own' }, { name: 'web' })]))).toMatch(/items\[1\]\.spec\.executor: got "own"; it is in namespace "apps", .*\(ExecutorNamespace\)$/);
});

test('a rule that is relaxed for the list is a warning', () => {
  const relaxed = (chart: Chart) => {
    Rules.of(chart).warnOnly(RuleCode.INVALID_REPLICAS, 'a test');
    list([spinApp({ replicas: 0 })])(chart);
  };
  expect(warningsOf(relaxed)).toBe(`[test/list/items[0]] ${REPLICAS}; allowed here: a test`);
});

test.each<[string, unknown]>([['nothing', undefined], ['no list', 'items'], ['what is no object', [null, 'x', 3, {}, { kind: 3, apiVersion: 'v1' }]]])(
  'a list of %s is let through', (_, items) => {
    expect(warningsOf(list(items))).toBe('');
  });

test('a list is written as it stands', () => {
  const chart = chartOf();
  list([spinApp({})])(chart);
  expect((chart.toJson() as any[]).find(({ kind }) => kind === 'List').items).toEqual([spinApp({})]);
});

test('Include reads lists', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'list-')), 'list.yaml');
  fs.writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [spinApp({ replicas: 0 })] }));
  expect(failureOf((chart) => {
    WasmValidation.of(chart);
    rawExecutor(chart);
    new Include(chart, 'file', { url: file });
  })).toMatch(/^\[test\/file\/[^\]]*\] items\[0\]\.spec\.replicas: got 0; /);
});

test('the lists of one cluster are not those of another', () => {
  const chart = chartOf();
  const [east, west] = ['east', 'west'].map((id) => new Chart(new WasmCluster(chart.node.root as App, id), 'apps', { namespace: 'apps' }));
  for (const one of [east, west]) {
    WasmValidation.of(one);
    rawApp(one);
    raw(one, 'v1', 'List', { items: [spinApp({})] }, { name: 'list' });
  }
  chart.node.root.node.tryRemoveChild('test');
  expect(() => (chart.node.root as App).synthYaml()).not.toThrow();
});
