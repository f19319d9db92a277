import { existsSync, symlinkSync } from 'node:fs';
import { App, Duration, Yaml } from 'cdk8s';
import { find, phasesOf, title } from './installs';
import { certManagerOf, configMap, deployment, FakeHelm, file, fleet, refusal } from './sources';
import {
  ArgoCdOciForm, ArgoCdSourceOptions, CertManager, ComponentSource, FluxSourceOptions, PodSecurityLevel, RuntimeClassManager, SpinKubeInstall,
  SpinKubeOperatorOptions, SpinKubeVersion, WasmCluster,
} from '../../src';

const MANAGER_VALUES = {
  image: { repository: 'ghcr.io/spinframework/runtime-class-manager', tag: 'v0.2.0' },
  rcm: {
    nodeInstallerImage: { repository: 'ghcr.io/spinframework/node-installer', tag: 'v0.2.0' },
    shimDownloaderImage: { repository: 'ghcr.io/spinframework/shim-downloader', tag: 'v0.2.0' },
  },
};

function managerOf(source: ComponentSource, props: object = {}): any[] {
  const app = fleet();
  new RuntimeClassManager(app, 'rcm', { source, ...props });
  return phasesOf(app)['rcm/manager'] ?? [];
}

function operatorOf(operator: SpinKubeOperatorOptions, props: object = {}): any[] {
  const app = fleet();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, operator, ...props });
  return phasesOf(app)['spinkube/operator'] ?? [];
}

describe('argoCd', () => {
  const application = (options: ArgoCdSourceOptions = {}) => find(managerOf(ComponentSource.argoCd(options)), 'Application');

  test('makes an Application that names the chart of the registry, its version and its values', () => {
    expect(application()).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'runtime-class-manager', namespace: 'argocd' },
      spec: {
        project: 'default',
        destination: { server: 'https://kubernetes.default.svc', namespace: 'runtime-class-manager' },
        source: {
          repoURL: 'ghcr.io/spinframework/charts',
          chart: 'runtime-class-manager',
          targetRevision: '0.2.0',
          helm: { releaseName: 'runtime-class-manager', valuesObject: MANAGER_VALUES },
        },
        syncPolicy: { automated: {}, syncOptions: ['ServerSideApply=true'] },
      },
    });
  });

  test('names the chart in the form of Argo CD 3.1', () => {
    const { source } = application({ ociForm: ArgoCdOciForm.PATH }).spec;
    expect(source).toMatchObject({ repoURL: 'oci://ghcr.io/spinframework/charts/runtime-class-manager', path: '.', targetRevision: '0.2.0' });
    expect(source).not.toHaveProperty('chart');
  });

  test.each<[string, string, object]>([
    ['a registry', 'oci://registry.test:5000/charts/', { repoURL: 'registry.test:5000/charts', chart: 'runtime-class-manager' }],
    ['a repository', 'https://charts.test/stable', { repoURL: 'https://charts.test/stable', chart: 'runtime-class-manager' }],
  ])('names %s of one\'s own', (_, repository, source) => {
    expect(application({ repository }).spec.source).toMatchObject(source);
  });

  test('is in the namespace, project and under the name that are said, and syncs by hand', () => {
    const { metadata, spec } = application({ name: 'rcm', namespace: 'gitops', project: 'platform', automated: false });
    expect(metadata).toEqual({ name: 'rcm', namespace: 'gitops' });
    expect(spec.project).toBe('platform');
    expect(spec.syncPolicy).toEqual({ syncOptions: ['ServerSideApply=true'] });
    expect(spec.source.helm.releaseName).toBe('runtime-class-manager');
  });

  test.each<[string, ArgoCdSourceOptions]>([
    ['name', { name: undefined }], ['namespace', { namespace: 'argocd' }], ['project', { project: undefined }], ['automated', { automated: true }],
    ['ociForm', { ociForm: ArgoCdOciForm.CHART }], ['version', { version: undefined }], ['repository', { repository: undefined }],
    ['values', { values: {} }], ['values', { values: undefined }], ['values', { values: { image: { tag: undefined } } }],
  ])('is the same without %s as with its default, %j', (_, options) => {
    expect(application(options)).toEqual(application());
  });
});

describe('flux', () => {
  const made = (options: FluxSourceOptions = {}) => managerOf(ComponentSource.flux(options));

  test('makes an OCIRepository and a HelmRelease that replaces the CRDs beside the templates', () => {
    expect(made().slice(1)).toEqual([
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'OCIRepository',
        metadata: { name: 'runtime-class-manager', namespace: 'flux-system' },
        spec: {
          interval: '3600s',
          url: 'oci://ghcr.io/spinframework/charts/runtime-class-manager',
          ref: { tag: '0.2.0' },
          layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
        },
      },
      {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'runtime-class-manager', namespace: 'flux-system' },
        spec: {
          interval: '3600s',
          releaseName: 'runtime-class-manager',
          targetNamespace: 'runtime-class-manager',
          chartRef: { kind: 'OCIRepository', name: 'runtime-class-manager' },
          install: { crds: 'CreateReplace' },
          upgrade: { crds: 'CreateReplace' },
          values: MANAGER_VALUES,
        },
      },
    ]);
  });

  test('makes a HelmRepository for what is no registry, and leaves CRDs of the templates to Helm', () => {
    const [, source, release] = certManagerOf(ComponentSource.flux({ version: '1.14.0', name: 'certs', namespace: 'gitops', interval: Duration.minutes(5) }));
    expect(source).toEqual({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      metadata: { name: 'certs', namespace: 'gitops' },
      spec: { interval: '300s', url: 'https://charts.jetstack.io' },
    });
    expect(release.metadata).toEqual({ name: 'certs', namespace: 'gitops' });
    expect(release.spec).toEqual({
      interval: '300s',
      releaseName: 'cert-manager',
      targetNamespace: 'cert-manager',
      chart: { spec: { chart: 'cert-manager', version: 'v1.14.0', sourceRef: { kind: 'HelmRepository', name: 'certs' } } },
      values: { installCRDs: true },
    });
  });

  test.each<[string, FluxSourceOptions]>([
    ['name', { name: 'runtime-class-manager' }], ['namespace', { namespace: undefined }], ['interval', { interval: Duration.minutes(60) }],
    ['interval', { interval: undefined }], ['version', { version: 'v0.2.0' }],
  ])('is the same without %s as with its default, %j', (_, options) => {
    expect(made(options)).toEqual(made());
  });
});

describe('helm', () => {
  test('renders the chart of a registry with its CRDs, version and values', () => {
    const helm = new FakeHelm();
    const objects = managerOf(ComponentSource.helm({ helmExecutable: helm.helmExecutable, values: { replicaCount: 2 } }));
    expect(helm.arguments).toEqual([
      'template', '--version', '0.2.0', '--namespace', 'runtime-class-manager', '--include-crds',
      'runtime-class-manager', 'oci://ghcr.io/spinframework/charts/runtime-class-manager',
    ]);
    expect(helm.values).toEqual({ ...MANAGER_VALUES, replicaCount: 2 });
    expect(objects.map(title)).toEqual(['Namespace runtime-class-manager', 'ConfigMap runtime-class-manager/settings']);
  });

  test('renders the chart of a repository', () => {
    const helm = new FakeHelm();
    certManagerOf(ComponentSource.helm({ helmExecutable: helm.helmExecutable, version: '1.15.0', values: { webhook: null } }));
    expect(helm.arguments).toEqual([
      'template', '--repo', 'https://charts.jetstack.io', '--version', 'v1.15.0', '--namespace', 'cert-manager', 'cert-manager', 'cert-manager',
    ]);
    expect(helm.values).toEqual({ crds: { enabled: true }, webhook: null });
  });

  test('leaves objects of the cluster without a namespace', () => {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' }, rules: [] };
    expect(managerOf(ComponentSource.helm(new FakeHelm([role]))).map(title)).toEqual(['Namespace runtime-class-manager', 'ClusterRole r']);
  });

  test.each<[string, () => string, string]>([
    ['there is no helm', () => '/nowhere/helm', 'unable to execute \'/nowhere/helm\' to render Helm chart. Is it installed on your system?'],
    ['helm fails', () => new FakeHelm([], 'echo line >&2; echo "Error: no such chart" >&2; exit 1').helmExecutable, 'Error: no such chart'],
  ])('fails where %s', (_, helmExecutable, said) => {
    expect(refusal((app) => new RuntimeClassManager(app, 'rcm', { source: ComponentSource.helm({ helmExecutable: helmExecutable() }) })))
      .toBe(`[rcm/manager] helm: got "runtime-class-manager"; it could not be read: ${said}; install helm, and let it reach the chart (ComponentSource)`);
  });

  test('fails where the chart renders nothing', () => {
    const helm = new FakeHelm([], 'true > "$0.none"; exit 0').helmExecutable;
    expect(refusal((app) => new RuntimeClassManager(app, 'rcm', { source: ComponentSource.helm({ helmExecutable: helm }) })))
      .toBe('[rcm/manager] helm: got "0 documents"; there is no object in it; name what holds objects of Kubernetes alone (ComponentSource)');
  });
});

describe('include', () => {
  test('takes the objects of a file, in the namespace of the component, which is made', () => {
    const objects = [configMap('one'), { ...configMap('two'), metadata: { name: 'two', namespace: 'elsewhere' } }];
    expect(certManagerOf(ComponentSource.include(file(objects))).map(title))
      .toEqual(['Namespace cert-manager', 'ConfigMap cert-manager/one', 'ConfigMap elsewhere/two']);
  });

  test('takes the namespace that the manifest brings, with what is said of it', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cert-manager', labels: { own: 'yes' } } };
    const source = ComponentSource.include(file([configMap(), namespace]));
    expect(certManagerOf(source).map(title)).toEqual(['Namespace cert-manager', 'ConfigMap cert-manager/settings']);
    const options = { podSecurity: PodSecurityLevel.BASELINE, labels: { team: 'web' }, quota: { pods: 3 } };
    const objects = certManagerOf(source, { namespaceOptions: options });
    expect(find(objects, 'Namespace').metadata.labels).toEqual({ 'own': 'yes', 'team': 'web', 'pod-security.kubernetes.io/enforce': 'baseline' });
    expect(find(objects, 'ResourceQuota')).toMatchObject({ metadata: { namespace: 'cert-manager' }, spec: { hard: { pods: '3' } } });
  });

  test('lets the jobs of runtime-class-manager into the namespace that its manifest brings', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'runtime-class-manager' } };
    const [made] = managerOf(ComponentSource.include(file([namespace, configMap()])));
    expect(made.metadata.labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'privileged' });
  });

  test('makes no namespace that is there', () => {
    const options = { namespaceOptions: { existing: true } };
    expect(certManagerOf(ComponentSource.include(file([configMap()])), options).map(title)).toEqual(['ConfigMap cert-manager/settings']);
  });

  test('reads a file through a link, and one with a space in its name', () => {
    const target = file([configMap()], 'with a space.yaml');
    const link = `${target}.link`;
    if (!existsSync(link)) symlinkSync(target, link);
    expect(certManagerOf(ComponentSource.include(link))).toEqual(certManagerOf(ComponentSource.include(target)));
  });

  const unread = 'it could not be read: it holds something else than objects of Kubernetes; name a file, or an address that answers with YAML (ComponentSource)';
  test.each<[string, string, (place: string) => string]>([
    ['nothing', '', () => 'manifest: got "0 documents"; there is no object in it; name what holds objects of Kubernetes alone (ComponentSource)'],
    ['comments', '# nothing\n---\n', () => 'manifest: got "0 documents"; there is no object in it; name what holds objects of Kubernetes alone (ComponentSource)'],
    ['a text', '<html>404</html>', (place) => `manifest: got ${JSON.stringify(place)}; ${unread}`],
    ['a list', '- a\n', (place) => `manifest: got ${JSON.stringify(place)}; ${unread}`],
    ['broken YAML', 'a: [', (place) => `manifest: got ${JSON.stringify(place)}; ${unread}`],
    ['an object without a kind', 'apiVersion: v1\nmetadata: {name: a}\n',
      () => 'manifest: got "1 documents"; one of them has no kind; name what holds objects of Kubernetes alone (ComponentSource)'],
    ['an object twice', Yaml.stringify(configMap(), configMap()), (place) => `manifest: got ${JSON.stringify(place)}; it could not be read: `
      + 'There is already a Construct with name \'settings-configmap\' in Include [manifest]; name a file, or an address that answers with YAML (ComponentSource)'],
  ])('fails for a file with %s', (_, text, message) => {
    const place = file(text);
    expect(refusal((app) => new CertManager(app, 'certs', { source: ComponentSource.include(place) }))).toBe(`[certs/cert-manager] ${message(place)}`);
  });

  test.each(['/nowhere/manifest.yaml', '', 'http://example.com/manifest.yaml', 'https://user@example.com/manifest.yaml'])('fails for %j', (manifest) => {
    const shown = manifest.replace('user@', '…@');
    expect([manifest, shown].map((text) => `[certs] source.manifest: got ${JSON.stringify(text)}; there is no such file, and it is no HTTPS address; `
      + 'name a file that is there, or an HTTPS address (ComponentSource)'))
      .toContain(refusal((app) => new CertManager(app, 'certs', { source: ComponentSource.include(manifest) })));
  });

  test('fails where another object of the cluster is in the manifest too', () => {
    const app = fleet();
    new CertManager(app, 'certs', { source: ComponentSource.include(file([configMap()])), namespace: 'same' });
    new RuntimeClassManager(app, 'rcm', { source: ComponentSource.include(file([configMap()])), namespaceOptions: { existing: true }, namespace: 'same' });
    expect(() => app.synthYaml()).toThrow('(DuplicateObject)');
  });
});

describe('options of a source', () => {
  test('are copied in', () => {
    const options = { version: '1.14.0', values: { list: [{ a: 1 }], map: { b: 2 } } };
    const source = ComponentSource.argoCd(options);
    options.version = '1.15.0';
    options.values.list[0].a = 3;
    options.values.map.b = 3;
    const { spec } = find(certManagerOf(source), 'Application');
    expect(spec.source).toMatchObject({ targetRevision: 'v1.14.0', helm: { valuesObject: { list: [{ a: 1 }], map: { b: 2 } } } });
  });

  test('serve several clusters, and stay as they are', () => {
    const source = ComponentSource.flux({ version: '1.14.0', values: Object.freeze({ deep: Object.freeze({ a: Object.freeze([1]) }) }) });
    const app = fleet();
    for (const id of ['a', 'b']) new CertManager(new WasmCluster(app, id), 'certs', { source, namespace: id });
    const [a, b] = ['a', 'b'].map((id) => find(app.charts.flatMap((chart) => chart.toJson()).filter(({ spec }: any) => spec?.targetNamespace === id), 'HelmRelease'));
    expect({ ...a.spec, targetNamespace: 'b' }).toEqual(b.spec);
  });

  const name = 'what Argo CD and Flux also write into a label must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
    + 'use lower-case letters, digits and dashes (InvalidName)';
  const namespace = 'a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
    + 'use lower-case letters, digits and dashes (InvalidNamespace)';
  const repository = 'the repository of a chart must be an oci:// or https:// address without a user and a query; '
    + 'write it as "oci://registry.example.com/charts" or "https://charts.example.com" (InvalidUrl)';
  const pinned = 'the chart of runtime-class-manager is pinned by a whole semantic version, so that an update of it is yours; '
    + 'write it as "1.14.0" (UnknownVersion)';
  const interval = 'an interval of Flux is given in whole seconds; give at least one second (InvalidQuantity)';
  const long = 'a'.repeat(64);
  test.each<[string, ComponentSource, string]>([
    ['a name of Argo CD over its limit', ComponentSource.argoCd({ name: long }), `source.name: got "${long}"; ${name}`],
    ['a name of Flux over its limit', ComponentSource.flux({ name: long }), `source.name: got "${long}"; ${name}`],
    ['a name of Argo CD with a dot', ComponentSource.argoCd({ name: 'a.b' }), `source.name: got "a.b"; ${name}`],
    ['an empty name of Flux', ComponentSource.flux({ name: '' }), `source.name: got ""; ${name}`],
    ['a namespace of Argo CD over its limit', ComponentSource.argoCd({ namespace: long }), `source.namespace: got "${long}"; ${namespace}`],
    ['a namespace of Flux in capitals', ComponentSource.flux({ namespace: 'Flux' }), `source.namespace: got "Flux"; ${namespace}`],
    ['a project with a space', ComponentSource.argoCd({ project: 'my project' }), `source.project: got "my project"; ${name}`],
    ['no interval', ComponentSource.flux({ interval: Duration.seconds(0) }), `source.interval: got 0; ${interval}`],
    ['half a second', ComponentSource.flux({ interval: Duration.millis(1500) }), `source.interval: got 1.5; ${interval}`],
    ['a range of versions', ComponentSource.helm({ version: '^1.0.0' }), `source.version: got "^1.0.0"; ${pinned}`],
    ['latest', ComponentSource.argoCd({ version: 'latest' }), `source.version: got "latest"; ${pinned}`],
    ['an empty version', ComponentSource.flux({ version: '' }), `source.version: got ""; ${pinned}`],
    ['two letters v', ComponentSource.flux({ version: 'vv1.0.0' }), `source.version: got "vv1.0.0"; ${pinned}`],
    ['a repository without a scheme', ComponentSource.argoCd({ repository: 'ghcr.io/a' }), `source.repository: got "ghcr.io/a"; ${repository}`],
    ['a repository over plain HTTP', ComponentSource.flux({ repository: 'http://a.test' }), `source.repository: got "http://a.test"; ${repository}`],
    ['a form of OCI for what is none', ComponentSource.argoCd({ repository: 'https://a.test', ociForm: ArgoCdOciForm.PATH }),
      'source.ociForm: got "path"; https://a.test is no OCI registry; leave it out, or name a repository that begins with oci:// (UnusedOption)'],
    ['a value that is lost', ComponentSource.flux({ values: { image: null } }),
      'source.values["image"]: got null; cdk8s leaves null out of an object, and the chart keeps its own value; '
      + 'write the value that the chart is to have instead (InvalidValues)'],
  ])('fail with %s', (_, source, message) => {
    expect(refusal((app) => new RuntimeClassManager(app, 'rcm', { source }))).toBe(`[rcm] ${message}`);
  });

  test('fail with an address that is no download', () => {
    const source = ComponentSource.manifestUrl('http://example.com/a.yaml');
    expect(refusal((app) => new CertManager(app, 'certs', { source })))
      .toBe('[certs] source.url: got "http://example.com/a.yaml"; a download location must be an HTTPS address with a path, without a user, spaces and a fragment; '
        + 'write it as "https://downloads.example.com/containerd-shim-acme-v1.tar.gz" (InvalidLocation)');
  });
});

describe('the chart of the operator', () => {
  const valuesOf = (operator: SpinKubeOperatorOptions, props: object = {}) =>
    find(operatorOf({ source: ComponentSource.argoCd(), ...operator }, props), 'Application').spec.source.helm.valuesObject;

  test.each([
    [SpinKubeVersion.V0_4_0, 'ghcr.io/spinkube/charts', '0.4.0'],
    [SpinKubeVersion.V0_5_0, 'ghcr.io/spinkube/charts', '0.5.0'],
    [SpinKubeVersion.V0_6_0, 'ghcr.io/spinframework/charts', '0.6.0'],
    [SpinKubeVersion.V0_6_1, 'ghcr.io/spinframework/charts', '0.6.1'],
  ])('of %j is in the registry of its release', (version, repoURL, targetRevision) => {
    const { source } = find(operatorOf({ source: ComponentSource.argoCd() }, { version }), 'Application').spec;
    expect(source).toMatchObject({ repoURL, chart: 'spin-operator', targetRevision });
  });

  test('has no values where nothing is said, but for the proxy whose registry is gone', () => {
    expect(valuesOf({})).toBeUndefined();
    expect(valuesOf({}, { version: SpinKubeVersion.V0_4_0 }))
      .toEqual({ controllerManager: { kubeRbacProxy: { image: { repository: 'quay.io/brancz/kube-rbac-proxy', tag: 'v0.15.0' } } } });
  });

  test('has values for what it can, and a budget for more than one pod', () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    const operator = { image: `mirror.test/op@${digest}`, replicas: 2, clusterDomain: 'acme.internal', extraArgs: ['--zap-log-level=debug'] };
    expect(valuesOf(operator)).toEqual({
      controllerManager: {
        manager: {
          // joined by a colon
          image: { repository: 'mirror.test/op@sha256', tag: '1'.repeat(64) },
          args: ['--metrics-bind-address=:8443', '--leader-elect', '--enable-webhooks', '--zap-log-level=debug'],
        },
        replicas: 2,
      },
      kubernetesClusterDomain: 'acme.internal',
    });
    expect(find(operatorOf({ source: ComponentSource.flux(), replicas: 2 }), 'PodDisruptionBudget')).toMatchObject({
      metadata: { namespace: 'spin-operator' },
      spec: { minAvailable: 1, selector: { matchLabels: { 'control-plane': 'controller-manager' } } },
    });
  });

  test.each([['0.4.0', 'kubeRbacProxy'], ['0.6.1', 'manager']])('of %s fits a namespace of level restricted', (version, container) => {
    const props = { version: SpinKubeVersion.of(version), namespaceOptions: { podSecurity: PodSecurityLevel.RESTRICTED } };
    const { controllerManager } = valuesOf({}, props);
    expect(controllerManager.manager).toEqual({ containerSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } } });
    expect(controllerManager[container].containerSecurityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  });

  test.each(['0.6.1', 'v0.6.1', '0.6.1-acme.2'])('may have the version %s of a 0.6.1 of one\'s own', (version) => {
    expect(find(operatorOf({ source: ComponentSource.argoCd({ version }) }), 'Application').spec.source.targetRevision).toBe(version.replace('v', ''));
  });

  test.each(['0.5.0', 'v0.6.0', '99.0.0-rc.1'])('fails in the version %s beside the CRDs of 0.6.1', (version) => {
    expect(refusal((app) => new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, operator: { source: ComponentSource.flux({ version }) } })))
      .toBe(`[spinkube] operator.source.version: got "${version}"; the install is of spin-operator 0.6.1, and so are its CRDs; leave it out (VersionConflict)`);
  });
});

test('a stock App takes all but a kustomization', () => {
  const app = new App();
  expect(() => new CertManager(app, 'certs', { source: ComponentSource.flux({ version: '1.14.0' }) })).not.toThrow();
  expect(managerOf(ComponentSource.include(file([deployment('a/b:1')]))).map(title))
    .toEqual(expect.arrayContaining(['Deployment runtime-class-manager/other']));
});
