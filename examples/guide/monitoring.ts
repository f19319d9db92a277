import { App, Chart } from 'cdk8s';
import { Namespace, Secret } from 'cdk8s-plus-28';
import { OtlpBackend, WasmMonitoring } from 'cdk8s-wasm';

/** A Collector that reports to OneUptime, whose token is in the Secret `oneuptime`. */
export function monitoring(app: App): WasmMonitoring {
  const chart = new Chart(app, 'monitoring');
  new Namespace(chart, 'namespace', { metadata: { name: 'monitoring' } });
  return new WasmMonitoring(chart, 'collector', {
    metadata: { name: 'otel-collector', namespace: 'monitoring' },
    backend: OtlpBackend.oneUptime({ token: { secret: Secret.fromSecretName(chart, 'token', 'oneuptime'), key: 'token' } }),
  });
}
