import { App, Chart, Testing } from 'cdk8s';
import {
  EdgeWasmApp, NodeProvisioning, RuleCode, Rules, SpinAppExecutor, SpinAppExecutorProps, SpinKubeInstall, SpinKubeVersion, WasmApp,
  WasmAppProps, WasmCluster, WasmClusterProps, WasmNodePool, WasmRuntimeClass,
} from '../../src';
import { failureOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const IMPLICIT = 'apps-spin';

function chartIn(scope: Chart | App | WasmCluster, id: string, namespace: string | undefined = 'apps'): Chart {
  return new Chart(scope, id, { namespace });
}

function makeApp(chart: Chart, name: string, props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chart, name, { metadata: { name }, image: IMAGE, ...props });
}

function declare(chart: Chart, name = 'spintainer', props: Partial<SpinAppExecutorProps> = {}): SpinAppExecutor {
  return new SpinAppExecutor(chart, `executor-${name}`, { metadata: { name }, spinImage: 'ghcr.io/spinframework/spin:v3.0.0', ...props });
}

/** The executor of each app, and the names of all executors, below a scope. */
function executors(scope: Chart | App | WasmCluster, known: { executors?: string[] } = {}) {
  const objects = synth(scope, known);
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  return {
    apps: Object.fromEntries(ofKind('SpinApp').map(({ metadata, spec }) => [metadata.name, spec.executor])),
    made: ofKind('SpinAppExecutor').map(({ metadata }) => metadata.name),
    classes: ofKind('RuntimeClass').map(({ metadata }) => metadata.name),
    hashes: ofKind('SpinApp').map(({ metadata }) => metadata.annotations?.['cdk8s-wasm/executor-hash']),
  };
}

describe('an app without an executor', () => {
  it('gets an implicit one for SpinKube\'s RuntimeClass, in its namespace', () => {
    const app = new App();
    makeApp(chartIn(app, 'a'), 'api');
    const [executor] = synth(app);
    expect(executor).toEqual({
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinAppExecutor',
      metadata: { name: IMPLICIT, namespace: 'apps' },
      spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true } },
    });
  });

  it('shares it with others of its namespace, in whatever chart', () => {
    const app = new App();
    makeApp(chartIn(app, 'a'), 'one');
    const chart = chartIn(app, 'b');
    makeApp(chart, 'two');
    makeApp(chart, 'three');
    const { apps, made } = executors(app);
    expect(made).toHaveLength(1);
    expect(Object.values(apps)).toEqual([made[0], made[0], made[0]]);
  });

  it('has another in each namespace', () => {
    const app = new App();
    ['a', 'b', 'c'].forEach((namespace) => makeApp(chartIn(app, namespace, namespace), 'api'));
    makeApp(new Chart(app, 'none'), 'api');
    expect(new Set(executors(app).made).size).toBe(4);
  });

  it.each<[string, WasmClusterProps]>([
    ['the RuntimeClass of the cluster', { nodes: NodeProvisioning.preinstalled({ runtimeClassName: 'spin' }) }],
    ['its telemetry', { otlpEndpoint: 'http://otel.monitoring.svc:4318' }],
  ])('has one of the same name and carries another hash when %s changes', (_, props) => {
    const [one, other] = [{}, props].map((given) => {
      const cluster = new WasmCluster(new App(), 'prod', given);
      makeApp(chartIn(cluster, 'a'), 'api');
      return executors(cluster);
    });
    expect([one.made, other.made]).toEqual([[IMPLICIT], [IMPLICIT]]);
    expect(one.hashes).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/)]);
    expect(other.hashes).not.toEqual(one.hashes);
  });

  it('is the same in programs that differ elsewhere', () => {
    const [one, other] = [[], ['more']].map((more) => {
      const app = new App();
      more.forEach((id) => makeApp(chartIn(app, id, id), id));
      makeApp(chartIn(app, 'a'), 'api');
      return executors(app).apps.api;
    });
    expect(one).toBe(other);
  });


  it('can be synthesised by its chart alone', () => {
    const chart = Testing.chart();
    makeApp(chart, 'api');
    expect(Testing.synth(chart).map(({ kind, spec }: any) => [kind, spec.executor])).toEqual([['SpinApp', 'spin']]);
  });
});

describe('an executor that the namespace declares', () => {
  it.each(['before', 'after'])('is used by an app that stands %s it', (when) => {
    const app = new App();
    const chart = chartIn(app, 'a');
    if (when === 'after') declare(chart);
    makeApp(chart, 'api');
    if (when === 'before') declare(chart);
    expect(executors(app)).toMatchObject({ apps: { api: 'spintainer' }, made: ['spintainer'] });
  });

  it('may stand in another chart', () => {
    const app = new App();
    makeApp(chartIn(app, 'a'), 'api');
    declare(chartIn(app, 'b'));
    expect(executors(app)).toMatchObject({ apps: { api: 'spintainer' }, made: ['spintainer'] });
  });

  it('is used by no app of another namespace', () => {
    const app = new App();
    declare(chartIn(app, 'a', 'other'));
    makeApp(chartIn(app, 'b'), 'api');
    expect(executors(app).apps.api).toBe(IMPLICIT);
  });

  it('may come from a SpinKubeInstall that stands last', () => {
    const app = new App();
    makeApp(chartIn(app, 'a'), 'api');
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['apps'] });
    expect(executors(app)).toMatchObject({ apps: { api: IMPLICIT }, made: [IMPLICIT] });
  });

  it('serves the apps of no namespace where it has none itself', () => {
    const app = new App();
    declare(new Chart(app, 'a'));
    makeApp(new Chart(app, 'b'), 'api');
    makeApp(chartIn(app, 'c'), 'other');
    expect(executors(app).apps).toEqual({ api: 'spintainer', other: IMPLICIT });
  });

  it('leaves edge apps their own', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    declare(chart);
    new EdgeWasmApp(chart, 'edge', { metadata: { name: 'edge' }, image: IMAGE });
    makeApp(chart, 'api');
    expect(executors(app).apps).toEqual({ edge: 'apps-edge', api: 'spintainer' });
  });

  it('is only one, or apps must choose', () => {
    const program = (choice?: string) => (chart: Chart) => {
      const [first, second] = [declare(chart, 'first'), declare(chart, 'second')];
      const executor = { first, second }[choice ?? ''];
      return makeApp(chart, 'api', { executor });
    };
    expect(failureOf(program())).toBe('[test/api] spec.executor: got nothing; the namespace declares several executors: first, second; '
      + 'give the app one of them as executor (AmbiguousExecutor)');
    const app = new App();
    program('second')(chartIn(app, 'a'));
    expect(executors(app).apps).toEqual({ api: 'second' });
  });
});

describe('the hash of an executor', () => {
  function hashWith(props: Partial<SpinAppExecutorProps>): string {
    const app = new App();
    const chart = chartIn(app, 'a');
    declare(chart, 'spin', props);
    makeApp(chart, 'api');
    return executors(app).hashes[0];
  }

  it('is carried by the apps that use a declared one', () => {
    expect(hashWith({})).toMatch(/^[0-9a-f]{8}$/);
  });

  it('changes with the executor\'s content alone', () => {
    const CHANGES: Partial<SpinAppExecutorProps>[] = [
      {}, { spinImage: 'ghcr.io/spinframework/spin:v3.1.0' }, { installDefaultCaCerts: false }, { otel: { endpoint: 'http://otel:4318' } },
      { otel: { tracesEndpoint: 'http://otel:4318' } }, { createDeployment: false },
      { spinImage: undefined, runtimeClass: WasmRuntimeClass.fromRuntimeClassName(new Chart(new App(), 'x'), 'class', 'spin') },
    ];
    expect(new Set(CHANGES.map(hashWith)).size).toBe(CHANGES.length);
    expect(hashWith({ metadata: { name: 'spin', labels: { a: 'b' } } })).toBe(hashWith({}));
  });

  it('is carried by an app that names the executor', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    makeApp(chart, 'api', { executor: declare(chart) });
    expect(executors(app).hashes).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/)]);
  });

  it('is unknown for an executor of another program', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    makeApp(chart, 'api', { executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shared') });
    expect(executors(app, { executors: ['shared'] })).toMatchObject({ apps: { api: 'shared' }, made: [], hashes: [undefined] });
  });

  it('stands beside the annotations of the user', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    declare(chart);
    makeApp(chart, 'api', { metadata: { name: 'api', annotations: { note: 'mine' } } });
    expect(Object.keys(synth(app)[1].metadata.annotations)).toEqual(['cdk8s-wasm/executor-hash', 'note']);
  });
});

describe('a placement', () => {
  const EDGE = { nodeSelector: { zone: 'edge' }, tolerations: [{ key: 'edge', operator: 'Exists' }] };

  it('is one RuntimeClass and one executor for all its apps of a namespace', () => {
    const app = new App();
    ['a', 'b'].forEach((id) => new EdgeWasmApp(chartIn(app, id), id, { metadata: { name: id }, image: IMAGE }));
    const { apps, made, classes } = executors(app);
    expect([made.length, classes.length]).toEqual([1, 1]);
    expect(apps).toEqual({ a: made[0], b: made[0] });
  });

  it('is a RuntimeClass and an executor for each namespace, which programs of other namespaces do not write', () => {
    const together = new App();
    const apart = ['a', 'b'].map((id) => {
      const app = new App();
      [app, together].forEach((program) => new EdgeWasmApp(chartIn(program, id, id), id, { metadata: { name: id }, image: IMAGE }));
      return executors(app);
    });
    expect(apart.map(({ made }) => made)).toEqual([['a-edge'], ['b-edge']]);
    expect(apart.map(({ classes }) => classes)).toEqual([
      [expect.stringMatching(/^a-edge-[0-9a-f]{8}$/)], [expect.stringMatching(/^b-edge-[0-9a-f]{8}$/)],
    ]);
    expect(executors(together)).toMatchObject({
      made: ['a-edge', 'b-edge'], classes: apart.flatMap(({ classes }) => classes), hashes: apart.flatMap(({ hashes }) => hashes),
    });
  });

  it('differs from another', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    new EdgeWasmApp(chart, 'a', { metadata: { name: 'a' }, image: IMAGE });
    new EdgeWasmApp(chart, 'b', { metadata: { name: 'b' }, image: IMAGE, ...EDGE });
    const { apps, made, classes } = executors(app);
    expect([new Set(made).size, new Set(classes).size]).toEqual([2, 2]);
    expect(apps.a).not.toBe(apps.b);
  });

  it('is the same whatever the order of its labels', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    new EdgeWasmApp(chart, 'a', { image: IMAGE, nodeSelector: { zone: 'a', row: 'b' } });
    new EdgeWasmApp(chart, 'b', { image: IMAGE, nodeSelector: { row: 'b', zone: 'a' } });
    expect(executors(app).classes).toHaveLength(1);
  });

  it('of a pool is an executor for its RuntimeClass in each namespace that uses it', () => {
    const app = new App();
    const pool = new WasmNodePool(new Chart(app, 'pools'), 'Rack', EDGE);
    ['a', 'b'].forEach((id) => makeApp(chartIn(app, id, id), id, { nodePool: pool }));
    const made = synth(app).filter(({ kind }) => kind === 'SpinAppExecutor');
    expect(made.map(({ metadata, spec }) => [metadata.name, metadata.namespace, spec.deploymentConfig.runtimeClassName])).toEqual([
      ['a-rack', 'a', pool.runtimeClass.runtimeClassName],
      ['b-rack', 'b', pool.runtimeClass.runtimeClassName],
    ]);
  });

  it('of a pool in another program is the executor that it names', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    const nodePool = WasmNodePool.fromExisting(chart, 'rack', { runtimeClassName: 'spin-rack', executorName: 'rack' });
    makeApp(chart, 'api', { nodePool });
    expect(executors(app, { executors: ['rack'] })).toMatchObject({ apps: { api: 'rack' }, made: [], classes: [], hashes: [undefined] });
  });

  it.each([['Rack 1', 'apps-rack-1'], ['rack_1', 'apps-rack-1'], ['1', 'apps-1'], ['_', 'apps-pool']])(
    'of a pool has an executor with a fitting name: %s', (id, name) => {
      const app = new App();
      const chart = chartIn(app, 'a');
      makeApp(chart, 'api', { nodePool: new WasmNodePool(chart, id) });
      expect(executors(app).apps.api).toBe(name);
    });

  it('of a pool may have the executor that apps without one have', () => {
    const app = new App();
    const chart = chartIn(app, 'a');
    makeApp(chart, 'api', { nodePool: new WasmNodePool(chart, 'spin', { runtimeClassName: 'wasmtime-spin-v2' }) });
    makeApp(chart, 'other');
    const { apps, made } = executors(app);
    expect(apps).toEqual({ api: made[0], other: made[0] });
  });

  it('of two equal pools with one id is one RuntimeClass, which fails', () => {
    expect(failureOf((chart) => ['a', 'b'].forEach((id) => {
      const own = chartIn(chart.node.root as App, id);
      makeApp(own, id, { nodePool: new WasmNodePool(own, 'rack') });
    }))).toMatch(/^\[b\/rack\/RuntimeClass\] metadata\.name: got "apps-rack-\w+"; RuntimeClass of .* by a\/rack\/RuntimeClass\/Resource, .* \(DuplicateObject\)$/);
  });
});

describe('a cluster', () => {
  it('shares nothing with another of the program, and may hold equal objects', () => {
    const app = new App();
    const clusters = ['east', 'west'].map((id) => new WasmCluster(app, id));
    clusters.forEach((cluster) => {
      makeApp(chartIn(cluster, 'a'), 'api');
      new EdgeWasmApp(chartIn(cluster, 'b'), 'edge', { metadata: { name: 'edge' }, image: IMAGE });
    });
    declare(chartIn(clusters[1], 'c'));
    const [east, west] = clusters.map((cluster) => executors(cluster));
    expect(east.apps).toEqual({ api: IMPLICIT, edge: west.apps.edge });
    expect(west).toMatchObject({ apps: { api: 'spintainer' }, made: ['spintainer', west.apps.edge], classes: east.classes });
  });

  it('stands apart from the charts beside it', () => {
    const app = new App();
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    Rules.of(app).warnOnly(RuleCode.BESIDE_CLUSTER, 'they go to the cluster of the tests');
    const cluster = new WasmCluster(app, 'east');
    makeApp(chartIn(cluster, 'a'), 'api');
    makeApp(chartIn(app, 'a'), 'api');
    expect(app.synthYaml().match(/^kind: SpinAppExecutor$/gm)).toHaveLength(2);
    expect(app.charts.map(({ node }) => node.path).sort()).toEqual(['a', 'east/a', 'east/wasm-platform', 'wasm-platform']);
  });

  it.each<[string, (chart: Chart) => Partial<WasmAppProps>, string]>([
    ['an executor', (chart) => ({ executor: declare(chart) }), 'executor: got "east/a/executor-spintainer"'],
    ['a pool', (chart) => ({ nodePool: new WasmNodePool(chart, 'rack') }), 'nodePool: got "east/a/rack/RuntimeClass"'],
  ])('fails for %s of another one', (_, props, got) => {
    expect(failureOf((chart) => {
      const [east, west] = ['east', 'west'].map((id) => new WasmCluster(chart.node.root as App, id));
      makeApp(chartIn(west, 'a'), 'api', props(chartIn(east, 'a')));
    })).toBe(`[west/a/api] ${got}; it is made in another WasmCluster, so this cluster does not have it; `
      + 'make one in the cluster of its user, or refer to an existing one by its name (OtherCluster)');
  });

  it('may refer to what is made in another one by its name', () => {
    const app = new App();
    const [east, west] = ['east', 'west'].map((id) => new WasmCluster(app, id));
    const { executorName } = declare(chartIn(east, 'a'));
    const chart = chartIn(west, 'a');
    makeApp(chart, 'api', { executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', executorName) });
    expect(executors(west, { executors: [executorName] }).apps).toEqual({ api: executorName });
  });
});
