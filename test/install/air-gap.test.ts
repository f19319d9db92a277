import { texts } from './installs';
import { configMap, deployment, FakeHelm, file, fleet, refusal } from './sources';
import { ComponentSource, Mirror, ShimRelease, SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion } from '../../src';

const MIRRORS: Mirror[] = [{ host: 'mirror.test:5000' }, { host: 'mirror.test/wasm', keepHosts: true }];
const URL = 'https://github.com/cert-manager/cert-manager/releases/download/v1.14.0/cert-manager.yaml';

const CERT_MANAGER = [deployment('quay.io/jetstack/cert-manager-controller:v1.14.0', {
  args: ['--acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:v1.14.0', '--leader-election-namespace=kube-system'],
})];
const OPERATOR = [deployment('ghcr.io/spinkube/spin-operator:v0.4.0', {
  env: [{ name: 'IMAGE', value: 'ghcr.io/spinkube/spin-operator:v0.4.0' }],
})];
const MANAGER = [deployment('ghcr.io/spinframework/runtime-class-manager@sha256:' + '0'.repeat(64), {
  env: [
    { name: 'SHIM_DOWNLOADER_IMAGE', value: 'ghcr.io/spinframework/shim-downloader:v0.2.0' },
    { name: 'SHIM_NODE_INSTALLER_IMAGE', value: 'ghcr.io/spinframework/node-installer:v0.2.0' },
  ],
}), { ...deployment('nginx:1.27'), metadata: { name: 'more' } }];

const CERT_MANAGERS: [string, ComponentSource | undefined][] = [
  ['nothing', undefined],
  ['existing', ComponentSource.existing()],
  ['manifestUrl', ComponentSource.manifestUrl(URL)],
  ['include', ComponentSource.include(file(CERT_MANAGER))],
  ['argoCd', ComponentSource.argoCd({ version: '1.14.0' })],
  ['flux', ComponentSource.flux({ version: '1.15.0' })],
];

const sourcesOf = (objects: object[]): [string, ComponentSource][] => [
  ['bundled', ComponentSource.bundled()],
  ['existing', ComponentSource.existing()],
  ['include', ComponentSource.include(file(objects))],
  ['argoCd', ComponentSource.argoCd()],
  ['flux', ComponentSource.flux()],
];

/** The objects of an install at a mirror. */
function objectsOf(props: Partial<SpinKubeInstallProps>): any[] {
  const app = fleet();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_4_0, ...props });
  return app.charts.flatMap((chart) => chart.toJson()).filter(({ kind }: any) => kind !== 'CustomResourceDefinition');
}

/** What is pulled or downloaded, with its place: fields whose value is an address, and whatever looks like one elsewhere. */
function addresses(objects: any[]): [string, string][] {
  const fields = /\/(image|url|repoURL|repository|location|newName)$|^\/\d+\/resources\/\d+$/;
  const registry = /\b(ghcr\.io|quay\.io|gcr\.io|docker\.io|github\.com|charts\.jetstack\.io|registry\.k8s\.io)\b/;
  const isImage = (place: string, text: string) => /\/(value|args\/\d+)$/.test(place) && /[a-z0-9]\.[a-z]+(:[0-9]+)?\//.test(text);
  return texts(objects).filter(([place, text]) => fields.test(place) || registry.test(text) || /:\/\//.test(text) || isImage(place, text))
    // what a kustomization replaces, and Argo CD's own cluster
    .filter(([place, text]) => !/\/images\/\d+\/name$/.test(place) && text !== 'https://kubernetes.default.svc')
    // upstreams of the proxy in its own pod
    .filter(([, text]) => text !== '--upstream=http://127.0.0.1:8080/');
}

function hostOf(text: string): string {
  return text.replace(/^--[a-z0-9-]+=/, '').replace(/^[a-z]+:\/\//, '').split('/')[0];
}

describe.each(MIRRORS)('at the mirror %j', (mirror) => {
  const [host] = mirror.host.split('/');
  const cases = [
    ...CERT_MANAGERS.map(([name, certManager]) => [`cert-manager by ${name}`, { certManager }] as const),
    ...sourcesOf(OPERATOR).map(([name, source]) => [`the operator by ${name}`, { operator: { source } }] as const),
    ...sourcesOf(MANAGER).map(([name, source]) => [
      `runtime-class-manager by ${name}`, { runtimeClassManager: { source, release: ShimRelease.SPIN_0_24_0 } },
    ] as const),
  ];

  test.each(cases)('%s names no other host', (_, props) => {
    const found = addresses(objectsOf({ mirror, ...props }));
    expect(found.filter(([, text]) => hostOf(text) !== host)).toEqual([]);
  });

  test.each(cases.filter(([name]) => !/existing|nothing/.test(name)))('%s names one without it', (_, props) => {
    expect(addresses(objectsOf(props)).filter(([, text]) => hostOf(text) !== host).length).toBeGreaterThan(0);
    expect(addresses(objectsOf({ mirror, ...props })).length).toBeGreaterThan(0);
  });

  test('helm is given a chart and images of the mirror alone', () => {
    const helms = [new FakeHelm(), new FakeHelm([configMap('operator')]), new FakeHelm([configMap('rcm')])];
    const [certManager, operator, manager] = helms;
    objectsOf({
      mirror,
      certManager: ComponentSource.helm({ ...certManager, version: '1.14.0' }),
      operator: { source: ComponentSource.helm({ ...operator }) },
      runtimeClassManager: { source: ComponentSource.helm({ ...manager }), release: ShimRelease.SPIN_0_24_0 },
    });
    for (const helm of helms) {
      expect(hostOf(helm.arguments.slice(-1)[0])).toBe(host);
      expect(helm.arguments).not.toContain('--repo');
      const found = addresses([helm.values]);
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter(([, text]) => hostOf(text) !== host)).toEqual([]);
    }
  });
});

describe('a mirror', () => {
  const mirror = MIRRORS[0];

  test('keeps paths, tags and digests', () => {
    const include = ComponentSource.include(file(MANAGER));
    const places = Object.fromEntries(addresses(objectsOf({ mirror, runtimeClassManager: { source: include, release: ShimRelease.SPIN_0_24_0 } }))
      .map(([place, text]) => [text, place]));
    expect(Object.keys(places)).toEqual(expect.arrayContaining([
      `mirror.test:5000/spinframework/runtime-class-manager@sha256:${'0'.repeat(64)}`,
      'mirror.test:5000/spinframework/shim-downloader:v0.2.0',
      'mirror.test:5000/library/nginx:1.27',
      'https://mirror.test:5000/spinframework/containerd-shim-spin/releases/download/v0.24.0/containerd-shim-spin-v2-linux-x86_64.tar.gz',
    ]));
  });

  test('leaves what the user names as it is', () => {
    const image = 'own.test/operator:v1';
    const found = addresses(objectsOf({ mirror, operator: { image, kubeRbacProxyImage: 'own.test/proxy:v1' } })).map(([, text]) => text);
    expect(found).toEqual([image, 'own.test/proxy:v1']);
  });

  test('of the shims may be another, and is that of the install where none is given', () => {
    const locations = (props: Partial<SpinKubeInstallProps>) => addresses(objectsOf(props)).filter(([place]) => place.endsWith('/location')).map(([, text]) => hostOf(text));
    const release = ShimRelease.SPIN_0_24_0;
    expect(locations({ mirror, runtimeClassManager: { release, mirror: { host: 'other.test' } } })).toEqual(['other.test', 'other.test']);
    expect(locations({ mirror, runtimeClassManager: { release, mirror: undefined } })).toEqual(['mirror.test:5000', 'mirror.test:5000']);
  });

  test('changes nothing where it is left out', () => {
    expect(objectsOf({ mirror: undefined })).toEqual(objectsOf({}));
  });

  const rule = 'a mirror must be a host with a dot or a port, optionally followed by a path in lower case, without a scheme; '
    + 'write it as "mirror.example.com" or "mirror.example.com:5000/wasm" (InvalidMirror)';
  test.each([['mirror', '"mirror"'], ['https://mirror.test', '"https://mirror.test"'], ['', '""'], [undefined, 'nothing'], ['mirror.test:99999', '"mirror.test:99999"']])(
    'fails for the host %j, also of the shims', (host: any, shown) => {
      const version = SpinKubeVersion.V0_6_1;
      expect(refusal((app) => new SpinKubeInstall(app, 'spinkube', { version, mirror: { host } }))).toBe(`[spinkube] mirror.host: got ${shown}; ${rule}`);
      const runtimeClassManager = { release: ShimRelease.SPIN_0_24_0, mirror: { host } };
      const said = refusal((app) => new SpinKubeInstall(app, 'spinkube', { version, runtimeClassManager }));
      expect(said).toBe(`[spinkube] runtimeClassManager.mirror.host: got ${shown}; ${rule}`);
    });

  test.each([
    ['the operator', 'operator', 'spin-operator', { operator: { source: ComponentSource.manifestUrl(URL) } }],
    ['runtime-class-manager', 'runtimeClassManager', 'runtime-class-manager', {
      runtimeClassManager: { source: ComponentSource.manifestUrl(URL), release: ShimRelease.SPIN_0_24_0 },
    }],
  ])('fails for a released manifest of %s, whose images a kustomization does not reach', (_, field, name, props) => {
    expect(refusal((app) => new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, mirror, ...props })))
      .toBe(`[spinkube] ${field}.source: got "manifestUrl"; a kustomization does not reach all images of ${name}, so the mirror would be lost; `
        + 'use ComponentSource.bundled() (ComponentSource)');
  });
});
