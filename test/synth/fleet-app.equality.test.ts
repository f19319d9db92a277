import { App, AppProps, Chart, Testing, YamlOutputType } from 'cdk8s';
import fc from 'fast-check';
import { EdgeWasmApp, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster } from '../../src';
import { fullFilesBelow, newFolder } from './support/folder';
import { grow, Plan, plans } from './support/random-tree';
import { isMisread } from '../../src/rules/misread';
import { FleetApp } from '../../src/synth/fleet-app';

type AppType = new (props?: AppProps) => App;

const OUTPUTS = [
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

/** Trees of strings that every reader takes for themselves as stock cdk8s writes them. */
const faithfulPlans = plans.filter(({ branches }) => branches.every(({ value }) => ![value, `k${value}`].some(isMisread)));

/** What each kind of app does with a tree, or how it fails. */
function bothOn(act: (type: AppType) => unknown): unknown[] {
  return [App, FleetApp].map((type) => {
    try {
      return act(type);
    } catch (error) {
      // Stock cdk8s puts other constructs into the path of a cycle where paths branch.
      return (error as Error).message.replace(/(Dependency cycle detected:).*/, '$1');
    }
  });
}

function synthesise(app: App): unknown {
  app.synth();
  return { files: fullFilesBelow(app.outdir), charts: app.charts.map(({ node }) => node.path) };
}

function holdEqual([stock, fleet]: unknown[]): void {
  expect(fleet).toEqual(stock);
}

describe('a FleetApp and the stock App', () => {
  it.each(OUTPUTS)('write the same bytes for random trees, output type %s', (yamlOutputType) => {
    fc.assert(fc.property(faithfulPlans, fc.boolean(), (plan, recordConstructMetadata) => {
      const props = { yamlOutputType, recordConstructMetadata };
      holdEqual(bothOn((type) => synthesise(grow(new type({ outdir: newFolder(), ...props }), plan))));
    }), { numRuns: 60 });
  });

  it('make the same text for random trees', () => {
    fc.assert(fc.property(faithfulPlans, (plan) => holdEqual(bothOn((type) => grow(new type(), plan).synthYaml()))), { numRuns: 300 });
  });

  it('render the same charts, and write the same files after that', () => {
    fc.assert(fc.property(faithfulPlans, (plan) => holdEqual(bothOn((type) => {
      const app = grow(new type({ outdir: newFolder() }), plan);
      const charts = app.node.findAll().filter((construct) => construct instanceof Chart) as Chart[];
      return { rendered: charts.map((chart) => Testing.synth(chart)), files: synthesise(app) };
    }))));
  });

  it('write the same bytes a second time', () => {
    fc.assert(fc.property(faithfulPlans, (plan: Plan) => holdEqual(bothOn((type) => {
      const app = grow(new type({ outdir: newFolder() }), plan);
      return [synthesise(app), synthesise(app)];
    }))));
  });

  it.each(OUTPUTS)('write the same bytes for clusters, installs, apps and pools, output type %s', (yamlOutputType) => {
    const results = bothOn((type) => {
      const app = new type({ outdir: newFolder(), yamlOutputType });
      ['north', 'south'].forEach((site) => furnish(new WasmCluster(app, site), site));
      return synthesise(app);
    });
    holdEqual(results);
    expect(results[0]).toEqual({ files: expect.anything(), charts: expect.arrayContaining(['north/first', 'south/late']) });
  });

  it.each(['hello', 'runtimes'])('write the same bytes for the example %s', (example) => {
    const outdir = process.cwd();
    const [stock, fleet] = [true, false].map((plain) => runExample(example, plain));
    expect(fleet).toEqual(stock);
    expect(Object.keys(fleet)).not.toEqual([]);
    expect(process.cwd()).toBe(outdir);
  });
});

function furnish(cluster: WasmCluster, site: string): void {
  const first = new Chart(cluster, 'first', { namespace: 'apps' });
  new WasmApp(first, 'api', { image: 'ghcr.io/acme/api:v1' }).exposeViaLoadBalancer();
  new EdgeWasmApp(new Chart(cluster, 'edge', { namespace: 'edge' }), 'edge', { image: 'ghcr.io/acme/edge:v1', nodeSelector: { site } });
  new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['apps'] });
  const late = new Chart(cluster, 'late', { namespace: 'late' });
  new WasmApp(late, 'web', { image: 'ghcr.io/acme/web:v1' });
  new SpinAppExecutor(new Chart(cluster, 'executors', { namespace: 'late' }), 'executor', { spinImage: 'ghcr.io/acme/spin:v1' });
  late.addDependency(first);
}

/** Runs an example program whose `App` is one of the two, and reads what it wrote. */
function runExample(example: string, plain: boolean): { [name: string]: string } {
  const folder = newFolder();
  jest.isolateModules(() => {
    const cdk8s = { ...jest.requireActual('cdk8s') };
    jest.doMock('cdk8s', () => cdk8s);
    const { FleetApp: Fleet } = jest.requireActual('../../src/synth/fleet-app');
    const base: AppType = plain ? cdk8s.App : Fleet;
    cdk8s.App = class extends base {
      constructor(props: AppProps) {
        super({ ...props, outdir: folder });
      }
    };
    jest.requireActual(`../../examples/${example}/main`);
    jest.dontMock('cdk8s');
  });
  return fullFilesBelow(folder);
}
