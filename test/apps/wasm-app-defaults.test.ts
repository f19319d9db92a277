import { App, Chart, Size } from 'cdk8s';
import { Secret, ServiceAccount } from 'cdk8s-plus-28';
import { EdgeWasmApp, SpinKubeVersion, WasmApp, WasmAppDefaults, WasmAppDefaultsOptions, WasmAppProps, WasmCluster } from '../../src';
import { chartOf, failureOf, synth, yamlOf } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const MEMORY = (mebibytes: number) => ({ memory: { limit: Size.mebibytes(mebibytes) } });

/** The SpinApp of a program with defaults for its app and for its chart. */
function spinApp(outer: (chart: Chart) => WasmAppDefaultsOptions, inner: WasmAppDefaultsOptions = {}, props: Partial<WasmAppProps> = {}): any {
  const app = new App();
  const chart = new Chart(app, 'test', { namespace: 'apps', labels: { chart: 'test' } });
  WasmAppDefaults.of(app).add(outer(chart));
  WasmAppDefaults.of(chart).add(inner);
  new WasmApp(chart, 'api', { image: IMAGE, ...props });
  return synth(app).find(({ kind }) => kind === 'SpinApp');
}

describe('defaults of a scope', () => {
  it('are what an app has, if it says nothing', () => {
    const { metadata, spec } = spinApp((chart) => ({
      imagePullSecrets: [Secret.fromSecretName(chart, 'pull', 'pull')],
      resources: MEMORY(64),
      serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'api'),
      labels: { team: 'web' },
      annotations: { owner: 'us' },
      podLabels: { tier: 'front' },
      podAnnotations: { scrape: 'true' },
    }));
    expect({ labels: metadata.labels, annotations: metadata.annotations, ...spec }).toMatchObject({
      labels: { chart: 'test', team: 'web' },
      annotations: { owner: 'us' },
      imagePullSecrets: [{ name: 'pull' }],
      resources: { limits: { memory: '64Mi' } },
      serviceAccountName: 'api',
      podLabels: { tier: 'front' },
      podAnnotations: { scrape: 'true' },
    });
  });

  it('come key by key in labels and annotations: the app first, then the nearest scope', () => {
    const { metadata, spec } = spinApp(
      () => ({ labels: { a: '1', b: '1', c: '1' }, podLabels: { a: '1', b: '1' } }),
      { labels: { b: '2', c: '2' }, podLabels: { b: '2' } },
      { metadata: { labels: { c: '3' } }, podLabels: { d: '3' } },
    );
    expect(metadata.labels).toEqual({ chart: 'test', a: '1', b: '2', c: '3' });
    expect(spec.podLabels).toEqual({ a: '1', b: '2', d: '3' });
  });

  it('give way as a whole in anything else', () => {
    expect(spinApp(() => ({ resources: MEMORY(64) }), { resources: MEMORY(32) }).spec.resources).toEqual({ limits: { memory: '32Mi' } });
    expect(spinApp(() => ({ resources: MEMORY(64) }), {}, { resources: MEMORY(16) }).spec.resources).toEqual({ limits: { memory: '16Mi' } });
    expect(spinApp(() => ({ resources: MEMORY(64) }), {}, { resources: {} }).spec.resources).toBeUndefined();
  });

  it('may be added in steps', () => {
    const chart = chartOf();
    WasmAppDefaults.of(chart).add({ labels: { a: '1', b: '1' } }).add({ labels: { b: '2' }, resources: MEMORY(64) });
    new EdgeWasmApp(chart, 'api', { image: IMAGE });
    const [edge] = synth(chart.node.root).filter(({ kind }) => kind === 'SpinApp');
    expect([edge.metadata.labels, edge.spec.resources]).toEqual([{ a: '1', b: '2' }, { limits: { memory: '64Mi' } }]);
  });

  it('reach their own scope alone, and change nothing where there are none', () => {
    const text = (defaults: boolean) => {
      const app = new App();
      const [one, two] = ['one', 'two'].map((id) => new Chart(app, id, { namespace: 'apps' }));
      if (defaults) {
        WasmAppDefaults.of(one).add({ labels: { a: '1' } });
      }
      new WasmApp(two, 'api', { image: IMAGE });
      return yamlOf(app);
    };
    expect(text(true)).toBe(text(false));
  });

  it('are held to the same rules', () => {
    expect(failureOf((chart) => {
      WasmAppDefaults.of(chart).add({ podLabels: { 'a b': 'x' } });
      new WasmApp(chart, 'api', { image: IMAGE });
    })).toMatch(/^\[test\/api\] spec.podLabels key: got "a b"; .*\(InvalidLabel\)$/);
    expect(failureOf((chart) => {
      const inner = new Chart(new WasmCluster(chart.node.root as App, 'prod', { operatorVersion: SpinKubeVersion.V0_4_0 }), 'test');
      WasmAppDefaults.of(inner).add({ serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'api') });
      new WasmApp(inner, 'api', { image: IMAGE });
    })).toMatch(/spec.serviceAccountName: .*\(FieldTooNew\)$/);
  });

  it('fails once an app is made without them', () => {
    expect(failureOf((chart) => {
      new WasmApp(chart, 'api', { image: IMAGE });
      WasmAppDefaults.of(chart.node.root).add({ labels: { a: '1' }, resources: {} });
    })).toBe('[] WasmAppDefaults: got ["labels","resources"]; test/api is made already, without them; '
      + 'state defaults before the apps of their scope (LateDefaults)');
  });
});

describe('labels of an app', () => {
  const labels = (props: Partial<WasmAppProps>) => spinApp(() => ({}), {}, { metadata: { labels: { team: 'web', tier: 'x' } }, ...props }).spec.podLabels;

  it('are carried to the pods by one option, with those of the chart', () => {
    expect(labels({ propagateLabels: true, podLabels: { tier: 'front' } })).toEqual({ chart: 'test', team: 'web', tier: 'front' });
  });

  it('are not carried otherwise', () => {
    expect([labels({}), labels({ propagateLabels: false })]).toEqual([undefined, undefined]);
  });
});
