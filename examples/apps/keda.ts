/** Apps that KEDA scales: by CPU, by the time of day, by a query and by a queue. */
import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { KedaAuthentication, KedaTrigger, WasmApp } from 'cdk8s-wasm';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const resources = {
  cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

// by CPU alone: one pod always stays, since a pod that does not run uses none
new WasmApp(shop, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:1.4.2', resources })
  .autoscaleByKeda({ triggers: [KedaTrigger.cpuUtilization(50)], maxReplicas: 20 });

// by the time of day, by a query, and by a queue: none in quiet hours
new WasmApp(shop, 'orders', { metadata: { name: 'orders' }, image: 'ghcr.io/acme/orders:2.0.1', resources })
  .autoscaleByKeda({
    maxReplicas: 20,
    triggers: [
      KedaTrigger.cron({ start: '0 8 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', desiredReplicas: 3 }),
      KedaTrigger.prometheus({
        serverAddress: 'http://prometheus.monitoring.svc:9090',
        query: 'sum(rate(http_requests_total{app="orders"}[2m]))',
        threshold: 50,
        authentication: KedaAuthentication.triggerAuthentication('prometheus'),
      }),
      KedaTrigger.of('kafka', {
        metadata: { bootstrapServers: 'kafka.shop.svc:9092', consumerGroup: 'orders', topic: 'orders', lagThreshold: '10' },
        authentication: KedaAuthentication.clusterTriggerAuthentication('kafka'),
      }),
    ],
  });

app.synth();
