import { App, Chart } from 'cdk8s';
import { EdgeWasmApp, SpinAppExecutor, SpinRuntimeClass, WasmApp, WasmCluster } from '../../src';
import { chartOf, failureOf, orderOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const RESERVED = 'id: got "wasm-platform"; the chart of implicit executors and RuntimeClasses has this id; give your own another id (ReservedId)';

function appIn(scope: App | WasmCluster, id: string): WasmApp {
  return new WasmApp(new Chart(scope, id, { namespace: 'apps' }), 'api', { metadata: { name: 'api' }, image: IMAGE });
}

describe('ids that users may choose', () => {
  it('leave a chart the id "wasm-cluster"', () => {
    const app = new App();
    appIn(app, 'wasm-cluster');
    expect(orderOf(app)).toEqual(['wasm-platform: SpinAppExecutor apps-spin', 'wasm-cluster: SpinApp api']);
  });

  it('keep a cluster with the id "wasm-cluster" apart from the charts beside it', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'wasm-cluster');
    expect(WasmCluster.of(new Chart(app, 'beside'))).not.toBe(cluster);
    expect(WasmCluster.of(new Chart(cluster, 'below'))).toBe(cluster);
  });

  it('give valid names where they have underscores', () => {
    const chart = chartOf();
    new SpinAppExecutor(chart, 'my_executor', { spinImage: IMAGE });
    new SpinRuntimeClass(chart, 'my_class');
    expect(synth(chart).map(({ metadata }) => metadata.name).sort()).toEqual([
      expect.stringMatching(/^test-my-class-[0-9a-f]{8}$/), expect.stringMatching(/^test-my-executor-[0-9a-f]{8}$/),
    ]);
  });

  it('give the names that cdk8s gives where these are valid', () => {
    const chart = chartOf();
    expect(new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE }).executorName).toBe('test-executor-c8a8baff');
  });
});

describe('the id "wasm-platform" fails', () => {
  it('for the chart of an app', () => {
    expect(failureOf((chart) => appIn(chart.node.root as App, 'wasm-platform'))).toBe(`[wasm-platform] ${RESERVED}`);
  });

  it('for a chart beside that of an app, where an implicit executor or RuntimeClass is made', () => {
    expect(failureOf((chart) => {
      const cluster = new WasmCluster(chart.node.root as App, 'prod');
      new Chart(cluster, 'wasm-platform');
      new EdgeWasmApp(new Chart(cluster, 'apps'), 'edge', { image: IMAGE });
    })).toBe(`[prod/wasm-platform] ${RESERVED}`);
  });

  it('not where nothing implicit is made', () => {
    const chart = chartOf('apps', 'wasm-platform');
    new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE });
    new WasmApp(chart, 'api', { image: IMAGE });
    expect(synth(chart.node.root).map(({ kind }) => kind)).toEqual(['SpinAppExecutor', 'SpinApp']);
  });
});
