/** Spin variables: by value, from a Secret that exists, from a ConfigMap of the program, and from the pod itself. */
import { App, Chart } from 'cdk8s';
import { ConfigMap, EnvFieldPaths, EnvValue, Secret } from 'cdk8s-plus-28';
import { WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

// a Secret that somebody else makes is said to exist, by its name
const database = Secret.fromSecretName(chart, 'database', 'database');
const settings = new ConfigMap(chart, 'settings', { metadata: { name: 'settings' }, data: { currency: 'EUR' } });

new WasmApp(chart, 'cart', {
  metadata: { name: 'cart' },
  image: 'registry.example.com/cart:v1',
  variables: {
    log_level: EnvValue.fromValue('info'),
    db_password: EnvValue.fromSecretValue({ secret: database, key: 'password' }),
    currency: EnvValue.fromConfigMap(settings, 'currency'),
    pod_name: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
  },
});

app.synth();
