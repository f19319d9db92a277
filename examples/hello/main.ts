import { App, Chart } from 'cdk8s';
import { WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'hello', { namespace: 'default' });
new WasmApp(chart, 'hello', {
  metadata: { name: 'hello' },
  image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0',
}).exposeViaLoadBalancer();
app.synth();
