import { App, Chart } from 'cdk8s';
import { title } from './installs';
import {
  EdgeWasmApp, ExecutorManagement, SpinAppExecutor, SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion, WasmApp, WasmCluster, WasmNodePool,
  WasmRuntime,
} from '../../src';
import { failureOf, orderOf, synth, yamlOf } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const FAR = { nodeSelector: { site: 'far' } };

/** A pool in a chart of its own. */
function poolIn(app: App | WasmCluster, id = 'rack', chart = 'nodes', props: object = FAR): WasmNodePool {
  return new WasmNodePool((app.node.tryFindChild(chart) ?? new Chart(app, chart)) as Chart, id, props);
}

function install(app: App | WasmCluster, props: Partial<SpinKubeInstallProps> = {}): App | WasmCluster {
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop', 'site'], ...props });
  return app;
}

/** The objects for apps, as `Kind namespace/name`. */
function executorsOf(app: App | WasmCluster): string[] {
  return synth(app).filter(({ kind }) => kind === 'SpinAppExecutor').map(title);
}

/** The order of the charts, without what the operator consists of. */
function order(app: App): string[] {
  return orderOf(app).map((line) => line.replace(/-[0-9a-f]{8}\b/g, '-#').replace(/^(crds|operator): .*/, '$1'));
}

function failure(build: (app: App) => unknown): string[] {
  return failureOf((chart) => build(chart.node.root as App)).split('\n');
}

describe('the executors of app namespaces', () => {
  test('are called after them', () => {
    expect(executorsOf(install(new App()))).toEqual(['SpinAppExecutor shop/shop-spin', 'SpinAppExecutor site/site-spin']);
  });

  test('are called after the owner of the cluster first', () => {
    const cluster = new WasmCluster(new App(), 'prod', { owner: 'platform' });
    expect(executorsOf(install(cluster))).toEqual(['SpinAppExecutor shop/platform-shop-spin', 'SpinAppExecutor site/platform-site-spin']);
  });

  test('have one name for all, if they are told so', () => {
    const cluster = new WasmCluster(new App(), 'prod', { owner: 'platform' });
    expect(executorsOf(install(cluster, { executorName: 'containerd-shim-spin' })))
      .toEqual(['SpinAppExecutor shop/containerd-shim-spin', 'SpinAppExecutor site/containerd-shim-spin']);
  });

  test.each<[string, Partial<SpinKubeInstallProps>]>([['executorName', { executorName: undefined }], ['nodePools', { nodePools: [] }]])(
    'are unchanged by %s left out', (_, props) => {
      expect(yamlOf(install(new App(), props))).toBe(yamlOf(install(new App())));
    });
});

describe('the executors of pools', () => {
  test('are one for each pool and app namespace, for the RuntimeClass of the pool', () => {
    const app = new App();
    const pools = ['rack', 'edge'].map((id) => poolIn(app, id));
    install(app, { nodePools: pools });
    const executors = synth(app).filter(({ kind }) => kind === 'SpinAppExecutor');
    expect(executors.map((executor) => [title(executor), executor.spec.deploymentConfig.runtimeClassName])).toEqual(['shop', 'site'].flatMap((namespace) => [
      [`SpinAppExecutor ${namespace}/${namespace}-spin`, 'wasmtime-spin-v2'],
      [`SpinAppExecutor ${namespace}/${namespace}-rack`, pools[0].runtimeClass.runtimeClassName],
      [`SpinAppExecutor ${namespace}/${namespace}-edge`, pools[1].runtimeClass.runtimeClassName],
    ]));
  });

  test('come after the RuntimeClass and the Namespace, in the phase of executors', () => {
    const app = new App();
    install(app, { appNamespaces: ['shop'], nodePools: [poolIn(app)] });
    expect(order(app)).toEqual([
      'crds', 'operator', 'nodes: RuntimeClass rack-#', 'executors: Namespace shop, SpinAppExecutor shop-spin, SpinAppExecutor shop-rack',
    ]);
  });

  test.each(['before', 'after'])('serve the apps of this program, made %s the install', (when) => {
    const app = new App();
    const nodePool = poolIn(app);
    const steps = [
      () => install(app, { appNamespaces: ['shop'], nodePools: [nodePool] }),
      () => new WasmApp(new Chart(app, 'api', { namespace: 'shop' }), 'api', { metadata: { name: 'api' }, image: IMAGE, nodePool }),
    ];
    (when === 'before' ? steps.reverse() : steps).forEach((step) => step());
    expect(order(app).slice(-2)).toEqual(['executors: Namespace shop, SpinAppExecutor shop-spin, SpinAppExecutor shop-rack', 'api: SpinApp api']);
    expect(order(app)).toContain('nodes: RuntimeClass rack-#');
    expect(synth(app).find(({ kind }) => kind === 'SpinApp').spec.executor).toBe('shop-rack');
  });

  test('are not those of apps without a pool', () => {
    const app = new App();
    install(app, { nodePools: [poolIn(app)] });
    new WasmApp(new Chart(app, 'api', { namespace: 'shop' }), 'api', { image: IMAGE });
    expect(synth(app).find(({ kind }) => kind === 'SpinApp').spec.executor).toBe('shop-spin');
  });

  test('stay when the namespace declares another executor later', () => {
    const app = new App();
    install(app, { appNamespaces: ['shop'], nodePools: [poolIn(app)] });
    new SpinAppExecutor(new Chart(app, 'own', { namespace: 'shop' }), 'own', { metadata: { name: 'own' }, spinImage: 'ghcr.io/acme/spin:v3' });
    expect(executorsOf(app).sort()).toEqual(['SpinAppExecutor shop/own', 'SpinAppExecutor shop/shop-rack', 'SpinAppExecutor shop/shop-spin']);
  });

  test('keep the list that they were given', () => {
    const app = new App();
    const nodePools = [poolIn(app)];
    install(app, { appNamespaces: ['shop'], nodePools });
    nodePools.push(poolIn(app, 'late'));
    expect(executorsOf(app)).toEqual(['SpinAppExecutor shop/shop-spin', 'SpinAppExecutor shop/shop-rack']);
  });
});

describe('an install fails', () => {
  test.each<[string, (app: App) => Partial<SpinKubeInstallProps>, string[]]>([
    ['with a name for executors that is none', () => ({ executorName: 'Mine' }), [
      'executorName: got "Mine"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; '
        + 'use lower-case letters, digits, dashes and dots (InvalidName)',
    ]],
    ['with a name and pools for no namespace', (app) => ({ appNamespaces: [], executorName: 'mine', nodePools: [poolIn(app)] }), [
      'executorName: got "mine"; the executors of an install are those of its appNamespaces, and it has none; name the namespaces, or leave it out (UnusedOption)',
      'nodePools: got ["nodes/rack"]; the executors of an install are those of its appNamespaces, and it has none; name the namespaces, or leave it out (UnusedOption)',
    ]],
    ['with a pool of another runtime', (app) => ({ nodePools: [poolIn(app, 'rack', 'nodes', { runtime: WasmRuntime.WASMTIME })] }), [
      'nodePools[0]: got "rack"; SpinApps run in containerd-shim-spin only, and these nodes are said to have containerd-shim-wasmtime-v1; '
        + 'give a pool of nodes with the Spin shim (WrongRuntime)',
    ]],
    ['with a pool of another program', (app) => ({
      nodePools: [WasmNodePool.fromExisting(new Chart(app, 'nodes'), 'rack', { runtimeClassName: 'rack', executorName: 'rack' })],
    }), ['nodePools[0]: got "nodes/rack"; its executors are those of another program; leave it out (UnusedOption)']],
    ['with a pool of another cluster', (app) => ({ nodePools: [poolIn(new WasmCluster(app, 'other'))] }), [
      'nodePools[0]: got "other/nodes/rack/RuntimeClass"; it is made in another WasmCluster, so this cluster does not have it; '
        + 'make one in the cluster of its user, or refer to an existing one by its name (OtherCluster)',
    ]],
    ['with two pools of one name', (app) => ({ nodePools: [poolIn(app, 'Rack', 'one'), poolIn(app, 'rack', 'two', {})] }), [
      'nodePools[1]: got "two/rack"; one/Rack has executors of the same name, by its id; give one of the two another id (DuplicateObject)',
    ]],
  ])('%s', (_, props, messages) => {
    expect(failure((app) => install(app, props(app)))).toEqual(messages.map((message) => `[spinkube] ${message}`));
  });

  test('with pools in a cluster whose executors exist', () => {
    expect(failure((app) => {
      const cluster = new WasmCluster(app, 'prod', { executors: ExecutorManagement.EXISTING });
      install(cluster, { nodePools: [poolIn(cluster)] });
    })).toEqual(['[prod/spinkube] nodePools[0]: got "prod/nodes/rack"; its executors are those of another program; leave it out (UnusedOption)']);
  });

  test('with a pool whose name an EdgeWasmApp of the namespace has', () => {
    expect(failure((app) => {
      new EdgeWasmApp(new Chart(app, 'apps', { namespace: 'shop' }), 'edge', { image: IMAGE });
      install(app, { appNamespaces: ['shop'], nodePools: [poolIn(app, 'edge')] });
    })).toEqual([expect.stringMatching(
      /^\[spinkube\/executors\] nodePool: got "nodes\/edge"; the executor shop-edge of its namespace is that of other nodes, with the RuntimeClass shop-edge-[0-9a-f]{8}; give the pool another id \(DuplicateObject\)$/,
    )]);
  });

  test('with a pool that is called as what has no pool', () => {
    expect(failure((app) => install(app, { appNamespaces: ['shop'], nodePools: [poolIn(app, 'spin')] }))).toEqual([
      expect.stringMatching(/ metadata\.name: got "shop-spin"; SpinAppExecutor of this name and namespace is also made by .* \(DuplicateObject\)$/),
    ]);
  });
});
