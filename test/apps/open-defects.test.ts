/**
 * Defects that are known and open: each test says what should be, and fails as long as it is not.
 * Whoever mends one moves its test, without `.failing`, to the file of the code that was mended.
 */
import { App, Chart, Lazy, Testing } from 'cdk8s';
import { EnvValue, MountPropagation, Namespace, Secret, ServiceAccount, ServiceType, Volume } from 'cdk8s-plus-28';
import {
  ExecutorManagement, KeyValueStore, RuntimeConfig, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, SpinRuntimeClass, SqliteDatabase, WasmApp,
  WasmAppProps, WasmCluster, WasmNodePool,
} from '../../src';
import { chartOf, failureOf, filesOf, orderOf, readFolder, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const OUR_ERROR = /^\[[^\]]+\] .*\(\w+\)$/;

function makeApp(chart: Chart, props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chart, 'api', { image: IMAGE, ...props });
}

function appIn(scope: App | WasmCluster, id: string, props: Partial<WasmAppProps> = {}): WasmApp {
  return makeApp(new Chart(scope, id, { namespace: 'apps' }), props);
}

const ids = (app: App) => orderOf(app, { executors: ['spin', 'containerd-shim-spin'] }).map((line) => line.split(':')[0]);

describe('an app comes after the operator, too', () => {
  test.failing('with an executor of another program', () => {
    const app = new App();
    const chart = new Chart(app, 'apps', { namespace: 'apps' });
    makeApp(chart, { executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'spin') });
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    expect(ids(app)).toEqual(['crds', 'operator', 'apps']);
  });

  test.failing('with a pool of another program', () => {
    const app = new App();
    const chart = new Chart(app, 'apps', { namespace: 'apps' });
    makeApp(chart, { nodePool: WasmNodePool.fromExisting(chart, 'rack', { runtimeClassName: 'rack', executorName: 'spin' }) });
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    expect(ids(app)).toEqual(['crds', 'operator', 'apps']);
  });

  test.failing('in a cluster whose executors exist', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'prod', { executors: ExecutorManagement.EXISTING });
    appIn(cluster, 'apps');
    new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    expect(ids(app)).toEqual(['crds', 'operator', 'apps']);
  });
});

describe('a failure leaves the old output', () => {
  function afterFailure(fault: (app: WasmApp, chart: Chart) => unknown) {
    const app = Testing.app();
    appIn(app, 'first');
    const before = filesOf(app);
    const next = new App({ outdir: app.outdir });
    appIn(next, 'first', { replicas: 7 });
    const last = new Chart(next, 'last', { namespace: 'apps' });
    expect(() => {
      fault(makeApp(last), last);
      next.synth();
    }).toThrow();
    return { before, after: readFolder(app.outdir) };
  }

  test.failing('for a Service of type ExternalName, which selects nothing', () => {
    const { before, after } = afterFailure((app) => app.exposeViaService({ serviceType: ServiceType.EXTERNAL_NAME }));
    expect(after).toEqual(before);
  });
});

describe('ids that users may choose', () => {
  test.failing.each(['wasm-cluster', 'wasm-platform'])('leave a chart its id "%s", or fail in our words', (id) => {
    const app = new App();
    let message = '[ok] (Fine)';
    try {
      appIn(app, id);
      synth(app);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(OUR_ERROR);
  });

  test.failing('keep a cluster of the id "wasm-cluster" apart from the charts beside it', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'wasm-cluster');
    expect(WasmCluster.of(new Chart(app, 'beside'))).not.toBe(cluster);
  });

  test.failing('give valid names where they have underscores', () => {
    const chart = chartOf();
    new SpinAppExecutor(chart, 'my_executor', { spinImage: IMAGE });
    new SpinRuntimeClass(chart, 'my_class');
    synth(chart);
  });

  test.failing.each(['my_app', 'my.app'])('give an app a valid name: %s', (id) => {
    expect(new WasmApp(chartOf(), id, { image: IMAGE }).name).toMatch(/^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/);
  });

  test.failing('give the executor of a pool a valid name', () => {
    const chart = chartOf();
    makeApp(chart, { nodePool: new WasmNodePool(chart, 'Rack 1', { runtimeClassName: 'rack-1' }) });
    synth(chart.node.root);
  });
});

describe('pools', () => {
  test.failing('may be named so that their executor is the one without a pool', () => {
    const chart = chartOf();
    makeApp(chart, { nodePool: new WasmNodePool(chart, 'spin', { runtimeClassName: 'wasmtime-spin-v2' }) });
    new WasmApp(chart, 'other', { image: IMAGE });
    synth(chart.node.root);
  });

  test.failing('of one name fail in our words', () => {
    expect(failureOf((chart) => ['a', 'b'].forEach((id) => {
      const own = new Chart(chart.node.root as App, id, { namespace: 'apps' });
      makeApp(own, { nodePool: new WasmNodePool(own, 'rack') });
    }))).toMatch(OUR_ERROR);
  });

  test.failing('of another cluster fail', () => {
    const app = new App();
    const [east, west] = ['east', 'west'].map((id) => new WasmCluster(app, id));
    const nodePool = new WasmNodePool(new Chart(east, 'pools'), 'rack');
    expect(() => appIn(west, 'apps', { nodePool })).toThrow();
  });

  test.failing('have RuntimeClasses that executors of another cluster refuse', () => {
    const app = new App();
    const runtimeClass = new SpinRuntimeClass(new Chart(new WasmCluster(app, 'east'), 'classes'), 'class');
    expect(() => new SpinAppExecutor(new Chart(new WasmCluster(app, 'west'), 'apps'), 'executor', { runtimeClass })).toThrow();
  });
});

describe('secrets', () => {
  const redis = (url: string) => failureOf((chart) => makeApp(chart, {
    runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.redis({ url: EnvValue.fromValue(url) }) } }),
  }));

  test.failing.each(['libsql://user:hunter2@db', 'redis://user:x@hunter2@db', 'redis://user:hunter2:x@db', 'redis://user:hunt/hunter2@db'])(
    'do not stand in errors: %s', (url) => {
      expect(redis(url)).not.toContain('hunter2');
    });

  test.failing.each(['redis://db?password=hunter2', 'https://db?authToken=hunter2'])('do not stand in the query of a URL: %s', (url) => {
    expect(redis(url)).toMatch(/SecretInClear/);
  });
});

describe('a store refuses a URL of another protocol', () => {
  test.failing('Redis', () => {
    const store = KeyValueStore.redis({ url: EnvValue.fromValue('https://redis') });
    expect(() => makeApp(chartOf(), { runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: store } }) })).toThrow(/InvalidStore/);
  });

  test.failing('libSQL', () => {
    const database = SqliteDatabase.libsql({ url: 'redis://db', token: { secret: Secret.fromSecretName(chartOf(), 's', 's'), key: 'k' } });
    expect(() => makeApp(chartOf(), { runtimeConfig: RuntimeConfig.fromStores({ sqliteDatabases: { default: database } }) })).toThrow(/InvalidStore/);
  });
});

describe('mount refuses', () => {
  const mounting = (path: string, options = {}) => {
    const chart = chartOf();
    makeApp(chart).mount(path, Volume.fromEmptyDir(chart, 'volume', 'data'), options);
  };

  test.failing.each(['/etc/ssl/certs/', '//spin.json', '/data/../spin.json', '//'])('a reserved path, spelt %s', (path) => {
    expect(() => mounting(path)).toThrow(/InvalidMount/);
  });

  test.failing.each([
    { subPath: 'a', subPathExpr: '$(B)' }, { subPath: '../a' }, { subPath: '/a' }, { propagation: MountPropagation.BIDIRECTIONAL },
  ])('options that the Deployment of the operator could not have: %j', (options) => {
    expect(() => mounting('/data', options)).toThrow(/InvalidMount/);
  });

  test.failing('one path in two spellings', () => {
    const chart = chartOf();
    const app = makeApp(chart);
    app.mount('/data', Volume.fromEmptyDir(chart, 'one', 'one'));
    expect(() => app.mount('/data/', Volume.fromEmptyDir(chart, 'two', 'two'))).toThrow(/InvalidMount/);
  });
});

describe('an app', () => {
  test.failing('adds nothing that it refuses', () => {
    const app = makeApp(chartOf());
    expect(() => app.addVariable('API-KEY', EnvValue.fromValue('x'))).toThrow();
    expect(() => app.mount('/data', Volume.fromEmptyDir(app, 'volume', 'spin-ca'))).toThrow();
    const { spec } = synth(app.node.root)[1];
    expect([spec.variables, spec.volumes]).toEqual([undefined, undefined]);
  });

  test.failing('keeps its replicas when the caller changes the props later', () => {
    const props = { image: IMAGE, replicas: 3 };
    const app = new WasmApp(chartOf(), 'api', props);
    props.replicas = 0;
    expect(synth(app.node.root)[1].spec.replicas).toBe(3);
  });

  test.failing('takes an image that is known only at synthesis', () => {
    const app = makeApp(chartOf(), { image: Lazy.any({ produce: () => IMAGE }) });
    expect(synth(app.node.root)[1].spec.image).toBe(IMAGE);
  });

  test.failing('says once that two variables differ in case, whichever comes first', () => {
    const variables = { API_KEY: EnvValue.fromValue('x'), api_key: EnvValue.fromValue('x') };
    expect(failureOf((chart) => makeApp(chart, { variables })).split('\n')).toHaveLength(1);
  });

  test.failing.each<[string, (chart: Chart) => Partial<WasmAppProps>]>([
    ['service account', (chart) => ({ serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'Bad Name') })],
    ['pull Secret', (chart) => ({ imagePullSecrets: [Secret.fromSecretName(chart, 'secret', 'Bad Name')] })],
    ['runtime Secret', (chart) => ({ runtimeConfig: RuntimeConfig.fromSecret(Secret.fromSecretName(chart, 'secret', 'Bad Name')) })],
  ])('refuses the name of a %s that no object has', (_, props) => {
    const chart = chartOf();
    expect(() => makeApp(chart, props(chart))).toThrow(/InvalidName/);
  });

  test.failing('checks the labels that its chart gives it', () => {
    const chart = new Chart(new App(), 'test', { labels: { 'my label': 'x' } });
    expect(() => {
      makeApp(chart);
      (chart.node.root as App).synthYaml();
    }).toThrow(/InvalidLabel/);
  });
});

describe('a namespace', () => {
  test.failing('may be made beside its app after another chart has an app for it', () => {
    const app = new App();
    appIn(app, 'one');
    const chart = new Chart(app, 'two');
    new Namespace(chart, 'namespace', { metadata: { name: 'apps' } });
    new WasmApp(chart, 'api', { metadata: { namespace: 'apps' }, image: IMAGE });
    expect(ids(app)).toEqual(['two', 'one']);
  });

  test.failing('beside its app, with an executor in another chart, fails in our words', () => {
    expect(failureOf((chart) => {
      const team = new Chart(chart.node.root as App, 'team');
      new Namespace(team, 'namespace', { metadata: { name: 'team' } });
      new WasmApp(team, 'api', { metadata: { namespace: 'team' }, image: IMAGE });
      new SpinAppExecutor(new Chart(chart.node.root as App, 'platform', { namespace: 'team' }), 'executor', { spinImage: IMAGE });
    })).toMatch(OUR_ERROR);
  });

  test.failing('that stands after a look at the charts still comes first', () => {
    const app = new App();
    appIn(app, 'apps');
    expect(app.charts).toHaveLength(2);
    new Namespace(new Chart(app, 'namespaces'), 'namespace', { metadata: { name: 'apps' } });
    expect(app.synthYaml()).toMatch(/^apiVersion: v1\nkind: Namespace\n/);
  });

  test.failing('is checked where an executor takes it from its chart', () => {
    expect(() => new SpinAppExecutor(chartOf('My_Apps'), 'executor', { spinImage: IMAGE })).toThrow(/InvalidNamespace/);
  });
});
