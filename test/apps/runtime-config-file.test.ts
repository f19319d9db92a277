import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { FleetApp, RuntimeConfig, WasmApp, WasmCluster } from '../../src';
import { load } from '../support/manifest/load';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';

const app = (toml: string) => (chart: Chart) => new WasmApp(chart, 'api', { image: IMAGE, runtimeConfig: RuntimeConfig.fromToml(chart, 'config', toml) });

/** The objects of a program with a file. */
function objects(toml: string): any[] {
  const chart = chartOf();
  app(toml)(chart);
  return synth(chart.node.root);
}

const secretOf = (toml: string) => objects(toml).find(({ kind }) => kind === 'Secret');

const ALL = `
# what SpinApp cannot say
state_dir = "/data"
log_dir = "/logs"
max_instance_memory = 1_000_000

[key_value_store.default]
type = "aws_dynamo"
region = "eu-central-1"
table = "shop"
consistent_read = true

[key_value_store.cache]
type = "redis"
url = "redis://redis.shop.svc:6379"

[sqlite_database.default]
type = "spin"
path = "/data/app.db"

[[variables_provider]]
type = "azure_key_vault"
vault_url = "https://shop.vault.azure.net"

[[variables_provider]]
type = "static"
values = { level = "info" }

[outbound_networking]
block_networks = ["private", "10.0.0.0/8", "fd00::/8"]

[outbound_http]
connection_pooling = false
max_concurrent_requests = 10

[[client_tls]]
component_ids = ["api"]
hosts = ["db.acme.com"]
ca_use_webpki_roots = true
client_cert_file = "/tls/tls.crt"
`;

describe('a runtime configuration from TOML', () => {
  it('is a Secret that nobody changes in place, under the key that the operator reads', () => {
    const chart = chartOf();
    app('[outbound_networking]\nblock_networks = ["private"]\n')(chart);
    expect(yamlOfKind(chart.node.root, 'Secret')).toMatchInlineSnapshot(`
      apiVersion: v1
      kind: Secret
      metadata:
        name: test-config-c8bbe16b-83cc0f9f
        namespace: apps
      immutable: true
      stringData:
        runtime-config.toml: |
          [outbound_networking]
          block_networks = [ "private" ]
    `);
  });

  it('is read by the app under that name', () => {
    const [secret, spinApp] = ['Secret', 'SpinApp'].map((kind) => objects(ALL).find((object) => object.kind === kind));
    expect(spinApp.spec.runtimeConfig).toEqual({ loadFromSecret: secret.metadata.name });
  });

  it('takes all that Spin takes without secrets, and says the same', () => {
    const { parse } = load('smol-toml');
    expect(parse(secretOf(ALL).stringData['runtime-config.toml'])).toEqual(parse(ALL));
  });

  it('has another name when it says something else, and the same when only its words differ', () => {
    const name = (toml: string) => secretOf(toml).metadata.name;
    const one = '[outbound_http]\nconnection_pooling = true\n';
    expect(name(one)).toBe(name('# off or on\noutbound_http = { connection_pooling = true }'));
    expect(name(one)).not.toBe(name(one.replace('true', 'false')));
    expect(name('')).toMatch(/^test-config-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it('is written as TOML 1.0, whatever newer form it comes in', () => {
    const text = secretOf('outbound_http = {\n  connection_pooling = true,\n}').stringData['runtime-config.toml'];
    expect(text).toBe('[outbound_http]\nconnection_pooling = true\n');
  });

  describe('with the keys of a later Spin', () => {
    const LIMITS = '[outbound_networking]\nmax_total_connections = 500\n[outbound_http]\nmax_connections = 200\n[outbound_pg]\nmax_connections = 50\n';
    const ROOTS = '[[client_tls]]\ncomponent_ids = ["a"]\nhosts = ["b"]\nca_use_platform_roots = true\n';
    const ATTACH = '[sqlite_database.a]\ntype = "spin"\npath = "/a.db"\nallow_attach_file = true\n';
    const NONE = 'it needs Spin 4.1.0, and no containerd-shim-spin up to 0.25.1 has it; '
      + 'leave it out, or name a later shim as shimVersion of the WasmCluster and look up its Spin (FieldTooNew)';
    const make = (toml: string, shimVersion?: string) => {
      const chart = new Chart(new WasmCluster(new App(), 'prod', { shimVersion }), 'test', { namespace: 'apps' });
      RuntimeConfig.fromToml(chart, 'config', toml);
      return chart.node.findChild('config').node.metadata.map(({ data }) => data);
    };

    it('warns of what no shim is known to have, where none is said', () => {
      expect(make(LIMITS)).toEqual(['outbound_networking.max_total_connections', 'outbound_http.max_connections', 'outbound_pg']
        .map((field) => `[prod/test/config] ${field}: got nothing; ${NONE}`));
    });

    it('takes what the shim has, or may have', () => {
      expect([...make(ROOTS, '0.25.0'), ...make(ROOTS), ...make(ATTACH, '0.25.1'), ...make(LIMITS, '0.26.0'), ...make(LIMITS, '99.0.0')]).toEqual([]);
    });

    it.each([
      [LIMITS, '0.25.1', ['outbound_networking.max_total_connections', 'outbound_http.max_connections', 'outbound_pg'].map((field) => `${field}: got "0.25.1"; ${NONE}`)],
      ...([[ROOTS, 'client_tls[0].ca_use_platform_roots'], [ATTACH, 'sqlite_database.a.allow_attach_file']] as const).map(([toml, field]) => [toml, '0.24.0', [
        `${field}: got "0.24.0"; this cluster has containerd-shim-spin 0.24.0, and the field needs 0.25.0 or newer; `
        + 'upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)',
      ]] as const),
    ] as const)('fails for %j under the shim %s', (toml, shimVersion, problems) => {
      expect(() => make(toml, shimVersion)).toThrow(new Error(problems.map((problem) => `[prod/test/config] ${problem}`).join('\n')));
    });

    it('warns of a key that nobody knows, under a shim that is newer than this library', () => {
      expect(make('[outbound_networking]\nmax_sockets = 5\n', '99.0.0')).toEqual([
        `[prod/test/config] outbound_networking.max_sockets: got 5; ${KNOWN} outbound_networking has block_networks, max_total_connections, max_socket_connections; `
        + 'leave it out; if the Spin of containerd-shim-spin 99.0.0 has it, silence this warning (InvalidToml)',
      ]);
      expect(() => make('[outbound_networking]\nmax_sockets = 5\n', '0.25.1')).toThrow(/max_sockets: got 5; .*\(InvalidToml\)$/);
    });
  });

  it('warns of a store that a restart empties', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    objects('[sqlite_database.default]\ntype = "spin"\n');
    const lines = stderr.mock.calls.map(([text]) => String(text));
    stderr.mockRestore();
    expect(lines).toEqual(['warning: [test/config] sqlite_database.default: each pod has a store of its own, and a restart empties it; '
      + 'give it a path on a mounted volume, or use a server (EphemeralStore)\n']);
  });

  it('fails in an app of another namespace', () => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', {
      image: IMAGE, runtimeConfig: RuntimeConfig.fromToml(new Chart(chart.node.root as App, 'other', { namespace: 'other' }), 'config', ''),
    }))).toMatch(/^\[test\/api\] spec.runtimeConfig.loadFromSecret: .* in namespace "other", and pods read that of namespace "apps"; .*\(UnresolvedReference\)$/);
  });
});

const FROM_SECRET = 'put the whole file into a Secret and use RuntimeConfig.fromSecret';
const CLEAR = `got "…"; a secret does not stand in a manifest; ${FROM_SECRET} (SecretInClear)`;
const store = (lines: string) => `[key_value_store.a]\n${lines}`;
const provider = (lines: string) => `[[variables_provider]]\n${lines}`;
const KNOWN = 'Spin refuses keys that it does not know, and';

describe('a runtime configuration from TOML fails for', () => {
  it.each<[string, string, string]>([
    ['what is no TOML', 'state_dir = "/data"\n[outbound', 'toml: got "line 2, column 2"; incomplete key-value: cannot find end of key; write it as TOML 1.0 says (InvalidToml)'],
    ['a key twice', 'state_dir = "a"\nstate_dir = "b"',
      'toml: got "line 2, column 1"; trying to redefine an already defined table or value; write it as TOML 1.0 says (InvalidToml)'],
    ['a table that Spin does not know', '[outbound_networks]\na = "hunter2"', `outbound_networks: got ["a"]; ${KNOWN} the file has key_value_store, sqlite_database, `
      + 'llm_compute, variables_provider, config_provider, outbound_networking, outbound_http, outbound_pg, outbound_mysql, outbound_redis, outbound_mqtt, client_tls, '
      + 'state_dir, log_dir, max_instance_memory; '
      + 'did you mean outbound_networking? (InvalidToml)'],
    ['a key that Spin does not know', '[outbound_http]\nretry = true',
      `outbound_http.retry: got true; ${KNOWN} outbound_http has connection_pooling, max_concurrent_requests, max_connections; leave it out (InvalidToml)`],
    ['a number under a key that Spin does not know', '[outbound_networking]\nmax_sockets = 5',
      `outbound_networking.max_sockets: got 5; ${KNOWN} outbound_networking has block_networks, max_total_connections, max_socket_connections; leave it out (InvalidToml)`],
    ['a secret under a key that is nearly known', `${provider('type = "vault"')}\ntokn = "hunter2"`, [
      `variables_provider[0].tokn: got "…"; ${KNOWN} variables_provider[0] has type, url, token, mount, prefix; did you mean token? (InvalidToml)`,
      ...['url', 'token', 'mount'].map((key) => `variables_provider[0].${key}: got nothing; is required; ${key === 'token' ? FROM_SECRET : 'give it'} (InvalidToml)`),
    ].join('\n[test/config] ')],
    ['a password in an address under a key that Spin does not know', store('type = "redis"\nurl = "redis://db"\nreplica = "redis://u:hunter2@db"'),
      `key_value_store.a.replica: got "…"; ${KNOWN} key_value_store.a has type, url; leave it out (InvalidToml)`],
    ['both names of a limit', '[outbound_http]\nmax_connections = 1\nmax_concurrent_requests = 1',
      'outbound_http.max_concurrent_requests: got 1; it is the old name of max_connections, and stands beside it; use one of the two names (InvalidToml)'],
    ['text for a number', 'max_instance_memory = "1Mi"', 'max_instance_memory: got "1Mi"; must be a whole number; write one (InvalidToml)'],
    ['text for a switch', '[outbound_http]\nconnection_pooling = "no"', 'outbound_http.connection_pooling: got "no"; must be true or false; write one (InvalidToml)'],
    ['no networks', '[outbound_networking]\nblock_networks = "private"',
      'outbound_networking.block_networks: got "private"; must be a list of strings; write one (InvalidToml)'],
    ...['10.0.0.0/33', 'public', '10.0.0.1', '1/8', ''].map((network): [string, string, string] => [
      `the network "${network}"`, `[outbound_networking]\nblock_networks = ["${network}"]`,
      `outbound_networking.block_networks[0]: got "${network}"; must be a network in CIDR notation, or "private"; write it as "10.0.0.0/8" (InvalidToml)`,
    ]),
    ['a value for a table', 'outbound_http = 3', 'outbound_http: got 3; must be a table; write it as [outbound_http] (InvalidToml)'],
    ['a table for a list', '[client_tls]\nhosts = ["a"]', 'client_tls: got ["hosts"]; must be a list of tables; write it as [[client_tls]] (InvalidToml)'],
    ['a client without hosts', '[[client_tls]]\ncomponent_ids = ["a"]', 'client_tls[0].hosts: got nothing; is required; give it (InvalidToml)'],
    ['a store of no type', store('type = "sqlite"'),
      'key_value_store.a.type: got "sqlite"; Spin has spin, redis, azure_cosmos, aws_dynamo; use one of them (InvalidToml)'],
    ['a store without a type', store(''), 'key_value_store.a.type: got nothing; Spin has spin, redis, azure_cosmos, aws_dynamo; use one of them (InvalidToml)'],
    ['stores that are no tables', 'key_value_store = 3', 'key_value_store: got 3; must be a table of stores by their labels; write it as [key_value_store.default] (InvalidToml)'],
    ['an option of no store', store('type = "spin"\npfad = "/x"'),
      `key_value_store.a.pfad: got "/x"; ${KNOWN} key_value_store.a has type, path; leave it out (InvalidToml)`],
    ['a store without its address', store('type = "redis"'), 'key_value_store.a.url: got nothing; is required; give it (InvalidToml)'],
    ['a password in an address', store('type = "redis"\nurl = "redis://u:hunter2@db"'),
      `key_value_store.a.url: got "redis:…"; a password does not stand in a manifest; ${FROM_SECRET} (SecretInClear)`],
    ['an address of another scheme', '[sqlite_database.a]\ntype = "libsql"\nurl = "libsql://db"\ntoken = "hunter2"',
      `sqlite_database.a.url: got "libsql://db"; must be a URL of scheme http or https; write it as "http://host:port" (InvalidUrl)\n[test/config] sqlite_database.a.token: ${CLEAR}`],
    ['the model of the shim, which has none', '[llm_compute]\ntype = "spin"', 'llm_compute.type: got "spin"; Spin has remote_http; use one of them (InvalidToml)'],
    ['both names of providers', `${provider('type = "env"')}\n[[config_provider]]\ntype = "env"`,
      'config_provider: got nothing; it is another name of variables_provider, and stands beside it; use one of the two names (InvalidToml)'],
    ['a provider that Spin does not know', provider('type = "consul"'),
      'variables_provider[0].type: got "consul"; Spin has env, vault, azure_key_vault, static; use one of them (InvalidToml)'],
    ['a provider that is a secret\'s', provider('type = "vault"\nurl = "http://vault"\nmount = "kv"'),
      `variables_provider[0].token: got nothing; is required; ${FROM_SECRET} (InvalidToml)`],
    ...[
      [provider('type = "vault"\nurl = "http://vault"\nmount = "kv"\ntoken = "hunter2"'), 'variables_provider[0].token'],
      [provider('type = "azure_key_vault"\nvault_url = "http://vault"\nclient_secret = "hunter2"'), 'variables_provider[0].client_secret'],
      [provider('type = "static"\nvalues = { db_password = "hunter2" }'), 'variables_provider[0].values.db_password'],
      [store('type = "azure_cosmos"\naccount = "a"\ndatabase = "b"\ncontainer = "c"\nkey = "hunter2"'), 'key_value_store.a.key'],
      [store('type = "aws_dynamo"\nregion = "a"\ntable = "b"\naccess_key = "hunter2"'), 'key_value_store.a.access_key'],
      [store('type = "aws_dynamo"\nregion = "a"\ntable = "b"\nsecret_key = "hunter2"'), 'key_value_store.a.secret_key'],
      ['[llm_compute]\ntype = "remote_http"\nurl = "http://llm"\nauth_token = "hunter2"', 'llm_compute.auth_token'],
    ].map(([toml, field]): [string, string, string] => [`a secret in clear at ${field}`, toml, `${field}: ${CLEAR}`]),
  ])('%s', (_, toml, message) => {
    expect(failureOf(app(toml))).toBe(`[test/config] ${message}`);
  });

  it('what is no TOML without showing its lines, which may hold a secret', () => {
    expect(failureOf(app('token = "hunter2"\ntoken = "hunter2'))).not.toContain('hunter2');
  });
});

test('any text is refused in our words, or written so that it reads back the same', () => {
  const { parse } = load('smol-toml');
  const line = fc.oneof(fc.constantFrom('state_dir = ', '[outbound_http]', '"a', "'''", '# ', '[[client_tls]]', 'log_dir="\\u0000"', '\n', '\t'), fc.string());
  fc.assert(fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
    const toml = lines.join('\n');
    const fleet = new FleetApp();
    const chart = new Chart(fleet, 'test');
    try {
      RuntimeConfig.fromToml(chart, 'config', toml);
    } catch (error) {
      expect((error as Error).message).toMatch(/^\[test\/config\] (.|\n)*\((InvalidToml|SecretInClear|InvalidUrl|InvalidStore)\)$/);
      return;
    }
    expect(parse(chart.toJson()[0].stringData['runtime-config.toml'])).toEqual(parse(toml));
  }), { numRuns: 500 });
});
