import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { ConfigMap, Namespace } from 'cdk8s-plus-28';
import { find, installed, phasesOf, texts, title, VERSIONS } from './installs';
import {
  NodeProvisioning, SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion, WasmApp, WasmCluster,
} from '../../src';
import { parseManifests } from '../support/manifest-check';
import { filesOf } from '../support/synth';

const V = SpinKubeVersion.V0_6_1;
const namespaceRule = 'a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
  + 'use lower-case letters, digits and dashes (InvalidNamespace)';
const long = 'n'.repeat(64);

// the release of 0.4.0 names the objects of its metrics otherwise
const metrics: { [version: string]: string[] } = {
  '0.4.0': ['proxy-role', 'proxy-rolebinding', 'controller-manager-metrics-service'],
  '0.5.0': ['metrics-auth-role', 'metrics-auth-rolebinding', 'metrics-service'],
  '0.6.0': ['metrics-auth-role', 'metrics-auth-rolebinding', 'metrics-service'],
  '0.6.1': ['metrics-auth-role', 'metrics-auth-rolebinding', 'metrics-service'],
};

describe.each(VERSIONS)('an install of %s', (version) => {
  const [role, binding, service] = metrics[version];
  const phases = installed(version, { appNamespaces: ['wasm-apps', 'edge-apps'] });

  test('makes these objects, in these phases, in this order', () => {
    expect(Object.entries(phases).map(([phase, objects]) => [phase, objects.map(title)])).toEqual([
      ['spinkube/crds', [
        'CustomResourceDefinition spinappexecutors.core.spinkube.dev',
        'CustomResourceDefinition spinapps.core.spinkube.dev',
      ]],
      ['spinkube/operator', [
        'Namespace spin-operator',
        'ServiceAccount spin-operator/spin-operator-controller-manager',
        'Role spin-operator/spin-operator-leader-election-role',
        'ClusterRole spin-operator-manager-role',
        `ClusterRole spin-operator-${role}`,
        'ClusterRole spin-operator-metrics-reader',
        'RoleBinding spin-operator/spin-operator-leader-election-rolebinding',
        'ClusterRoleBinding spin-operator-manager-rolebinding',
        `ClusterRoleBinding spin-operator-${binding}`,
        'Issuer spin-operator/spin-operator-selfsigned-issuer',
        'Certificate spin-operator/spin-operator-serving-cert',
        `Service spin-operator/spin-operator-${service}`,
        'Service spin-operator/spin-operator-webhook-service',
        'Deployment spin-operator/spin-operator-controller-manager',
        'MutatingWebhookConfiguration spin-operator-mutating-webhook-configuration',
        'ValidatingWebhookConfiguration spin-operator-validating-webhook-configuration',
        'RuntimeClass wasmtime-spin-v2',
      ]],
      ['spinkube/executors', [
        'Namespace wasm-apps',
        'SpinAppExecutor wasm-apps/wasm-apps-spin',
        'Namespace edge-apps',
        'SpinAppExecutor edge-apps/edge-apps-spin',
      ]],
    ]);
  });

  test('labels what belongs to the operator with the release', () => {
    for (const { metadata } of phases['spinkube/operator']) {
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'spin-operator', 'app.kubernetes.io/version': version });
    }
  });

  test('makes the RuntimeClass and executors of the release files', () => {
    expect(find(phases['spinkube/operator'], 'RuntimeClass').handler).toBe('spin');
    const executors = phases['spinkube/executors'].filter(({ kind }) => kind === 'SpinAppExecutor');
    expect(executors.map(({ spec }) => spec)).toEqual(executors.map(() => ({
      createDeployment: true,
      deploymentConfig: { installDefaultCACerts: true, runtimeClassName: 'wasmtime-spin-v2' },
    })));
  });

  test('carries another namespace everywhere', () => {
    const all = texts(installed(version, { namespace: 'wasm-system', appNamespaces: ['wasm-apps'] }));
    const left = all.filter(([place, text]) => /^spin-operator$|^spin-operator\/|\.spin-operator\./.test(text)
      && !place.endsWith('/app.kubernetes.io/name'));
    expect(left).toEqual([]);
    expect(all.filter(([, text]) => text.includes('wasm-system')).map(([, text]) => text).sort()).toEqual([
      ...Array.from({ length: 16 }, () => 'wasm-system'),
      ...Array.from({ length: 2 }, () => 'wasm-system/spin-operator-serving-cert'),
      'spin-operator-webhook-service.wasm-system.svc',
      'spin-operator-webhook-service.wasm-system.svc.cluster.local',
    ].sort());
  });

  test('tells the cluster which operator runs in it', () => {
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.of(version) });
    expect(WasmCluster.of(app).operatorVersion).toBe(SpinKubeVersion.of(version));
  });
});

describe('the phases', () => {
  test('are files of their own whose names sort in the order crds, operator, executors, apps, though the app comes first', () => {
    const app = Testing.app();
    const apps = new Chart(app, 'apps', { namespace: 'wasm-apps' });
    new WasmApp(apps, 'app', { metadata: { name: 'app' }, image: 'ghcr.io/example/app:v1' });
    const implicit = new Chart(app, 'implicit', { namespace: 'other-apps' });
    new WasmApp(implicit, 'app', { metadata: { name: 'app' }, image: 'ghcr.io/example/app:v1' });
    new SpinKubeInstall(app, 'spinkube', { version: V, appNamespaces: ['wasm-apps'] });
    const files = Object.entries(filesOf(app)).map(([file, text]) => ({ file, objects: parseManifests(file, text) }));
    const place = (wanted: string) => files.findIndex(({ objects }) => objects.map(title).includes(wanted));
    const order = [
      place('CustomResourceDefinition spinapps.core.spinkube.dev'),
      place('Deployment spin-operator/spin-operator-controller-manager'),
      place('SpinAppExecutor wasm-apps/wasm-apps-spin'),
      place('SpinApp wasm-apps/app'),
    ];
    expect(order).toEqual([...new Set(order)].sort());
    expect(order[0]).toBe(0);
    const shared = files.findIndex(({ file }) => file.includes('wasm-platform'));
    expect(shared).toBeGreaterThan(order[1]);
    expect(shared).toBeLessThan(place('SpinApp other-apps/app'));
    expect(files.filter(({ objects }) => objects.length === 0)).toEqual([]);
  });

  test('leave out executors where no namespace for apps is named', () => {
    expect(Object.keys(installed('0.6.1'))).toEqual(['spinkube/crds', 'spinkube/operator']);
    expect(installed('0.6.1', { appNamespaces: [] })).toEqual(installed('0.6.1'));
  });

  test('stand beside the objects of a chart around them', () => {
    const app = new App();
    const around = new Chart(app, 'around', { namespace: 'around' });
    new SpinKubeInstall(around, 'spinkube', { version: V });
    new ConfigMap(around, 'map', { metadata: { name: 'map' } });
    expect(Object.keys(phasesOf(app)).sort()).toEqual(['around', 'around/spinkube/crds', 'around/spinkube/operator']);
  });

  test('make no file empty where the chart around them is a cluster', () => {
    const app = new App();
    new SpinKubeInstall(new WasmCluster(app, 'prod'), 'spinkube', { version: V });
    expect(Object.values(phasesOf(app)).map((objects) => objects.length)).toEqual([2, 17]);
  });
});

describe('an install', () => {
  const change = (props: Partial<SpinKubeInstallProps>) => installed('0.6.1', props);

  test('is in the namespace spin-operator unless said otherwise', () => {
    expect(change({ namespace: 'spin-operator' })).toEqual(change({}));
  });

  test('copies the namespaces in, and leaves the caller\'s as they were', () => {
    const app = new App();
    const props = { version: V, appNamespaces: ['wasm-apps'], operator: {} };
    const install = new SpinKubeInstall(app, 'spinkube', props);
    props.appNamespaces.push('late');
    expect(phasesOf(app)['spinkube/executors'].map(title)).toEqual(['Namespace wasm-apps', 'SpinAppExecutor wasm-apps/wasm-apps-spin']);
    expect(install.namespace).toBe('spin-operator');
    const frozen = Object.freeze({ version: V, appNamespaces: Object.freeze(['wasm-apps']) as string[], operator: Object.freeze({}) });
    expect(change(frozen)).toEqual(phasesOf(app));
  });

  test('renders twice the same', () => {
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version: V, appNamespaces: ['wasm-apps'] });
    const first = app.synthYaml();
    expect(app.synthYaml()).toBe(first);
    expect(app.synthYaml()).toBe(first);
  });

  test('makes the RuntimeClass that the cluster says its nodes have', () => {
    const app = new App();
    const nodes = NodeProvisioning.preinstalled({ handler: 'spin-v2', runtimeClassName: 'spin' });
    const install = new SpinKubeInstall(new WasmCluster(app, 'prod', { nodes }), 'spinkube', { version: V, appNamespaces: ['wasm-apps'] });
    const { 'prod/spinkube/operator': operator, 'prod/spinkube/executors': executors } = phasesOf(app);
    expect(install.runtimeClass.runtimeClassName).toBe('spin');
    expect(find(operator, 'RuntimeClass')).toMatchObject({ metadata: { name: 'spin' }, handler: 'spin-v2' });
    expect(find(executors, 'SpinAppExecutor').spec.deploymentConfig.runtimeClassName).toBe('spin');
  });

  test('keeps JSON patches of its objects', () => {
    const app = new App();
    const install = new SpinKubeInstall(app, 'spinkube', { version: V });
    const deployment = install.node.findAll().find((construct): construct is ApiObject => ApiObject.isApiObject(construct)
      && construct.kind === 'Deployment')!;
    deployment.addJsonPatch(JsonPatch.replace('/spec/replicas', 2));
    expect(find(phasesOf(app)['spinkube/operator'], 'Deployment').spec.replicas).toBe(2);
  });

  test('may stand once in each cluster of a program', () => {
    const app = new App();
    const versions = [SpinKubeVersion.V0_4_0, SpinKubeVersion.V0_6_1];
    const clusters = versions.map((version, index) => new WasmCluster(app, `cluster-${index}`, { operatorVersion: version }));
    clusters.forEach((cluster, index) => new SpinKubeInstall(cluster, 'spinkube', { version: versions[index], appNamespaces: ['wasm-apps'] }));
    app.synthYaml();
    expect(app.charts.map((chart) => chart.node.path)).toEqual(clusters.flatMap(({ node }) =>
      ['crds', 'operator', 'executors'].map((phase) => `${node.path}/spinkube/${phase}`)));
  });
});

describe('an install that cannot be', () => {
  test.each<[string, Partial<SpinKubeInstallProps>, string[]]>([
    ['an app namespace that is the operator\'s', { namespace: 'wasm', appNamespaces: ['wasm'] }, [
      'appNamespaces[0]: got "wasm"; the operator has its namespace to itself; give the apps another namespace (InvalidAppNamespace)',
    ]],
    ['an app namespace that is the operator\'s by default', { appNamespaces: ['wasm-apps', 'spin-operator'] }, [
      'appNamespaces[1]: got "spin-operator"; the operator has its namespace to itself; give the apps another namespace (InvalidAppNamespace)',
    ]],
    ['an app namespace named twice', { appNamespaces: ['wasm-apps', 'edge-apps', 'wasm-apps'] }, [
      'appNamespaces[2]: got "wasm-apps"; the namespace is named already; name it once (InvalidAppNamespace)',
    ]],
    ['an app namespace with a dot', { appNamespaces: ['wasm.apps'] }, [`appNamespaces[0]: got "wasm.apps"; ${namespaceRule}`]],
    ['a namespace with upper case', { namespace: 'Wasm' }, [`namespace: got "Wasm"; ${namespaceRule}`]],
    ['an empty namespace', { namespace: '' }, [`namespace: got ""; ${namespaceRule}`]],
    ['a namespace of 64 characters', { namespace: long }, [`namespace: got "${long}"; ${namespaceRule}`]],
    ['all of these at once', { namespace: 'Wasm', appNamespaces: ['Wasm', 'a', 'a', 'b c'] }, [
      `namespace: got "Wasm"; ${namespaceRule}`,
      `appNamespaces[0]: got "Wasm"; ${namespaceRule}`,
      'appNamespaces[0]: got "Wasm"; the operator has its namespace to itself; give the apps another namespace (InvalidAppNamespace)',
      'appNamespaces[2]: got "a"; the namespace is named already; name it once (InvalidAppNamespace)',
      `appNamespaces[3]: got "b c"; ${namespaceRule}`,
    ]],
  ])('fails with %s', (_, props, messages) => {
    expect(() => new SpinKubeInstall(new App(), 'spinkube', { version: V, ...props }))
      .toThrow(new Error(messages.map((message) => `[spinkube] ${message}`).join('\n')));
  });

  test('fails beside another one in the same cluster', () => {
    const app = new App();
    new SpinKubeInstall(app, 'first', { version: V });
    expect(() => new SpinKubeInstall(app, 'second', { version: V })).toThrow(new Error(
      '[second] version: got "first/operator"; this cluster has a SpinKubeInstall already, and its CRDs and webhooks exist once; '
      + 'keep one, or stand the other below another WasmCluster (DuplicateInstall)'));
  });

  test('fails in a cluster that says another version', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'prod', { operatorVersion: SpinKubeVersion.V0_5_0 });
    new SpinKubeInstall(cluster, 'spinkube', { version: V });
    expect(() => app.synthYaml()).toThrow(new Error('Validation failed with the following errors:\n  '
      + '[prod] operatorVersion: got "0.5.0"; the SpinKubeInstall of this cluster brings 0.6.1; '
      + 'name the version in one place (VersionConflict)'));
  });

  test('fails where a namespace of its own is made elsewhere too', () => {
    const app = new App();
    new Namespace(new Chart(app, 'own'), 'namespace', { metadata: { name: 'wasm-apps' } });
    new SpinKubeInstall(app, 'spinkube', { version: V, appNamespaces: ['wasm-apps'] });
    expect(() => app.synthYaml()).toThrow(new Error('Validation failed with the following errors:\n  '
      + '[spinkube/executors] metadata.name: got "wasm-apps"; Namespace of this name and namespace is also made by own/namespace/Resource, '
      + 'and a cluster holds one; give it another name or namespace, or put it into another WasmCluster (DuplicateObject)'));
  });

  test('fails without a trace in the cluster: a corrected one may follow', () => {
    const app = new App();
    expect(() => new SpinKubeInstall(app, 'wrong', { version: V, namespace: 'Wasm' })).toThrow('(InvalidNamespace)');
    new SpinKubeInstall(app, 'right', { version: V });
    expect(Object.keys(phasesOf(app))).toEqual(['right/crds', 'right/operator']);
  });
});
