/** A service account of its own, which spin-operator 0.5.0 and later give to the pods. */
import { App, Chart } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { SpinKubeVersion, WasmApp, WasmCluster } from 'cdk8s-wasm';

const app = new App();
const cluster = new WasmCluster(app, 'prod', { operatorVersion: SpinKubeVersion.V0_5_0 });
const chart = new Chart(cluster, 'shop', { namespace: 'shop' });

new WasmApp(chart, 'api', {
  metadata: { name: 'api' },
  image: 'registry.example.com/api:v1',
  serviceAccount: new ServiceAccount(chart, 'account', { metadata: { name: 'api', annotations: { 'example.com/role': 'reader' } } }),
});

app.synth();
