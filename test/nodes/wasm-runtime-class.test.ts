import { ApiObject, App, Chart, JsonPatch, Lazy, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  NodeProvisioning, RuleCode, Rules, RuntimeClassOptions, SpinRuntimeClass, WamrRuntimeClass, WasmCluster, WasmEdgeRuntimeClass, WasmerRuntimeClass,
  WasmRuntime, WasmRuntimeClass, WasmtimeRuntimeClass,
} from '../../src';
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

/** The class as a user would apply it. */
function yaml(chart: Chart): string {
  return yamlOfKind(chart, 'RuntimeClass');
}

function wasmtime(props?: RuntimeClassOptions): WasmtimeRuntimeClass {
  return new WasmtimeRuntimeClass(chartOf('apps'), 'class', props);
}

const EVERYTHING: RuntimeClassOptions = frozen({
  metadata: { name: 'edge', labels: { tier: 'edge' }, annotations: { note: 'for the edge' } },
  handler: 'wasmtime-v1',
  nodeSelector: { 'node-role': 'edge' },
  tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }],
  overhead: { cpu: Cpu.units(0.25), memory: Size.mebibytes(1024) },
});

describe('a RuntimeClass', () => {
  test('has a handler and a name by cdk8s, and nothing that nobody said', () => {
    const chart = chartOf('apps');
    const { runtimeClassName, handler } = new WasmtimeRuntimeClass(chart, 'class');
    expect({ runtimeClassName, handler }).toEqual({ runtimeClassName: 'test-class-c802ec21', handler: 'wasmtime' });
    expect(yaml(chart)).toMatchInlineSnapshot(`
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: test-class-c802ec21
      handler: wasmtime
    `);
  });

  test('says where its pods go and what they cost, without the namespace of its chart', () => {
    const chart = chartOf('apps');
    new WasmtimeRuntimeClass(chart, 'class', EVERYTHING);
    expect(yaml(chart)).toMatchInlineSnapshot(`
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        annotations:
          note: for the edge
        labels:
          tier: edge
        name: edge
      handler: wasmtime-v1
      overhead:
        podFixed:
          cpu: 250m
          memory: 1Gi
      scheduling:
        nodeSelector:
          node-role: edge
        tolerations:
          - effect: NoSchedule
            key: edge
            operator: Exists
    `);
  });

  test('renders twice the same, from props that stay as they were', () => {
    const { node } = wasmtime(EVERYTHING);
    expect(yamlOf(node.root)).toBe(yamlOf(node.root));
  });

  test.each<[string, RuntimeClassOptions]>([
    ['nodeSelector', { nodeSelector: {} }],
    ['tolerations', { tolerations: [] }],
    ['overhead', { overhead: {} }],
    ['handler', { handler: 'wasmtime' }],
    ['metadata', { metadata: {} }],
    ['a namespace, which it cannot have', { metadata: { namespace: 'apps' } }],
  ])('writes the same with the default said for %s', (_prop, props) => {
    expect(yamlOf(wasmtime(frozen(props)).node.root)).toBe(yamlOf(wasmtime().node.root));
  });

  test('does not change with the props after it is made', () => {
    const props = { nodeSelector: { a: 'b' }, tolerations: [{ key: 'a', operator: 'Exists' }], metadata: { labels: { a: 'b' } } };
    const { node } = wasmtime(props);
    const before = yamlOf(node.root);
    props.nodeSelector.a = props.tolerations[0].key = props.metadata.labels.a = 'c';
    props.tolerations.pop();
    expect(yamlOf(node.root)).toBe(before);
  });

  test('shows where its pods may run', () => {
    expect(wasmtime(EVERYTHING).placement).toEqual({ nodeSelector: EVERYTHING.nodeSelector, tolerations: EVERYTHING.tolerations });
    expect(wasmtime().placement).toEqual({ nodeSelector: {}, tolerations: [] });
  });

  test.each<[string, RuntimeClassOptions['overhead'], object]>([
    ['CPU alone', { cpu: Cpu.units(1) }, { cpu: '1' }],
    ['memory alone', { memory: Size.kibibytes(512) }, { memory: '512Ki' }],
  ])('may cost %s', (_what, overhead, podFixed) => {
    expect(synth(wasmtime({ overhead }).node.root)).toMatchObject([{ overhead: { podFixed } }]);
  });

  test('takes JSON patches of fields that nobody knows', () => {
    const runtimeClass = wasmtime();
    ApiObject.of(runtimeClass).addJsonPatch(JsonPatch.add('/new_field', { camelCase: true }), JsonPatch.add('/metadata/labels', { a: 'b' }));
    expect((runtimeClass.node.scope as Chart).toJson()).toMatchObject([{ new_field: { camelCase: true }, metadata: { labels: { a: 'b' } } }]);
  });

  test('takes values that are known only at synthesis', () => {
    const later = (value: string) => Lazy.any({ produce: () => value });
    const chart = wasmtime({ handler: later('wasm'), metadata: { name: later('late') }, nodeSelector: { role: later('edge') } }).node.scope as Chart;
    expect(synth(chart)).toMatchObject([{ handler: 'wasm', metadata: { name: 'late' }, scheduling: { nodeSelector: { role: 'edge' } } }]);
  });
});

describe('the RuntimeClass of a runtime', () => {
  test.each(Object.entries(WasmRuntime))('%s has its usual handler', (_name, runtime) => {
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const chart = chartOf();
    const runtimeClass = new WasmRuntimeClass(chart, 'class', { runtime });
    expect(runtimeClass.runtime).toBe(runtime);
    expect(synth(chart)).toMatchObject([{ handler: runtime.handler }]);
    jest.restoreAllMocks();
  });

  test('that nobody knows has the handler it is given', () => {
    const chart = chartOf();
    const runtime = WasmRuntime.custom({ handler: 'acme', binary: 'containerd-shim-acme-v1', runtimeType: 'io.containerd.acme.v1' });
    new WasmRuntimeClass(chart, 'class', { runtime });
    expect(synth(chart)).toMatchObject([{ handler: 'acme' }]);
  });

  test.each([
    ['WasmtimeRuntimeClass', WasmtimeRuntimeClass, WasmRuntime.WASMTIME],
    ['SpinRuntimeClass', SpinRuntimeClass, WasmRuntime.SPIN],
    ['WasmEdgeRuntimeClass', WasmEdgeRuntimeClass, WasmRuntime.WASMEDGE],
    ['WasmerRuntimeClass', WasmerRuntimeClass, WasmRuntime.WASMER],
    ['WamrRuntimeClass', WamrRuntimeClass, WasmRuntime.WAMR],
  ])('%s is that of its runtime', (_name, Kind, runtime) => {
    const [short, long] = [chartOf(), chartOf()];
    const { handler: _handler, ...props } = EVERYTHING;
    expect(new Kind(short, 'class', props).runtime).toBe(runtime);
    new WasmRuntimeClass(long, 'class', { ...props, runtime });
    expect(yaml(short)).toBe(yaml(long));
  });

  test.each(['SLIGHT', 'LUNATIC', 'WWS'] as const)('%s, which has had no release for long, comes with a warning', (name) => {
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const chart = chartOf();
    const runtime = WasmRuntime[name];
    new WasmRuntimeClass(chart, 'class', { runtime });
    Rules.of(new Chart(chart.node.root as App, 'quiet')).silence(RuleCode.UNMAINTAINED_RUNTIME);
    new WasmRuntimeClass(chart.node.root.node.findChild('quiet') as Chart, 'class', { runtime });
    synth(chart.node.root);
    expect(stderr.mock.calls).toEqual([[
      `warning: [test/class] runtime: got "${runtime.binary}"; it has had no release since June 2024; `
      + 'move to a runtime that is maintained (UnmaintainedRuntime)\n',
    ]]);
    stderr.mockRestore();
  });
});

describe('the handler for Spin', () => {
  function spin(handlerOfNodes: string, handler?: string): Chart {
    const cluster = new WasmCluster(new App(), 'cluster', { nodes: NodeProvisioning.preinstalled({ handler: handlerOfNodes }) });
    const chart = new Chart(cluster, 'chart', { namespace: 'apps' });
    new SpinRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime-spin-v2' }, handler });
    return chart;
  }

  test('is what the installer wrote on the nodes', () => {
    expect(yaml(spin('spin-v2'))).toMatchInlineSnapshot(`
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: wasmtime-spin-v2
      handler: spin-v2
    `);
  });

  test('may be said again', () => {
    expect(yaml(spin('spin-v2', 'spin-v2'))).toBe(yaml(spin('spin-v2')));
  });

  test('fails as another one', () => {
    expect(() => spin('spin-v2', 'spin')).toThrow(new Error(
      '[cluster/chart/class] handler: got "spin"; the nodes of this cluster are said to have the handler "spin-v2", and pods of another never start; '
      + 'leave it out, or say NodeProvisioning.preinstalled({ handler }) on the WasmCluster (HandlerMismatch)',
    ));
  });

  test('does not bind other runtimes', () => {
    const cluster = new WasmCluster(new App(), 'cluster', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    const chart = new Chart(cluster, 'chart');
    new WasmtimeRuntimeClass(chart, 'usual');
    new WasmtimeRuntimeClass(chart, 'other', { handler: 'wasm' });
    expect(synth(chart).map(({ handler }) => handler)).toEqual(['wasmtime', 'wasm']);
  });

  test('may be another one where that rule is relaxed', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const chart = chartOf();
    Rules.of(chart).warnOnly(RuleCode.HANDLER_MISMATCH, 'two pools during the move');
    const { handler, node } = new SpinRuntimeClass(chart, 'class', { handler: 'spin-v2' });
    expect(handler).toBe('spin-v2');
    expect(synth(chart)).toMatchObject([{ handler: 'spin-v2' }]);
    expect(stderr.mock.calls).toEqual([[`warning: ${node.metadata[0].data}\n`]]);
    expect(node.metadata[0].data).toMatch(/^\[test\/class] handler: got "spin-v2"; .* \(HandlerMismatch\); allowed here: two pools during the move$/);
    stderr.mockRestore();
  });
});

describe('fails', () => {
  const HANDLER = "a handler must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidHandler)";
  const NAME = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidName)";
  const KEY = "must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\"";

  test.each<[string, RuntimeClassOptions, string]>([
    ['for a handler with an upper-case letter', { handler: 'Wasm' }, `handler: got "Wasm"; ${HANDLER}`],
    ['for a handler with a dot', { handler: 'wasm.v1' }, `handler: got "wasm.v1"; ${HANDLER}`],
    ['for an empty handler', { handler: '' }, `handler: got ""; ${HANDLER}`],
    ['for a name with a space', { metadata: { name: 'my class' } }, `metadata.name: got "my class"; ${NAME}`],
    ['for a label key with a space', { metadata: { labels: { 'my key': 'x' } } }, `metadata.labels key: got "my key"; a label key ${KEY} (InvalidLabel)`],
    ['for a node label with a space', { nodeSelector: { 'my key': 'x' } }, `scheduling.nodeSelector key: got "my key"; a node label key ${KEY} (InvalidLabel)`],
    ['for a finalizer without a domain', { metadata: { finalizers: ['backup'] } },
      'metadata.finalizers[0]: got "backup"; a finalizer of a kind of Kubernetes has a domain, unless it is one of kubernetes, orphan, '
      + 'foregroundDeletion; write it as "example.com/name" (InvalidName)'],
    ['for a toleration that no server takes', { tolerations: [{ operator: 'Equal' }] },
      'scheduling.tolerations[0].key: got nothing; only operator Exists goes without a key; name the taint (InvalidToleration)'],
    ['for negative CPU', { overhead: { cpu: Cpu.millis(-5) } },
      'overhead.podFixed.cpu: got "-5m"; CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)'],
    ['for endless memory', { overhead: { memory: Size.mebibytes(Infinity) } },
      'overhead.podFixed.memory: got "InfinityMi"; memory must be a whole number of bytes, zero or more; give a non-negative amount (InvalidQuantity)'],
  ])('%s', (_what, props, message) => {
    expect(() => wasmtime(props)).toThrow(new Error(`[test/class] ${message}`));
  });

  test('for all props that do not fit, at once', () => {
    const codes = failureOf((chart) => new SpinRuntimeClass(chart, 'class', {
      metadata: { name: 'My Class' },
      handler: 'Spin',
      nodeSelector: { role: 'my edge' },
      tolerations: [{ operator: 'Exists', value: 'x' }],
      overhead: { cpu: Cpu.units(NaN) },
    })).split('\n').map((line) => /^\[test\/class] .* \((\w+)\)$/.exec(line)?.[1]);
    expect(codes).toEqual(['InvalidLabel', 'InvalidToleration', 'InvalidName', 'InvalidHandler', 'HandlerMismatch', 'InvalidQuantity']);
  });
});

describe('a RuntimeClass that is made elsewhere', () => {
  test('has its name, and is not written', () => {
    const chart = chartOf();
    const { runtimeClassName, runtime } = WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'crun.example.com');
    expect({ runtimeClassName, runtime }).toEqual({ runtimeClassName: 'crun.example.com', runtime: undefined });
    expect(chart.toJson()).toEqual([]);
  });

  test('may say which runtime is behind it', () => {
    const { runtime } = WasmRuntimeClass.fromRuntimeClassName(chartOf(), 'class', 'spin', frozen({ runtime: WasmRuntime.SPIN }));
    expect(runtime).toBe(WasmRuntime.SPIN);
  });

  test.each(['', 'My Class', 'a..b', 'a'.repeat(254)])('fails with the name %j', (name) => {
    expect(failureOf((chart) => WasmRuntimeClass.fromRuntimeClassName(chart, 'class', name))).toMatch(
      /^\[test\/class] runtimeClassName: got ".*; must be an RFC 1123 subdomain of at most 253 characters: .* \(InvalidName\)$/,
    );
  });
});
