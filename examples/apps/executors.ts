/** Executors: with telemetry and certificates of its own; by an image on nodes without the shim; without a Deployment. */
import { App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { SpinAppExecutor, WasmApp, WasmRuntime, WasmRuntimeClass } from 'cdk8s-wasm';

const app = new App();
const platform = new Chart(app, 'platform', { namespace: 'shop' });
const shop = new Chart(app, 'shop', { namespace: 'shop' });

// The RuntimeClass is the platform's: a program that made it too would take it from all other apps when it is deleted
const runtimeClass = WasmRuntimeClass.fromRuntimeClassName(platform, 'class', 'wasmtime-spin-v2', { runtime: WasmRuntime.SPIN });

const traced = new SpinAppExecutor(platform, 'traced', {
  metadata: { name: 'traced' },
  runtimeClass,
  caCertSecret: Secret.fromSecretName(platform, 'ca', 'company-ca'),
  otel: { endpoint: 'http://collector.telemetry.svc:4318', tracesEndpoint: 'http://tempo.telemetry.svc:4318' },
});
const plain = new SpinAppExecutor(platform, 'plain', { metadata: { name: 'plain' }, spinImage: 'ghcr.io/fermyon/spin:v2.7.0' });
// Another controller runs its apps, so there is nothing to say of their pods
const elsewhere = new SpinAppExecutor(platform, 'elsewhere', { metadata: { name: 'elsewhere' }, createDeployment: false });

for (const [name, executor] of Object.entries({ cart: traced, pages: plain, external: elsewhere })) {
  new WasmApp(shop, name, { metadata: { name }, image: `registry.example.com/${name}:v1`, executor });
}

app.synth();
