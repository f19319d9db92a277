import { Lazy } from 'cdk8s';
import { JOB } from './alert-rules';
import { PrometheusSettings } from './prometheus-settings';
import { WasmApp } from '../../apps/wasm-app';

/** The spec of the Probe of one app, whose addresses may still grow. */
export function probeSpec(app: WasmApp, { url, module, interval }: PrometheusSettings, addresses: () => string[]): { [field: string]: unknown } {
  return {
    jobName: JOB,
    interval,
    module,
    prober: { url },
    targets: { staticConfig: { static: Lazy.any({ produce: addresses }), labels: { app: app.name, app_namespace: app.namespace } } },
  };
}
