/** Stores: typed, with secrets by reference; and, for what SpinApp cannot express, a whole file without secrets. */
import { App, Chart } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import { KeyValueStore, LlmCompute, RuntimeConfig, SqliteDatabase, WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const stores = Secret.fromSecretName(chart, 'stores', 'stores');

new WasmApp(chart, 'cart', {
  metadata: { name: 'cart' },
  image: 'registry.example.com/cart:v1',
  runtimeConfig: RuntimeConfig.fromStores({
    keyValueStores: { default: KeyValueStore.redis({ url: EnvValue.fromSecretValue({ secret: stores, key: 'redis-url' }) }) },
    sqliteDatabases: { default: SqliteDatabase.libsql({ url: 'https://db.example.com', token: { secret: stores, key: 'db-token' } }) },
    llmCompute: LlmCompute.remoteHttp({ url: 'https://llm.example.com', authToken: { secret: stores, key: 'llm-token' } }),
  }),
});

// a change of the text makes a Secret of another name, and so rolls the pods
new WasmApp(chart, 'search', {
  metadata: { name: 'search' },
  image: 'registry.example.com/search:v1',
  runtimeConfig: RuntimeConfig.fromToml(chart, 'search-config', `
    [key_value_store.default]
    type = "aws_dynamo"
    region = "eu-central-1"
    table = "search"
    consistent_read = true

    [outbound_networking]
    block_networks = ["private"]
  `),
});

// with tokens, such as that of Vault, the whole file is a Secret under the key runtime-config.toml
new WasmApp(chart, 'pay', {
  metadata: { name: 'pay' },
  image: 'registry.example.com/pay:v1',
  runtimeConfig: RuntimeConfig.fromSecret(Secret.fromSecretName(chart, 'pay-config', 'pay-config')),
});

app.synth();
