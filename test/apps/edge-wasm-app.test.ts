import { App, Chart } from 'cdk8s';
import { EdgeWasmApp, EdgeWasmAppProps, NodePlacement, NodeProvisioning, WasmCluster } from '../../src';
import { chartOf, failureOf, synth, yamlOf } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/edge:v1';

function edgeApp(props: Partial<EdgeWasmAppProps> = {}, scope: Chart = chartOf()): EdgeWasmApp {
  return new EdgeWasmApp(scope, 'sensor', { metadata: { name: 'sensor' }, image: IMAGE, ...props });
}

/** The scheduling of the RuntimeClass that an app's executor names. */
function scheduling(app: EdgeWasmApp): unknown {
  const cluster = WasmCluster.of(app);
  const objects = synth(app.node.scopes.includes(cluster) ? cluster : app.node.root);
  const { executor } = objects.find(({ kind }) => kind === 'SpinApp').spec;
  const { runtimeClassName } = objects.find(({ metadata, kind }) => kind === 'SpinAppExecutor' && metadata.name === executor).spec.deploymentConfig;
  return objects.find(({ metadata, kind }) => kind === 'RuntimeClass' && metadata.name === runtimeClassName).scheduling;
}

function inCluster(edge: NodePlacement, props: Partial<EdgeWasmAppProps> = {}): EdgeWasmApp {
  return edgeApp(props, new Chart(new WasmCluster(new App(), 'factory', { edge }), 'test', { namespace: 'apps' }));
}

const EDGE_NODES = { 'node-role': 'edge' };
const EDGE_TAINT = [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }];

describe('an EdgeWasmApp', () => {
  it('is a RuntimeClass with the placement, an executor for it, and one replica', () => {
    expect(yamlOf(edgeApp().node.root)).toMatchInlineSnapshot(`
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
      ---
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinAppExecutor
      metadata:
        name: apps-edge
        namespace: apps
      spec:
        createDeployment: true
        deploymentConfig:
          installDefaultCACerts: true
          runtimeClassName: apps-edge-53def34d
      ---
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinApp
      metadata:
        annotations:
          cdk8s-wasm/executor-hash: 3f99bb5d
        name: sensor
        namespace: apps
      spec:
        executor: apps-edge
        image: ghcr.io/acme/edge:v1
        replicas: 1
    `);
  });

  it('takes what a WasmApp takes', () => {
    const app = edgeApp({ replicas: 3, components: ['sensor'], podLabels: { team: 'iot' } });
    const { spec } = synth(app.node.root).find(({ kind }) => kind === 'SpinApp');
    expect(spec).toMatchObject({ replicas: 3, components: ['sensor'], podLabels: { team: 'iot' } });
  });

  it.each(['nodeSelector', 'tolerations', 'replicas'])('is unchanged by %s left out', (prop) => {
    expect(yamlOf(edgeApp({ [prop]: undefined }).node.root)).toBe(yamlOf(edgeApp().node.root));
  });

  it('is unchanged by its defaults in so many words', () => {
    const app = edgeApp({ replicas: 1, nodeSelector: EDGE_NODES, tolerations: EDGE_TAINT });
    expect(yamlOf(app.node.root)).toBe(yamlOf(edgeApp().node.root));
  });

  it('runs on nodes with other labels', () => {
    expect(scheduling(edgeApp({ nodeSelector: { 'topology.kubernetes.io/zone': 'shop-1' } }))).toEqual({
      nodeSelector: { 'topology.kubernetes.io/zone': 'shop-1' }, tolerations: EDGE_TAINT,
    });
  });

  it('runs on nodes with other taints', () => {
    const tolerations = [{ key: 'site', operator: 'Equal', value: 'shop', effect: 'NoExecute', tolerationSeconds: 60 }];
    expect(scheduling(edgeApp({ tolerations }))).toEqual({ nodeSelector: EDGE_NODES, tolerations });
  });

  it('runs anywhere if it is told so', () => {
    expect(scheduling(edgeApp({ nodeSelector: {}, tolerations: [] }))).toBeUndefined();
  });

  it('runs where its cluster says', () => {
    const edge = { nodeSelector: { site: 'factory' }, tolerations: [{ key: 'factory', operator: 'Exists' }] };
    expect(scheduling(inCluster(edge))).toEqual(edge);
  });

  it('runs where its cluster says but for what it says itself', () => {
    const edge = { nodeSelector: { site: 'factory' }, tolerations: [{ key: 'factory', operator: 'Exists' }] };
    expect(scheduling(inCluster(edge, { nodeSelector: { site: 'line-1' } }))).toEqual({ ...edge, nodeSelector: { site: 'line-1' } });
  });

  it('keeps the default of what its cluster leaves out', () => {
    expect(scheduling(inCluster({ nodeSelector: { site: 'factory' } }))).toEqual({ nodeSelector: { site: 'factory' }, tolerations: EDGE_TAINT });
  });

  it('fails in no chart, by its own path', () => {
    expect(failureOf((chart) => edgeApp({}, chart.node.root as Chart))).toBe(
      '[sensor] scope: got ""; an object is written to the file of a chart, and there is none above it; stand it in a Chart (NoChart)',
    );
  });

  it.each(['No Name', 'a/b', ''])('fails in the namespace %j, by its own path', (namespace) => {
    expect(failureOf((chart) => edgeApp({ metadata: { namespace } }, chart))).toMatch(/^\[test\/sensor\] metadata\.namespace: got .* \(InvalidNamespace\)$/);
  });

  it('uses the handler that the installer of the shim wrote', () => {
    const cluster = new WasmCluster(new App(), 'factory', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    edgeApp({}, new Chart(cluster, 'test'));
    expect(synth(cluster).find(({ kind }) => kind === 'RuntimeClass').handler).toBe('spin-v2');
  });

  it('has another RuntimeClass where the handler is another', () => {
    const [one, other] = ['spin', 'spin-v2'].map((handler) => {
      const cluster = new WasmCluster(new App(), 'factory', { nodes: NodeProvisioning.preinstalled({ handler }) });
      edgeApp({}, new Chart(cluster, 'test'));
      return synth(cluster).find(({ kind }) => kind === 'RuntimeClass').metadata.name;
    });
    expect(one).not.toBe(other);
  });

  it('keeps its placement when the caller changes it later', () => {
    const nodeSelector: { [key: string]: string } = { site: 'factory' };
    const tolerations = [{ key: 'factory', operator: 'Exists' }];
    const app = edgeApp({ nodeSelector, tolerations });
    nodeSelector.site = 'shop';
    tolerations[0].key = 'shop';
    tolerations.pop();
    expect(scheduling(app)).toEqual({ nodeSelector: { site: 'factory' }, tolerations: [{ key: 'factory', operator: 'Exists' }] });
  });

  it.each<[string, Partial<EdgeWasmAppProps>, string]>([
    ['a node label with a space', { nodeSelector: { 'my node': 'edge' } },
      "nodeSelector key: got \"my node\"; a node label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after "
      + 'a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidLabel)'],
    ['a value of a node label with a space', { nodeSelector: { node: 'my edge' } },
      "nodeSelector[\"node\"]: got \"my edge\"; a label value must be empty or at most 63 letters, digits, '-', '_' and '.', "
      + 'starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)'],
    ['a toleration of an unknown effect', { tolerations: [{ key: 'edge', operator: 'Exists', effect: 'Never' }] },
      'tolerations[0].effect: got "Never"; must be one of NoSchedule, PreferNoSchedule, NoExecute; '
      + 'use the effect of the taint, or leave it out for all (InvalidToleration)'],
    ['a toleration of any taint by value', { tolerations: [{ value: 'edge' }] },
      'tolerations[0].key: got nothing; only operator Exists goes without a key; name the taint (InvalidToleration)'],
    ['a toleration by presence with a value', { tolerations: [{ key: 'edge', operator: 'Exists', value: 'x' }] },
      'tolerations[0].value: got "x"; operator Exists takes no value; leave it out, or use operator Equal (InvalidToleration)'],
    ['seconds without eviction', { tolerations: [{ key: 'edge', operator: 'Exists', tolerationSeconds: 5 }] },
      'tolerations[0].tolerationSeconds: got 5; goes with effect NoExecute only; leave it out (InvalidToleration)'],
  ])('fails for %s', (_, props, message) => {
    expect(failureOf((chart) => edgeApp(props, chart))).toBe(`[test/sensor] ${message}`);
  });
});
