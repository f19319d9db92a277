import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { find, phasesOf, title } from './installs';
import { certManagerOf, refusal } from './sources';
import {
  CertManager, ComponentSource, NamespaceOptions, PodSecurityLevel, RuntimeClassManager, SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion,
  WasmApp,
} from '../../src';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const CHART = ComponentSource.argoCd({ version: '1.14.0' });
const made = (namespaceOptions?: NamespaceOptions) => certManagerOf(CHART, { namespaceOptions });

function phases(props: Partial<SpinKubeInstallProps>) {
  const app = new App();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, ...props });
  return phasesOf(app);
}

describe('a namespace', () => {
  test.each<[string, NamespaceOptions | undefined]>([
    ['nothing', undefined], ['no options', {}], ['no labels', { labels: {} }], ['existing', { existing: false }], ['undefined', { labels: undefined, quota: undefined }],
  ])('is made bare with %s', (_, options) => {
    expect(find(made(options), 'Namespace')).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cert-manager' } });
    expect(made(options)).toHaveLength(2);
  });

  test('has its labels and its level', () => {
    const labels = Object.freeze({ 'team': 'web', 'istio.io/rev': 'stable' });
    expect(find(made({ labels, podSecurity: PodSecurityLevel.BASELINE }), 'Namespace').metadata.labels)
      .toEqual({ 'team': 'web', 'istio.io/rev': 'stable', [ENFORCE]: 'baseline' });
    expect(find(made({ labels: { [ENFORCE]: 'restricted' } }), 'Namespace').metadata.labels).toEqual({ [ENFORCE]: 'restricted' });
  });

  test('has its quota behind it, in canonical quantities', () => {
    const quota = {
      cpuRequest: Cpu.units(0.5), cpuLimit: Cpu.units(2), memoryRequest: Size.mebibytes(1024), memoryLimit: Size.gibibytes(2), pods: 10,
    };
    const objects = made({ quota });
    expect(objects.map(title)).toEqual(['Namespace cert-manager', 'ResourceQuota cert-manager/quota', 'Application argocd/cert-manager']);
    expect(find(objects, 'ResourceQuota').spec).toEqual({
      hard: { 'requests.cpu': '500m', 'limits.cpu': '2', 'requests.memory': '1Gi', 'limits.memory': '2Gi', 'pods': '10' },
    });
    expect(find(made({ quota: { pods: 1 } }), 'ResourceQuota').spec).toEqual({ hard: { pods: '1' } });
  });

  test('that is there is not made', () => {
    expect(made({ existing: true }).map(title)).toEqual(['Application argocd/cert-manager']);
    const { 'spinkube/operator': operator, 'spinkube/executors': executors } = phases({
      namespaceOptions: { existing: true }, appNamespaces: ['apps', 'edge'], appNamespaceOptions: { apps: { existing: true } },
    });
    expect(operator.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
    expect(executors.map(title)).toEqual([
      'SpinAppExecutor apps/apps-spin', 'Namespace edge', 'SpinAppExecutor edge/edge-spin',
    ]);
  });
});

describe('the namespaces of an install', () => {
  test('are each as it is said, before what is in them', () => {
    const { 'spinkube/operator': operator, 'spinkube/executors': executors } = phases({
      namespaceOptions: { podSecurity: PodSecurityLevel.RESTRICTED, quota: { pods: 2 } },
      appNamespaces: ['apps', 'edge'],
      appNamespaceOptions: { edge: { podSecurity: PodSecurityLevel.BASELINE, labels: { team: 'edge' }, quota: { pods: 5 } } },
    });
    expect(operator.slice(0, 3).map(title)).toEqual([
      'Namespace spin-operator', 'ResourceQuota spin-operator/quota', 'ServiceAccount spin-operator/spin-operator-controller-manager',
    ]);
    expect(operator[0].metadata.labels[ENFORCE]).toBe('restricted');
    expect(executors.map(title)).toEqual([
      'Namespace apps', 'SpinAppExecutor apps/apps-spin', 'Namespace edge', 'ResourceQuota edge/quota', 'SpinAppExecutor edge/edge-spin',
    ]);
    expect(executors[0].metadata).toEqual({ name: 'apps' });
    expect(executors[2].metadata.labels).toEqual({ team: 'edge', [ENFORCE]: 'baseline' });
  });

  test('are the same without options as with none', () => {
    expect(phases({ appNamespaces: ['apps'], appNamespaceOptions: {} })).toEqual(phases({ appNamespaces: ['apps'] }));
    expect(phases({ appNamespaces: ['apps'], appNamespaceOptions: { apps: {} }, namespaceOptions: {} })).toEqual(phases({ appNamespaces: ['apps'] }));
  });

  test('hold apps to their quota', () => {
    const app = new App();
    const install = new SpinKubeInstall(app, 'spinkube', {
      version: SpinKubeVersion.V0_6_1, appNamespaces: ['apps'], appNamespaceOptions: { apps: { quota: { memoryLimit: Size.gibibytes(1) } } },
    });
    const chart = new Chart(app, 'apps', { namespace: 'apps' });
    chart.addDependency(install);
    new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' });
    expect(() => app.synthYaml()).toThrow('(QuotaWithoutResources)');
  });

  test('of runtime-class-manager admits its jobs, whatever else is said', () => {
    const app = new App();
    new RuntimeClassManager(app, 'rcm', { namespaceOptions: { labels: { team: 'web' }, quota: { pods: 50 } } });
    expect(phasesOf(app)['rcm/manager'].slice(0, 2)).toMatchObject([
      { kind: 'Namespace', metadata: { labels: { team: 'web', [ENFORCE]: 'privileged' } } }, { kind: 'ResourceQuota', spec: { hard: { pods: '50' } } },
    ]);
  });
});

describe('a namespace that cannot be', () => {
  const jobs = 'the jobs that install a shim are privileged and see the host, and another level refuses them; leave it out (RestrictedNamespace)';
  test.each<[string, NamespaceOptions, string[]]>([
    ['options of one that is there', { existing: true, labels: { a: 'b' }, quota: { pods: 1 } }, [
      'namespaceOptions.existing: got true; a namespace that is there is not made, and labels, quota would be lost; leave out one or the other (UnusedOption)',
    ]],
    ['a label of no value', { labels: { a: 'b c' } }, [
      'namespaceOptions.labels["a"]: got "b c"; a label value must be empty or at most 63 letters, digits, \'-\', \'_\' and \'.\', '
      + 'starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)',
    ]],
    ['a level that is none', { labels: { [ENFORCE]: 'strict' } }, [
      `namespaceOptions.labels["${ENFORCE}"]: got "strict"; PodSecurity has the levels privileged, baseline, restricted; use podSecurity (InvalidLabel)`,
    ]],
    ['two levels', { labels: { [ENFORCE]: 'baseline' }, podSecurity: PodSecurityLevel.BASELINE }, [
      `namespaceOptions.podSecurity: got "baseline"; labels have ${ENFORCE} already; say the level once (DuplicateKey)`,
    ]],
    ['a quota of nothing', { quota: {} }, [
      'namespaceOptions.quota: got {}; a quota needs at least one amount; give one, or leave the quota out (EmptyList)',
    ]],
    ['a quota of half a pod', { quota: { pods: 0.5 } }, [
      'namespaceOptions.quota.pods: got 0.5; a quota counts pods from 1 on; give an integer of at least 1, or leave it out (InvalidQuantity)',
    ]],
    ['a quota without pods', { quota: { pods: 0 } }, [
      'namespaceOptions.quota.pods: got 0; a quota counts pods from 1 on; give an integer of at least 1, or leave it out (InvalidQuantity)',
    ]],
  ])('fails with %s', (_, namespaceOptions, messages) => {
    expect(refusal((app) => new CertManager(app, 'certs', { source: CHART, namespaceOptions }))).toBe(messages.map((message) => `[certs] ${message}`).join('\n'));
  });

  test('fails with a negative quota', () => {
    expect(refusal((app) => new CertManager(app, 'certs', { source: CHART, namespaceOptions: { quota: { cpuLimit: Cpu.millis(-5) } } })))
      .toMatch(/^\[certs\] namespaceOptions\.quota\.limits\.cpu.*: got .*\(InvalidQuantity\)$/);
  });

  test.each<[string, NamespaceOptions, string]>([
    ['a level that refuses its jobs', { podSecurity: PodSecurityLevel.BASELINE }, `namespaceOptions.podSecurity: got "baseline"; ${jobs}`],
    ['a label that refuses its jobs', { labels: { [ENFORCE]: 'restricted' } }, `namespaceOptions.podSecurity: got "restricted"; ${jobs}`],
    ['a quota that refuses its jobs', { quota: { cpuLimit: Cpu.units(1), memoryRequest: Size.gibibytes(1), pods: 5 } },
      'namespaceOptions.quota: got "cpuLimit, memoryRequest"; the jobs that install a shim claim neither CPU nor memory, and a quota of them refuses such pods; '
      + 'leave it out, or limit pods alone (QuotaWithoutResources)'],
  ])('fails for runtime-class-manager with %s', (_, namespaceOptions, message) => {
    expect(refusal((app) => new RuntimeClassManager(app, 'rcm', { namespaceOptions }))).toBe(`[rcm] ${message}`);
  });

  const restricted = 'the pods of SpinApps have no securityContext, and the level restricted refuses them; use PodSecurityLevel.BASELINE (RestrictedNamespace)';
  test.each<[string, Partial<SpinKubeInstallProps>, string[]]>([
    ['apps in a restricted one', { appNamespaces: ['apps'], appNamespaceOptions: { apps: { podSecurity: PodSecurityLevel.RESTRICTED } } }, [
      `appNamespaceOptions["apps"].podSecurity: got "restricted"; ${restricted}`,
    ]],
    ['apps in one that a label restricts', { appNamespaces: ['apps'], appNamespaceOptions: { apps: { labels: { [ENFORCE]: 'restricted' } } } }, [
      `appNamespaceOptions["apps"].podSecurity: got "restricted"; ${restricted}`,
    ]],
    ['options of another namespace', { appNamespaces: ['apps'], appNamespaceOptions: { edge: {} } }, [
      'appNamespaceOptions["edge"]: got "edge"; appNamespaces has apps; name the namespace in both (InvalidAppNamespace)',
    ]],
    ['options without namespaces', { appNamespaceOptions: { edge: { existing: true } } }, [
      'appNamespaceOptions["edge"]: got "edge"; appNamespaces has none; name the namespace in both (InvalidAppNamespace)',
    ]],
    ['a namespace to be made of an operator that is there', { operator: { source: ComponentSource.existing() }, namespaceOptions: { labels: {} } }, [
      'namespaceOptions: got {"labels":{}}; what comes by existing() is not changed; leave it out, or use ComponentSource.bundled() (UnusedOption)',
    ]],
  ])('fails with %s', (_, props, messages) => {
    expect(refusal((app) => new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, ...props })))
      .toBe(messages.map((message) => `[spinkube] ${message}`).join('\n'));
  });
});
