import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { NodeProvisioning, WasmCluster, WasmClusterProps, WasmNodePool, WasmNodePoolProps, WasmRuntime } from '../../src';
import { chartOf, failureOf, synth, yamlOf, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

/** A value with all that it holds, so that a change of it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

function pool(props?: WasmNodePoolProps, id = 'edge'): WasmNodePool {
  return new WasmNodePool(chartOf('apps'), id, props);
}

/** The name of the class of a pool. */
function nameOf(props?: WasmNodePoolProps, id?: string): string {
  return pool(props, id).runtimeClass.runtimeClassName;
}

const EDGE: WasmNodePoolProps = frozen({
  nodeSelector: { 'node-role': 'edge', 'zone': 'north' },
  tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }],
  overhead: { cpu: Cpu.millis(100), memory: Size.mebibytes(64) },
});

describe('a pool', () => {
  test('is a RuntimeClass for Spin, with a name of its id and content', () => {
    const edge = pool(EDGE);
    expect(edge.runtimeClass.runtime).toBe(WasmRuntime.SPIN);
    expect(yamlOfKind(edge.node.root, 'RuntimeClass')).toMatchInlineSnapshot(`
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: apps-edge-8ed7309c
      handler: spin
      overhead:
        podFixed:
          cpu: 100m
          memory: 64Mi
      scheduling:
        nodeSelector:
          node-role: edge
          zone: north
        tolerations:
          - effect: NoSchedule
            key: edge
            operator: Exists
    `);
  });

  test('may be for another runtime, under a fixed name', () => {
    const fixed = pool({ runtime: WasmRuntime.WASMTIME, handler: 'wasmtime-v1', runtimeClassName: 'wasmtime-v1', nodeSelector: { wasmtime: 'true' } });
    expect(fixed.runtimeClass.runtime).toBe(WasmRuntime.WASMTIME);
    expect(yamlOfKind(fixed.node.root, 'RuntimeClass')).toMatchInlineSnapshot(`
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: wasmtime-v1
      handler: wasmtime-v1
      scheduling:
        nodeSelector:
          wasmtime: "true"
    `);
  });

  test('may be any node', () => {
    expect(synth(pool().node.root)).toEqual([
      { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: expect.stringMatching(/^apps-edge-[0-9a-f]{8}$/) }, handler: 'spin' },
    ]);
  });

  test('has the handler of its cluster', () => {
    const cluster = new WasmCluster(new App(), 'cluster', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    new WasmNodePool(new Chart(cluster, 'chart'), 'edge');
    expect(synth(cluster)).toMatchObject([{ handler: 'spin-v2' }]);
  });

  test('has an executor for each app, and none of its own', () => {
    expect(pool()).not.toHaveProperty('executorName');
  });

  test('renders twice the same, from props that stay as they were', () => {
    const { node } = pool(EDGE);
    expect(yamlOf(node.root)).toBe(yamlOf(node.root));
  });

  test.each<[string, WasmNodePoolProps]>([
    ['runtime', { runtime: WasmRuntime.SPIN }],
    ['handler', { handler: 'spin' }],
    ['overhead', { overhead: {} }],
  ])('writes the same with the default said for %s', (_prop, props) => {
    expect(yamlOf(pool(frozen(props)).node.root)).toBe(yamlOf(pool().node.root));
  });
});

describe('the name of a pool', () => {
  test('is the same each time', () => {
    expect(nameOf(EDGE)).toBe(nameOf(EDGE));
  });

  test('is the same whatever the order of keys', () => {
    expect(nameOf({
      overhead: { memory: Size.mebibytes(64), cpu: Cpu.millis(100) },
      tolerations: [{ effect: 'NoSchedule', operator: 'Exists', key: 'edge' }],
      nodeSelector: { 'zone': 'north', 'node-role': 'edge' },
    })).toBe(nameOf(EDGE));
  });

  test.each<[string, WasmNodePoolProps]>([
    ['a label', { ...EDGE, nodeSelector: { 'node-role': 'edge', 'zone': 'south' } }],
    ['one label less', { ...EDGE, nodeSelector: { 'node-role': 'edge' } }],
    ['a taint', { ...EDGE, tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoExecute' }] }],
    ['the CPU of a pod', { ...EDGE, overhead: { cpu: Cpu.millis(101), memory: Size.mebibytes(64) } }],
    ['the memory of a pod', { ...EDGE, overhead: { cpu: Cpu.millis(100), memory: Size.mebibytes(65) } }],
    ['no overhead', { ...EDGE, overhead: undefined }],
    ['the handler', { ...EDGE, runtime: WasmRuntime.WASMTIME }],
  ])('changes with %s', (_what, props) => {
    expect(nameOf(props)).not.toBe(nameOf(EDGE));
  });

  test('changes with the handler of the cluster, since a handler is immutable', () => {
    const [one, two] = ['spin', 'spin-v2'].map((handler) => {
      const cluster = new WasmCluster(new App(), 'cluster', { nodes: NodeProvisioning.preinstalled({ handler }) });
      return new WasmNodePool(new Chart(cluster, 'chart'), 'edge', EDGE).runtimeClass.runtimeClassName;
    });
    expect(one).not.toBe(two);
  });

  test('does not change with where in a program it is made', () => {
    const elsewhere = new WasmNodePool(new Chart(new WasmCluster(new App(), 'other'), 'chart', { namespace: 'apps' }), 'edge', EDGE);
    expect(elsewhere.runtimeClass.runtimeClassName).toBe(nameOf(EDGE));
  });

  test.each<[string, WasmClusterProps, string | undefined, RegExp]>([
    ['another namespace', {}, 'shop', /^shop-edge-[0-9a-f]{8}$/],
    ['no namespace', {}, undefined, /^edge-[0-9a-f]{8}$/],
    ['an owner', { owner: 'web' }, 'apps', /^web-apps-edge-[0-9a-f]{8}$/],
    ['an owner and no namespace', { owner: 'web' }, undefined, /^web-edge-[0-9a-f]{8}$/],
  ])('begins with what it belongs to, and changes with it: %s', (_what, props, namespace, name) => {
    const { runtimeClass } = new WasmNodePool(new Chart(new WasmCluster(new App(), 'other', props), 'chart', { namespace }), 'edge', EDGE);
    expect(runtimeClass.runtimeClassName).toMatch(name);
    expect(runtimeClass.runtimeClassName.slice(-8)).not.toBe(nameOf(EDGE).slice(-8));
  });

  test('is that of two different contents only if they are equal', () => {
    const selector = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.stringMatching(/^[a-z]{0,2}$/), { minKeys: 1, maxKeys: 3 });
    fc.assert(fc.property(selector, selector, (one, two) => {
      const equal = JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(two).sort());
      expect(nameOf({ nodeSelector: one }) === nameOf({ nodeSelector: two })).toBe(equal);
    }));
  });

  test.each([
    ['EdgeNorth', /^apps-edgenorth-[0-9a-f]{8}$/],
    ['edge_north 1', /^apps-edge-north-1-[0-9a-f]{8}$/],
    ['--edge--', /^apps-edge-[0-9a-f]{8}$/],
    ['1', /^apps-1-[0-9a-f]{8}$/],
    ['世界', /^apps-pool-[0-9a-f]{8}$/],
    ['a'.repeat(49), /^apps-a{49}-[0-9a-f]{8}$/],
    ['a'.repeat(50), /^apps-a{40}-[0-9a-f]{8}-[0-9a-f]{8}$/],
  ])('begins with what fits of the id %j', (id, name) => {
    expect(nameOf({}, id)).toMatch(name);
  });

  test('is a DNS label for any id', () => {
    // constructs takes an id such as "constructor" for one that is there already.
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((text) => !(text in {})), (id) => {
      const name = nameOf({}, id);
      expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      expect(name.length).toBeLessThanOrEqual(63);
    }));
  });

  test('is the one it is given', () => {
    expect(nameOf({ ...EDGE, runtimeClassName: 'edge.example.com' }, 'edge_north')).toBe('edge.example.com');
  });
});

describe('a pool fails', () => {
  test.each<[string, WasmNodePoolProps, string]>([
    ['with a name of upper-case letters', { runtimeClassName: 'Edge' },
      "[test/edge/RuntimeClass] metadata.name: got \"Edge\"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidName)"],
    ['with another handler for Spin than that of its cluster', { handler: 'spin-v2' },
      '[test/edge/RuntimeClass] handler: got "spin-v2"; the nodes of this cluster are said to have the handler "spin", and pods of another never start; leave it out, or say NodeProvisioning.preinstalled({ handler }) on the WasmCluster (HandlerMismatch)'],
    ['with a toleration that no server takes', { tolerations: [{ operator: 'Exists', value: 'x' }] },
      '[test/edge/RuntimeClass] scheduling.tolerations[0].value: got "x"; operator Exists takes no value; leave it out, or use operator Equal (InvalidToleration)'],
    ['with negative CPU', { overhead: { cpu: Cpu.millis(-1) } },
      '[test/edge/RuntimeClass] overhead.podFixed.cpu: got "-1m"; CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)'],
  ])('%s', (_what, props, message) => {
    expect(() => pool(props)).toThrow(new Error(message));
  });
});

describe('a pool that another program makes', () => {
  test('has the names it is given, and is not written', () => {
    const chart = chartOf();
    const existing = WasmNodePool.fromExisting(chart, 'Edge_North', frozen({ runtimeClassName: 'edge.example.com', executorName: 'edge' }));
    expect([existing.runtimeClass.runtimeClassName, existing.executorName]).toEqual(['edge.example.com', 'edge']);
    expect(chart.toJson()).toEqual([]);
  });

  const SUBDOMAIN = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidName)";

  test.each([
    ['RuntimeClass', { runtimeClassName: 'My Class', executorName: 'edge' }, `[test/edge] runtimeClassName: got "My Class"; ${SUBDOMAIN}`],
    ['executor', { runtimeClassName: 'edge', executorName: 'My Executor' }, `[test/edge] executorName: got "My Executor"; ${SUBDOMAIN}`],
  ])('fails with a name that no %s has', (_what, options, message) => {
    expect(failureOf((chart) => WasmNodePool.fromExisting(chart, 'edge', options))).toBe(message);
  });
});
