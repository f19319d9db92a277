/** An image in a registry that asks for credentials, and annotations for what the operator makes. */
import { App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { WasmApp } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

new WasmApp(chart, 'api', {
  metadata: { name: 'api' },
  image: 'registry.example.com/private/api:v1',
  imagePullSecrets: [Secret.fromSecretName(chart, 'registry', 'registry-credentials')],
  deploymentAnnotations: { 'example.com/owner': 'shop' },
  podAnnotations: { 'example.com/scrape': 'true' },
  serviceAnnotations: { 'example.com/zone': 'a' },
});

app.synth();
