import { ApiObject, App, Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ExecutorManagement, NodeProvisioning, RuleCode, Rules, SpinKubeInstall, SpinKubeVersion, SpinRuntimeClass, WasmApp, WasmCluster,
  WasmClusterProps, WasmNodePool,
} from '../../src';
import { chartOf, failureOf, synth, printedBy, yamlOf } from '../support/synth';

/** A value with all that it holds, so that a change of it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

describe('the cluster of a scope', () => {
  test('is one for a whole tree without a WasmCluster', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const cluster = WasmCluster.of(new Construct(chart, 'api'));
    expect([app, chart, new Chart(app, 'other'), cluster].map((scope) => WasmCluster.of(scope))).toEqual(Array(4).fill(cluster));
    expect(cluster).toBeInstanceOf(WasmCluster);
    expect(cluster.node.scope).toBe(app);
  });

  test('is another one for another tree', () => {
    expect(WasmCluster.of(new App())).not.toBe(WasmCluster.of(new App()));
  });

  test('adds nothing to the output', () => {
    const chart = chartOf();
    const before = yamlOf(chart.node.root);
    WasmCluster.of(chart);
    expect(yamlOf(chart.node.root)).toBe(before);
  });

  test('is the one above it, or itself', () => {
    const cluster = new WasmCluster(new App(), 'production');
    const chart = new Chart(cluster, 'chart');
    expect([cluster, chart, new Construct(chart, 'api')].map((scope) => WasmCluster.of(scope))).toEqual([cluster, cluster, cluster]);
  });

  test('is the nearest of several above it', () => {
    const outer = new WasmCluster(new App(), 'fleet');
    const inner = new WasmCluster(outer, 'site');
    const beside = new Chart(outer, 'beside');
    expect(WasmCluster.of(new Chart(inner, 'chart'))).toBe(inner);
    expect(WasmCluster.of(beside)).toBe(outer);
  });

  test('is not one beside it: what stands in no WasmCluster has one of its own', () => {
    const app = new App();
    const [north, south] = ['north', 'south'].map((id) => new WasmCluster(app, id));
    const rest = WasmCluster.of(new Chart(app, 'rest'));
    expect(new Set([north, south, rest]).size).toBe(3);
    expect(WasmCluster.of(new Chart(app, 'more'))).toBe(rest);
    expect(WasmCluster.of(new Chart(north, 'chart'))).toBe(north);
  });

  test('is one for a root chart without an App', () => {
    const chart = new Chart(undefined as any, 'root');
    const cluster = WasmCluster.of(new Construct(chart, 'api'));
    expect(WasmCluster.of(chart)).toBe(cluster);
    expect(new WasmNodePool(chart, 'edge').runtimeClass.runtimeClassName).toMatch(/^edge-[0-9a-f]{8}$/);
    expect(chart.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  });
});

describe('a WasmCluster', () => {
  test('says what was said of it', () => {
    const nodes = NodeProvisioning.preinstalled({ handler: 'spin-v2' });
    const cluster = new WasmCluster(new App(), 'production', frozen({
      operatorVersion: SpinKubeVersion.V0_5_0, shimVersion: '0.24.0', nodes, executors: ExecutorManagement.EXISTING,
    }));
    expect(cluster.operatorVersion).toBe(SpinKubeVersion.V0_5_0);
    expect(cluster.nodes).toBe(nodes);
    expect([cluster.shimVersion, cluster.executors]).toEqual(['0.24.0', 'existing']);
  });

  test.each<[string, (app: App) => WasmCluster]>([
    ['that is made', (app) => new WasmCluster(app, 'production')],
    ['that a tree is', (app) => WasmCluster.of(app)],
  ])('%s has defaults for what was not', (_which, make) => {
    const { operatorVersion, shimVersion, kubernetesVersion, nodes, executors, edge } = make(new App());
    expect([operatorVersion, shimVersion, kubernetesVersion, executors]).toEqual([undefined, undefined, undefined, 'managed']);
    expect(nodes).toMatchObject({ handler: 'spin', runtimeClassName: 'wasmtime-spin-v2' });
    expect(edge).toEqual({ nodeSelector: { 'node-role': 'edge' }, tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }] });
  });

  test('hands its provisioning to the RuntimeClasses below it', () => {
    const cluster = new WasmCluster(new App(), 'production', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    new SpinRuntimeClass(new Chart(cluster, 'chart'), 'class');
    expect(synth(cluster)).toMatchObject([{ handler: 'spin-v2' }]);
  });

  test.each<[string, WasmClusterProps]>([
    ['nodes', { nodes: NodeProvisioning.preinstalled() }],
    ['executors', { executors: ExecutorManagement.MANAGED }],
    ['edge', { edge: {} }],
    ['shimVersion', { shimVersion: '0.24.0' }],
    ['kubernetesVersion', { kubernetesVersion: '1.37' }],
    ['operatorVersion', { operatorVersion: SpinKubeVersion.V0_6_1 }],
  ])('writes the same with its default said for %s', (_prop, props) => {
    const [said, unsaid] = [props, undefined].map((given) => {
      const chart = new Chart(new WasmCluster(new App(), 'production', given), 'chart');
      new SpinRuntimeClass(chart, 'class');
      return yamlOf(chart);
    });
    expect(said).toBe(unsaid);
  });
});

describe('the edge of a cluster', () => {
  const SELECTOR = { 'node-role': 'edge' };
  const TOLERATIONS = [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }];

  test.each<[string, WasmClusterProps['edge'], object]>([
    ['nothing', undefined, { nodeSelector: SELECTOR, tolerations: TOLERATIONS }],
    ['an empty map', {}, { nodeSelector: SELECTOR, tolerations: TOLERATIONS }],
    ['labels', { nodeSelector: { tier: 'far' } }, { nodeSelector: { tier: 'far' }, tolerations: TOLERATIONS }],
    ['taints', { tolerations: [{ operator: 'Exists' }] }, { nodeSelector: SELECTOR, tolerations: [{ operator: 'Exists' }] }],
    ['no labels and no taints', { nodeSelector: {}, tolerations: [] }, { nodeSelector: {}, tolerations: [] }],
  ])('keeps its default for what is left out of %s', (_what, edge, placement) => {
    expect(new WasmCluster(new App(), 'production', frozen({ edge })).edge).toEqual(placement);
  });

  test('does not change with what was given or handed out', () => {
    const given = { nodeSelector: { tier: 'far' }, tolerations: [{ key: 'far', operator: 'Exists' }] };
    const cluster = new WasmCluster(new App(), 'production', { edge: given });
    given.nodeSelector.tier = 'near';
    given.tolerations[0].key = 'near';
    cluster.edge.nodeSelector!.tier = 'near';
    cluster.edge.tolerations!.pop();
    expect(cluster.edge).toEqual({ nodeSelector: { tier: 'far' }, tolerations: [{ key: 'far', operator: 'Exists' }] });
  });
});

test('fails for all props that do not fit, at once', () => {
  const props = { shimVersion: 'latest', edge: { nodeSelector: { 'node role': 'far edge' }, tolerations: [{ operator: 'Exists', value: 'x' }] } };
  expect(failureOf((chart) => new WasmCluster(chart.node.root as App, 'production', props)).split('\n')).toEqual([
    "[production] edge.nodeSelector key: got \"node role\"; a node label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidLabel)",
    "[production] edge.nodeSelector[\"node role\"]: got \"far edge\"; a label value must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)",
    '[production] edge.tolerations[0].value: got "x"; operator Exists takes no value; leave it out, or use operator Equal (InvalidToleration)',
    '[production] shimVersion: got "latest"; must be a release of containerd-shim-spin; write it as "0.24.0" (UnknownVersion)',
  ]);
});

test.each(['', '1', '0.24', 'v', '0.24.0.1', 'newest'])('fails for the shim version %j', (shimVersion) => {
  expect(() => new WasmCluster(new App(), 'production', { shimVersion })).toThrow(new Error(
    `[production] shimVersion: got ${JSON.stringify(shimVersion)}; must be a release of containerd-shim-spin; write it as "0.24.0" (UnknownVersion)`,
  ));
});

test.each(['', '1', 'v', '1.37.0.1', 'latest'])('fails for the Kubernetes version %j', (kubernetesVersion) => {
  expect(() => new WasmCluster(new App(), 'production', { kubernetesVersion })).toThrow(new Error(
    `[production] kubernetesVersion: got ${JSON.stringify(kubernetesVersion)}; must be a version of Kubernetes; write it as "1.37" (UnknownVersion)`,
  ));
});

describe('the releases of a cluster', () => {
  const until = (name: string, newest: string) => `this library knows ${name} up to ${newest}, and takes it for what that one is`;
  const told = (props: WasmClusterProps) => printedBy(() => {
    const chart = new Chart(new WasmCluster(new App(), 'production', props), 'chart');
    new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1', components: ['api'], maxInstanceMemory: Size.mebibytes(9) });
    synth(chart.node.root);
  });
  const fix = 'read what the release changes, then silence this rule (NewerRelease)';

  test('may all be newer than what is known, with a warning each and the same output', () => {
    expect(told({ operatorVersion: SpinKubeVersion.of('99.0.0'), shimVersion: '99.0.0', kubernetesVersion: '99.0.0' })).toEqual([
      `warning: [production] operatorVersion: got "99.0.0"; ${until('spin-operator', '0.6.1')}; ${fix}`,
      `warning: [production] shimVersion: got "99.0.0"; ${until('containerd-shim-spin', '0.26.0')}; ${fix}`,
      `warning: [production] kubernetesVersion: got "99.0"; ${until('Kubernetes', '1.37')}; ${fix}`,
    ]);
    const [newer, unsaid] = [{ operatorVersion: SpinKubeVersion.of('99.0.0'), shimVersion: '99.0.0', kubernetesVersion: '99.0.0' }, {}].map((props) => {
      const chart = new Chart(new WasmCluster(new App(), 'production', props), 'chart');
      Rules.of(chart.node.root).silence(RuleCode.NEWER_RELEASE);
      new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' });
      return yamlOf(chart.node.root);
    });
    expect(newer).toBe(unsaid);
  });

  test('are known up to the newest', () => {
    expect(told({ operatorVersion: SpinKubeVersion.V0_6_1, shimVersion: '0.25.1', kubernetesVersion: '1.37' })).toEqual([]);
  });

  test.each(['0.25.2', '0.26.0'])('have a Spin that is not known with the shim %s', (shimVersion) => {
    expect(told({ shimVersion })).toEqual([`warning: [production] shimVersion: got "${shimVersion}"; it is not known which Spin this `
      + `containerd-shim-spin has: it is taken for that of 0.25.1, 4.0.1, or newer; ${fix}`]);
  });
});

describe('the operator of a cluster', () => {
  function install(scope: Construct, version: SpinKubeVersion): void {
    new SpinKubeInstall(scope, 'spinkube', { version });
  }

  test('is the one that its SpinKubeInstall brings', () => {
    const cluster = new WasmCluster(new App(), 'production');
    expect(cluster.operatorVersion).toBeUndefined();
    install(cluster, SpinKubeVersion.V0_6_1);
    expect(cluster.operatorVersion).toBe(SpinKubeVersion.V0_6_1);
  });

  test('is also that of a tree without a WasmCluster', () => {
    const app = new App();
    install(app, SpinKubeVersion.V0_5_0);
    expect(WasmCluster.of(app).operatorVersion).toBe(SpinKubeVersion.V0_5_0);
  });

  test('is its own, whatever another cluster installs', () => {
    const app = new App();
    const [north, south] = ['north', 'south'].map((id) => new WasmCluster(app, id));
    install(north, SpinKubeVersion.V0_5_0);
    install(south, SpinKubeVersion.V0_6_1);
    expect([north, south].map(({ operatorVersion }) => operatorVersion!.version)).toEqual(['0.5.0', '0.6.1']);
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('may be said by both, if they agree', () => {
    const cluster = new WasmCluster(new App(), 'production', { operatorVersion: SpinKubeVersion.V0_6_1 });
    install(cluster, SpinKubeVersion.of('v0.6.1'));
    expect(() => synth(cluster)).not.toThrow();
  });

  const CONFLICT = 'operatorVersion: got "0.6.1"; the SpinKubeInstall of this cluster brings 0.5.0; name the version in one place (VersionConflict)';

  function conflicting(app: App): WasmCluster {
    const cluster = new WasmCluster(app, 'production', { operatorVersion: SpinKubeVersion.V0_6_1 });
    install(cluster, SpinKubeVersion.V0_5_0);
    return cluster;
  }

  test('fails where cluster and install name different versions', () => {
    expect(failureOf((chart) => conflicting(chart.node.root as App))).toBe(`[production] ${CONFLICT}`);
  });

  test('may differ from the install where that rule is relaxed', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const app = new App();
    Rules.of(app).warnOnly(RuleCode.VERSION_CONFLICT, 'the upgrade is under way');
    const cluster = conflicting(app);
    app.synthYaml();
    expect(cluster.operatorVersion).toBe(SpinKubeVersion.V0_6_1);
    expect(stderr.mock.calls).toEqual([[`warning: [production] ${CONFLICT}; allowed here: the upgrade is under way\n`]]);
    stderr.mockRestore();
  });
});

test('a program with two clusters renders twice the same, each cluster in charts of its own', () => {
  const app = new App();
  for (const id of ['north', 'south']) {
    const chart = new Chart(new WasmCluster(app, id), 'platform');
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, data: { of: id } });
    new WasmNodePool(chart, 'edge', { nodeSelector: { 'node-role': 'edge' } });
  }
  expect(yamlOf(app)).toBe(yamlOf(app));
  const [north, south] = ['north', 'south'].map((id) => synth(app.node.findChild(id)));
  expect(north.map(({ metadata }) => metadata.name)).toEqual(south.map(({ metadata }) => metadata.name));
});
