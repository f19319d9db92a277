import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiObject, App, Chart, Include } from 'cdk8s';
import { Construct } from 'constructs';
import { RuleCode, Rules, WasmCluster, WasmNodePool, WasmtimeRuntimeClass } from '../../../src';

type Make = (scope: Construct, name: string) => unknown;

/** Charts of one cluster. */
function charts(...namespaces: (string | undefined)[]): Chart[] {
  const cluster = new WasmCluster(new App(), 'cluster');
  return namespaces.map((namespace, index) => new Chart(cluster, `chart${index}`, { namespace }));
}

/** An object as users of plain cdk8s make it. */
function raw(kind: string, apiVersion = 'v1', metadata: object = {}): Make {
  return (scope, name) => new ApiObject(scope, `${kind}-${name}`, { apiVersion, kind, metadata: { name, ...metadata } });
}

const runtimeClass: Make = (scope, name) => new WasmtimeRuntimeClass(scope, name, { metadata: { name } });
const rawRuntimeClass = raw('RuntimeClass', 'node.k8s.io/v1');
const configMap = raw('ConfigMap');

/** The problems of the tree, each with the path of its construct. */
function problems({ node: { root } }: Construct): string[] {
  return root.node.findAll().flatMap(({ node }) => node.validate().map((problem) => `[${node.path}] ${problem}`));
}

/** The message for an object that is also made at the path; one that is not ours is named, since its cluster reports it. */
function also(kind: string, name: string, path: string, named = ''): string {
  return `metadata.name${named && ` of ${named}`}: got "${name}"; ${kind} of this name and namespace is also made by ${path}, and a cluster holds one; `
    + 'give it another name or namespace, or put it into another WasmCluster (DuplicateObject)';
}

describe('within one cluster', () => {
  test.each<[string, Make, Make, string, string, string?]>([
    ['two of ours', runtimeClass, runtimeClass, '[cluster/chart1/wasm]', 'cluster/chart0/wasm/Resource'],
    ['ours after a raw one', rawRuntimeClass, runtimeClass, '[cluster/chart1/wasm]', 'cluster/chart0/RuntimeClass-wasm'],
    ['ours before a raw one', runtimeClass, rawRuntimeClass, '[cluster/chart0/wasm]', 'cluster/chart1/RuntimeClass-wasm'],
    ['two raw ones', rawRuntimeClass, rawRuntimeClass, '[cluster]', 'cluster/chart0/RuntimeClass-wasm', 'cluster/chart1/RuntimeClass-wasm'],
  ])('fails for %s', (...[, first, second, place, other, named]) => {
    const [one, two] = charts('apps', 'apps');
    first(one, 'wasm');
    second(two, 'wasm');
    expect(problems(one)).toEqual([`${place} ${also('RuntimeClass', 'wasm', other, named)}`]);
  });

  test('fails once for three equal objects, naming the others', () => {
    const [one, two, three] = charts('apps', 'apps', 'apps');
    for (const chart of [one, two, three]) runtimeClass(chart, 'wasm');
    expect(problems(one)).toEqual([
      `[cluster/chart2/wasm] ${also('RuntimeClass', 'wasm', 'cluster/chart0/wasm/Resource, cluster/chart1/wasm/Resource')}`,
    ]);
  });

  test('fails at synthesis, with each set of equal objects in one error', () => {
    const [one, two] = charts('apps', 'apps');
    for (const chart of [one, two]) {
      runtimeClass(chart, 'wasm');
      configMap(chart, 'config');
    }
    expect(() => (one.node.root as App).synthYaml()).toThrow(new Error([
      'Validation failed with the following errors:',
      `  [cluster] ${also('ConfigMap', 'config', 'cluster/chart0/ConfigMap-config', 'cluster/chart1/ConfigMap-config')}`,
      `  [cluster/chart1/wasm] ${also('RuntimeClass', 'wasm', 'cluster/chart0/wasm/Resource')}`,
    ].join('\n')));
  });

  test('fails for two pools of one id and content', () => {
    const [one, two] = charts('apps', 'apps');
    const name = [one, two].map((chart) => new WasmNodePool(chart, 'edge').runtimeClass.runtimeClassName)[0];
    expect(problems(one)).toEqual([`[cluster/chart1/edge/RuntimeClass] ${also('RuntimeClass', name, 'cluster/chart0/edge/RuntimeClass/Resource')}`]);
  });

  test.each<[string, [string | undefined, string | undefined], Make, boolean]>([
    ['equal namespaces', ['apps', 'apps'], configMap, true],
    ['other namespaces', ['apps', 'shop'], configMap, false],
    ['no namespace on both sides', [undefined, undefined], configMap, true],
    ['no namespace on one side', ['apps', undefined], configMap, false],
    ['no namespace on one side, default on the other', ['default', undefined], configMap, false],
    ['a RuntimeClass in other namespaces', ['apps', 'shop'], rawRuntimeClass, true],
    ['a RuntimeClass without a namespace on one side', ['apps', undefined], rawRuntimeClass, true],
    ['a Namespace in other namespaces', ['apps', 'shop'], raw('Namespace'), true],
    ['a ClusterRole in other namespaces', ['apps', 'shop'], raw('ClusterRole', 'rbac.authorization.k8s.io/v1'), true],
    ['a CRD in other namespaces', ['apps', 'shop'], raw('CustomResourceDefinition', 'apiextensions.k8s.io/v1'), true],
    ['a Role in other namespaces', ['apps', 'shop'], raw('Role', 'rbac.authorization.k8s.io/v1'), false],
  ])('%s: is a duplicate as the server sees it', (_what, namespaces, make, duplicate) => {
    const [one, two] = charts(...namespaces);
    make(one, 'same');
    make(two, 'same');
    expect(problems(one)).toHaveLength(duplicate ? 1 : 0);
  });

  test.each<[string, Make, Make, boolean]>([
    ['another name', (scope) => configMap(scope, 'other'), configMap, false],
    ['another kind', raw('Secret'), configMap, false],
    ['another group', raw('Service'), raw('Service', 'serving.knative.dev/v1'), false],
    ['another version of one group', raw('HorizontalPodAutoscaler', 'autoscaling/v1'), raw('HorizontalPodAutoscaler', 'autoscaling/v2'), true],
    ['a namespace from its own metadata', raw('ConfigMap', 'v1', { namespace: 'shop' }), configMap, false],
    ['the same namespace from its own metadata', raw('ConfigMap', 'v1', { namespace: 'apps' }), configMap, true],
  ])('%s makes a difference or not, as the server sees it', (_what, first, second, duplicate) => {
    const [one, two] = charts('apps', 'apps');
    first(one, 'same');
    second(two, 'same');
    expect(problems(one)).toHaveLength(duplicate ? 1 : 0);
  });

  test('fails for an object from a file', () => {
    const [one, two] = charts(undefined, undefined);
    const file = join(mkdtempSync(join(tmpdir(), 'duplicates-')), 'class.yaml');
    writeFileSync(file, 'apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata:\n  name: wasm\nhandler: wasm\n');
    const [included] = new Include(one, 'file', { url: file }).apiObjects;
    runtimeClass(two, 'wasm');
    expect(problems(one)).toEqual([`[cluster/chart1/wasm] ${also('RuntimeClass', 'wasm', included.node.path)}`]);
  });

  test('is a warning where the rule is relaxed for the cluster', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const [one, two] = charts('apps', 'apps');
    Rules.of(WasmCluster.of(one)).warnOnly(RuleCode.DUPLICATE_OBJECT, 'one of them is never applied');
    for (const chart of [one, two]) {
      runtimeClass(chart, 'wasm');
      configMap(chart, 'config');
    }
    expect(problems(one)).toEqual([]);
    expect(problems(one)).toEqual([]);
    expect(stderr.mock.calls.map(([text]) => text)).toEqual([
      `warning: [cluster/chart1/ConfigMap-config] ${also('ConfigMap', 'config', 'cluster/chart0/ConfigMap-config')}; allowed here: one of them is never applied\n`,
      `warning: [cluster/chart1/wasm] ${also('RuntimeClass', 'wasm', 'cluster/chart0/wasm/Resource')}; allowed here: one of them is never applied\n`,
    ]);
    stderr.mockRestore();
  });
});

describe('in a tree without a WasmCluster', () => {
  test('fails for equal objects in two charts', () => {
    const app = new App();
    const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
    runtimeClass(one, 'wasm');
    rawRuntimeClass(two, 'wasm');
    configMap(one, 'config');
    configMap(two, 'config');
    expect(problems(app)).toEqual([
      `[one/wasm] ${also('RuntimeClass', 'wasm', 'two/RuntimeClass-wasm')}`,
      `[.wasm-cluster] ${also('ConfigMap', 'config', 'one/ConfigMap-config', 'two/ConfigMap-config')}`,
    ]);
  });

  test('fails for equal objects below a root chart without an App', () => {
    const root = new Chart(undefined as any, 'root');
    runtimeClass(root, 'wasm');
    rawRuntimeClass(root, 'wasm');
    expect(problems(root)).toEqual([`[root/wasm] ${also('RuntimeClass', 'wasm', 'root/RuntimeClass-wasm')}`]);
  });

  test('is the concern of whoever uses nothing of this library', () => {
    const chart = new Chart(new App(), 'chart');
    configMap(chart, 'config');
    configMap(new Construct(chart, 'more'), 'config');
    expect(problems(chart)).toEqual([]);
  });
});

describe('across clusters', () => {
  function fill(scope: Construct): void {
    const chart = new Chart(scope, 'chart', { namespace: 'apps' });
    runtimeClass(chart, 'wasm');
    configMap(chart, 'config');
    new WasmNodePool(chart, 'edge');
  }

  test('equal objects stand freely', () => {
    const app = new App();
    fill(new WasmCluster(app, 'north'));
    fill(new WasmCluster(app, 'south'));
    expect(problems(app)).toEqual([]);
  });

  test('equal objects stand freely in a cluster and one below it', () => {
    const app = new App();
    const outer = new WasmCluster(app, 'fleet');
    fill(outer);
    fill(new WasmCluster(outer, 'site'));
    fill(new WasmCluster(new Construct(outer, 'region'), 'site'));
    expect(problems(app)).toEqual([]);
  });

  test('equal objects stand freely in clusters below one chart', () => {
    const chart = new Chart(new App(), 'chart');
    for (const id of ['north', 'south']) runtimeClass(new WasmCluster(chart, id), 'wasm');
    expect(problems(chart)).toEqual([]);
  });

  test('fails for equal objects of one of them only', () => {
    const app = new App();
    const [north, south] = ['north', 'south'].map((id) => new WasmCluster(app, id));
    for (const cluster of [north, south]) configMap(new Chart(cluster, 'chart'), 'config');
    configMap(new Chart(north, 'more'), 'config');
    expect(problems(app)).toEqual([`[north] ${also('ConfigMap', 'config', 'north/chart/ConfigMap-config', 'north/more/ConfigMap-config')}`]);
  });
});

test('a thousand charts are read in one walk', () => {
  const made = charts(...Array.from({ length: 1000 }, (_, index) => `ns${index}`));
  for (const chart of made) configMap(chart, 'config');
  runtimeClass(made[0], 'wasm');
  expect(problems(made[0])).toEqual([]);
});

test('an object that is added or removed between two validations is seen', () => {
  const [one] = charts('apps');
  runtimeClass(one, 'wasm');
  expect(problems(one)).toEqual([]);
  rawRuntimeClass(one, 'wasm');
  expect(problems(one)).toHaveLength(1);
  one.node.tryRemoveChild('RuntimeClass-wasm');
  expect(problems(one)).toEqual([]);
});
