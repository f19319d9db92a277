import { App, Chart } from 'cdk8s';
import {
  ImageLock, OtlpBackend, Rules, RuleCode, RuntimeClassManager, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster,
  WasmClusterProps, WasmImage, WasmMonitoring, WasmPod, WasmtimeRuntimeClass,
} from '../../src';
import { synth, yamlOf } from '../support/synth';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const IMAGES = {
  api: 'ghcr.io/acme/api:v1',
  latest: 'ghcr.io/acme/web',
  wasm: 'ghcr.io/acme/job:v2',
  sidecar: 'envoyproxy/envoy:v1.31.0',
  spin: 'ghcr.io/spinframework/spin:v3.4.1',
  operator: 'ghcr.io/spinframework/spin-operator:v0.6.1',
  collector: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.159.0',
  ownCollector: 'registry.example.com/otelcol-contrib:0.159.0',
};
const LOCK = ImageLock.fromDigests(Object.fromEntries(Object.values(IMAGES).map((image, index) => [image, digest(String(index))])));

function clusterOf(props: WasmClusterProps): WasmCluster {
  return new WasmCluster(new App(), 'production', props);
}

/** One construct of each kind that writes images. */
function furnish(cluster: WasmCluster): WasmCluster {
  const chart = new Chart(cluster, 'apps', { namespace: 'apps' });
  const executor = new SpinAppExecutor(chart, 'spin', { metadata: { name: 'spin' }, spinImage: IMAGES.spin });
  new WasmApp(chart, 'api', { image: IMAGES.api, executor });
  new WasmApp(chart, 'web', { image: IMAGES.latest, executor });
  new WasmPod(chart, 'pod', {
    runtimeClass: new WasmtimeRuntimeClass(chart, 'wasmtime', { metadata: { name: 'wasmtime' } }),
    image: WasmImage.container(IMAGES.wasm),
    initContainers: [{ name: 'sidecar', image: IMAGES.sidecar }],
  });
  new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
  monitor(chart);
  monitor(chart, IMAGES.ownCollector);
  return cluster;
}

function monitor(chart: Chart, image?: string): WasmMonitoring {
  const name = image ? 'own-collector' : 'collector';
  return new WasmMonitoring(chart, name, { metadata: { name }, backend: OtlpBackend.otlp({ endpoint: 'https://otlp.example.com' }), image });
}

/** All images that a cluster's objects name. */
function imagesOf(cluster: WasmCluster): string[] {
  return [...yamlOf(cluster).matchAll(/^ *-? *(?:image|spinImage): (.*)$/gm)].map(([, image]) => image).sort();
}

describe('the lock of a cluster', () => {
  it('puts its digests after the images of apps, pods, operators, executors and Collectors', () => {
    const cluster = furnish(clusterOf({ images: LOCK, requireDigests: true }));
    expect(imagesOf(cluster)).toEqual(Object.values(IMAGES).map((image, index) => `${image}@${digest(String(index))}`).sort());
    synth(cluster.node.root);
  });

  it('changes nothing but images, and nothing when it is empty', () => {
    const plain = yamlOf(furnish(clusterOf({})));
    expect(yamlOf(furnish(clusterOf({ images: ImageLock.fromDigests({}), requireDigests: false })))).toBe(plain);
    const withoutHash = (text: string) => text.replace(/(cdk8s-wasm\/executor-hash: ).*/g, '$1-');
    expect(withoutHash(yamlOf(furnish(clusterOf({ images: LOCK }))).replace(/@sha256:[0-9a-f]{64}/g, ''))).toBe(withoutHash(plain));
  });

  it('rolls apps whose executor gets another digest', () => {
    const hash = (cluster: WasmCluster) => /cdk8s-wasm\/executor-hash: (.*)/.exec(yamlOf(furnish(cluster)))![1];
    const other = ImageLock.fromDigests({ [IMAGES.spin]: digest('9') });
    expect(hash(clusterOf({ images: other }))).not.toBe(hash(clusterOf({ images: LOCK })));
  });

  it('is that of one cluster', () => {
    const app = new App();
    const write = (id: string, props: WasmClusterProps) => {
      const cluster = new WasmCluster(app, id, props);
      new WasmApp(new Chart(cluster, 'apps', { namespace: 'apps' }), 'api', { image: IMAGES.api });
      return cluster;
    };
    const [north, south] = [write('north', { images: LOCK }), write('south', {})];
    expect([north, south].map(imagesOf)).toEqual([[`${IMAGES.api}@${digest('0')}`], [IMAGES.api]]);
  });

  it('leaves an image with a digest of its own, and ends the warning of a mutable one', () => {
    const cluster = clusterOf({ images: LOCK, requireDigests: true });
    const chart = new Chart(cluster, 'apps', { namespace: 'apps' });
    new WasmApp(chart, 'own', { image: `${IMAGES.api}@${digest('f')}` });
    const web = new WasmApp(chart, 'web', { image: IMAGES.latest });
    expect(imagesOf(cluster)).toEqual([`${IMAGES.api}@${digest('f')}`, `${IMAGES.latest}@${digest('1')}`]);
    expect(web.node.metadata).toEqual([]);
    expect(web.containers[0].image).toBe(`${IMAGES.latest}@${digest('1')}`);
  });

  it('gives runtime-class-manager the digests of all three images', () => {
    const released = ['runtime-class-manager', 'shim-downloader', 'node-installer'].map((name) => `ghcr.io/spinframework/${name}:v0.2.0`);
    const cluster = clusterOf({ images: ImageLock.fromDigests(Object.fromEntries(released.map((image) => [image, digest('a')]))), requireDigests: true });
    new RuntimeClassManager(cluster, 'rcm');
    const text = yamlOf(cluster);
    expect(released.map((image) => text.includes(`${image}@${digest('a')}`))).toEqual([true, true, true]);
  });
});

describe('a cluster that demands digests', () => {
  const MISSING = (lock: string) => `its cluster demands digests, and ${lock}, or write the digest after the image (MissingDigest)`;
  const [NO_LOCK, NOT_IN] = [
    MISSING('has no ImageLock; give the WasmCluster one as images'),
    (image: string) => MISSING(`the ImageLock does not have it; add the line "${image}": "sha256:…" to the ImageLock`),
  ];

  it.each<[string, WasmClusterProps, (chart: Chart) => unknown, string]>([
    ['an app, without a lock', {}, (chart) => new WasmApp(chart, 'api', { image: IMAGES.api }), `[production/apps/api] spec.image: got "${IMAGES.api}"; ${NO_LOCK}`],
    ['an app that is not in the lock', { images: LOCK }, (chart) => new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v2' }),
      `[production/apps/api] spec.image: got "ghcr.io/acme/api:v2"; ${NOT_IN('ghcr.io/acme/api:v2')}`],
    ['what is no image, once', {}, (chart) => new WasmApp(chart, 'api', { image: 'Bad' }),
      '[production/apps/api] spec.image: got "Bad"; an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case '
      + 'without white space; write it as "registry.example.com/team/app:v1" (InvalidImage)'],
    ['an executor', {}, (chart) => new SpinAppExecutor(chart, 'spin', { spinImage: IMAGES.spin }),
      `[production/apps/spin] spec.deploymentConfig.spinImage: got "${IMAGES.spin}"; ${NO_LOCK}`],
    ['every container of a pod', {}, (chart) => new WasmPod(chart, 'pod', {
      runtimeClass: WasmtimeRuntimeClass.fromRuntimeClassName(chart, 'wasmtime', 'wasmtime'),
      image: WasmImage.container(IMAGES.wasm),
      initContainers: [{ name: 'sidecar', image: IMAGES.sidecar }],
    }), [
      `[production/apps/pod] spec.containers["main"].image: got "${IMAGES.wasm}"; ${NO_LOCK}`,
      `[production/apps/pod] spec.initContainers["sidecar"].image: got "${IMAGES.sidecar}"; ${NO_LOCK}`,
    ].join('\n')],
    ['the operator', {}, (chart) => new SpinKubeInstall(chart.node.scope as WasmCluster, 'spinkube', { version: SpinKubeVersion.V0_6_1 }),
      `[production/spinkube] operator.image: got "${IMAGES.operator}"; ${NO_LOCK}`],
    ['the Collector', {}, (chart) => monitor(chart), `[production/apps/collector] image: got "${IMAGES.collector}"; ${NO_LOCK}`],
    ['a Collector of your own', { images: LOCK }, (chart) => monitor(chart, 'registry.example.com/otelcol:1'),
      `[production/apps/own-collector] image: got "registry.example.com/otelcol:1"; ${NOT_IN('registry.example.com/otelcol:1')}`],
  ])('fails for %s', (_, props, program, message) => {
    const chart = new Chart(clusterOf({ ...props, requireDigests: true }), 'apps', { namespace: 'apps' });
    expect(() => program(chart)).toThrow(new Error(message));
  });

  it('lets a scope have images without one', () => {
    const cluster = clusterOf({ requireDigests: true });
    const chart = new Chart(cluster, 'apps', { namespace: 'apps' });
    Rules.of(chart).warnOnly(RuleCode.MISSING_DIGEST, 'a preview');
    const app = new WasmApp(chart, 'api', { image: IMAGES.api });
    expect(imagesOf(cluster)).toEqual([IMAGES.api]);
    expect(app.node.metadata.map(({ data }) => data)).toEqual([`[production/apps/api] spec.image: got "${IMAGES.api}"; ${NO_LOCK}; allowed here: a preview`]);
  });
});
