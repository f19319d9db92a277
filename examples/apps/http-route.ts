/** A route of a Gateway that shares requests between a stable app and its canary. */
import { App, Chart, Duration } from 'cdk8s';
import { HttpPathMatch, HttpPathModifier, HttpRouteFilter, HttpValueMatch, WasmApp } from 'cdk8s-wasm';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });

const stable = new WasmApp(shop, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:1.4.2' });
const canary = new WasmApp(new Chart(app, 'canary', { namespace: 'shop-canary' }), 'api-next', {
  metadata: { name: 'api-next' },
  image: 'ghcr.io/acme/api:1.5.0',
});

stable.exposeViaHttpRoute({
  parents: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
  hostnames: ['api.acme.com'],
  rules: [
    // testers reach the canary, which is in another namespace: a ReferenceGrant there lets the route in
    {
      matches: [{ headers: { 'x-canary': HttpValueMatch.exact('yes') } }],
      backends: [{ backend: canary }],
    },
    // and so does one request in ten
    {
      matches: [{ path: HttpPathMatch.prefix('/v1') }],
      filters: [HttpRouteFilter.rewrite({ path: HttpPathModifier.prefix('/') })],
      backends: [{ backend: stable, weight: 9 }, { backend: canary, weight: 1 }],
      timeouts: { request: Duration.seconds(10) },
    },
    {
      matches: [{ path: HttpPathMatch.exact('/') }],
      filters: [HttpRouteFilter.redirect({ path: HttpPathModifier.fullPath('/v1') })],
    },
  ],
});

app.synth();
