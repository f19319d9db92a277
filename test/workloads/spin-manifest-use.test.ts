import { Chart, Cron } from 'cdk8s';
import { EnvValue, Probe, Secret } from 'cdk8s-plus-28';
import {
  KeyValueStore, RuntimeConfig, SpinCronJob, SpinDeployment, SpinDeploymentProps, SpinJob, SpinManifest, SqliteDatabase,
} from '../../src';
import { WARNING_METADATA } from '../../src/rules/rules';
import { podTemplateOf } from '../support/manifest/pods';
import { chartOf, failureOf, synth as checked } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const HEALTH = '/.well-known/spin/health';

const HTTP = manifestOf(`
  [[trigger.http]]
  route = "/api/..."
  component = "only"
`);
const COMMAND = manifestOf(`
  [[trigger.command]]
  component = "only"
`);
const REDIS = manifestOf(`
  [[trigger.redis]]
  address = "redis://redis:6379"
  channel = "jobs"
  component = "only"
`);
const DEMANDING = manifestOf(`
  [[trigger.http]]
  route = "/..."
  component = "only"
`, `
  key_value_stores = ["default", "sessions"]
  [variables]
  token = { required = true, secret = true }
  level = { default = "info" }
`);

function manifestOf(trigger: string, rest = ''): SpinManifest {
  return SpinManifest.fromString(`
    spin_manifest_version = 2
    [application]
    name = "Orders API"
    ${trigger}
    [component.only]
    source = "only.wasm"
    ${rest}
  `);
}

function synth(chart: Chart): any[] {
  return checked(chart, { runtimeClasses: ['wasmtime-spin-v2'] });
}

function deploymentIn(chart: Chart, props: Partial<SpinDeploymentProps>): SpinDeployment {
  return new SpinDeployment(chart, 'api', { image: IMAGE, ...props });
}

/** The Deployment with these props, as written. */
function writtenOf(props: Partial<SpinDeploymentProps>): any {
  const chart = chartOf();
  deploymentIn(chart, props);
  return synth(chart).find(({ kind }) => kind === 'Deployment');
}

function containerOf(props: Partial<SpinDeploymentProps>): any {
  return podTemplateOf(writtenOf(props))!.spec.containers[0];
}

const token = (chart: Chart) => EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, 'keys', 'keys'), key: 'token' });
const sessions = () => RuntimeConfig.fromStores({
  keyValueStores: { sessions: KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis.data.svc:6379') }) },
});

describe('a Spin workload with a manifest', () => {
  test('is named after its application', () => {
    expect(writtenOf({ manifest: HTTP }).metadata.name).toBe('orders-api');
    expect(writtenOf({ manifest: HTTP, metadata: { name: 'own', labels: { team: 'a' } } }).metadata).toMatchObject({ name: 'own' });
  });

  test('keeps the metadata that it is given beside the name', () => {
    expect(writtenOf({ manifest: HTTP, metadata: { labels: { team: 'a' } } }).metadata).toMatchObject({
      name: 'orders-api', labels: { team: 'a' },
    });
  });

  test('is checked where Spin itself answers', () => {
    expect(containerOf({ manifest: HTTP }).readinessProbe.httpGet).toEqual({ path: HEALTH, port: 80, scheme: 'HTTP' });
  });

  test('is not checked where nobody wants it, where a check is given, or where it answers no HTTP', () => {
    expect(containerOf({ manifest: HTTP, defaultReadiness: false }).readinessProbe).toBeUndefined();
    expect(containerOf({ manifest: HTTP, readiness: Probe.fromHttpGet('/api/health') }).readinessProbe.httpGet.path).toBe('/api/health');
    expect(containerOf({ manifest: REDIS }).readinessProbe).toBeUndefined();
  });

  test('writes nothing else because of it', () => {
    const metadata = { name: 'orders-api' };
    expect(writtenOf({ manifest: HTTP, defaultReadiness: false })).toEqual(writtenOf({ metadata }));
    expect(writtenOf({ manifest: REDIS })).toEqual(writtenOf({ metadata }));
  });

  test('leaves the props of its caller alone', () => {
    const props = Object.freeze({ image: IMAGE, manifest: HTTP, metadata: Object.freeze({ labels: Object.freeze({ team: 'a' }) }) });
    expect(writtenOf(props)).toEqual(writtenOf(props));
  });

  test('takes what it requires early or late', () => {
    const env = (late: boolean) => {
      const chart = chartOf();
      const deployment = deploymentIn(chart, {
        manifest: DEMANDING, runtimeConfig: sessions(), variables: late ? {} : { token: token(chart) },
      });
      if (late) {
        deployment.addVariable('token', token(chart));
      }
      return podTemplateOf(synth(chart).find(({ kind }) => kind === 'Deployment'))!.spec.containers[0].env;
    };
    const given = { name: 'SPIN_VARIABLE_TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } };
    expect(env(false)).toContainEqual(given);
    expect(env(true)).toContainEqual(given);
  });

  test('may be a Job and a CronJob where a command ends it', () => {
    const chart = chartOf();
    new SpinJob(chart, 'once', { image: IMAGE, manifest: COMMAND });
    new SpinCronJob(chart, 'nightly', { image: IMAGE, manifest: COMMAND, schedule: Cron.daily() });
    expect(synth(chart).map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['Job', 'orders-api'], ['CronJob', 'orders-api']]);
  });

  test('warns of stores that a restart empties, by the manifest and by the configuration', () => {
    const chart = chartOf();
    const { node } = deploymentIn(chart, {
      manifest: DEMANDING,
      variables: { token: token(chart) },
      runtimeConfig: RuntimeConfig.fromStores({
        keyValueStores: { sessions: KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis.data.svc:6379') }) },
        sqliteDatabases: { orders: SqliteDatabase.spin() },
      }),
    });
    expect(node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data)).toEqual([
      expect.stringContaining('runtimeConfig.sqliteDatabases["orders"]'),
      expect.stringContaining('runtimeConfig.keyValueStores["default"]'),
    ]);
  });

  test.each<[string, Partial<SpinDeploymentProps>, string]>([
    ['a command that would start for ever', { manifest: COMMAND },
      '[test/api] manifest: trigger.command: got "command"; a command ends, and its Deployment would start it again for ever; '
      + 'use a SpinJob, or a SpinCronJob (UnsupportedTrigger)'],
    ['variables that the manifest lacks, and stores that it misses', {
      manifest: DEMANDING, variables: { levle: EnvValue.fromValue('debug') },
    }, [
      '[test/api] runtimeConfig.keyValueStores["sessions"]: got nothing; component only uses this key-value store, '
      + 'and Spin does not start without a configuration for it; give runtimeConfig a KeyValueStore of this label (MissingStore)',
      '[test/api] variables["levle"]: got "levle"; the manifest declares no variable of this name, and no component can read it; '
      + 'use one of token, level (UnknownVariable)',
    ].join('\n')],
    ['a variable that is required and missing', { manifest: DEMANDING, runtimeConfig: sessions() },
      '[test/api] variables["token"]: got nothing; the manifest requires this variable, and Spin does not start without it; '
      + 'give it by EnvValue.fromSecretValue (MissingVariable)'],
    ['a component that is not there', { manifest: HTTP, components: ['other'] },
      '[test/api] components[0]: got "other"; the manifest has no component of this id; use one of only (UnknownComponent)'],
    ['a probe of a path that nothing serves', { manifest: HTTP, liveness: Probe.fromHttpGet('/health') },
      '[test/api] livenessProbe.httpGet.path: got "/health"; no route of the manifest serves this path: /api/...; '
      + `use a path that one of them serves, or ${HEALTH}, which Spin always serves (UnservedPath)`],
    ['a probe of an application that answers no HTTP', { manifest: REDIS, readiness: Probe.fromHttpGet('/') },
      '[test/api] readinessProbe.httpGet.path: got "/"; the app has no HTTP trigger, and nothing listens at its port; '
      + 'leave the check out (NoHttpTrigger)'],
  ])('fails for %s', (_, props, message) => {
    expect(failureOf((chart) => deploymentIn(chart, props))).toBe(message);
  });

  test('fails as a Job where no command ends it', () => {
    expect(failureOf((chart) => new SpinJob(chart, 'once', { image: IMAGE, manifest: HTTP }))).toBe(
      '[test/once] manifest: trigger: got "http"; an application without a command trigger never ends, and a Job waits for its end; '
      + 'use a SpinDeployment or a WasmApp, or add a command trigger (UnsupportedTrigger)');
  });

  test('fails to be exposed where it answers no HTTP', () => {
    expect(failureOf((chart) => deploymentIn(chart, { manifest: REDIS }).exposeViaService())).toBe(
      '[test/api] spec.selector: got "api"; the manifest of this app has no HTTP trigger, and nothing listens at its port; '
      + 'leave this out, or add an HTTP trigger (NoHttpTrigger)');
  });
});
