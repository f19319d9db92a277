/** SpinApps that stay YAML, held to the rules of WasmApp by one call; what the program does not make is said to exist. */
import { ApiObject, App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { SpinAppExecutor, spinkube, WasmValidation } from 'cdk8s-wasm';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
WasmValidation.of(chart).exists({ kind: 'ServiceAccount', name: 'api' });

const { executorName } = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'containerd-shim-spin');
const database = Secret.fromSecretName(chart, 'database', 'database');

new spinkube.SpinApp(chart, 'api', {
  metadata: { name: 'api' },
  spec: { image: 'registry.example.com/api:v1', executor: executorName, replicas: 2, serviceAccountName: 'api' },
});

new ApiObject(chart, 'cart', {
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinApp',
  metadata: { name: 'cart' },
  spec: {
    image: 'registry.example.com/cart:v1',
    executor: executorName,
    replicas: 1,
    checks: { readiness: { httpGet: { path: '/ready', httpHeaders: [] } } },
    variables: [{ name: 'db_password', valueFrom: { secretKeyRef: { name: database.name, key: 'password' } } }],
  },
});

app.synth();
