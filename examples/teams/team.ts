/** The program of one team: its apps and what exposes them. Executors and RuntimeClasses are those of the platform, by their names. */
import { App, Chart } from 'cdk8s';
import { EdgeWasmApp, ExecutorManagement, SpinKubeVersion, WasmApp, WasmCluster } from 'cdk8s-wasm';

const app = new App();
const cluster = new WasmCluster(app, 'prod', { executors: ExecutorManagement.EXISTING, operatorVersion: SpinKubeVersion.V0_6_1 });
const shop = new Chart(cluster, 'shop', { namespace: 'shop' });

new WasmApp(shop, 'cart', { metadata: { name: 'cart' }, image: 'ghcr.io/example/cart:v1.4.2' }).exposeViaLoadBalancer();
new EdgeWasmApp(shop, 'checkout', { metadata: { name: 'checkout' }, image: 'ghcr.io/example/checkout:v1.4.2' });

app.synth();
