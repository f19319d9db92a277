import { App } from 'cdk8s';
import { ConfigMap, EnvValue, Secret } from 'cdk8s-plus-28';
import { KeyValueStore, LlmApiType, LlmCompute, RuntimeConfig, RuntimeConfigOptions, SqliteDatabase, WasmApp } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';
const SECRET = Secret.fromSecretName(chartOf(), 'secret', 'stores');
const TOKEN = { secret: SECRET, key: 'token' };
const URL_SECRET = EnvValue.fromSecretValue({ secret: SECRET, key: 'url' });

function makeApp(runtimeConfig: RuntimeConfig, chart = chartOf()): WasmApp {
  return new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE, runtimeConfig });
}

/** `spec.runtimeConfig` as YAML, without the warnings about stores that a restart empties. */
function written(runtimeConfig: RuntimeConfig): string {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const [, text = ''] = yamlOfKind(makeApp(runtimeConfig).node.root, 'SpinApp').split('  runtimeConfig:\n');
  stderr.mockRestore();
  return text.replace(/^ {4}/gm, '');
}

const stores = (options: RuntimeConfigOptions) => written(RuntimeConfig.fromStores(options));

describe('a RuntimeConfig from a Secret', () => {
  it('names the Secret', () => {
    expect(written(RuntimeConfig.fromSecret(SECRET))).toBe('loadFromSecret: stores\n');
  });
});

describe('a RuntimeConfig from stores', () => {
  it('writes Spin\'s own key-value store', () => {
    expect(stores({ keyValueStores: { default: KeyValueStore.spin() } })).toMatchInlineSnapshot(`
      keyValueStores:
        - name: default
          type: spin
    `);
  });

  it('writes where Spin\'s own key-value store keeps its file', () => {
    expect(stores({ keyValueStores: { default: KeyValueStore.spin({ path: '/data/kv.db' }) } })).toMatchInlineSnapshot(`
      keyValueStores:
        - name: default
          options:
            - name: path
              value: /data/kv.db
          type: spin
    `);
  });

  it('writes a Redis server', () => {
    expect(stores({ keyValueStores: { cache: KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis:6379') }) } })).toMatchInlineSnapshot(`
      keyValueStores:
        - name: cache
          options:
            - name: url
              value: redis://redis:6379
          type: redis
    `);
  });

  it('writes a Redis server whose address is a secret', () => {
    expect(stores({ keyValueStores: { cache: KeyValueStore.redis({ url: URL_SECRET }) } })).toMatchInlineSnapshot(`
      keyValueStores:
        - name: cache
          options:
            - name: url
              valueFrom:
                secretKeyRef:
                  key: url
                  name: stores
          type: redis
    `);
  });

  it('writes Azure Cosmos DB by identity', () => {
    const store = KeyValueStore.azureCosmos({ account: 'acme', database: 'kv', container: 'apps' });
    expect(stores({ keyValueStores: { default: store } })).toMatchInlineSnapshot(`
      keyValueStores:
        - name: default
          options:
            - name: account
              value: acme
            - name: database
              value: kv
            - name: container
              value: apps
          type: azure_cosmos
    `);
  });

  it('writes Azure Cosmos DB by key', () => {
    const store = KeyValueStore.azureCosmos({ account: 'acme', database: 'kv', container: 'apps', key: TOKEN });
    expect(stores({ keyValueStores: { default: store } })).toMatch(
      /- name: key\n +valueFrom:\n +secretKeyRef:\n +key: token\n +name: stores\n/);
  });

  it('writes Amazon DynamoDB by identity', () => {
    expect(stores({ keyValueStores: { default: KeyValueStore.awsDynamo({ region: 'eu-west-1', table: 'kv' }) } })).toMatchInlineSnapshot(`
      keyValueStores:
        - name: default
          options:
            - name: region
              value: eu-west-1
            - name: table
              value: kv
          type: aws_dynamo
    `);
  });

  it('writes Amazon DynamoDB by keys, in the field names of Spin', () => {
    const store = KeyValueStore.awsDynamo({ region: 'eu-west-1', table: 'kv', accessKey: TOKEN, secretKey: TOKEN, token: TOKEN });
    const { spec } = synth(makeApp(RuntimeConfig.fromStores({ keyValueStores: { default: store } })).node.root)[1];
    const secretKeyRef = { name: 'stores', key: 'token' };
    expect(spec.runtimeConfig.keyValueStores[0].options).toEqual([
      { name: 'region', value: 'eu-west-1' },
      { name: 'table', value: 'kv' },
      { name: 'access_key', valueFrom: { secretKeyRef } },
      { name: 'secret_key', valueFrom: { secretKeyRef } },
      { name: 'token', valueFrom: { secretKeyRef } },
    ]);
  });

  it('writes Spin\'s own SQLite database', () => {
    expect(stores({ sqliteDatabases: { default: SqliteDatabase.spin({ path: '/data/app.db' }) } })).toMatchInlineSnapshot(`
      sqliteDatabases:
        - name: default
          options:
            - name: path
              value: /data/app.db
          type: spin
    `);
  });

  it('writes a libSQL server', () => {
    const database = SqliteDatabase.libsql({ url: 'https://db.acme.com', token: TOKEN });
    expect(stores({ sqliteDatabases: { default: database } })).toMatchInlineSnapshot(`
      sqliteDatabases:
        - name: default
          options:
            - name: url
              value: https://db.acme.com
            - name: token
              valueFrom:
                secretKeyRef:
                  key: token
                  name: stores
          type: libsql
    `);
  });

  it('writes a server for large language models', () => {
    expect(stores({ llmCompute: LlmCompute.remoteHttp({ url: 'http://llm', authToken: TOKEN }) })).toMatchInlineSnapshot(`
      llmCompute:
        options:
          - name: url
            value: http://llm
          - name: auth_token
            valueFrom:
              secretKeyRef:
                key: token
                name: stores
        type: remote_http
    `);
  });

  it('writes the protocol of that server', () => {
    const llmCompute = LlmCompute.remoteHttp({ url: 'http://llm', authToken: TOKEN, apiType: LlmApiType.OPEN_AI });
    expect(stores({ llmCompute })).toContain('    - name: api_type\n      value: open_ai\n');
  });

  it('writes several by label, in whatever order they are given', () => {
    const text = stores({
      keyValueStores: { 'second-store': KeyValueStore.spin(), 'a_store': KeyValueStore.spin() },
      sqliteDatabases: { default: SqliteDatabase.spin() },
    });
    expect(text.match(/name: \S+/g)).toEqual(['name: a_store', 'name: second-store', 'name: default']);
  });

  it('keeps its stores when the caller changes them later', () => {
    const keyValueStores: { [label: string]: KeyValueStore } = { default: KeyValueStore.spin({ path: '/data/kv.db' }) };
    const config = RuntimeConfig.fromStores({ keyValueStores });
    keyValueStores.other = KeyValueStore.spin();
    expect(written(config)).not.toContain('other');
  });
});

describe('a store that a restart empties', () => {
  it('is a warning', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    synth(makeApp(RuntimeConfig.fromStores({
      keyValueStores: { default: KeyValueStore.spin(), kept: KeyValueStore.spin({ path: '/data/kv.db' }) },
      sqliteDatabases: { main: SqliteDatabase.spin() },
    })).node.root);
    const lines = stderr.mock.calls.map(([text]) => String(text));
    stderr.mockRestore();
    const why = 'each pod has a store of its own, and a restart empties it; give it a path on a mounted volume, or use a server (EphemeralStore)\n';
    expect(lines).toEqual([
      `warning: [test/api] spec.runtimeConfig.keyValueStores["default"]: ${why}`,
      `warning: [test/api] spec.runtimeConfig.sqliteDatabases["main"]: ${why}`,
      'warning: [test/api] spec.runtimeConfig.keyValueStores["kept"].options["path"]: no volume is mounted where this file stands, '
      + 'so each pod has a store of its own, and a restart empties it; mount a volume at its folder, or use a server (EphemeralStore)\n',
    ]);
  });
});

describe('a RuntimeConfig fails for', () => {
  const redis = (url: EnvValue): RuntimeConfigOptions => ({ keyValueStores: { cache: KeyValueStore.redis({ url }) } });
  const CLEAR = 'a password does not stand in a manifest; put the whole URL into a Secret and use EnvValue.fromSecretValue (SecretInClear)';
  const WEB = 'must be a URL of scheme http or https; write it as "http://host:port" (InvalidUrl)';
  const OPTION = 'spec.runtimeConfig.keyValueStores["cache"].options["url"]';

  it.each<[string, RuntimeConfigOptions, string]>([
    ...['redis://:hunter2@redis:6379', 'redis://user:x@hunter2@db', 'redis://user:hunter2:x@db', 'redis://user:hunt/hunter2@db', 'redis://db?password=hunter2']
      .map((url): [string, RuntimeConfigOptions, string] => [`a password in clear, ${url}`, redis(EnvValue.fromValue(url)), `${OPTION}: got "redis:…"; ${CLEAR}`]),
    ['a password in a URL of another scheme', redis(EnvValue.fromValue('libsql://user:hunter2@db')), `${OPTION}: got "libsql:…"; ${CLEAR}`],
    ['a token in a URL of another scheme', redis(EnvValue.fromValue('https://db?authToken=hunter2')), `${OPTION}: got "https:…"; ${CLEAR}`],
    ...['https://redis', 'redis', 'redis:6379', 'redis://', ''].map((url): [string, RuntimeConfigOptions, string] => [
      `a Redis server at "${url}"`, redis(EnvValue.fromValue(url)),
      `${OPTION}: got "${url}"; must be a URL of scheme redis or rediss; write it as "redis://host:port" (InvalidUrl)`,
    ]),
    ...['libsql://db', 'redis://db', 'db.acme.com'].map((url): [string, RuntimeConfigOptions, string] => [
      `a libSQL server at ${url}`, { sqliteDatabases: { main: SqliteDatabase.libsql({ url, token: TOKEN }) } },
      `spec.runtimeConfig.sqliteDatabases["main"].options["url"]: got "${url}"; ${WEB}`,
    ]),
    ['a model server without a scheme', { llmCompute: LlmCompute.remoteHttp({ url: 'llm', authToken: TOKEN }) },
      `spec.runtimeConfig.llmCompute.options["url"]: got "llm"; ${WEB}`],
    ['an unset process variable', redis(EnvValue.fromProcess('SURELY_NOT_SET')),
      `${OPTION}: got nothing; an option is a value, or comes from a Secret; use EnvValue.fromValue or fromSecretValue (InvalidStore)`],
    ['an empty label', { keyValueStores: { '': KeyValueStore.spin({ path: '/data/kv.db' }) } },
      'spec.runtimeConfig.keyValueStores[""]: got ""; a store\'s label is letters and digits in words joined by \'-\' or \'_\'; '
      + 'use the label in spin.toml (InvalidStore)'],
    ['a label outside the grammar', { sqliteDatabases: { 'my db': SqliteDatabase.spin({ path: '/data/app.db' }) } },
      'spec.runtimeConfig.sqliteDatabases["my db"]: got "my db"; a store\'s label is letters and digits in words joined by \'-\' or \'_\'; '
      + 'use the label in spin.toml (InvalidStore)'],
  ])('%s', (_, options, message) => {
    expect(failureOf((chart) => makeApp(RuntimeConfig.fromStores(options), chart))).toBe(`[test/api] ${message}`);
  });

  const MAP = ConfigMap.fromConfigMapName(chartOf(), 'map', 'servers');

  it.each<[string, EnvValue, string]>([
    ['a ConfigMap', EnvValue.fromConfigMap(MAP, 'redis'), '.valueFrom.configMapKeyRef: got "servers"; '
      + 'the operator may not list ConfigMaps: it waits for them for ever, and no app of the whole cluster is reconciled any more; '
      + 'give a plain value, or take it from a Secret (InvalidStore)'],
    ['a Secret that need not be there', EnvValue.fromSecretValue({ secret: SECRET, key: 'url' }, { optional: true }),
      '.valueFrom.secretKeyRef.optional: got true; the operator ignores it, and makes no Deployment before the Secret is there; '
      + 'leave optional out (InvalidStore)'],
  ])('an option from %s', (_, url, message) => {
    expect(failureOf((chart) => makeApp(RuntimeConfig.fromStores(redis(url)), chart))).toBe(`[test/api] ${OPTION}${message}`);
  });

  it('an option from a field of the pod', () => {
    const url = { valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } } as unknown as EnvValue;
    expect(failureOf((chart) => makeApp(RuntimeConfig.fromStores(redis(url)), chart))).toMatch(/\(InvalidStore\)$/);
  });
});

describe('no output', () => {
  it('holds a value that came by Secret', () => {
    const chart = chartOf();
    const secret = new Secret(chart, 'secret', { metadata: { name: 'stores' }, stringData: { url: 'redis://:hunter2@redis' } });
    makeApp(RuntimeConfig.fromStores({
      keyValueStores: { default: KeyValueStore.redis({ url: EnvValue.fromSecretValue({ secret, key: 'url' }) }) },
    }), chart);
    const documents = (chart.node.root as App).synthYaml().split('---\n');
    expect(documents.filter((text) => text.includes('hunter2')).map((text) => /kind: (\w+)/.exec(text)?.[1])).toEqual(['Secret']);
  });
});
