import path from 'node:path';
import { App, Chart } from 'cdk8s';
import { ConfigMap, EnvValue, Probe, Secret } from 'cdk8s-plus-28';
import {
  EdgeWasmApp, KeyValueStore, LlmCompute, RuleCode, Rules, RuntimeConfig, SpinManifest, SqliteDatabase, WasmApp, WasmAppProps, WasmCluster,
} from '../../src';
import { WARNING_METADATA } from '../../src/rules/rules';
import { chartOf, failureOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';

function corpus(name: string): SpinManifest {
  return SpinManifest.fromFile(path.join(__dirname, '..', 'manifest', 'corpus', 'valid', `${name}.toml`));
}

/** An app that is built from a manifest of the corpus. */
function appOf(chart: Chart, name: string, props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chart, 'api', { image: IMAGE, manifest: corpus(name), ...props });
}

function specOf(name: string, props: Partial<WasmAppProps> = {}): any {
  const chart = chartOf();
  appOf(chart, name, props);
  return synth(chart.node.root).find(({ kind }) => kind === 'SpinApp');
}

function warningsOf(name: string, props: Partial<WasmAppProps> = {}): string[] {
  const app = appOf(chartOf(), name, props);
  return app.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data as string);
}

const secretValue = (chart: Chart) => EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, 'keys', 'keys'), key: 'token' });
const anySecret = () => Secret.fromSecretName(new Chart(new App(), 'other'), 'config', 'config');

const HEALTH = '/.well-known/spin/health';
const RUN = 'containerd-shim-spin runs triggers of type http, redis, sqs, command, mqtt, and ends at any other';
const PLACES41 = ['component.web.allowed_outbound_hosts[0]', 'trigger.http[0].dependencies'];
const SPIN41 = 'it needs Spin 4.1.0, and no containerd-shim-spin up to 0.25.1 has it; '
  + 'leave it out, or name a later shim as shimVersion of the WasmCluster and look up its Spin (FieldTooNew)';

describe('an app with a manifest', () => {
  test('is named after its application', () => {
    expect(specOf('minimal').metadata.name).toBe('minimal');
    expect(specOf('minimal', { metadata: { name: 'own' } }).metadata.name).toBe('own');
  });

  test.each([
    ['Old App!', 'old-app'],
    ['3D Viewer', 'app-3d-viewer'],
    ['x'.repeat(60), `${'x'.repeat(43)}-33240873`],
    ['日本', 'test-api-c855049c'],
  ])('of the name %s gets one that fits', (name, fitting) => {
    const manifest = SpinManifest.fromString(`spin_manifest_version = 2\ntrigger = {}\n[application]\nname = "${name}"\n`);
    expect(new WasmApp(chartOf(), 'api', { image: IMAGE, manifest }).name).toBe(fitting);
  });

  test('is checked where Spin itself answers', () => {
    expect(specOf('minimal').spec.checks).toEqual({ readiness: { httpGet: { path: HEALTH, httpHeaders: [] }, initialDelaySeconds: 0 } });
  });

  test('is not checked where nobody wants it, where a check is given, or where it answers no HTTP', () => {
    expect(specOf('minimal', { defaultReadiness: false }).spec.checks).toBeUndefined();
    expect(specOf('minimal', { readiness: Probe.fromHttpGet('/own') }).spec.checks.readiness.httpGet.path).toBe('/own');
    expect(specOf('no-http').spec.checks).toBeUndefined();
  });

  test('writes nothing else because of it', () => {
    const chart = chartOf();
    const plain = new WasmApp(chart, 'api', { image: IMAGE, metadata: { name: 'minimal' } });
    expect(plain.name).toBe('minimal');
    const [spinApp] = synth(chart.node.root).filter(({ kind }) => kind === 'SpinApp');
    expect(specOf('minimal', { defaultReadiness: false })).toEqual(spinApp);
    expect(specOf('no-http', { metadata: { name: 'minimal' } })).toEqual(spinApp);
  });

  test('takes its variables in upper case too, as the operator writes them', () => {
    const chart = chartOf();
    const given = { DB_HOST: EnvValue.fromValue('db'), TOKEN: secretValue(chart) };
    expect(specOf('variables', { variables: given }).spec.variables.map(({ name }: { name: string }) => name)).toEqual(['DB_HOST', 'TOKEN']);
    expect(failureOf((other) => appOf(other, 'variables', { variables: { DB_HOST: EnvValue.fromValue('db'), TOKEN: EnvValue.fromValue('x') } })))
      .toMatch(/^\[test\/api\] spec\.variables\["TOKEN"\]: got "a plain value"; .*\(SecretInClear\)$/);
  });

  test('may be an EdgeWasmApp', () => {
    expect(new EdgeWasmApp(chartOf(), 'edge', { image: IMAGE, manifest: corpus('minimal') }).name).toBe('minimal');
  });

  test('takes the checks that its routes serve', () => {
    for (const good of ['/api', '/api/', '/api/x/y?z=1', '/users/ann', HEALTH, '/.well-known/spin/info']) {
      expect(specOf('routes', { liveness: Probe.fromHttpGet(good) }).spec.checks.liveness.httpGet.path).toBe(good);
    }
  });

  test('takes the stores and models that it needs', () => {
    const llmCompute = LlmCompute.remoteHttp({ url: 'http://llm', authToken: { secret: anySecret(), key: 'token' } });
    const database = SqliteDatabase.spin({ path: '/data/orders.db' });
    const runtimeConfig = RuntimeConfig.fromStores({
      keyValueStores: { sessions: KeyValueStore.spin({ path: '/data/a.db' }), audit: KeyValueStore.spin({ path: '/data/b.db' }) },
      sqliteDatabases: { orders: database },
      llmCompute,
    });
    expect(specOf('stores', { runtimeConfig }).spec.runtimeConfig.keyValueStores).toHaveLength(2);
    const admin = RuntimeConfig.fromStores({ keyValueStores: { audit: KeyValueStore.spin({ path: '/data/b.db' }) } });
    expect(specOf('stores', { components: ['admin'], runtimeConfig: admin }).spec.components).toEqual(['admin']);
    expect(specOf('stores', { runtimeConfig: RuntimeConfig.fromSecret(anySecret()) }).spec.runtimeConfig).toEqual({ loadFromSecret: 'config' });
  });

  test('takes what it requires early, late, or from a file that is not known', () => {
    const chart = chartOf();
    const app = appOf(chart, 'variables', { variables: { token: secretValue(chart) } });
    app.addVariable('db_host', EnvValue.fromValue('db'));
    expect(synth(chart.node.root).find(({ kind }) => kind === 'SpinApp').spec.variables).toHaveLength(2);
    expect(specOf('variables', { runtimeConfig: RuntimeConfig.fromSecret(anySecret()) }).spec.variables).toBeUndefined();
  });

  test('may keep components that call each other', () => {
    expect(specOf('chain', { components: ['front', 'back'] }).spec.components).toEqual(['front', 'back']);
  });

  test.each([undefined, '0.25.0', '0.26.0', '99.0.0'])('may use Spin 4 with the shim %s', (shimVersion) => {
    const cluster = new WasmCluster(new App(), 'prod', { shimVersion });
    expect(() => appOf(new Chart(cluster, 'test'), 'spin4')).not.toThrow();
  });

  test('may use what a shim that is not said may run', () => {
    expect(warningsOf('spin4')).toEqual([]);
    expect(warningsOf('spin41')).toEqual(PLACES41.map((place) => `[test/api] manifest: ${place}: got nothing; ${SPIN41}`));
  });

  test('may use Spin 4 by word of its scope', () => {
    const chart = new Chart(new WasmCluster(new App(), 'prod', { shimVersion: '0.24.0' }), 'test');
    Rules.of(chart).warnOnly(RuleCode.FIELD_TOO_NEW, 'the image is built for Spin 3');
    expect(() => appOf(chart, 'spin4')).not.toThrow();
  });

  describe('of a field that no known Spin has', () => {
    const toml = [
      'spin_manifest_version = 2\napplication = { name = "later" }\n[[trigger.http]]\nroute = "/..."\ncomponent = "api"\ntimeout = 5',
      '[component.api]\nsource = "api.wasm"\nallow_outbound_hosts = []\n',
    ].join('\n');
    const TIMEOUT = 'manifest spin.toml:6: trigger.http[0].timeout: got 5; a trigger of type http has no field of this name; '
      + 'use one of id, component, route, executor, static_response, dependencies';
    const HOSTS = 'manifest spin.toml:9: component.api.allow_outbound_hosts: got []; a component has no field of this name; did you mean allowed_outbound_hosts?';
    const make = (chart: Chart) => new WasmApp(chart, 'api', { image: IMAGE, manifest: SpinManifest.fromString(toml), variables: {} });
    const inCluster = (shimVersion?: string) => new Chart(new WasmCluster(new App(), 'prod', { shimVersion }), 'test', { namespace: 'shop' });

    test.each(['0.24.0', '0.25.1'])('fails under the known shim %s', (shimVersion) => {
      expect(() => make(inCluster(shimVersion))).toThrow(new Error(
        `[prod/test/api] ${TIMEOUT} (InvalidSpinManifest)\n[prod/test/api] ${HOSTS} (InvalidSpinManifest)`));
    });

    test('fails where the shim is not said', () => {
      expect(failureOf(make)).toBe(`[test/api] ${TIMEOUT} (InvalidSpinManifest)\n[test/api] ${HOSTS} (InvalidSpinManifest)`);
    });

    test('fails for whoever reads the manifest outside an app', () => {
      expect(() => SpinManifest.fromString(toml).name).toThrow(new Error([TIMEOUT, HOSTS]
        .map((line) => `${line.replace(/^manifest (\S+):/, '[$1]')} (InvalidSpinManifest)`).join('\n')));
    });

    test('is a warning by word of its scope', () => {
      const chart = chartOf();
      Rules.of(chart).warnOnly(RuleCode.INVALID_SPIN_MANIFEST, 'our Spin has it');
      expect(make(chart).name).toBe('later');
    });

    test.each(['0.26.0', '99.0.0'])('is a warning under the later shim %s', (shimVersion) => {
      const app = make(inCluster(shimVersion));
      expect(app.node.metadata.map(({ data }) => data)).toEqual([TIMEOUT, HOSTS].map((line) =>
        `[prod/test/api] ${line}; if the Spin of containerd-shim-spin ${shimVersion} has it, silence this warning (InvalidSpinManifest)`));
      expect(synth(app.node.root as App).find(({ kind }) => kind === 'SpinApp').metadata.name).toBe('later');
    });
  });

  test.each<[string, string, Partial<WasmAppProps>, string[]]>([
    ['routes that are never reached', 'routes', {}, [
      '[test/api] manifest: route "/api/...": several triggers have it, and the last one answers alone; give each a route of its own (UnreachableRoute)',
      '[test/api] manifest: route "/.well-known/spin/own": Spin answers everything below /.well-known/spin/ itself; choose another route '
      + '(UnreachableRoute)',
    ]],
    ['routes of kept components alone', 'routes', { components: ['one'] }, []],
    ['stores that a restart empties', 'stores', {
      components: ['cart'],
      runtimeConfig: RuntimeConfig.fromStores({
        keyValueStores: { sessions: KeyValueStore.spin({ path: '/data/a.db' }) },
        sqliteDatabases: { orders: SqliteDatabase.spin({ path: '/data/orders.db' }), default: SqliteDatabase.spin({ path: '/data/a.db' }) },
        llmCompute: LlmCompute.remoteHttp({ url: 'http://llm', authToken: { secret: anySecret(), key: 'token' } }),
      }),
    }, [
      '[test/api] spec.runtimeConfig.keyValueStores["default"]: each pod has a store of its own, and a restart empties it; '
      + 'give it a path on a mounted volume, or use a server (EphemeralStore)',
    ]],
    ['no stores that a Secret may configure', 'stores', { runtimeConfig: RuntimeConfig.fromSecret(anySecret()) }, []],
  ])('warns of %s', (_, name, props, warnings) => {
    expect(warningsOf(name, props)).toEqual(warnings);
  });

  test.each<[string, string, (chart: Chart) => Partial<WasmAppProps>, string]>([
    ['a component that is not there', 'chain', () => ({ components: ['front', 'back', 'side'] }),
      '[test/api] spec.components[2]: got "side"; the manifest has no component of this id; use one of front, back, hub (UnknownComponent)'],
    ['a component that nothing starts', 'chain', () => ({ components: ['back', 'idle'] }),
      '[test/api] spec.components[1]: got "idle"; no trigger of the manifest starts this component; use one of front, back, hub (UnknownComponent)'],
    ['a component that calls one which is left out', 'chain', () => ({ components: ['front'] }),
      '[test/api] manifest: component.front.allowed_outbound_hosts: got "http://back.spin.internal"; '
      + 'Spin does not start where front may call back, which components leaves out; add "back" to components (DroppedComponent)'],
    ['a kept component that calls all', 'chain', () => ({ components: ['front', 'back', 'hub'] }),
      '[test/api] manifest: component.hub.allowed_outbound_hosts: got "http://*.spin.internal"; '
      + 'Spin does not start a selection of components one of which may call all; '
      + 'name the components that it calls, or leave components out (DroppedComponent)'],
    ['a call of a component that is not there', 'hosts', () => ({}),
      '[test/api] manifest: component.client.allowed_outbound_hosts: got "http://other.spin.internal"; the manifest has no component of this id; '
      + 'use one of client (UnknownComponent)'],
    ['stores and models without a configuration', 'stores', () => ({}), [
      '[test/api] spec.runtimeConfig.keyValueStores["sessions"]: got nothing; component cart uses this key-value store, '
      + 'and Spin does not start without a configuration for it; give runtimeConfig a KeyValueStore of this label (MissingStore)',
      '[test/api] spec.runtimeConfig.keyValueStores["audit"]: got nothing; component admin uses this key-value store, '
      + 'and Spin does not start without a configuration for it; give runtimeConfig a KeyValueStore of this label (MissingStore)',
      '[test/api] spec.runtimeConfig.sqliteDatabases["orders"]: got nothing; component cart uses this SQLite database, '
      + 'and Spin does not start without a configuration for it; give runtimeConfig a SqliteDatabase of this label (MissingStore)',
      '[test/api] spec.runtimeConfig.llmCompute: got nothing; component cart calls a large language model, and the Spin shim has none of its own; '
      + 'give runtimeConfig an LlmCompute.remoteHttp (MissingStore)',
    ].join('\n')],
    ['variables that are required and missing', 'variables', () => ({}), [
      '[test/api] spec.variables["db_host"]: got nothing; the manifest requires this variable, and Spin does not start without it; '
      + 'give it in variables, or by addVariable (MissingVariable)',
      '[test/api] spec.variables["token"]: got nothing; the manifest requires this variable, and Spin does not start without it; '
      + 'give it by EnvValue.fromSecretValue (MissingVariable)',
    ].join('\n')],
    ['a variable that is not declared', 'variables', () => ({ variables: { db_hots: EnvValue.fromValue('db') } }),
      '[test/api] spec.variables["db_hots"]: got "db_hots"; the manifest declares no variable of this name, and no component can read it; '
      + 'use one of api_url, db_host, token, pin (UnknownVariable)'],
    ['a variable of a manifest without any', 'minimal', () => ({ variables: { level: EnvValue.fromValue('info') } }),
      '[test/api] spec.variables["level"]: got "level"; the manifest declares no variable of this name, and no component can read it; '
      + 'leave it out (UnknownVariable)'],
    ['secrets in clear', 'variables', (chart) => ({
      variables: {
        token: EnvValue.fromValue('s3cr3t'),
        pin: EnvValue.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'pins', 'pins'), 'pin'),
      },
    }), [
      '[test/api] spec.variables["pin"]: got "a ConfigMap"; the manifest calls this variable secret, and a secret does not stand in a manifest; '
      + 'use EnvValue.fromSecretValue (SecretInClear)',
      '[test/api] spec.variables["token"]: got "a plain value"; the manifest calls this variable secret, and a secret does not stand in a manifest; '
      + 'use EnvValue.fromSecretValue (SecretInClear)',
    ].join('\n')],
    ['triggers that the shim does not run, or only once', 'triggers', () => ({}), [
      `[test/api] manifest: trigger.cron: got "cron"; ${RUN}; start it by a SpinCronJob with a command trigger (UnsupportedTrigger)`,
      '[test/api] manifest: trigger.command: got "command"; a command ends, and its Deployment would start it again for ever; '
      + 'use a SpinJob, or a SpinCronJob (UnsupportedTrigger)',
      `[test/api] manifest: trigger.webhook-plugin: got "webhook-plugin"; ${RUN}; use one of these (UnsupportedTrigger)`,
    ].join('\n')],
    ['a call of a component without an HTTP trigger', 'chain', () => ({
      manifest: SpinManifest.fromString([
        'spin_manifest_version = 2\napplication = { name = "a" }\n[[trigger.http]]\nroute = "/..."\ncomponent = "web"',
        '[[trigger.redis]]\nchannel = "jobs"\naddress = "redis://bus"\ncomponent = "jobs"',
        '[component.web]\nsource = "web.wasm"\nallowed_outbound_hosts = ["http://jobs.spin.internal", "http://web.spin.internal"]',
        '[component.jobs]\nsource = "jobs.wasm"',
      ].join('\n')),
    }), '[test/api] manifest: component.web.allowed_outbound_hosts: got "http://jobs.spin.internal"; no HTTP trigger starts jobs, and each call of it fails; '
      + 'add [[trigger.http]] with component = "jobs" and route = { private = true } (UncallableComponent)'],
    ['an allowed host that a variable makes none', 'variables', (chart) => ({
      variables: { db_host: EnvValue.fromValue('postgres://db'), token: secretValue(chart) },
    }), '[test/api] manifest: component.web.allowed_outbound_hosts: got "postgres://{{db_host}}:5432"; its variables make it "postgres://postgres://db:5432", '
      + 'and an allowed host has no path; leave the path out (InvalidAllowedHost)'],
    ['a check of an app that answers no HTTP', 'no-http', () => ({ liveness: Probe.fromHttpGet('/') }),
      '[test/api] spec.checks.liveness.httpGet.path: got "/"; the app has no HTTP trigger, and nothing listens at its port; '
      + 'leave the check out (NoHttpTrigger)'],
    ['checks of paths that nothing serves', 'routes', () => ({ readiness: Probe.fromHttpGet('/users'), liveness: Probe.fromHttpGet(`${HEALTH}z`) }), [
      '[test/api] spec.checks.readiness.httpGet.path: got "/users"; '
      + 'no route of the manifest serves this path: /api/..., /users/:name, /api/..., /.well-known/spin/own; '
      + `use a path that one of them serves, or ${HEALTH}, which Spin always serves (UnservedPath)`,
      `[test/api] spec.checks.liveness.httpGet.path: got "${HEALTH}z"; `
      + 'no route of the manifest serves this path: /api/..., /users/:name, /api/..., /.well-known/spin/own; '
      + `use a path that one of them serves, or ${HEALTH}, which Spin always serves (UnservedPath)`,
    ].join('\n')],
  ])('fails for %s', (_, name, props, message) => {
    expect(failureOf((chart) => appOf(chart, name, props(chart)))).toBe(message);
  });

  test.each([
    ['0.24.0', 'spin4', ['component.api.profile', 'component.api.dependencies."acme:auth/check".inherit_configuration'].map((place) =>
      `manifest: ${place}: got "0.24.0"; this cluster has containerd-shim-spin 0.24.0, and the field needs 0.25.0 or newer; `
      + 'upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)')],
    ['0.25.1', 'spin41', PLACES41.map((place) => `manifest: ${place}: got "0.25.1"; ${SPIN41}`)],
  ])('fails under the shim %s for %s', (shimVersion, name, problems) => {
    expect(() => appOf(new Chart(new WasmCluster(new App(), 'prod', { shimVersion }), 'test'), name))
      .toThrow(new Error(problems.map((problem) => `[prod/test/api] ${problem}`).join('\n')));
  });

  test.each(['0.26.0', '99.0.0'])('may use Spin 4.1 with the shim %s, whose Spin is not known', (shimVersion) => {
    const app = appOf(new Chart(new WasmCluster(new App(), 'prod', { shimVersion }), 'test'), 'spin41');
    expect(app.node.metadata).toEqual([]);
  });

  test('fails for what the Spin of a shim no longer takes', () => {
    const manifest = SpinManifest.fromString([
      'spin_manifest_version = 2\napplication = { name = "a" }\n[[trigger.http]]\nroute = "/..."\ncomponent = "web"',
      'executor = { type = "wasip3-unstable" }\n[component.web]\nsource = "web.wasm"',
    ].join('\n'));
    const make = (shimVersion: string) => new WasmApp(new Chart(new WasmCluster(new App(), 'prod', { shimVersion }), 'test'), 'api', { image: IMAGE, manifest });
    expect(() => make('0.24.0')).not.toThrow();
    expect(() => make('0.25.0')).toThrow(new Error('[prod/test/api] manifest: trigger.http[0].executor.type: got "0.25.0"; '
      + 'this cluster has containerd-shim-spin 0.25.0, and Spin 4.0.0, in the shim from 0.25.0 on, refuses the field; leave it out (FieldRemoved)'));
  });

  test('fails for what an older shim does not run', () => {
    const make = () => appOf(new Chart(new WasmCluster(new App(), 'prod', { shimVersion: '0.15.0' }), 'test'), 'everything', {
      variables: { api_key: secretValue(chartOf()) }, runtimeConfig: RuntimeConfig.fromSecret(anySecret()),
    });
    expect(make).toThrow(new Error([
      '[prod/test/api] manifest: component.orders.dependencies: got "0.15.0"; this cluster has containerd-shim-spin 0.15.0, '
      + 'and the field needs 0.17.0 or newer; upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)',
      '[prod/test/api] manifest: trigger.http[2].static_response: got "0.15.0"; this cluster has containerd-shim-spin 0.15.0, '
      + 'and the field needs 0.22.0 or newer; upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)',
    ].join('\n')));
  });

  test.each<[string, string, string, (app: WasmApp) => unknown]>([
    ['a Service', 'no-http-loadbalancer', 'spec.selector', (app) => app.exposeViaLoadBalancer()],
    ['an Ingress', 'no-http-ingress', 'spec.rules', (app) => app.exposeViaIngress('/')],
    ['an HTTPRoute', 'no-http-httproute', 'spec.rules', (app) => app.exposeViaHttpRoute({ parents: [{ name: 'gateway' }] })],
    ['an autoscaler by HTTP', 'no-http-http', 'target', (app) => app.autoscaleByHttp({ rules: [{ hosts: ['api.example.com'] }], concurrency: 10 })],
  ])('fails to be exposed by %s where it answers no HTTP', (_by, id, field, expose) => {
    expect(failureOf((chart) => expose(appOf(chart, 'no-http')))).toBe(
      `[test/api/${id}] ${field}: got "api"; the manifest of this app has no HTTP trigger, and nothing listens at its port; `
      + 'leave this out, or add an HTTP trigger (NoHttpTrigger)');
  });

  test('fails for a later variable like for an early one', () => {
    expect(failureOf((chart) => appOf(chart, 'variables').addVariable('token', EnvValue.fromValue('s3cr3t')))).toMatch(/\(SecretInClear\)$/);
  });
});
