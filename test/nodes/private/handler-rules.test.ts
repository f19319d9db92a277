import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import {
  ContainerdConfig, ContainerdConfigProps, ContainerdConfigVersion, ContainerdDistribution, FleetApp, NodeProvisioning, RuleCode, Rules,
  ShimRelease, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster, WasmClusterProps, WasmNodePool, WasmRuntime, WasmRuntimeClass, WasmShim,
  WasmtimeRuntimeClass,
} from '../../../src';
import { failureOf, synth, yamlOf } from '../../support/synth';

const { SPIN, WASMTIME, WASMEDGE } = WasmRuntime;

let stderr: jest.SpyInstance;
beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => stderr.mockRestore());

/** What was warned of since the test began, one warning each. */
function warnings(): string[] {
  return stderr.mock.calls.map(([text]) => text);
}

function configure(scope: Construct, runtimes: ContainerdConfigProps['runtimes'], props: Partial<ContainerdConfigProps> = {}): ContainerdConfig {
  const id = `config-${scope.node.children.length}`;
  return new ContainerdConfig(scope, id, { version: ContainerdConfigVersion.V3, runtimes, ...props });
}

/** A chart of a cluster in a program of its own. */
function chartIn(props: WasmClusterProps = {}): Chart {
  return new Chart(new WasmCluster(new App(), 'prod', props), 'chart', { namespace: 'apps' });
}

const NOT_CONFIGURED = 'no ContainerdConfig and no WasmShim of this cluster has this handler, and pods of it never start; '
  + 'add it to the ContainerdConfig of the nodes, or name one that is there (HandlerNotConfigured)';

describe('a RuntimeClass fails', () => {
  test('whose handler no configuration of the cluster has, once one is there, before or after it', () => {
    expect(failureOf((chart) => {
      new WasmtimeRuntimeClass(chart, 'before', { handler: 'wasm' });
      configure(chart, [{ runtime: WASMTIME }]);
      new WasmRuntimeClass(chart, 'after', { runtime: WASMEDGE });
      new WasmtimeRuntimeClass(chart, 'fine');
    }).split('\n')).toEqual([
      `[test/before] handler: got "wasm"; ${NOT_CONFIGURED}`,
      `[test/after] handler: got "wasmedge"; ${NOT_CONFIGURED}`,
    ]);
  });

  test('of a pool just so', () => {
    expect(failureOf((chart) => {
      configure(chart, [{ runtime: WASMTIME }]);
      new WasmNodePool(chart, 'edge', { runtime: WASMEDGE });
    })).toBe(`[test/edge/RuntimeClass] handler: got "wasmedge"; ${NOT_CONFIGURED}`);
  });

  test('whose handler the configuration gives to another runtime', () => {
    expect(failureOf((chart) => {
      configure(chart, [{ runtime: WASMEDGE, handler: 'wasm' }]);
      new WasmtimeRuntimeClass(chart, 'class', { handler: 'wasm' });
      new WasmRuntimeClass(chart, 'fine', { runtime: WASMEDGE, handler: 'wasm' });
    })).toBe('[test/class] handler: got "wasm"; the ContainerdConfig of this cluster gives this handler to containerd-shim-wasmedge-v1, '
      + 'and this class is for containerd-shim-wasmtime-v1; name the handler of this runtime (HandlerMismatch)');
  });
});

describe('a RuntimeClass may have', () => {
  test('any handler where the tree says nothing of containerd', () => {
    const chart = chartIn();
    new WasmtimeRuntimeClass(chart, 'class', { handler: 'wasm' });
    expect(() => synth(chart)).not.toThrow();
  });

  test('the handler of any configuration of its cluster, for several groups of nodes', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMTIME }]);
    configure(chart, [{ runtime: WASMEDGE }, { runtime: WASMTIME, handler: 'wasm' }]);
    configure(chart, [{ runtime: WASMEDGE, handler: 'wasm' }]);
    new WasmtimeRuntimeClass(chart, 'one');
    new WasmRuntimeClass(chart, 'two', { runtime: WASMEDGE });
    new WasmtimeRuntimeClass(chart, 'three', { handler: 'wasm' });
    new WasmRuntimeClass(chart, 'four', { runtime: WASMEDGE, handler: 'wasm' });
    expect(() => synth(chart)).not.toThrow();
    expect(warnings()).toEqual([]);
  });

  test.each([
    ['said to be there', NodeProvisioning.preinstalled({ handler: 'spin-v3' })],
    ['of k3s', NodeProvisioning.k3s()],
    ['of runtime-class-manager', NodeProvisioning.runtimeClassManager()],
  ])('the handler of the shim for Spin %s', (_what, nodes) => {
    const chart = chartIn({ nodes });
    configure(chart, [{ runtime: WASMTIME }]);
    new WasmtimeRuntimeClass(chart, 'class');
    new WasmNodePool(chart, 'edge', { nodeSelector: { role: 'edge' } });
    expect(() => synth(chart)).not.toThrow();
    expect(warnings()).toEqual([]);
  });

  test('the handler of a Shim', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMEDGE }]);
    new WasmRuntimeClass(chart, 'wasmedge', { runtime: WASMEDGE });
    const { handler } = new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0 });
    new WasmtimeRuntimeClass(chart, 'class', { handler });
    expect(() => synth(chart)).not.toThrow();
  });

  test('the handler of a configuration beside a Shim of its runtime', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMTIME }]);
    new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0 });
    new WasmtimeRuntimeClass(chart, 'by-hand');
    expect(() => synth(chart)).not.toThrow();
  });

  test.each([ContainerdDistribution.K3S, ContainerdDistribution.RKE2])('a handler that %s writes itself', (distribution) => {
    const chart = chartIn();
    configure(chart, [{ runtime: WasmRuntime.WAMR }], { distribution });
    new WasmRuntimeClass(chart, 'wamr', { runtime: WasmRuntime.WAMR });
    new WasmtimeRuntimeClass(chart, 'wasmtime');
    expect(() => synth(chart)).not.toThrow();
    new WasmtimeRuntimeClass(chart, 'other', { handler: 'wasm' });
    expect(() => synth(chart)).toThrow(NOT_CONFIGURED);
  });

  test('a handler that is known only at synthesis', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMTIME }]);
    new WasmtimeRuntimeClass(chart, 'class', { handler: Lazy.any({ produce: () => 'wasm' }) });
    expect(() => synth(chart)).not.toThrow();
    expect(warnings()).toEqual([]);
  });

  test('a handler of its own in another cluster', () => {
    const app = new App();
    const [one, two] = ['one', 'two'].map((id) => new Chart(new WasmCluster(app, id), 'chart'));
    configure(one, [{ runtime: WASMTIME }]);
    new WasmtimeRuntimeClass(one, 'class');
    new WasmtimeRuntimeClass(two, 'class', { handler: 'wasm' });
    expect(() => synth(two)).not.toThrow();
  });

  test('a handler of its own once the configuration is out of the tree', () => {
    const chart = chartIn();
    const { node } = configure(chart, [{ runtime: WASMTIME }]);
    new WasmtimeRuntimeClass(chart, 'class', { handler: 'wasm' });
    expect(() => synth(chart)).toThrow(NOT_CONFIGURED);
    chart.node.tryRemoveChild(node.id);
    expect(() => synth(chart)).not.toThrow();
  });

  test('a handler of its own where that rule is relaxed', () => {
    const chart = chartIn();
    Rules.of(chart).warnOnly(RuleCode.HANDLER_NOT_CONFIGURED, 'our images have it');
    configure(chart, [{ runtime: WASMTIME }]);
    new WasmtimeRuntimeClass(chart, 'class', { handler: 'wasm' });
    new WasmtimeRuntimeClass(chart, 'fine');
    expect(synth(chart).map(({ handler }) => handler)).toEqual(['wasm', 'wasmtime']);
    expect(warnings()).toEqual([`warning: [prod/chart/class] handler: got "wasm"; ${NOT_CONFIGURED}; allowed here: our images have it\n`]);
  });
});

test('the classes of SpinKube and of its apps have the handler of the cluster', () => {
  const app = new App();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['apps'] });
  const chart = new Chart(app, 'apps', { namespace: 'apps' });
  new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' });
  configure(app, [{ runtime: WASMTIME }]);
  new WasmtimeRuntimeClass(chart, 'class');
  expect(() => yamlOf(app)).not.toThrow();
});

describe('a handler that no RuntimeClass has', () => {
  const unused = (place: string, handler: string) => `warning: [${place}] runtimes[0].handler: got "${handler}"; no RuntimeClass of this cluster has `
    + 'this handler, so no pod reaches the runtime; make a WasmRuntimeClass for it, or leave the runtime out (UnusedHandler)\n';

  test('is warned of, once', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMTIME }]);
    new WasmRuntimeClass(new Chart(new WasmCluster(chart.node.root as App, 'other'), 'chart'), 'class', { runtime: WASMTIME });
    yamlOf(chart);
    yamlOf(chart);
    expect(warnings()).toEqual([unused('prod/chart/config-0', 'wasmtime')]);
  });

  test('is not warned of where that is silenced', () => {
    const chart = chartIn();
    Rules.of(chart).silence(RuleCode.UNUSED_HANDLER);
    configure(chart, [{ runtime: WASMTIME }]);
    yamlOf(chart);
    expect(warnings()).toEqual([]);
  });

  test('is warned of when its class is out of the tree', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMTIME }]);
    new WasmtimeRuntimeClass(chart, 'class');
    chart.node.tryRemoveChild('class');
    yamlOf(chart);
    expect(warnings()).toEqual([unused('prod/chart/config-0', 'wasmtime')]);
  });

  test.each<[string, boolean, (chart: Chart) => unknown]>([
    ['a class of ours', false, (chart) => new WasmtimeRuntimeClass(chart, 'class')],
    ['a class of ours with another handler', true, (chart) => new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0 })],
    ['a plain RuntimeClass', false, (chart) => new ApiObject(chart, 'class', {
      apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'wasm' }, handler: 'wasmtime',
    })],
    ['a plain RuntimeClass of another handler', true, (chart) => new ApiObject(chart, 'class', {
      apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'kata' }, handler: 'kata',
    })],
    ['a class that is made elsewhere, for anything', false, (chart) => WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm')],
    ['a class that is made elsewhere, for this runtime', false,
      (chart) => WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm', { runtime: WASMTIME })],
    ['a class that is made elsewhere, for another runtime', true,
      (chart) => WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm', { runtime: SPIN })],
    ['a pool that is made elsewhere', false,
      (chart) => WasmNodePool.fromExisting(chart, 'pool', { runtimeClassName: 'edge', executorName: 'edge' })],
  ])('counts %s: warned of, %p', (_what, warned, make) => {
    const chart = chartIn();
    configure(chart, [{ runtime: WASMTIME }]);
    make(chart);
    yamlOf(chart);
    expect(warnings().map((text) => text.includes('(UnusedHandler)'))).toEqual(warned ? [true] : []);
  });

  test('is never that of the cluster, which has a RuntimeClass wherever it is made', () => {
    const chart = chartIn();
    configure(chart, [{ runtime: SPIN }]);
    yamlOf(chart);
    expect(warnings()).toEqual([]);
  });
});

describe('for any nodes, configurations and classes', () => {
  const handlers = fc.uniqueArray(fc.constantFrom('wasm', 'wasmtime', 'wasmtime-v1', 'edge', 'a', '0', 'constructor'), { maxLength: 5 });
  const labelKey = fc.stringMatching(/^([a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?\.[a-z]{2,5}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,10}[A-Za-z0-9])?$/);
  const labelValue = fc.stringMatching(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,10}[A-Za-z0-9])?)?$/);
  const selector = fc.dictionary(labelKey, labelValue, { maxKeys: 3, noNullPrototype: true });
  const program = fc.record({ configs: fc.array(handlers, { maxLength: 3 }), classes: handlers, spin: fc.constantFrom('spin', 'edge', 'a'), selector });

  test('the handlers that nothing brings fail, those that nothing names are warned of, and selectors are as they were given', () => {
    fc.assert(fc.property(program, ({ configs, classes, spin, selector: nodeSelector }) => {
      stderr.mockClear();
      const app = new FleetApp();
      const chart = new Chart(new WasmCluster(app, 'prod', { nodes: NodeProvisioning.preinstalled({ handler: spin }) }), 'chart');
      const given = configs.filter((one) => one.length > 0);
      given.forEach((one, index) => new ContainerdConfig(chart, `config-${index}`, {
        version: ContainerdConfigVersion.V2, runtimes: one.map((handler) => ({ runtime: WASMTIME, handler })),
      }));
      classes.forEach((handler) => new WasmtimeRuntimeClass(chart, `class-${handler}`, { handler, nodeSelector }));
      const failing = given.length === 0 ? [] : classes.filter((handler) => handler !== spin && !given.flat().includes(handler));
      const idle = given.map((one) => one.filter((handler) => handler !== spin && !classes.includes(handler))).flat();
      const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
      expect(problems).toEqual(failing.map((handler) => expect.stringMatching(`^handler: got "${handler}"; .* \\(HandlerNotConfigured\\)$`)));
      expect(warnings()).toEqual(idle.map((handler) => expect.stringMatching(`got "${handler}"; .* \\(UnusedHandler\\)\n$`)));
      const written = chart.node.findAll().flatMap((construct) => (ApiObject.isApiObject(construct) ? [construct.toJson()] : []));
      expect(written.map(({ handler }) => handler)).toEqual(classes);
      expect(written.map(({ scheduling }) => scheduling?.nodeSelector ?? {})).toEqual(classes.map(() => nodeSelector));
    }), { numRuns: 60 });
  });
});
