import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { SpinKubeInstall, SpinKubeVersion, WasmCluster } from '../../../src';
import { ClusterState, dependOn } from '../../../src/cluster/private/cluster-state';
import { orderOf } from '../../support/synth';

class Notes {
  readonly lines: string[] = [];
  constructor(readonly state: ClusterState) {}
}

function stateOf(scope: Construct): ClusterState {
  return ClusterState.of(WasmCluster.of(scope));
}

function configMap(scope: Construct, name: string): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

test('upper floors keep one state of a sort for each cluster', () => {
  const app = new App();
  const [north, south] = ['north', 'south'].map((id) => stateOf(new WasmCluster(app, id)));
  const notes = north.part(Notes);
  expect(north.part(Notes)).toBe(notes);
  expect(notes.state).toBe(north);
  expect(south.part(Notes)).not.toBe(notes);
});

describe('the chart of what no user declared', () => {
  test('is one for each cluster, and stands in it', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'north');
    expect(stateOf(app).sharedChart()).toBe(stateOf(new Chart(app, 'chart')).sharedChart());
    expect(stateOf(app).sharedChart().node.path).toBe('wasm-platform');
    expect(stateOf(new Chart(cluster, 'chart')).sharedChart().node.path).toBe('north/wasm-platform');
  });

  test('is not there before it is needed', () => {
    const app = new App();
    stateOf(app);
    expect(app.charts).toEqual([]);
  });

  test('comes after the operator, wherever in the program that is installed', () => {
    const app = new App();
    configMap(stateOf(app).sharedChart(), 'shared');
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    expect(orderOf(app).map((line) => line.split(':')[0])).toEqual(['crds', 'operator', 'wasm-platform']);
  });

  test('comes after what its users say, also when they say it late', () => {
    const app = new App();
    const state = stateOf(app);
    const first: Construct[] = [];
    configMap(state.sharedChart(), 'shared');
    state.beforeShared.push(() => first);
    first.push(configMap(new Chart(app, 'namespaces'), 'first'));
    expect(orderOf(app)).toEqual(['namespaces: ConfigMap first', 'wasm-platform: ConfigMap shared']);
  });

  test('comes after what the tree holds when it is synthesised, each time', () => {
    const app = new App();
    const state = stateOf(app);
    configMap(state.sharedChart(), 'shared');
    state.beforeShared.push(() => state.objectsToOrder.namespaces('apps'));
    expect(orderOf(app)).toEqual(['wasm-platform: ConfigMap shared']);
    new ApiObject(new Chart(app, 'late'), 'apps', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } });
    expect(orderOf(app)).toEqual(['late: Namespace apps', 'wasm-platform: ConfigMap shared']);
  });

  test('knows what stands in it', () => {
    const app = new App();
    const state = stateOf(app);
    const beside = configMap(new Chart(app, 'chart'), 'beside');
    expect(state.isShared(beside)).toBe(false);
    expect(state.isShared(configMap(state.sharedChart(), 'shared'))).toBe(true);
    expect(state.isShared(beside)).toBe(false);
  });

  test.each(['', 'north'])('fails where a chart of the user has its id below %j', (cluster) => {
    const app = new App();
    const scope = cluster ? new WasmCluster(app, cluster) : app;
    new Chart(scope, 'wasm-platform');
    expect(() => stateOf(scope).sharedChart()).toThrow(new Error(
      `[${cluster && `${cluster}/`}wasm-platform] id: got "wasm-platform"; the chart of implicit executors and RuntimeClasses has this id; `
      + 'give your own another id (ReservedId)',
    ));
  });

  test('goes with the last object in it, and comes back when it is needed again', () => {
    const app = new App();
    const state = stateOf(app);
    const [one, two] = ['one', 'two'].map((name) => configMap(state.sharedChart(), name));
    state.dropImplicit(one);
    expect(orderOf(app)).toEqual(['wasm-platform: ConfigMap two']);
    state.dropImplicit(two);
    expect(app.charts).toEqual([]);
    configMap(state.sharedChart(), 'three');
    expect(orderOf(app)).toEqual(['wasm-platform: ConfigMap three']);
  });

  test('stays when an object elsewhere is dropped', () => {
    const app = new App();
    const state = stateOf(app);
    const chart = new Chart(app, 'chart');
    configMap(state.sharedChart(), 'shared');
    configMap(chart, 'kept');
    state.dropImplicit(configMap(chart, 'dropped'));
    expect(orderOf(app).sort()).toEqual(['chart: ConfigMap kept', 'wasm-platform: ConfigMap shared']);
  });
});

test('a construct may depend on what is found only when the order is settled', () => {
  const app = new App();
  const [last, first] = ['last', 'first'].map((id) => new Chart(app, id));
  const found: Construct[] = [];
  dependOn(configMap(last, 'b'), () => found);
  found.push(configMap(first, 'a'));
  expect(orderOf(app)).toEqual(['first: ConfigMap a', 'last: ConfigMap b']);
});
