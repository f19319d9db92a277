/** Memory for one invocation, within that of the container. Needs spin-operator 0.6.0 and a shim of 0.20. */
import { App, Chart, Size } from 'cdk8s';
import { SpinKubeVersion, WasmApp, WasmCluster } from 'cdk8s-wasm';

const app = new App();
const cluster = new WasmCluster(app, 'prod', { operatorVersion: SpinKubeVersion.V0_6_1, shimVersion: '0.24.0' });
const chart = new Chart(cluster, 'shop', { namespace: 'shop' });

new WasmApp(chart, 'api', {
  metadata: { name: 'api' },
  image: 'registry.example.com/api:v1',
  resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } },
  maxInstanceMemory: Size.mebibytes(16),
});

app.synth();
