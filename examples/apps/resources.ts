/** Resources of one app, and those that all others of the chart have. */
import { App, Chart, Size } from 'cdk8s';
import { Cpu, PercentOrAbsolute } from 'cdk8s-plus-28';
import { WasmApp, WasmAppDefaults } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

WasmAppDefaults.of(chart).add({
  resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) } },
  labels: { 'app.kubernetes.io/part-of': 'shop' },
});

new WasmApp(chart, 'cart', { metadata: { name: 'cart' }, image: 'registry.example.com/cart:v1', propagateLabels: true });

new WasmApp(chart, 'search', {
  metadata: { name: 'search' },
  image: 'registry.example.com/search:v1',
  replicas: 4,
  resources: { cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } },
}).disruptionBudget({ maxUnavailable: PercentOrAbsolute.percent(25) });

app.synth();
