/** An app that a HorizontalPodAutoscaler scales by CPU, memory and a metric of its pods. */
import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, Metric, MetricTarget, Replicas } from 'cdk8s-plus-28';
import { WasmApp } from 'cdk8s-wasm';

const app = new App();

// utilisation is a share of what the pods request, so the app says what that is
const api = new WasmApp(new Chart(app, 'api', { namespace: 'shop' }), 'api', {
  metadata: { name: 'api' },
  image: 'ghcr.io/acme/api:1.4.2',
  resources: {
    cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
    memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
  },
});

api.autoscale({
  minReplicas: 2,
  maxReplicas: 10,
  metrics: [
    Metric.resourceCpu(MetricTarget.averageUtilization(60)),
    Metric.resourceMemory(MetricTarget.averageUtilization(80)),
    Metric.pods({ name: 'http_requests_per_second', target: MetricTarget.averageValue(100) }),
  ],
  scaleUp: { policies: [{ replicas: Replicas.percent(100), duration: Duration.seconds(15) }] },
  scaleDown: { stabilizationWindow: Duration.minutes(5), policies: [{ replicas: Replicas.absolute(1), duration: Duration.minutes(1) }] },
});

app.synth();
