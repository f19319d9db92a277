/** The typed stores and the table of Spin's types, which holds raw stores and files, say the same. */
import { EnvValue, Secret } from 'cdk8s-plus-28';
import { KeyValueStore, LlmApiType, LlmCompute, SqliteDatabase, StoreConfig } from '../../src';
import { STORE_TYPES } from '../../src/apps/private/store-types';
import { chartOf } from '../support/synth';

const secret = { secret: Secret.fromSecretName(chartOf(), 'secret', 'stores'), key: 'token' };

/** Each store with all that it can have. */
const FULL: [string, StoreConfig][] = [
  ['keyValueStores', KeyValueStore.spin({ path: '/data/kv.db' }).toStoreConfig()],
  ['keyValueStores', KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis') }).toStoreConfig()],
  ['keyValueStores', KeyValueStore.azureCosmos({ account: 'a', database: 'b', container: 'c', key: secret }).toStoreConfig()],
  ['keyValueStores', KeyValueStore.awsDynamo({ region: 'a', table: 'b', accessKey: secret, secretKey: secret, token: secret }).toStoreConfig()],
  ['sqliteDatabases', SqliteDatabase.spin({ path: '/data/app.db' }).toStoreConfig()],
  ['sqliteDatabases', SqliteDatabase.libsql({ url: 'http://db', token: secret }).toStoreConfig()],
  ['llmCompute', LlmCompute.remoteHttp({ url: 'http://llm', authToken: secret, apiType: LlmApiType.DEFAULT }).toStoreConfig()],
];

test.each(FULL.map(([field, config]): [string, string, StoreConfig] => [field, config.type, config]))('%s %s has the options of Spin', (field, type, config) => {
  const { required, optional, secret: secrets } = STORE_TYPES[field][type];
  expect(config.options.map(({ name }) => name).sort()).toEqual([...required, ...optional].sort());
  const bySecret = config.options.filter(({ value }) => value.valueFrom?.secretKeyRef).map(({ name }) => name);
  expect(bySecret.sort()).toEqual([...secrets].sort());
});

test('there is a class for each type', () => {
  const types = Object.entries(STORE_TYPES).flatMap(([field, all]) => Object.keys(all).map((type) => `${field} ${type}`));
  expect(FULL.map(([field, { type }]) => `${field} ${type}`)).toEqual(types);
});
