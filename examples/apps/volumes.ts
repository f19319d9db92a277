/** A volume for Spin's own stores, so that a restart does not empty them, and files from a ConfigMap. */
import { App, Chart, Size } from 'cdk8s';
import { ConfigMap, PersistentVolumeAccessMode, PersistentVolumeClaim, Volume } from 'cdk8s-plus-28';
import { KeyValueStore, RuntimeConfig, SqliteDatabase, WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const claim = new PersistentVolumeClaim(chart, 'claim', {
  metadata: { name: 'cart-data' },
  accessModes: [PersistentVolumeAccessMode.READ_WRITE_ONCE],
  storage: Size.gibibytes(1),
});
const pages = new ConfigMap(chart, 'pages', { metadata: { name: 'pages' }, data: { 'index.html': '<h1>Shop</h1>\n' } });

const cart = new WasmApp(chart, 'cart', {
  metadata: { name: 'cart' },
  image: 'registry.example.com/cart:v1',
  replicas: 1,
  runtimeConfig: RuntimeConfig.fromStores({
    keyValueStores: { default: KeyValueStore.spin({ path: '/data/kv.db' }) },
    sqliteDatabases: { default: SqliteDatabase.spin({ path: '/data/sqlite.db' }) },
  }),
});
cart.mount('/data', Volume.fromPersistentVolumeClaim(chart, 'data', claim, { name: 'data' }));
cart.mount('/pages', Volume.fromConfigMap(chart, 'files', pages, { name: 'pages' }), { readOnly: true });

app.synth();
