/** Health checks: HTTP GET on port 80, which is all that a SpinApp can say. */
import { App, Chart, Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import { WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

new WasmApp(chart, 'api', {
  metadata: { name: 'api' },
  image: 'registry.example.com/api:v1',
  readiness: Probe.fromHttpGet('/ready', { periodSeconds: Duration.seconds(5) }),
  readinessHeaders: { 'X-Check': 'readiness' },
  liveness: Probe.fromHttpGet('/alive', { initialDelaySeconds: Duration.seconds(3), failureThreshold: 5 }),
});

app.synth();
