/** One image, two apps: each runs some of its components. */
import { App, Chart } from 'cdk8s';
import { SpinKubeVersion, WasmApp, WasmCluster } from 'cdk8s-wasm';

const app = new App();

// with the releases of the cluster said, a field that they do not know is an error
const cluster = new WasmCluster(app, 'prod', { operatorVersion: SpinKubeVersion.V0_6_1, shimVersion: '0.24.0' });
const chart = new Chart(cluster, 'shop', { namespace: 'shop' });
const image = 'registry.example.com/shop:v1';

new WasmApp(chart, 'front', { metadata: { name: 'front' }, image, components: ['pages', 'assets'] });
new WasmApp(chart, 'back', { metadata: { name: 'back' }, image, components: ['orders'], replicas: 3 });

app.synth();
