/** Apps without a pod until a request comes, which the interceptor of KEDA's HTTP add-on holds so long. */
import { App, Chart, Duration } from 'cdk8s';
import { HttpAddOnApi, WasmApp } from 'cdk8s-wasm';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });

// no pod runs until a request for docs.acme.com comes; the interceptor of KEDA's HTTP add-on holds it so long
const docs = new WasmApp(shop, 'docs', { metadata: { name: 'docs' }, image: 'ghcr.io/acme/docs:3.1.0' });
const scaling = docs.autoscaleByHttp({
  rules: [{ hosts: ['docs.acme.com'] }],
  maxReplicas: 5,
  concurrency: 20,
  cooldownPeriod: Duration.minutes(2),
  timeouts: { readiness: Duration.seconds(20) },
});

// by way of the interceptor: what leads to the app itself wakes no pod
scaling.exposeViaHttpRoute({ parents: [{ name: 'public', namespace: 'gateways' }], hostnames: ['docs.acme.com'] });

// the same with an add-on before 0.14, and an Ingress
const wiki = new WasmApp(shop, 'wiki', { metadata: { name: 'wiki' }, image: 'ghcr.io/acme/wiki:1.0.0' });
wiki.autoscaleByHttp({
  rules: [{ hosts: ['wiki.acme.com'] }],
  maxReplicas: 5,
  addOn: { api: HttpAddOnApi.HTTP_SCALED_OBJECT },
}).exposeViaIngress('/', { hosts: ['wiki.acme.com'], className: 'traefik' });

app.synth();
