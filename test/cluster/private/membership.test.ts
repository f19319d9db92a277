import fs from 'node:fs';
import { ApiObject, App, Chart, Include, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AppOverrides, ComponentSource, ContainerdConfig, ContainerdConfigVersion, FleetApp, GitLayout, NodeProvisioning, RuleCode, Rules, SpinAppExecutor,
  SpinKubeInstall, SpinKubeVersion, TopologyDiagram, WasmApp, WasmCluster, WasmClusterProps, WasmNodePool, WasmRuntime, WasmRuntimeClass,
  WasmValidation,
} from '../../../src';
import { failureOf } from '../../support/synth';

const IMAGE = `ghcr.io/acme/api:v1@sha256:${'0'.repeat(64)}`;
const V = SpinKubeVersion.V0_6_1;

const rootOf = (chart: Chart) => chart.node.root as App;
const appIn = (scope: Construct, id = 'api') => new WasmApp(scope, id, { image: IMAGE });
const chartIn = (scope: Construct, id = 'apps') => new Chart(scope, id, { namespace: 'shop' });
const plainIn = (scope: Construct) => new ApiObject(scope, 'plain', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain' } });

/** What validation says of a program: one problem a line. */
function problemsOf(make: (app: App) => unknown): string[] {
  const app = new App();
  make(app);
  return app.node.findAll().flatMap(({ node }) => node.validate().map((message) => `[${node.path}] ${message}`));
}

const EMPTY = 'charts: got nothing; a WasmCluster speaks for the charts below it, and no object is there; '
  + 'put the charts below the cluster: new Chart(cluster, ...), or leave the cluster out (EmptyCluster)';
const INHERITED = 'props: got ["operatorVersion","requireDigests"]; only the WasmCluster prod/inner stands below the cluster, and takes nothing from it; '
  + 'say them on that cluster (EmptyCluster)';
const unread = (...settings: string[]) => `props: got ${JSON.stringify(settings)}; they are for constructs of this library, and none stands below the cluster; `
  + 'put the charts below the cluster: new Chart(cluster, ...), or hold its objects to the rules: WasmValidation.of(cluster) (EmptyCluster)';
const beside = (found: string[], fix: string, clusters = 'prod') => `scope: got ${JSON.stringify(found)}; they stand beside the WasmCluster ${clusters}, `
  + `and what it says does not reach them; ${fix}, ...) (BesideCluster)`;

const SETTINGS: WasmClusterProps = { operatorVersion: V, requireDigests: true };
const wasmCluster = (app: App, props: WasmClusterProps = SETTINGS) => new WasmCluster(app, 'prod', props);

describe('a WasmCluster that nobody asks', () => {
  test.each<[string, (cluster: WasmCluster) => unknown, string]>([
    ['has nothing below it', () => undefined, EMPTY],
    ['has charts without objects', (cluster) => new Chart(chartIn(cluster), 'nested'), EMPTY],
    ['names what is in the cluster and makes nothing', (cluster) => WasmRuntimeClass.fromRuntimeClassName(chartIn(cluster), 'class', 'spin'), EMPTY],
    ['is drawn and has nothing to draw', (cluster) => TopologyDiagram.of(cluster).toMermaid(), EMPTY],
    ['holds rules and nothing that they speak of', (cluster) => WasmValidation.of(cluster), EMPTY],
    ['has only clusters below it, which its props do not reach', (cluster) => appIn(chartIn(new WasmCluster(cluster, 'inner'))), INHERITED],
    ['has objects of others, which its props do not reach', (cluster) => plainIn(chartIn(cluster)), unread('operatorVersion', 'requireDigests')],
    ['has a Deployment of cdk8s-plus', (cluster) => new Deployment(chartIn(cluster), 'api', { containers: [{ image: IMAGE }] }),
      unread('operatorVersion', 'requireDigests')],
  ])('fails where it %s', (_, fill, message) => {
    expect(problemsOf((app) => fill(wasmCluster(app)))).toEqual([`[prod] ${message}`]);
  });

  test('fails without props too, where there is nothing', () => {
    expect(problemsOf((app) => chartIn(wasmCluster(app, {})))).toEqual([`[prod] ${EMPTY}`]);
  });

  test('fails where all that it had is gone', () => {
    expect(problemsOf((app) => {
      const cluster = wasmCluster(app);
      appIn(chartIn(cluster));
      cluster.node.tryRemoveChild('apps');
      cluster.node.tryRemoveChild('wasm-platform');
    })).toEqual([`[prod] ${EMPTY}`]);
  });

  test('is a warning where that rule is relaxed', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(problemsOf((app) => {
      Rules.of(app).warnOnly(RuleCode.EMPTY_CLUSTER, 'its apps come next week');
      wasmCluster(app);
    })).toEqual([]);
    expect(stderr.mock.calls).toEqual([[`warning: [prod] ${EMPTY}; allowed here: its apps come next week\n`]]);
  });
});

describe('a WasmCluster is needed', () => {
  const manifests = `${Testing.app().outdir}/plain.yaml`;
  fs.writeFileSync(manifests, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: plain\n');

  test.each<[string, (cluster: WasmCluster) => unknown]>([
    ['by an app', (cluster) => appIn(chartIn(cluster))],
    ['by an app deep below it', (cluster) => appIn(new Construct(new Chart(new Construct(cluster, 'team'), 'apps'), 'service'))],
    ['by an install that writes nothing', (cluster) => new SpinKubeInstall(cluster, 'spinkube', { version: V, operator: { source: existing() } })],
    ['by a configuration of its nodes', (cluster) => nodes(cluster)],
    ['by raw objects that are held to the rules', (cluster) => {
      plainIn(chartIn(cluster));
      WasmValidation.of(cluster);
    }],
    ['by an Include whose chart is held to the rules', (cluster) => {
      const chart = chartIn(cluster);
      new Include(chart, 'include', { url: manifests });
      WasmValidation.of(chart);
    }],
    ['by raw objects of an app that is held to the rules', (cluster) => {
      plainIn(chartIn(cluster));
      WasmValidation.of(cluster.node.root);
    }],
  ])('%s', (_, fill) => {
    expect(problemsOf((app) => fill(wasmCluster(app)))).toEqual([]);
  });

  test.each<[string, (cluster: WasmCluster) => unknown]>([
    ['as the place of objects, which a layout asks for', (cluster) => plainIn(chartIn(cluster))],
    ['as the place of a chart that renders itself', (cluster) => Object.assign(chartIn(cluster), { toJson: () => [{ kind: 'ConfigMap' }] })],
    ['as the place of clusters', (cluster) => appIn(chartIn(new WasmCluster(cluster, 'inner')))],
  ])('without props, %s', (_, fill) => {
    expect(problemsOf((app) => fill(wasmCluster(app, { requireDigests: false, images: undefined })))).toEqual([]);
  });
});

describe('a construct beside a WasmCluster', () => {
  /** A cluster with an app, and what a program makes beside it. */
  const program = (make: (app: App) => unknown) => problemsOf((app) => {
    appIn(chartIn(wasmCluster(app, {})));
    make(app);
  });

  test.each<[string, (app: App) => unknown, string[]]>([
    ['an app', (app) => appIn(chartIn(app)),
      [`[apps] ${beside(['apps/api'], 'put the chart below the cluster: new Chart(cluster, "apps"')}`]],
    ['several apps, of which some are named', (app) => {
      const chart = chartIn(app);
      for (const id of ['a', 'b', 'c', 'd', 'e']) appIn(chart, id).exposeViaLoadBalancer();
    }, [`[apps] ${beside(['apps/a', 'apps/b', 'apps/c', '2 more'], 'put the chart below the cluster: new Chart(cluster, "apps"')}`]],
    ['apps of two charts', (app) => ['one', 'two'].forEach((id) => appIn(chartIn(app, id))),
      ['one', 'two'].map((id) => `[${id}] ${beside([`${id}/api`], `put the chart below the cluster: new Chart(cluster, "${id}"`)}`)],
    ['an app in nested charts', (app) => appIn(chartIn(chartIn(app, 'outer'))),
      [`[outer] ${beside(['outer/apps/api'], 'put the chart below the cluster: new Chart(cluster, "outer"')}`]],
    ['an app in a chart of a class of its own', (app) => appIn(new (class Shop extends Chart {})(app, 'shop')),
      [`[shop] ${beside(['shop/api'], 'put the chart below the cluster: new Shop(cluster, "shop"')}`]],
    ['a SpinKubeInstall, once', (app) => new SpinKubeInstall(app, 'spinkube', { version: V, appNamespaces: ['shop'] }),
      [`[spinkube] ${beside(['spinkube'], 'put it below the cluster: new SpinKubeInstall(cluster, "spinkube"')}`]],
    ['a SpinKubeInstall that writes nothing', (app) => new SpinKubeInstall(app, 'spinkube', { version: V, operator: { source: existing() } }),
      [`[spinkube] ${beside(['spinkube'], 'put it below the cluster: new SpinKubeInstall(cluster, "spinkube"')}`]],
    ['a configuration of its nodes, which makes no object', (app) => nodes(app),
      [`[nodes] ${beside(['nodes'], 'put it below the cluster: new ContainerdConfig(cluster, "nodes"')}`]],
    ['a pool that an app beside it uses', (app) => {
      const chart = chartIn(app);
      new WasmApp(chart, 'api', { image: IMAGE, nodePool: new WasmNodePool(chart, 'rack') });
    }, [`[apps] ${beside(['apps/rack/RuntimeClass', 'apps/api'], 'put the chart below the cluster: new Chart(cluster, "apps"')}`]],
    ['what stands beside several clusters', (app) => {
      for (const id of ['b', 'c', 'd', 'e', 'f']) appIn(chartIn(new WasmCluster(app, id)));
      appIn(chartIn(app));
    }, [`[apps] ${beside(['apps/api'], 'put the chart below the cluster: new Chart(cluster, "apps"', 'prod, b, c, 3 more')}`]],
  ])('fails for %s', (_, make, messages) => {
    expect(program(make)).toEqual(messages);
  });

  test('fails for a cluster that nobody asks and for what should be in it, together', () => {
    expect(failureOf((chart) => {
      wasmCluster(rootOf(chart), { requireDigests: true });
      appIn(chart);
    }).split('\n')).toEqual([
      `[test] ${beside(['test/api'], 'put the chart below the cluster: new Chart(cluster, "test"')}`,
      `[prod] ${EMPTY}`,
    ]);
  });

  test('fails for what was made before the cluster, and in a chart that holds the cluster', () => {
    expect(problemsOf((app) => {
      const chart = chartIn(app, 'early');
      appIn(chart);
      appIn(chartIn(new WasmCluster(chart, 'prod')));
    })).toEqual([`[early] ${beside(['early/api'], 'put the chart below the cluster: new Chart(cluster, "early"', 'early/prod')}`]);
  });

  test.each<[string, (app: App) => unknown]>([
    ['objects of others', (app) => plainIn(chartIn(app))],
    ['what names an object of each cluster', (app) => {
      WasmRuntimeClass.fromRuntimeClassName(app, 'class', 'spin');
      SpinAppExecutor.fromSpinAppExecutorName(app, 'executor', 'spin');
      WasmNodePool.fromExisting(chartIn(app), 'pool', { runtimeClassName: 'edge', executorName: 'edge' });
    }],
    ['a picture, and the rules for raw objects', (app) => {
      WasmValidation.of(app);
      WasmValidation.of(plainIn(chartIn(app)));
      TopologyDiagram.of(app).toMermaid();
    }],
    ['a question', (app) => WasmCluster.of(chartIn(app)).nodes],
    ['a list of values by cluster and app', (app) => new AppOverrides(app, 'overrides', [])],
    ['what is in the tree no longer', (app) => {
      appIn(chartIn(app));
      app.node.tryRemoveChild('apps');
    }],
  ])('may be %s', (_, make) => {
    expect(program(make)).toEqual([]);
  });

  test('may stand there once the cluster is gone', () => {
    expect(problemsOf((app) => {
      wasmCluster(app);
      appIn(chartIn(app));
      app.node.tryRemoveChild('prod');
    })).toEqual([]);
  });

  test('is a warning where that rule is relaxed, for one construct or for all of a chart', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const fix = (id: string) => `put the chart below the cluster: new Chart(cluster, "${id}"`;
    expect(program((app) => {
      const [one, two] = ['one', 'two'].map((id) => chartIn(app, id));
      Rules.of(two).warnOnly(RuleCode.BESIDE_CLUSTER, 'another tool applies it');
      [one, two].forEach((chart) => ['a', 'b'].forEach((id) => appIn(chart, id)));
      Rules.of(one.node.findChild('a')).warnOnly(RuleCode.BESIDE_CLUSTER, 'another tool applies it');
    })).toEqual([`[one] ${beside(['one/b'], fix('one'))}`]);
    expect(stderr.mock.calls).toEqual(['one/a', 'two/a', 'two/b']
      .map((path) => [`warning: [${path}] ${beside([path], fix(path.split('/')[0]))}; allowed here: another tool applies it\n`]));
  });
});

describe.each<[string, new () => App]>([['App', App], ['FleetApp', FleetApp]])('%s', (_, type) => {
  const program = () => {
    const app = Object.assign(new type(), { outdir: Testing.app().outdir });
    wasmCluster(app);
    appIn(chartIn(app));
    return app;
  };

  test.each<[string, (app: App) => unknown]>([
    ['synth()', (app) => app.synth()],
    ['synthYaml()', (app) => app.synthYaml()],
    ['Testing.synth()', (app) => Testing.synth(app.node.findChild('apps') as Chart)],
  ])('fails for both by %s', (_call, call) => {
    expect(() => call(program())).toThrow(/EmptyCluster[^]*BesideCluster/);
  });
});

test('a layout with several clusters asks for one of each chart, also of one without Wasm', () => {
  const app = new FleetApp({ outdir: Testing.app().outdir, layout: GitLayout.kubectl() });
  appIn(chartIn(new WasmCluster(app, 'edge', { operatorVersion: V, nodes: NodeProvisioning.k3s() })));
  plainIn(chartIn(new WasmCluster(app, 'office')));
  app.synth();
  expect(fs.readdirSync(app.outdir).filter((name) => !name.startsWith('.')).sort()).toEqual(['edge', 'office']);
});

function existing() {
  return ComponentSource.existing();
}

function nodes(scope: Construct): ContainerdConfig {
  return new ContainerdConfig(scope, 'nodes', { version: ContainerdConfigVersion.V3, runtimes: [{ runtime: WasmRuntime.SPIN }] });
}
