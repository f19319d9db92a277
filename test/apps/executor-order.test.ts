import { App, Chart, Testing } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import {
  EdgeWasmApp, ExecutorManagement, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, SpinRuntimeClass, WasmApp, WasmAppProps, WasmCluster,
  WasmNodePool,
} from '../../src';
import { failureOf, filesOf, orderOf } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const SPIN_IMAGE = 'ghcr.io/spinframework/spin:v3.0.0';

type Step = (app: App) => unknown;

function chartIn(app: App, id: string): Chart {
  return (app.node.tryFindChild(id) ?? new Chart(app, id)) as Chart;
}

/** An app in a chart of the same name. */
const api = (chart = 'api', name = 'api', props: Partial<WasmAppProps> = {}): Step => (app) =>
  new WasmApp(chartIn(app, chart), 'api', { metadata: { name, namespace: 'apps' }, image: IMAGE, ...props });

/** An edge app in a chart. */
const edge = (chart = 'edge'): Step => (app) =>
  new EdgeWasmApp(chartIn(app, chart), 'edge', { metadata: { name: 'edge', namespace: 'apps' }, image: IMAGE });

/** An executor in a chart. */
const executor = (chart = 'platform'): Step => (app) =>
  new SpinAppExecutor(chartIn(app, chart), 'executor', { metadata: { name: 'spin', namespace: 'apps' }, spinImage: SPIN_IMAGE });

/** A Namespace object in a chart. */
const namespace = (chart = 'namespaces', name = 'apps'): Step => (app) =>
  new Namespace(chartIn(app, chart), `namespace-${name}`, { metadata: { name } });

/** The operator, in three charts. */
const install = (...appNamespaces: string[]): Step => (app) =>
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces });

/** Every order of some steps. */
function permutations(steps: Step[]): Step[][] {
  return steps.length < 2 ? [steps] : steps.flatMap((step, index) =>
    permutations(steps.filter((_, other) => other !== index)).map((rest) => [step, ...rest]));
}

/** The order of a program's objects, whose generated names and operator are cut short. */
function order(steps: Step[]): string[] {
  const app = new App();
  steps.forEach((step) => step(app));
  return orderOf(app).map((line) => line.replace(/-[0-9a-f]{8}\b/g, '-#').replace(/^(crds|operator): .*/, '$1'));
}

const RULES: [string, Step[], string[]][] = [
  ['an app after its implicit executor', [api()], ['wasm-platform: SpinAppExecutor apps-spin', 'api: SpinApp api']],
  ['an app after its executor, in one chart', [api('one'), executor('one')], ['one: SpinAppExecutor spin, SpinApp api']],
  ['an app after its executor, in another chart', [api(), executor()], ['platform: SpinAppExecutor spin', 'api: SpinApp api']],
  ['a namespace before its implicit executor, and that before the app', [api(), namespace()],
    ['namespaces: Namespace apps', 'wasm-platform: SpinAppExecutor apps-spin', 'api: SpinApp api']],
  ['a namespace before executor and app, in three charts', [api(), namespace(), executor()],
    ['namespaces: Namespace apps', 'platform: SpinAppExecutor spin', 'api: SpinApp api']],
  ['a namespace before executor and app, in one chart', [api('one'), namespace('one'), executor('one')],
    ['one: Namespace apps, SpinAppExecutor spin, SpinApp api']],
  ['a namespace and its executor before the app', [api(), namespace('platform'), executor()],
    ['platform: Namespace apps, SpinAppExecutor spin', 'api: SpinApp api']],
  ['the RuntimeClass of a placement before its executor', [edge()],
    ['wasm-platform: RuntimeClass apps-edge-#, SpinAppExecutor apps-edge', 'edge: SpinApp edge']],
  ['the operator before an executor and its app', [api('one'), executor('one'), install()],
    ['crds', 'operator', 'one: SpinAppExecutor spin, SpinApp api']],
  ['the operator before an implicit executor', [api(), install()],
    ['crds', 'operator', 'wasm-platform: SpinAppExecutor apps-spin', 'api: SpinApp api']],
  ['the operator and the executors of its app namespaces before the app', [api(), install('apps')],
    ['crds', 'operator', 'executors: Namespace apps, SpinAppExecutor apps-spin', 'api: SpinApp api']],
  ['the namespaces that an install makes before the executors of placements', [edge(), install('apps')], [
    'crds', 'operator', 'executors: Namespace apps, SpinAppExecutor apps-spin',
    'wasm-platform: RuntimeClass apps-edge-#, SpinAppExecutor apps-edge', 'edge: SpinApp edge',
  ]],
];

describe('whatever the order of declaration, a program writes', () => {
  it.each(RULES)('%s', (_, steps, expected) => {
    permutations(steps).forEach((declared) => expect(order(declared)).toEqual(expected));
  });

  it('a RuntimeClass before the executor that names it', () => {
    const app = new App();
    const [first, second] = ['one', 'two'].map((id) => chartIn(app, id));
    const runtimeClass = new SpinRuntimeClass(second, 'class', { metadata: { name: 'spin' } });
    new SpinAppExecutor(first, 'executor', { metadata: { name: 'spin' }, runtimeClass });
    expect(orderOf(app)).toEqual(['two: RuntimeClass spin', 'one: SpinAppExecutor spin']);
  });

  it('the chart with a pool before the charts of its apps', () => {
    const app = new App();
    const chart = chartIn(app, 'one');
    const nodePool = new WasmNodePool(chartIn(app, 'two'), 'rack');
    new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE, nodePool });
    const written = orderOf(app).map((line) => line.split(':')[0]);
    expect(written.indexOf('two')).toBeLessThan(written.indexOf('one'));
    expect(written.indexOf('wasm-platform')).toBeLessThan(written.indexOf('one'));
  });
});

describe('an app whose executor another program makes comes after the operator', () => {
  const KNOWN = { executors: ['spin', 'apps-spin'] };

  it.each<[string, (chart: Chart) => Partial<WasmAppProps>]>([
    ['an executor', (chart) => ({ executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'spin') })],
    ['a pool', (chart) => ({ nodePool: WasmNodePool.fromExisting(chart, 'rack', { runtimeClassName: 'rack', executorName: 'spin' }) })],
  ])('that is given by name: %s', (_, props) => {
    permutations([(app) => api('api', 'api', props(chartIn(app, 'api')))(app), install()]).forEach((steps) => {
      const app = new App();
      steps.forEach((step) => step(app));
      expect(orderOf(app, KNOWN).map((line) => line.split(':')[0])).toEqual(['crds', 'operator', 'api']);
    });
  });

  it.each([['before', ['api', 'install']], ['after', ['install', 'api']]])('in a cluster whose executors exist, where it stands %s', (_, steps) => {
    const cluster = new WasmCluster(new App(), 'prod', { executors: ExecutorManagement.EXISTING });
    const step: { [name: string]: () => unknown } = {
      api: () => new WasmApp(new Chart(cluster, 'api', { namespace: 'apps' }), 'api', { image: IMAGE }),
      install: () => new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1 }),
    };
    steps.forEach((name) => step[name]());
    expect(orderOf(cluster, KNOWN).map((line) => line.split(':')[0])).toEqual(['crds', 'operator', 'api']);
  });
});

describe('charts that a user orders', () => {
  it.each([['first', 'second'], ['second', 'first']])('keep their order around one implicit executor: %s before %s', (before, after) => {
    const app = new App();
    chartIn(app, after).addDependency(chartIn(app, before));
    ['first', 'second'].forEach((chart) => api(chart, chart)(app));
    expect(orderOf(app)).toEqual([
      'wasm-platform: SpinAppExecutor apps-spin', `${before}: SpinApp ${before}`, `${after}: SpinApp ${after}`,
    ]);
  });

  it('keep their order in three namespaces', () => {
    const app = new App();
    const charts = ['a', 'b', 'c'].map((id) => chartIn(app, id));
    charts[0].addDependency(charts[1]);
    charts[1].addDependency(charts[2]);
    charts.forEach((chart) => new WasmApp(chart, 'api', { metadata: { namespace: chart.node.id }, image: IMAGE }));
    expect(orderOf(app).map((line) => line.split(':')[0])).toEqual(['wasm-platform', 'c', 'b', 'a']);
  });

  it('may hold the Namespace of another that comes later', () => {
    const app = new App();
    chartIn(app, 'api').addDependency(chartIn(app, 'namespaces'));
    [api(), namespace()].forEach((step) => step(app));
    expect(orderOf(app).map((line) => line.split(':')[0])).toEqual(['namespaces', 'wasm-platform', 'api']);
  });
});

describe('a Namespace object', () => {
  const LATE = (chart: string) => 'metadata.namespace: got "apps"; its executor is applied before the apps, and '
    + `${chart}/namespace-apps/Resource makes the namespace only among them; make the Namespace in a chart without apps, `
    + 'list it in appNamespaces of a SpinKubeInstall, or declare a SpinAppExecutor (NamespaceAfterExecutor)';

  function failure(...steps: Step[]): string[] {
    return failureOf((chart) => steps.forEach((step) => step(chart.node.root as App))).split('\n');
  }

  it('in the chart of an app draws the implicit executor there', () => {
    expect(order([namespace('one'), api('one')])).toEqual(['one: Namespace apps, SpinAppExecutor apps-spin, SpinApp api']);
  });

  it('in the chart of an app draws the executor of a placement there, and its RuntimeClass stays before', () => {
    expect(order([namespace('one'), edge('one')])).toEqual([
      'wasm-platform: RuntimeClass apps-edge-#', 'one: Namespace apps, SpinAppExecutor apps-edge, SpinApp edge',
    ]);
  });

  it('in the chart of an app serves the apps of other charts', () => {
    expect(order([namespace('one'), api('one'), api('two', 'two')])).toEqual([
      'one: Namespace apps, SpinAppExecutor apps-spin, SpinApp api', 'two: SpinApp two',
    ]);
  });

  it('in the chart of an app draws the implicit executor there from where an earlier app had it', () => {
    expect(order([api('one', 'one'), namespace('two'), api('two', 'two')])).toEqual([
      'two: Namespace apps, SpinAppExecutor apps-spin, SpinApp two', 'one: SpinApp one',
    ]);
  });

  it('after the first app of its chart is late for later apps too', () => {
    expect(failure(api('one'), namespace('one'), edge('one'))).toEqual([`[one/api] ${LATE('one')}`, `[one/edge] ${LATE('one')}`]);
  });

  it('comes first although the order of the charts was looked at before it was made', () => {
    const app = new App();
    api()(app);
    expect(app.charts).toHaveLength(2);
    namespace()(app);
    expect(orderOf(app).map((line) => line.split(':')[0])).toEqual(['namespaces', 'wasm-platform', 'api']);
  });

  it('in the chart of an app stands after the operator', () => {
    expect(order([namespace('one'), api('one'), install()]).slice(0, 2)).toEqual(['crds', 'operator']);
  });

  it('in the chart of an app may have a declared executor', () => {
    permutations([api('one'), executor('one'), namespace('one')]).forEach((steps) =>
      expect(order(steps)).toEqual(['one: Namespace apps, SpinAppExecutor spin, SpinApp api']));
  });

  it('fails in the chart of an app that stands before it', () => {
    expect(failure(api('one'), namespace('one'))).toEqual([`[one/api] ${LATE('one')}`]);
  });

  it('fails in the chart of an app whose executor stands in another', () => {
    expect(failure(namespace('one'), api('one'), executor('two'))).toEqual([`[one/api] ${LATE('one')}`]);
  });

  it('fails in the chart of another app that waits for the executors', () => {
    expect(failure(api(), edge(), namespace('edge'))).toEqual([
      `[api/api] ${LATE('edge')}`,
      `[edge/edge] ${LATE('edge')}`,
    ]);
  });
});

describe('the files of a program', () => {
  function files(...steps: Step[]): { [file: string]: string } {
    const app = Testing.app();
    steps.forEach((step) => step(app));
    return filesOf(app);
  }

  it('are in the order in which they are applied', () => {
    expect(Object.keys(files(api(), namespace(), edge(), install()))).toEqual([
      expect.stringMatching(/^0000-spinkube-crds-/), expect.stringMatching(/^0001-spinkube-operator-/), '0002-namespaces.k8s.yaml',
      '0003-wasm-platform.k8s.yaml', '0004-api.k8s.yaml', '0005-edge.k8s.yaml',
    ]);
  });

  it.each<[string, Step[], string[]]>([
    ['an implicit executor is dropped again', [api('one'), executor('one')], ['one.k8s.yaml']],
    ['implicit executors of two apps are dropped', [api('one'), api('two', 'two'), executor('three')],
      ['0000-three.k8s.yaml', '0001-one.k8s.yaml', '0002-two.k8s.yaml']],
    ['one implicit executor of two is dropped', [api('one'), edge('one'), executor('one')], ['0000-wasm-platform.k8s.yaml', '0001-one.k8s.yaml']],
    ['an implicit executor is needed after another was dropped', [
      api('one'), executor('one'), api('two', 'api', { metadata: { name: 'api', namespace: 'other' } }),
    ], ['0000-one.k8s.yaml', '0001-wasm-platform.k8s.yaml', '0002-two.k8s.yaml']],
    ['an install has no app namespaces', [install()], [expect.stringContaining('crds'), expect.stringContaining('operator')]],
  ])('are none of them empty when %s', (_, steps, expected) => {
    const written = files(...steps);
    expect(Object.keys(written)).toEqual(expected);
    Object.values(written).forEach((text) => expect(text).toContain('kind: '));
  });
});

describe('the RuntimeClass of a pool', () => {
  const pooled = (app: App, chart: Chart) => {
    const nodePool = new WasmNodePool(chart, 'pool', { nodeSelector: { zone: 'a' } });
    api('api', 'api', { nodePool })(app);
    return orderOf(app).map((line) => line.replace(/-[0-9a-f]{8}\b/g, '-#'));
  };

  test('comes before the executor that names it, though an earlier app needs the same chart of executors', () => {
    const app = new App();
    edge()(app);
    expect(pooled(app, chartIn(app, 'nodes')).map((line) => line.split(':')[0])).toEqual(['nodes', 'wasm-platform', 'edge', 'api']);
  });

  test('stands beside its app, if that is where the pool is', () => {
    const app = new App();
    expect(pooled(app, chartIn(app, 'api'))).toEqual(['wasm-platform: SpinAppExecutor apps-pool', 'api: RuntimeClass pool-#, SpinApp api']);
  });
});
