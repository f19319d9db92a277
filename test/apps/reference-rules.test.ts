import { ApiObject, App, Chart } from 'cdk8s';
import { ConfigMap, EnvValue, PersistentVolumeClaim, Secret, ServiceAccount, Volume } from 'cdk8s-plus-28';
import { KeyValueStore, RuleCode, Rules, RuntimeConfig, SpinAppExecutor, WasmApp, WasmAppProps, WasmCluster, WasmValidation } from '../../src';
import { chartOf, failureOf, synth } from '../support/synth';
import { rawApp } from '../validation/raw';

const IMAGE = 'ghcr.io/acme/api:v1';

type Make = (chart: Chart, other: Chart) => Partial<WasmAppProps>;

/** A program with an app and a chart of another namespace. */
const program = (make: Make) => (chart: Chart) => new WasmApp(chart, 'api', {
  image: IMAGE, ...make(chart, new Chart(chart.node.root as App, 'other', { namespace: 'data' })),
});

const secretOf = (scope: Chart, stringData: { [key: string]: string } = { token: 'x' }) =>
  new Secret(scope, 'secret', { metadata: { name: 'db' }, stringData });
const tokenOf = (secret: Secret, key = 'token') => ({ variables: { token: EnvValue.fromSecretValue({ secret, key }) } });
const NEITHER = 'make it in the namespace of the app, or, if it is there too, say that it exists, by fromXName (UnresolvedReference)';
const MADE = (kind: string, what: string) => `${what} makes this ${kind} in namespace "data", and pods read that of namespace "apps"; ${NEITHER}`;

describe('an app fails for', () => {
  it.each<[string, Make, string]>([
    ['a Secret of another namespace', (_, other) => tokenOf(secretOf(other)),
      `spec.variables["token"].valueFrom.secretKeyRef.name: got "db"; ${MADE('Secret', 'other/secret/Resource')}`],
    ['a key that the Secret does not have', (chart) => tokenOf(secretOf(chart), 'tokn'),
      'spec.variables["token"].valueFrom.secretKeyRef.key: got "tokn"; the Secret of test/secret/Resource has the keys token; did you mean "token"? (MissingKey)'],
    ['a key that the ConfigMap does not have', (chart) => ({
      variables: { level: EnvValue.fromConfigMap(new ConfigMap(chart, 'map', { metadata: { name: 'map' }, data: { mode: 'x', log: 'y' } }), 'level') },
    }), 'spec.variables["level"].valueFrom.configMapKeyRef.key: got "level"; the ConfigMap of test/map/Resource has the keys log, mode; '
      + 'use one of them, or add the key (MissingKey)'],
    ['a key of a store', (chart) => ({
      runtimeConfig: RuntimeConfig.fromStores({
        keyValueStores: {
          cache: KeyValueStore.redis({
            url: EnvValue.fromSecretValue({ secret: secretOf(chart), key: 'url' }),
          }),
        },
      }),
    }), 'spec.runtimeConfig.keyValueStores["cache"].options["url"].valueFrom.secretKeyRef.key: got "url"; '
      + 'the Secret of test/secret/Resource has the keys token; use one of them, or add the key (MissingKey)'],
    ['a runtime configuration under another key', (chart) => ({ runtimeConfig: RuntimeConfig.fromSecret(secretOf(chart)) }),
      'spec.runtimeConfig.loadFromSecret: got "db"; the Secret of test/secret/Resource has the keys token, and runtime-config.toml is asked of it; '
      + 'use one of them, or add the key (MissingKey)'],
    ['a pull Secret without its key', (chart) => ({ imagePullSecrets: [secretOf(chart)] }),
      'spec.imagePullSecrets[0].name: got "db"; the Secret of test/secret/Resource has the keys token, '
      + 'and .dockerconfigjson or .dockercfg is asked of it; use one of them, or add the key (MissingKey)'],
    ['a service account of another namespace', (_, other) => ({ serviceAccount: new ServiceAccount(other, 'account', { metadata: { name: 'api' } }) }),
      `spec.serviceAccountName: got "api"; ${MADE('ServiceAccount', 'other/account/Resource')}`],
  ])('%s', (_, make, message) => {
    expect(failureOf(program(make))).toBe(`[test/api] ${message}`);
  });

  it('volumes of another namespace, and a key of a file that is not there', () => {
    expect(failureOf((chart) => {
      const other = new Chart(chart.node.root as App, 'other', { namespace: 'data' });
      const app = new WasmApp(chart, 'api', { image: IMAGE });
      const claim = new PersistentVolumeClaim(other, 'claim', { metadata: { name: 'data' } });
      app.mount('/data', Volume.fromPersistentVolumeClaim(chart, 'v1', claim, { name: 'data' }));
      app.mount('/db', Volume.fromSecret(chart, 'v2', secretOf(chart), { name: 'db', items: { url: { path: 'url' } } }));
    })).toBe([
      `[test/api] spec.volumes["data"].persistentVolumeClaim.claimName: got "data"; ${MADE('PersistentVolumeClaim', 'other/claim/Resource')}`,
      '[test/api] spec.volumes["db"].secret.items[0].key: got "url"; the Secret of test/secret/Resource has the keys token; '
        + 'use one of them, or add the key (MissingKey)',
    ].join('\n'));
  });
});

describe('an app takes without a word', () => {
  it.each<[string, Make]>([
    ['what is said to exist', (chart) => tokenOf(Secret.fromSecretName(chart, 'db', 'db') as Secret)],
    ['what is said to exist, also where another namespace has one of its name', (chart, other) => {
      secretOf(other);
      return tokenOf(Secret.fromSecretName(chart, 'db', 'db') as Secret);
    }],
    ['what is said to exist under nearly the name of another', (chart) => {
      secretOf(chart);
      return tokenOf(Secret.fromSecretName(chart, 'db2', 'db2') as Secret);
    }],
    ['what may be missing', (_, other) => ({
      variables: { token: EnvValue.fromSecretValue({ secret: secretOf(other), key: 'token' }, { optional: true }) },
    })],
    ['a key that is added later', (chart) => {
      const secret = secretOf(chart, {});
      secret.addStringData('token', 'x');
      return tokenOf(secret);
    }],
    ['a Secret that somebody else fills', (chart) => tokenOf(secretOf(chart, {}), 'token')],
    ['a service account by the name that all namespaces have', (chart) => ({
      serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'default'),
    })],
  ])('%s', (_, make) => {
    const chart = chartOf();
    program(make)(chart);
    expect(synth(chart.node.root).length).toBeGreaterThan(0);
  });

  it('what another cluster of the program makes', () => {
    const app = new App();
    const [one, two] = ['one', 'two'].map((id) => new Chart(new WasmCluster(app, id), 'test', { namespace: 'apps' }));
    secretOf(one);
    new WasmApp(two, 'api', { image: IMAGE, ...tokenOf(Secret.fromSecretName(two, 'db', 'db') as Secret, 'url') });
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('what a rule is relaxed for', () => {
    const chart = chartOf();
    Rules.of(chart).warnOnly(RuleCode.MISSING_KEY, 'a controller adds it');
    Rules.of(chart).silence(RuleCode.MISSING_KEY);
    program((own) => tokenOf(secretOf(own), 'url'))(chart);
    expect(() => (chart.node.root as App).synthYaml()).not.toThrow();
  });
});

describe('an executor', () => {
  const ca = (stringData: { [key: string]: string }, installDefaultCaCerts?: boolean) => (chart: Chart) =>
    new SpinAppExecutor(chart, 'spin', { spinImage: IMAGE, caCertSecret: secretOf(chart, stringData), installDefaultCaCerts });

  it('fails for certificates under another key', () => {
    expect(failureOf(ca({ 'ca.crt': 'x' }))).toBe('[test/spin] spec.deploymentConfig.caCertSecret: got "db"; '
      + 'the Secret of test/secret/Resource has the keys ca.crt, and ca-certificates.crt is asked of it; use one of them, or add the key (MissingKey)');
  });

  it('takes certificates under the key that the operator mounts', () => {
    const chart = chartOf();
    ca({ 'ca-certificates.crt': 'x' })(chart);
    expect(synth(chart.node.root)).toHaveLength(2);
  });

  const own = (stringData: { [key: string]: string }, namespace?: string) => (chart: Chart) => {
    new Secret(chart, 'own', { metadata: { name: 'spin-ca', namespace }, stringData });
    new WasmApp(chart, 'api', { image: IMAGE });
  };
  const KEPT = 'the Secret of test/own/Resource has the keys x, and ca-certificates.crt is asked of it; use one of them, or add the key (MissingKey)';

  it('fails for certificates under another key where the operator would install its own, and keeps what is there', () => {
    expect(failureOf(ca({ 'ca.crt': 'x' }, true))).toContain('spec.deploymentConfig.caCertSecret: got "db"; ');
    expect(failureOf(own({ x: 'y' }))).toMatch(/^\[wasm-platform\/executor-apps\.spin\] spec\.deploymentConfig\.installDefaultCACerts: got "spin-ca"; /);
    expect(failureOf(own({ x: 'y' }))).toContain(KEPT);
  });

  it('fails for them beside an executor that no construct made', () => {
    expect(failureOf((chart) => {
      new Secret(chart, 'own', { metadata: { name: 'spin-ca' }, stringData: { x: 'y' } });
      rawApp(chart);
      WasmValidation.of(chart);
    })).toContain(KEPT);
  });

  it.each<[string, (chart: Chart) => unknown]>([
    ['under the key of the operator', own({ 'ca-certificates.crt': 'x' })],
    ['that somebody fills later', own({})],
    ['of another namespace', own({ x: 'y' }, 'other')],
    ['that no Deployment mounts', (chart) => {
      new Secret(chart, 'own', { metadata: { name: 'spin-ca' }, stringData: { x: 'y' } });
      new SpinAppExecutor(chart, 'spin', { spinImage: IMAGE, createDeployment: false });
    }],
  ])('takes own certificates %s', (_what, make) => {
    const chart = chartOf();
    make(chart);
    expect(synth(chart.node.root).length).toBeGreaterThan(1);
  });
});

test('an app comes after the ExternalSecret that makes its Secret', () => {
  const root = new App();
  const [first, late] = ['first', 'late'].map((id) => new Chart(root, id, { namespace: 'shop' }));
  const app = new WasmApp(first, 'api', { image: IMAGE, metadata: { name: 'api' } });
  app.addVariable('token', EnvValue.fromSecretValue({ secret: Secret.fromSecretName(first, 'db', 'db'), key: 'token' }));
  new ApiObject(late, 'es', { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', spec: { target: { name: 'db' }, data: [{ secretKey: 'token' }] } });
  root.synthYaml();
  expect(root.charts.map(({ node }) => node.id)).toEqual(['wasm-platform', 'late', 'first']);
});
