import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { CronTriggerOptions, KedaTrigger, PrometheusTriggerOptions, WasmApp, WasmAppProps } from '../../src';

export const MEMORY = { limit: Size.mebibytes(64) };
export const CPU = KedaTrigger.cpuUtilization(60);
export const QUEUE = KedaTrigger.of('kafka', { metadata: { topic: 'orders' } });
export const GATEWAY = { parents: [{ name: 'gw' }] };

/** An app that requests CPU and memory, and something done with it. */
export function app(chart: Chart, use: (app: WasmApp) => unknown = () => undefined, props: Partial<WasmAppProps> = {}): WasmApp {
  const made = new WasmApp(chart, 'api', {
    metadata: { name: 'api' },
    image: 'ghcr.io/acme/api:v1',
    resources: { cpu: { request: Cpu.millis(100) }, memory: MEMORY },
    ...props,
  });
  use(made);
  return made;
}

/** A trigger from 8 to 18 o'clock. */
export function cron(options: Partial<CronTriggerOptions> = {}): KedaTrigger {
  return KedaTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', timeZone: 'Etc/UTC', desiredReplicas: 3, ...options });
}

/** A trigger of Prometheus. */
export function prometheus(options: Partial<PrometheusTriggerOptions> = {}): KedaTrigger {
  return KedaTrigger.prometheus({ serverAddress: 'http://prometheus:9090', query: 'sum(hits)', threshold: 5, ...options });
}
