import { App, Chart, Duration } from 'cdk8s';
import { find, phasesOf, texts, title } from './installs';
import { NodeProvisioning, SpinKubeInstall, SpinKubeVersion, WasmCluster } from '../../src';
import { RuntimeClassManager, RuntimeClassManagerProps } from '../../src/install/runtime-class-manager';
import { ShimRelease } from '../../src/nodes/shim-release';
import { WasmShim } from '../../src/nodes/wasm-shim';

const IMAGE_RULE = 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space; '
  + 'write it as "registry.example.com/team/app:v1" (InvalidImage)';

/** The objects of each phase, as written. */
function installed(props?: RuntimeClassManagerProps) {
  const app = new App();
  new RuntimeClassManager(app, 'rcm', props);
  return phasesOf(app);
}

/** The variables of the manager. */
function variablesOf(props?: RuntimeClassManagerProps): { [name: string]: string } {
  const [{ env }] = find(installed(props)['rcm/manager'], 'Deployment').spec.template.spec.containers;
  return Object.fromEntries(env.map(({ name, value }: any) => [name, value]));
}

describe('an install', () => {
  const phases = installed();
  const selector = { 'app.kubernetes.io/name': 'runtime-class-manager', 'app.kubernetes.io/instance': 'runtime-class-manager' };

  test('makes these objects, in these phases, in this order', () => {
    expect(Object.entries(phases).map(([phase, objects]) => [phase, objects.map(title)])).toEqual([
      ['rcm/crds', ['CustomResourceDefinition shims.runtime.spinkube.dev']],
      ['rcm/manager', [
        'Namespace runtime-class-manager',
        'ServiceAccount runtime-class-manager/runtime-class-manager',
        'ClusterRole runtime-class-manager',
        'ClusterRoleBinding runtime-class-manager',
        'Deployment runtime-class-manager/runtime-class-manager',
      ]],
    ]);
  });

  test('admits the privileged jobs of the nodes', () => {
    expect(find(phases['rcm/manager'], 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
  });

  test('labels every object with the release', () => {
    for (const { metadata } of phases['rcm/manager']) {
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'runtime-class-manager', 'app.kubernetes.io/version': '0.2.0' });
    }
  });

  test('grants what the release grants, and no more', () => {
    const { rules } = find(phases['rcm/manager'], 'ClusterRole');
    expect(rules.map(({ apiGroups, resources, verbs }: any) => `${apiGroups}/${resources}: ${verbs}`)).toEqual([
      '/nodes: get,list,watch,update',
      'batch/jobs: get,list,watch,create,delete,patch',
      'runtime.spinkube.dev/shims: get,list,watch,update',
      'node.k8s.io/runtimeclasses: get,list,watch,create,delete,patch',
    ]);
    expect(find(phases['rcm/manager'], 'ClusterRoleBinding')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'runtime-class-manager' },
      subjects: [{ kind: 'ServiceAccount', name: 'runtime-class-manager', namespace: 'runtime-class-manager' }],
    });
    expect(find(phases['rcm/manager'], 'ServiceAccount').automountServiceAccountToken).toBe(true);
  });

  test('runs the manager of the release', () => {
    expect(find(phases['rcm/manager'], 'Deployment').spec).toEqual({
      replicas: 1,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          containers: [{
            name: 'runtime-class-manager',
            image: 'ghcr.io/spinframework/runtime-class-manager:v0.2.0',
            imagePullPolicy: 'IfNotPresent',
            env: [
              { name: 'CONTROLLER_NAMESPACE', value: 'runtime-class-manager' },
              { name: 'SHIM_DOWNLOADER_IMAGE', value: 'ghcr.io/spinframework/shim-downloader:v0.2.0' },
              { name: 'SHIM_NODE_INSTALLER_IMAGE', value: 'ghcr.io/spinframework/node-installer:v0.2.0' },
              { name: 'SHIM_NODE_INSTALLER_JOB_TTL', value: '0' },
            ],
            ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
            livenessProbe: { httpGet: { path: '/healthz', port: 8082 }, initialDelaySeconds: 15, periodSeconds: 20 },
            readinessProbe: { httpGet: { path: '/readyz', port: 8082 } },
          }],
          serviceAccountName: 'runtime-class-manager',
        },
      },
    });
  });
});

describe('options', () => {
  test('left out or undefined, change nothing', () => {
    const undefinedProps = { namespace: undefined, image: undefined, downloaderImage: undefined, nodeInstallerImage: undefined };
    expect(installed({ ...undefinedProps, installerJobTtl: undefined })).toEqual(installed());
  });

  test('namespace is carried everywhere', () => {
    const manager = installed({ namespace: 'wasm-system' })['rcm/manager'];
    expect(manager.map(title)).toEqual([
      'Namespace wasm-system',
      'ServiceAccount wasm-system/runtime-class-manager',
      'ClusterRole runtime-class-manager',
      'ClusterRoleBinding runtime-class-manager',
      'Deployment wasm-system/runtime-class-manager',
    ]);
    expect(find(manager, 'ClusterRoleBinding').subjects[0].namespace).toBe('wasm-system');
    expect(variablesOf({ namespace: 'wasm-system' }).CONTROLLER_NAMESPACE).toBe('wasm-system');
  });

  test('images of a mirror leave no other host', () => {
    const at = (image: string) => `mirror.example.com:5000/${image}:v0.2.0`;
    const phases = installed({ image: at('manager'), downloaderImage: at('downloader'), nodeInstallerImage: at('installer') });
    const images = texts(phases).map(([, text]) => text).filter((text) => text.endsWith(':v0.2.0'));
    expect(images.sort()).toEqual([at('downloader'), at('installer'), at('manager')]);
    expect(texts(phases).filter(([, text]) => text.includes('ghcr.io'))).toEqual([]);
  });

  test('installerJobTtl is in seconds', () => {
    expect(variablesOf({ installerJobTtl: Duration.hours(1) }).SHIM_NODE_INSTALLER_JOB_TTL).toBe('3600');
  });
});

describe('order', () => {
  test('Shims come after the manager, wherever they are declared', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'prod', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    new WasmShim(new Chart(cluster, 'a-shims'), 'spin', { release: ShimRelease.SPIN_0_24_0, nodeSelector: { spin: 'true' } });
    new RuntimeClassManager(cluster, 'rcm');
    expect(Object.keys(phasesOf(app))).toEqual(['prod/rcm/crds', 'prod/rcm/manager', 'prod/a-shims']);
  });

  test('Shims of another cluster do not', () => {
    const app = new App();
    new WasmShim(new Chart(new WasmCluster(app, 'a'), 'shims'), 'shim', { release: ShimRelease.WASMTIME_0_6_0 });
    new RuntimeClassManager(new WasmCluster(app, 'b'), 'rcm');
    app.synthYaml();
    expect(app.charts.map(({ node }) => node.path)).toEqual(['a/shims', 'b/rcm/crds', 'b/rcm/manager']);
  });

  test('it stands beside SpinKube', () => {
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    new RuntimeClassManager(app, 'rcm');
    expect(Object.keys(phasesOf(app))).toEqual(['spinkube/crds', 'spinkube/operator', 'rcm/crds', 'rcm/manager']);
  });
});

describe('an install fails', () => {
  test.each<[string, RuntimeClassManagerProps, string]>([
    ['a namespace in capitals', { namespace: 'RCM' },
      'namespace: got "RCM"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
      + 'use lower-case letters, digits and dashes (InvalidNamespace)'],
    ['an image that is none', { image: 'a b' }, `image: got "a b"; ${IMAGE_RULE}`],
    ['a downloader that is none', { downloaderImage: '' }, `downloaderImage: got ""; ${IMAGE_RULE}`],
    ['an installer that is none', { nodeInstallerImage: 'https://x/y' }, `nodeInstallerImage: got "https://x/y"; ${IMAGE_RULE}`],
    ['half a second', { installerJobTtl: Duration.millis(1500) },
      'installerJobTtl: got 1.5; Kubernetes counts the life of a finished job in whole seconds; '
      + 'give whole seconds, or none to keep the jobs (InvalidQuantity)'],
  ])('with %s', (_what, props, message) => {
    expect(() => installed(props)).toThrow(new Error(`[rcm] ${message}`));
  });

  test('with all problems at once', () => {
    expect(() => installed({ namespace: 'RCM', image: '' })).toThrow(/^\[rcm\] namespace: .*\n\[rcm\] image: [^\n]*$/);
  });

  test('beside another of its cluster', () => {
    const app = new App();
    new RuntimeClassManager(app, 'rcm');
    expect(() => new RuntimeClassManager(app, 'again')).toThrow(new Error(
      '[again] id: got "again"; this cluster has a RuntimeClassManager already, by rcm, and its CRD and nodes exist once; '
      + 'keep one, or stand the other below another WasmCluster (DuplicateInstall)'));
    expect(() => new RuntimeClassManager(new WasmCluster(app, 'other'), 'rcm')).not.toThrow();
  });
});
