/** Programs of teams: their executors and RuntimeClasses are those of the platform, by name. */
import { App, Chart, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  EdgeWasmApp, EdgeWasmAppProps, ExecutorManagement, NodeProvisioning, SpinAppExecutor, SpinDeployment, SpinKubeInstall, SpinKubeInstallProps,
  SpinKubeVersion, SpinRuntimeClass,
  WasmApp, WasmCluster, WasmClusterProps, WasmNodePool, WasmImage, WasmPod, WasmRuntime,
} from '../../src';
import { parseManifests } from '../support/manifest-check';
import { failureOf, filesOf, synth, yamlOf } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const FAR = { nodeSelector: { site: 'far' } };
const { EXISTING, MANAGED } = ExecutorManagement;

function clusterOf(props: WasmClusterProps = {}): WasmCluster {
  return new WasmCluster(new App(), 'prod', { executors: EXISTING, ...props });
}

/** An app of each kind in a namespace. */
function apps(cluster: WasmCluster, namespace: string | undefined = 'shop', placement: Partial<EdgeWasmAppProps> = {}): WasmCluster {
  const chart = new Chart(cluster, `apps-${namespace}`, { namespace });
  new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE });
  new EdgeWasmApp(chart, 'edge', { metadata: { name: 'edge' }, image: IMAGE, ...placement });
  new WasmApp(chart, 'racked', { metadata: { name: 'racked' }, image: IMAGE, nodePool: new WasmNodePool(chart, 'rack', FAR) });
  return cluster;
}

const namesOf = (objects: any[], kind: string) => objects.filter((object) => object.kind === kind)
  .map(({ metadata }) => [metadata.namespace, metadata.name].filter(Boolean).join('/')).sort();

/** The executors that apps name, as `namespace/name`. */
function named(objects: any[]): string[] {
  return objects.filter(({ kind }) => kind === 'SpinApp').map(({ metadata, spec }) => [metadata.namespace, spec.executor].filter(Boolean).join('/')).sort();
}

/** The objects of a program of a team, whose executors are elsewhere. */
function team(cluster: WasmCluster): any[] {
  const objects = parseManifests('team', yamlOf(cluster));
  return synth(cluster, { executors: named(objects).map((name) => name.split('/').pop()!) });
}

describe('a program whose executors exist', () => {
  it('writes its apps and nothing else, in files of which none is empty', () => {
    expect(team(apps(clusterOf())).map(({ kind }) => kind)).toEqual(['SpinApp', 'SpinApp', 'SpinApp']);
    const app = Testing.app();
    apps(new WasmCluster(app, 'prod', { executors: EXISTING }));
    expect(Object.keys(filesOf(app, { executors: ['shop-spin', 'shop-edge', 'shop-rack'] }))).toHaveLength(1);
  });

  it('carries no hash of what it does not know', () => {
    expect(team(apps(clusterOf())).map(({ metadata }) => metadata.annotations)).toEqual([undefined, undefined, undefined]);
  });

  it('renders twice the same', () => {
    const cluster = apps(clusterOf());
    expect(yamlOf(cluster)).toBe(yamlOf(cluster));
  });

  it('names the executors of its namespace', () => {
    expect(named(team(apps(clusterOf())))).toEqual(['shop/shop-edge', 'shop/shop-rack', 'shop/shop-spin']);
  });

  it('names the executors of the owner that the platform has', () => {
    expect(named(team(apps(clusterOf({ owner: 'web' }))))).toEqual(['shop/web-shop-edge', 'shop/web-shop-rack', 'shop/web-shop-spin']);
  });

  it('names another executor for all apps without nodes of their own, if it says so', () => {
    expect(named(team(apps(clusterOf({ executorName: 'containerd-shim-spin', owner: 'web' })))))
      .toEqual(['shop/containerd-shim-spin', 'shop/web-shop-edge', 'shop/web-shop-rack']);
  });

  it('still prefers a declared executor', () => {
    const cluster = clusterOf();
    const chart = new Chart(cluster, 'chart', { namespace: 'shop' });
    new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE });
    new SpinAppExecutor(chart, 'executor', { metadata: { name: 'spintainer' }, spinImage: 'ghcr.io/acme/spin:v3' });
    expect(named(synth(cluster))).toEqual(['shop/spintainer']);
  });

  it('still writes a RuntimeClass that it declares, and a pool of another runtime', () => {
    const cluster = clusterOf();
    const chart = new Chart(cluster, 'chart', { namespace: 'shop' });
    new SpinRuntimeClass(chart, 'mine', { metadata: { name: 'mine' } });
    new WasmNodePool(chart, 'wasmtime', { runtime: WasmRuntime.WASMTIME });
    expect(namesOf(synth(cluster), 'RuntimeClass')).toEqual(['mine', expect.stringMatching(/^shop-wasmtime-[0-9a-f]{8}$/)]);
  });

  it('has pods name the RuntimeClass of a pool of the platform', () => {
    const cluster = clusterOf();
    const chart = new Chart(cluster, 'chart', { namespace: 'shop' });
    const { runtimeClass } = new WasmNodePool(chart, 'rack', { runtimeClassName: 'rack' });
    new WasmPod(chart, 'pod', { metadata: { name: 'pod' }, runtimeClass, image: WasmImage.ociArtifact(IMAGE, { command: ['/'] }) });
    expect(synth(cluster, { runtimeClasses: ['rack'] }).map(({ kind, spec }) => [kind, spec.runtimeClassName])).toEqual([['Pod', 'rack']]);
  });

  it.each<[string, (chart: Chart, pool: WasmNodePool) => void]>([
    ['a pod of Spin', (chart, nodePool) => new SpinDeployment(chart, 'spin', { image: IMAGE, nodePool })],
    ['a pod under its class', (chart, { runtimeClass }) => new WasmPod(chart, 'pod', { runtimeClass, image: WasmImage.ociArtifact(IMAGE, { command: ['/'] }) })],
    ['an executor of its own', (chart, { runtimeClass }) => new SpinAppExecutor(chart, 'executor', { runtimeClass })],
    ['a workload of cdk8s-plus', (chart, { runtimeClass }) => runtimeClass.applyTo(new Deployment(chart, 'plain', { containers: [{ image: IMAGE }] }))],
  ])('fails for %s that needs the name of a RuntimeClass of the platform', (_, use) => {
    const chart = new Chart(clusterOf(), 'chart', { namespace: 'shop' });
    expect(() => use(chart, new WasmNodePool(chart, 'rack', FAR))).toThrow(new Error(
      '[prod/chart/rack] runtimeClassName: got nothing; the platform makes the RuntimeClass of the pool, and this program does not know its name; '
      + 'give the pool the name that the RuntimeClass has in the cluster, or run a WasmApp, which needs the executor alone (UnresolvedReference)',
    ));
    const other = new Chart(clusterOf(), 'chart', { namespace: 'shop' });
    expect(() => use(other, new WasmNodePool(other, 'rack', { ...FAR, runtimeClassName: 'rack' }))).not.toThrow();
  });

  it('fails for an executor name where executors are managed, and for names that are none', () => {
    expect(failureOf((chart) => new WasmCluster(chart.node.root as App, 'prod', { executorName: 'Mine', owner: 'my.team' })).split('\n')).toEqual([
      '[prod] owner: got "my.team"; an owner must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; use lower-case letters, digits and dashes (InvalidName)',
      '[prod] executorName: got "Mine"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; use lower-case letters, digits, dashes and dots (InvalidName)',
      '[prod] executorName: got "Mine"; this program makes the executors of its apps and names them by their namespace; say executors: EXISTING, or declare a SpinAppExecutor of this name (UnusedOption)',
    ]);
  });

  it.each([['owner', undefined], ['executorName', undefined]])('is unchanged by %s left out', (prop, value) => {
    expect(yamlOf(apps(clusterOf({ [prop]: value })))).toBe(yamlOf(apps(clusterOf())));
  });
});

describe('what a team names', () => {
  const OWNERS: [string, WasmClusterProps][] = [['no owner', {}], ['an owner', { owner: 'platform' }]];

  it.each(OWNERS)('is what a program that manages its executors writes, with %s', (_, props) => {
    for (const [namespace, placement] of [['shop', {}], ['a'.repeat(63), {}], ['shop', FAR], [undefined, {}]] as const) {
      const managed = synth(apps(clusterOf({ ...props, executors: MANAGED }), namespace, placement));
      const existing = team(apps(clusterOf(props), namespace, placement));
      expect(named(existing)).toEqual(named(managed));
      expect(namesOf(managed, 'SpinAppExecutor')).toEqual(named(existing));
    }
  });

  it('is the same whatever the handler of the nodes, which a team need not know', () => {
    const managed = clusterOf({ executors: MANAGED, nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    expect(named(team(apps(clusterOf(), 'shop', FAR)))).toEqual(named(synth(apps(managed, 'shop', FAR))));
  });

  it.each<[string, WasmClusterProps, Partial<SpinKubeInstallProps>, WasmClusterProps]>([
    ['with the defaults', {}, {}, {}],
    ['with an owner', { owner: 'platform' }, {}, { owner: 'platform' }],
    ['with one name for all namespaces', {}, { executorName: 'containerd-shim-spin' }, { executorName: 'containerd-shim-spin' }],
    ['where the edge is elsewhere', { edge: FAR }, {}, {}],
  ])('is what an install writes, %s', (_, platformProps, install, teamProps) => {
    const platform = new WasmCluster(new App(), 'prod', platformProps);
    const nodes = new Chart(platform, 'nodes');
    const nodePools = [new WasmNodePool(nodes, 'edge', platform.edge), new WasmNodePool(nodes, 'rack', FAR)];
    new SpinKubeInstall(platform, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop', 'site'], nodePools, ...install });
    const written = namesOf(synth(platform), 'SpinAppExecutor');
    expect(written).toHaveLength(6);
    const wanted = ['shop', 'site'].flatMap((namespace) => named(team(apps(clusterOf(teamProps), namespace))));
    expect(wanted.sort()).toEqual(written);
  });
});
