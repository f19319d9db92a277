/** The job of all probes, by which alerts find their answers. */
export const JOB = 'wasm-apps';

/** When an app is called slow or failing. */
export interface AlertSettings {
  readonly slowSeconds: number;
  readonly successRate: number;
}

/** An app as alerts name it. */
interface AlertedApp {
  readonly name: string;
  readonly namespace?: string;
}

/** The alerts of one app. */
export function alertRules({ name, namespace }: AlertedApp, { slowSeconds, successRate }: AlertSettings): object[] {
  const probed = selector({ job: JOB, app: name, app_namespace: namespace });
  const scaled = selector({ namespace });
  const where = `${namespace}/${name}`;
  const share = Number((successRate * 100).toFixed(6)); // without the digits by which a product of floats is off
  const target = selector({ namespace, scaletargetref_kind: 'Deployment', scaletargetref_name: name });
  const perAutoscaler = 'on (namespace, horizontalpodautoscaler)';
  return [
    alert('WasmAppDown', `probe_success${probed} == 0`, '5m', 'critical', `${where} has not answered for five minutes`),
    alert('WasmAppSlow', `avg_over_time(probe_duration_seconds${probed}[5m]) > ${slowSeconds}`, '5m', 'warning',
      `${where} answers in more than ${slowSeconds} s`),
    alert('WasmAppFailing', `avg_over_time(probe_success${probed}[15m]) < ${successRate}`, '1m', 'warning',
      `${where} answers fewer than ${share} of 100 checks well`),
    alert('WasmAppAtMaximum',
      `(kube_horizontalpodautoscaler_status_current_replicas${scaled} >= ${perAutoscaler} kube_horizontalpodautoscaler_spec_max_replicas${scaled})`
      + ` and ${perAutoscaler} kube_horizontalpodautoscaler_info${target}`,
      '15m', 'warning', `${where} has run at the maximum of its autoscaler for a quarter of an hour`),
  ];
}

function alert(name: string, ...[expr, duration, severity, summary]: [string, string, string, string]): object {
  return { alert: name, expr, for: duration, labels: { severity }, annotations: { summary } };
}

function selector(labels: { [label: string]: string | undefined }): string {
  return `{${Object.entries(labels).map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}
