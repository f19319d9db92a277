import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { find, phasesOf, title } from './installs';
import { configMap, FakeHelm, file, fleet, refusal } from './sources';
import {
  CertManager, ComponentSource, NodeProvisioning, RuntimeClassManager, ShimRelease, SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion, WasmApp,
  WasmCluster, WasmNodePool, WasmRuntime, WasmShim,
} from '../../src';

const V = SpinKubeVersion.V0_6_1;
const URL = 'https://example.com/releases/operator.yaml';
const RELEASE = ShimRelease.SPIN_0_24_0;

function install(props: Partial<SpinKubeInstallProps>, app: App = fleet()): SpinKubeInstall {
  return new SpinKubeInstall(app, 'spinkube', { version: V, ...props });
}

/** The titles of what each chart of an install makes, CRDs aside. */
function made(props: Partial<SpinKubeInstallProps>): { [chart: string]: string[] } {
  const app = fleet();
  install(props, app);
  app.synthYaml();
  return Object.fromEntries(app.charts.map((chart) => [chart.node.path.replace('spinkube/', ''), chart.toJson().map(title)]));
}

const CRDS = ['CustomResourceDefinition spinappexecutors.core.spinkube.dev', 'CustomResourceDefinition spinapps.core.spinkube.dev'];
const EXECUTORS = ['Namespace apps', 'SpinAppExecutor apps/apps-spin'];
const CLASS = 'RuntimeClass wasmtime-spin-v2';

describe('the operator', () => {
  test.each<[string, ComponentSource, object]>([
    ['existing', ComponentSource.existing(), { executors: EXECUTORS }],
    ['manifestUrl', ComponentSource.manifestUrl(URL), {
      'crds': CRDS, 'operator': ['Kustomization spin-operator'], 'executors': EXECUTORS, 'runtime-class': [CLASS],
    }],
    ['include', ComponentSource.include(file([configMap()])), {
      crds: CRDS, operator: ['Namespace spin-operator', 'ConfigMap spin-operator/settings', CLASS], executors: EXECUTORS,
    }],
    ['helm', ComponentSource.helm(new FakeHelm()), {
      crds: CRDS, operator: ['Namespace spin-operator', 'ConfigMap spin-operator/settings', CLASS], executors: EXECUTORS,
    }],
    ['argoCd', ComponentSource.argoCd(), {
      crds: CRDS, operator: ['Namespace spin-operator', 'Application argocd/spin-operator', CLASS], executors: EXECUTORS,
    }],
    ['flux', ComponentSource.flux(), {
      crds: CRDS,
      operator: ['Namespace spin-operator', 'OCIRepository flux-system/spin-operator', 'HelmRelease flux-system/spin-operator', CLASS],
      executors: EXECUTORS,
    }],
  ])('by %s makes these objects, in this order', (_, source, charts) => {
    const result = made({ operator: { source }, appNamespaces: ['apps'] });
    expect(result).toEqual(charts);
    const order = Object.keys(result).filter((chart) => chart !== 'runtime-class');
    expect(order).toEqual(['crds', 'operator', 'executors'].filter((chart) => chart in charts));
  });

  test('is bundled where nothing else is said', () => {
    expect(made({ operator: { source: ComponentSource.bundled() } })).toEqual(made({}));
    const undefinedProps = { certManager: undefined, certificates: undefined, nodes: undefined, runtimeClassManager: undefined };
    expect(made({ operator: { source: undefined }, ...undefinedProps })).toEqual(made({}));
  });

  test('is by Argo CD in one cluster and bundled in another', () => {
    const app = new App();
    const source = ComponentSource.argoCd();
    for (const [id, operator] of [['a', { source }], ['b', {}], ['c', { source }]] as const) {
      new SpinKubeInstall(new WasmCluster(app, id), 'spinkube', { version: V, operator });
    }
    app.synthYaml();
    const kinds = app.charts.filter(({ node }) => node.id === 'operator').map((chart) => chart.toJson().map(({ kind }: any) => kind));
    expect(kinds.map((found) => [found.includes('Application'), found.includes('Deployment')])).toEqual([[true, false], [false, true], [true, false]]);
  });

  test('keeps JSON patches of what is made of a source', () => {
    const app = new App();
    const made_ = install({ operator: { source: ComponentSource.argoCd() } }, app);
    const application = made_.node.findAll().find((child): child is ApiObject => ApiObject.isApiObject(child) && child.kind === 'Application')!;
    application.addJsonPatch(JsonPatch.add('/spec/ignoreDifferences', []));
    application.addJsonPatch(JsonPatch.replace('/spec/project', 'own'));
    expect(app.charts.flatMap((chart) => chart.toJson()).find(({ kind }: any) => kind === 'Application').spec)
      .toMatchObject({ ignoreDifferences: [], project: 'own' });
  });

  test('that exists still tells the cluster its version', () => {
    const app = new App();
    install({ operator: { source: ComponentSource.existing() }, version: SpinKubeVersion.V0_4_0 }, app);
    expect(WasmCluster.of(app).operatorVersion).toBe(SpinKubeVersion.V0_4_0);
  });

  const lost = (kind: string, field: string, value: string) =>
    `operator.${field}: got ${value}; ${kind}; leave it out, or use ComponentSource.bundled() (UnusedOption)`;
  test.each<[string, SpinKubeInstallProps['operator'], string[]]>([
    ['the chart has no value for', { source: ComponentSource.flux(), priorityClassName: 'high', nodeSelector: { a: 'b' }, metrics: false }, [
      lost('the Helm chart has no value for it', 'priorityClassName', '"high"'),
      lost('the Helm chart has no value for it', 'nodeSelector', '{"a":"b"}'),
      lost('the Helm chart has no value for it', 'metrics', 'false'),
    ]],
    ['a manifest does not take', { source: ComponentSource.include(file([configMap()])), image: 'a/b:1' }, [lost('what comes by include() is not changed', 'image', '"a/b:1"')]],
    ['what is there does not take', { source: ComponentSource.existing(), replicas: 2 }, [lost('what comes by existing() is not changed', 'replicas', '2')]],
    ['a released manifest does not take', { source: ComponentSource.manifestUrl(URL), extraArgs: ['--a'] }, [lost('what comes by manifestUrl() is not changed', 'extraArgs', '["--a"]')]],
  ])('fails with options that %s', (_, operator, messages) => {
    expect(refusal((app) => install({ operator }, app))).toBe(messages.map((message) => `[spinkube] ${message}`).join('\n'));
  });

  test('takes options that are undefined from any source', () => {
    for (const source of [ComponentSource.existing(), ComponentSource.flux(), ComponentSource.manifestUrl(URL)]) {
      expect(() => install({ operator: { source, image: undefined, replicas: undefined, tolerations: undefined } })).not.toThrow();
    }
  });
});

describe('cert-manager in an install', () => {
  test('comes before the operator', () => {
    const result = made({ certManager: ComponentSource.flux({ version: '1.14.0' }) });
    expect(Object.keys(result)).toEqual(['crds', 'cert-manager/cert-manager', 'operator']);
    expect(Object.values(result)[1]).toEqual([
      'Namespace cert-manager', 'HelmRepository flux-system/cert-manager', 'HelmRelease flux-system/cert-manager',
    ]);
  });

  test('that is said to exist changes nothing', () => {
    expect(made({ certManager: ComponentSource.existing() })).toEqual(made({}));
  });
});

describe('the nodes of an install', () => {
  test('are made by runtime-class-manager, whose RuntimeClass is not made a second time', () => {
    const app = fleet();
    const { runtimeClass } = install({ runtimeClassManager: { release: RELEASE, nodeSelector: { spin: 'true' }, systemdCgroup: true }, appNamespaces: ['apps'] }, app);
    const phases = phasesOf(app);
    expect(Object.values(phases).flat().filter(({ kind }) => kind === 'RuntimeClass')).toEqual([]);
    expect(find(phases['spinkube/shims'], 'Shim')).toMatchObject({
      metadata: { name: 'spin-v2' },
      spec: { nodeSelector: { spin: 'true' }, containerdRuntimeOptions: { SystemdCgroup: 'true' }, runtimeClass: { name: 'spin-v2', handler: 'spin-v2' } },
    });
    expect(runtimeClass.runtimeClassName).toBe('spin-v2');
    expect(find(phases['spinkube/executors'], 'SpinAppExecutor').spec.deploymentConfig.runtimeClassName).toBe('spin-v2');
    expect(WasmCluster.of(app).nodes).toEqual(NodeProvisioning.runtimeClassManager());
    const order = Object.keys(phases);
    expect(order.indexOf('spinkube/runtime-class-manager/crds')).toBeLessThan(order.indexOf('spinkube/runtime-class-manager/manager'));
    expect(order.indexOf('spinkube/runtime-class-manager/manager')).toBeLessThan(order.indexOf('spinkube/shims'));
  });

  test('may have the RuntimeClass of runtime-class-manager by the name that the cluster says', () => {
    const nodes = NodeProvisioning.runtimeClassManager({ runtimeClassName: 'spin' });
    for (const props of [{ nodes }, {}]) {
      const app = fleet();
      const made_ = new SpinKubeInstall(new WasmCluster(app, 'prod', { nodes }), 'spinkube', { version: V, runtimeClassManager: { release: RELEASE }, ...props });
      expect(made_.runtimeClass.runtimeClassName).toBe('spin');
    }
  });

  test.each<[string, NodeProvisioning, string, string[]]>([
    ['k3s, which has the RuntimeClass', NodeProvisioning.k3s(), 'spin', []],
    ['an installer of the handler spin', NodeProvisioning.preinstalled(), 'wasmtime-spin-v2', ['wasmtime-spin-v2 spin']],
    ['an installer of the handler spin-v2', NodeProvisioning.preinstalled({ handler: 'spin-v2' }), 'spin-v2', ['spin-v2 spin-v2']],
  ])('are made by %s', (_, nodes, name, classes) => {
    const apps = [fleet(), fleet()];
    install({ nodes, appNamespaces: ['apps'] }, apps[0]);
    new SpinKubeInstall(new WasmCluster(apps[1], 'prod', { nodes }), 'spinkube', { version: V, appNamespaces: ['apps'] });
    for (const app of apps) {
      app.synthYaml();
      const objects = app.charts.flatMap((chart) => chart.toJson());
      expect(objects.filter(({ kind }: any) => kind === 'RuntimeClass').map(({ metadata, handler }: any) => `${metadata.name} ${handler}`)).toEqual(classes);
      expect(find(objects, 'SpinAppExecutor').spec.deploymentConfig.runtimeClassName).toBe(name);
    }
  });

  test('may be said by the cluster and the install alike', () => {
    const app = fleet();
    const cluster = new WasmCluster(app, 'prod', { nodes: NodeProvisioning.k3s() });
    expect(() => new SpinKubeInstall(cluster, 'spinkube', { version: V, nodes: NodeProvisioning.k3s() })).not.toThrow();
  });

  test('are as the install says for apps that come after it', () => {
    const app = fleet();
    install({ nodes: NodeProvisioning.k3s() }, app);
    new WasmApp(new Chart(app, 'apps', { namespace: 'apps' }), 'api', { image: 'a/b:1' });
    app.synthYaml();
    const executors = app.charts.flatMap((chart) => chart.toJson()).filter(({ kind }: any) => kind === 'SpinAppExecutor');
    expect(executors.map(({ spec }: any) => spec.deploymentConfig.runtimeClassName)).toEqual(['spin']);
  });

  const k3s = '{"handler":"spin","runtimeClassName":"spin","makesRuntimeClass":true}';
  const preinstalled = '{"handler":"spin","runtimeClassName":"wasmtime-spin-v2","makesRuntimeClass":false}';
  const managed = '{"handler":"spin-v2","runtimeClassName":"spin-v2","makesRuntimeClass":true}';
  const late = (stated: string, inForce: string) => `nodes: got ${stated}; the cluster, or a construct before this one, has ${inForce}; `
    + 'state the nodes on the WasmCluster, or make the install before what uses them (NodesStatedLate)';
  test('fail where the cluster says otherwise', () => {
    expect(refusal((app) => new SpinKubeInstall(new WasmCluster(app, 'prod', { nodes: NodeProvisioning.preinstalled() }), 'spinkube', { version: V, nodes: NodeProvisioning.k3s() })))
      .toBe(`[prod/spinkube] ${late(k3s, preinstalled)}`);
  });

  test('fail where a construct has taken others before', () => {
    expect(refusal((app) => {
      new WasmNodePool(new Chart(app, 'pools'), 'pool', { nodeSelector: { a: 'b' }, runtime: WasmRuntime.SPIN });
      install({ runtimeClassManager: { release: RELEASE } }, app);
    })).toBe(`[spinkube] ${late(managed, preinstalled)}`);
  });

  test.each<[string, Partial<SpinKubeInstallProps>, string]>([
    ['of k3s under runtime-class-manager', { nodes: NodeProvisioning.k3s(), runtimeClassManager: { release: RELEASE } },
      `nodes: got ${k3s}; runtime-class-manager installs the handler "spin-v2", and pods of another never start; `
      + 'leave it out, or say NodeProvisioning.runtimeClassManager() (HandlerMismatch)'],
    ['with the shim of another runtime', { runtimeClassManager: { release: ShimRelease.WASMTIME_0_6_0 } },
      'runtimeClassManager.release: got "wasmtime-v1"; the install brings the shim of Spin, in which its apps run; '
      + 'use a release such as ShimRelease.SPIN_0_24_0, and make a WasmShim for another runtime (WrongRuntime)'],
  ])('fail %s', (_, props, message) => {
    expect(refusal((app) => install(props, app))).toBe(`[spinkube] ${message}`);
  });

  test('fail where a pool of Spin has another handler than the Shim', () => {
    const app = fleet();
    install({ runtimeClassManager: { release: RELEASE } }, app);
    const chart = new Chart(app, 'apps', { namespace: 'apps' });
    expect(refusal(() => new WasmNodePool(chart, 'pool', { nodeSelector: { a: 'b' }, runtime: WasmRuntime.SPIN, handler: 'spin' }), app))
      .toBe('[apps/pool/RuntimeClass] handler: got "spin"; the nodes of this cluster are said to have the handler "spin-v2", and pods of another never start; '
        + 'leave it out, or say NodeProvisioning.preinstalled({ handler }) on the WasmCluster (HandlerMismatch)');
  });
});

describe('runtime-class-manager', () => {
  test('by a chart brings its CRD, and Shims come after it', () => {
    const app = fleet();
    new WasmShim(new Chart(app, 'a-shims'), 'shim', { release: ShimRelease.WASMTIME_0_6_0 });
    const manager = new RuntimeClassManager(app, 'rcm', { source: ComponentSource.flux() });
    const chart = new Chart(app, 'after');
    new ApiObject(chart, 'map', configMap());
    chart.addDependency(manager);
    expect(Object.keys(phasesOf(app))).toEqual(['rcm/manager', 'a-shims', 'after']);
  });

  test('that exists makes nothing, and its Shims are made', () => {
    expect(Object.keys(made({ runtimeClassManager: { source: ComponentSource.existing(), release: RELEASE } }))).toEqual(['crds', 'operator', 'shims']);
  });

  test.each<[string, ComponentSource, string]>([
    ['what is there', ComponentSource.existing(), 'existing'], ['a manifest', ComponentSource.include(file([configMap()])), 'include'],
  ])('fails with images for %s', (_, source, kind) => {
    expect(refusal((app) => new RuntimeClassManager(app, 'rcm', { source, image: 'a/b:1', downloaderImage: undefined })))
      .toBe(`[rcm] image: got "a/b:1"; what comes by ${kind}() is not changed; leave it out, or use ComponentSource.bundled() (UnusedOption)`);
  });

  test('fails with a namespace to be made of what is there', () => {
    expect(refusal((app) => new RuntimeClassManager(app, 'rcm', { source: ComponentSource.existing(), namespaceOptions: { labels: { a: 'b' } } })))
      .toBe('[rcm] namespaceOptions: got {"labels":{"a":"b"}}; what comes by existing() is not changed; leave it out, or use ComponentSource.bundled() (UnusedOption)');
  });
});

describe('an install says all that is wrong at once', () => {
  test('also with the parts that it makes', () => {
    expect(refusal((app) => install({
      namespace: 'Op',
      operator: { source: ComponentSource.argoCd({ name: 'a b' }) },
      certManager: ComponentSource.bundled(),
      runtimeClassManager: { release: RELEASE, image: 'a b', namespace: 'RCM' },
    }, app)).split('\n').map((line) => line.replace(/: got .*\(/, ' ('))).toEqual([
      '[spinkube] namespace (InvalidNamespace)',
      '[spinkube] operator.source.name (InvalidName)',
      '[spinkube] certManager (ComponentSource)',
      '[spinkube] runtimeClassManager.namespace (InvalidNamespace)',
      '[spinkube] runtimeClassManager.image (InvalidImage)',
    ]);
  });

  test('and leaves nothing behind in the cluster', () => {
    const app = fleet();
    expect(() => install({ certManager: ComponentSource.bundled(), runtimeClassManager: { release: RELEASE, namespace: 'RCM' } }, app)).toThrow();
    const again = { version: V, certManager: ComponentSource.argoCd({ version: '1.14.0' }), runtimeClassManager: { release: RELEASE } };
    expect(() => new SpinKubeInstall(app, 'again', again)).not.toThrow();
    expect(refusal(() => new CertManager(app, 'third', { source: ComponentSource.existing() }), app)).toContain('(DuplicateInstall)');
  });

  test('fails beside another, wherever its operator comes from', () => {
    const app = fleet();
    install({ operator: { source: ComponentSource.existing() } }, app);
    expect(refusal(() => new SpinKubeInstall(app, 'second', { version: V, operator: { source: ComponentSource.flux() } }), app)).toBe(
      '[second] version: got "spinkube"; this cluster has a SpinKubeInstall already, and its CRDs and webhooks exist once; '
      + 'keep one, or stand the other below another WasmCluster (DuplicateInstall)');
  });
});
