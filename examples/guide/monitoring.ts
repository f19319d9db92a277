import { App, Chart } from 'cdk8s';
import { Namespace, Secret } from 'cdk8s-plus-28';
import { OtlpBackend, WasmApp, WasmMonitoring } from 'cdk8s-wasm';

/** HTTP checks of the guide's apps, whose response times and errors go to OneUptime; its token is in the Secret `oneuptime`. */
export function monitoring(app: App, { api, edge }: { readonly api: WasmApp; readonly edge: WasmApp }): void {
  const chart = new Chart(app, 'monitoring');
  new Namespace(chart, 'namespace', { metadata: { name: 'monitoring' } });
  const collector = new WasmMonitoring(chart, 'collector', {
    metadata: { name: 'otel-collector', namespace: 'monitoring' },
    backend: OtlpBackend.oneUptime({ token: { secret: Secret.fromSecretName(chart, 'token', 'oneuptime'), key: 'token' } }),
  });
  collector.addHttpCheck(api, { path: '/health' });
  collector.addHttpCheck(edge);
}
