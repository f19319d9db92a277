import { ApiObject, App, Chart } from 'cdk8s';
import { phasesOf, title } from './installs';
import { certManagerOf, configMap, file, fleet, refusal } from './sources';
import { CertManager, CertManagerProps, ComponentSource, PodSecurityLevel, SpinKubeInstall, SpinKubeVersion, WasmCluster } from '../../src';

const CHART = ComponentSource.argoCd({ version: '1.14.0' });
const MIRROR = { host: 'mirror.test:5000' };
const URL = 'https://github.com/cert-manager/cert-manager/releases/download/v1.14.0/cert-manager.yaml';

const application = (version: string, props: Partial<CertManagerProps> = {}) =>
  certManagerOf(ComponentSource.argoCd({ version }), props).find(({ kind }) => kind === 'Application');
const values = (version: string, props: Partial<CertManagerProps> = {}) => application(version, props).spec.source.helm.valuesObject;

describe('the chart of cert-manager', () => {
  test.each([['1.14.0', 'v1.14.0'], ['v1.14.0', 'v1.14.0'], ['1.15.0-alpha.1', 'v1.15.0-alpha.1']])('of the version %s is called %s', (version, called) => {
    expect(application(version).spec.source.targetRevision).toBe(called);
  });

  test.each([
    ['1.0.0', { installCRDs: true }], ['1.12.17', { installCRDs: true }], ['1.14.0', { installCRDs: true }], ['1.14.99', { installCRDs: true }],
    ['1.15.0-alpha.0', { crds: { enabled: true } }], ['v1.15.0-beta.1', { crds: { enabled: true } }], ['1.15.0', { crds: { enabled: true } }],
    ['1.21.1', { crds: { enabled: true } }], ['2.0.0', { crds: { enabled: true } }],
  ])('of the version %s has its CRDs by %j', (version, expected) => {
    expect(values(version)).toEqual(expected);
  });

  test.each([
    ['1.13.3', 'ctl'], ['1.14.0-alpha.0', 'startupapicheck'], ['1.14.0', 'startupapicheck'],
  ])('of the version %s has five images at a mirror, of which the check of the start is %s', (version, check) => {
    const at = (image: string) => ({ image: { repository: `mirror.test:5000/jetstack/cert-manager-${image}` } });
    expect(values(version, { mirror: MIRROR })).toEqual({
      installCRDs: true,
      ...at('controller'),
      webhook: at('webhook'),
      cainjector: at('cainjector'),
      acmesolver: at('acmesolver'),
      startupapicheck: at(check),
    });
  });

  test('comes from its repository, and from a registry of the mirror', () => {
    expect(application('1.14.0').spec.source).toMatchObject({ repoURL: 'https://charts.jetstack.io', chart: 'cert-manager' });
    expect(application('1.14.0', { mirror: MIRROR }).spec.source).toMatchObject({ repoURL: 'mirror.test:5000/jetstack/charts', chart: 'cert-manager' });
    expect(application('1.14.0', { mirror: { ...MIRROR, keepHosts: true } }).spec.source)
      .toMatchObject({ repoURL: 'mirror.test:5000/quay.io/jetstack/charts' });
  });

  test('is in its namespace', () => {
    expect(certManagerOf(CHART).map(title)).toEqual(['Namespace cert-manager', 'Application argocd/cert-manager']);
    expect(certManagerOf(CHART, { namespace: 'certs' }).map(title)).toEqual(['Namespace certs', 'Application argocd/cert-manager']);
    expect(application('1.14.0', { namespace: 'certs' }).spec.destination.namespace).toBe('certs');
  });
});

describe('a released manifest of cert-manager', () => {
  test('is a kustomization with its address, and nothing else', () => {
    expect(certManagerOf(ComponentSource.manifestUrl(URL))).toEqual([{
      apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', metadata: { name: 'cert-manager' }, resources: [URL],
    }]);
  });

  test('comes from a mirror with its images, but for the one in an argument', () => {
    const images = ['controller', 'webhook', 'cainjector', 'acmesolver'].map((image) => ({
      name: `quay.io/jetstack/cert-manager-${image}`, newName: `mirror.test:5000/jetstack/cert-manager-${image}`,
    }));
    expect(certManagerOf(ComponentSource.manifestUrl(URL), { mirror: MIRROR })).toEqual([{
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      metadata: { name: 'cert-manager' },
      resources: ['https://mirror.test:5000/cert-manager/cert-manager/releases/download/v1.14.0/cert-manager.yaml'],
      images,
    }]);
  });
});

describe('a cert-manager', () => {
  test('that exists makes no chart, and may be said', () => {
    const app = new App();
    expect(new CertManager(app, 'certs', { source: ComponentSource.existing() }).namespace).toBe('cert-manager');
    expect(app.charts).toEqual([]);
  });

  test.each<[string, Partial<CertManagerProps>]>([
    ['namespace', { namespace: 'cert-manager' }], ['namespaceOptions', { namespaceOptions: {} }], ['namespace', { namespace: undefined }],
    ['namespaceOptions', { namespaceOptions: undefined }], ['mirror', { mirror: undefined }],
  ])('is the same without %s as with its default, %j', (_, props) => {
    expect(certManagerOf(CHART, props)).toEqual(certManagerOf(CHART));
  });

  test('comes before the operator of its cluster, wherever it is declared', () => {
    const app = new App();
    new SpinKubeInstall(app, 'a-spinkube', { version: SpinKubeVersion.V0_6_1 });
    new CertManager(app, 'z-certs', { source: CHART });
    expect(Object.keys(phasesOf(app))).toEqual(['a-spinkube/crds', 'z-certs/cert-manager', 'a-spinkube/operator']);
  });

  test('of another cluster has no part in that', () => {
    const app = new App();
    new SpinKubeInstall(new WasmCluster(app, 'a'), 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    new CertManager(new WasmCluster(app, 'b'), 'certs', { source: CHART });
    app.synthYaml();
    expect(app.charts.map(({ node }) => node.path)).toEqual(['a/spinkube/crds', 'a/spinkube/operator', 'b/certs/cert-manager']);
  });

  test('can be depended on', () => {
    const app = new App();
    const chart = new Chart(app, 'issuers');
    new ApiObject(chart, 'issuer', { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'own' }, spec: { selfSigned: {} } });
    chart.addDependency(new CertManager(app, 'certs', { source: ComponentSource.include(file([configMap()])) }));
    expect(Object.keys(phasesOf(app))).toEqual(['certs/cert-manager', 'issuers']);
  });

  test.each<[string, CertManagerProps, string[]]>([
    ['objects of this library', { source: ComponentSource.bundled() }, [
      'source: got "bundled"; this library has no objects of cert-manager; '
      + 'use ComponentSource.manifestUrl() with a released file, or helm(), argoCd(), flux() or existing() (ComponentSource)',
    ]],
    ['a chart without a version', { source: ComponentSource.flux() }, [
      'source.version: got nothing; the chart of cert-manager is pinned by a whole semantic version, so that an update of it is yours; '
      + 'write it as "1.14.0" (UnknownVersion)',
    ]],
    ['another namespace than the released one', { source: ComponentSource.manifestUrl(URL), namespace: 'certs' }, [
      'namespace: got "certs"; what comes by manifestUrl() is not changed; leave it out, or use a chart (UnusedOption)',
    ]],
    ['a namespace to be made that is released', { source: ComponentSource.manifestUrl(URL), namespaceOptions: { labels: { a: 'b' } } }, [
      'namespaceOptions: got {"labels":{"a":"b"}}; what comes by manifestUrl() is not changed; leave it out, or use a chart (UnusedOption)',
    ]],
    ['a namespace to be made of what is there', { source: ComponentSource.existing(), namespaceOptions: { podSecurity: PodSecurityLevel.BASELINE } }, [
      'namespaceOptions: got {"podSecurity":"baseline"}; what comes by existing() is not changed; leave it out, or use a chart (UnusedOption)',
    ]],
    ['all at once', { source: ComponentSource.helm({ version: '1.14' }), namespace: 'Certs', mirror: { host: 'mirror' } }, [
      'namespace: got "Certs"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
      + 'use lower-case letters, digits and dashes (InvalidNamespace)',
      'mirror.host: got "mirror"; a mirror must be a host with a dot or a port, optionally followed by a path in lower case, without a scheme; '
      + 'write it as "mirror.example.com" or "mirror.example.com:5000/wasm" (InvalidMirror)',
      'source.version: got "1.14"; the chart of cert-manager is pinned by a whole semantic version, so that an update of it is yours; '
      + 'write it as "1.14.0" (UnknownVersion)',
    ]],
  ])('fails with %s', (_, props, messages) => {
    expect(refusal((app) => new CertManager(app, 'certs', props))).toBe(messages.map((message) => `[certs] ${message}`).join('\n'));
  });

  test('fails beside another of its cluster, also where that is only said to exist', () => {
    const app = fleet();
    new CertManager(app, 'first', { source: ComponentSource.existing() });
    const again = 'this cluster has a CertManager already, by first, and its CRDs and webhooks exist once; '
      + 'keep one, or stand the other below another WasmCluster (DuplicateInstall)';
    expect(refusal(() => new CertManager(app, 'again', { source: CHART }), app)).toBe(`[again] id: got "again"; ${again}`);
    expect(refusal(() => new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, certManager: CHART }), app))
      .toBe(`[spinkube] id: got "spinkube"; ${again}`);
    expect(() => new CertManager(new WasmCluster(app, 'other'), 'certs', { source: CHART })).not.toThrow();
  });

  test('fails without a trace where its manifest cannot be read: a corrected one may follow', () => {
    const app = fleet();
    expect(refusal(() => new CertManager(app, 'wrong', { source: ComponentSource.include(file('')) }), app)).toContain('(ComponentSource)');
    expect(() => new CertManager(app, 'right', { source: CHART })).not.toThrow();
  });

  test('fails in the stock App by a kustomization', () => {
    expect(refusal((app) => new CertManager(app, 'certs', { source: ComponentSource.manifestUrl(URL) }), new App()))
      .toBe('[certs] source: got "manifestUrl"; a kustomization stands in a folder of its own, which the stock App does not write; '
        + 'make the app a FleetApp (ComponentSource)');
  });
});
