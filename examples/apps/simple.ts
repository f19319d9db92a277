/** The smallest app: two pods, the executor of its namespace. */
import { App, Chart } from 'cdk8s';
import { WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

// others in the cluster reach it at its `url`, http://hello.shop.svc
new WasmApp(chart, 'hello', {
  metadata: { name: 'hello' },
  image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0',
});

app.synth();
