import { App, Chart } from 'cdk8s';
import { NodePlacement, NodeProvisioning, WasmCluster } from '../../../src';
import { AskedPlacement, ImplicitPools } from '../../../src/nodes/private/implicit-pools';
import { synth, yamlOfKind } from '../../support/synth';
import '../../support/yaml-snapshots';

const EDGE: NodePlacement = { nodeSelector: { 'node-role': 'edge' }, tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }] };

/** What an app of no namespace asks for. */
function asked(given: Partial<AskedPlacement> = {}): AskedPlacement {
  return { name: 'edge', placement: EDGE, usual: EDGE, ...given };
}

/** The names of the classes in a cluster. */
function names(cluster: App | WasmCluster): string[] {
  return synth(cluster).map(({ metadata }) => metadata.name);
}

test('a placement is a RuntimeClass in a chart of ours', () => {
  const app = new App();
  ImplicitPools.of(new Chart(app, 'chart'), asked({ namespace: 'apps' }));
  expect(app.charts.map(({ node }) => node.path)).toEqual(['chart', 'wasm-platform']);
  expect(yamlOfKind(app, 'RuntimeClass')).toMatchInlineSnapshot(`
    apiVersion: node.k8s.io/v1
    kind: RuntimeClass
    metadata:
      name: apps-edge-53def34d
    handler: spin
    scheduling:
      nodeSelector:
        node-role: edge
      tolerations:
        - effect: NoSchedule
          key: edge
          operator: Exists
  `);
});

test('equal placements share one pool, whatever the order of their keys', () => {
  const app = new App();
  const pools = ['one', 'two'].map((id) => new Chart(app, id)).flatMap((chart) => [
    ImplicitPools.of(chart, asked()),
    ImplicitPools.of(chart, asked({
      placement: { tolerations: [{ effect: 'NoSchedule', operator: 'Exists', key: 'edge' }], nodeSelector: EDGE.nodeSelector },
    })),
  ]);
  expect(new Set(pools).size).toBe(1);
  expect(names(app)).toHaveLength(1);
});

test('other placements, names and namespaces have other pools', () => {
  const app = new App();
  const pools: Partial<AskedPlacement>[] = [
    {}, { placement: { ...EDGE, tolerations: [] } }, { placement: { ...EDGE, nodeSelector: { 'node-role': 'far' } } }, { name: 'gpu' }, { namespace: 'apps' },
  ];
  pools.forEach((given) => ImplicitPools.of(app, asked(given)));
  expect(new Set(names(app)).size).toBe(5);
});

test('another handler makes another class, since a handler is immutable', () => {
  const app = new App();
  const [spin, v2] = ['spin', 'spin-v2'].map((handler) => {
    const cluster = new WasmCluster(app, handler, { nodes: NodeProvisioning.preinstalled({ handler }) });
    ImplicitPools.of(cluster, asked());
    return synth(cluster)[0];
  });
  expect([spin.handler, v2.handler]).toEqual(['spin', 'spin-v2']);
  expect(spin.metadata.name).not.toBe(v2.metadata.name);
});

test('each cluster has pools of its own, of the same names', () => {
  const app = new App();
  const clusters = ['north', 'south'].map((id) => new WasmCluster(app, id));
  const pools = clusters.map((cluster) => ImplicitPools.of(new Chart(cluster, 'chart'), asked()));
  expect(pools[0]).not.toBe(pools[1]);
  expect(names(clusters[0])).toEqual(names(clusters[1]));
});
