/** Two apps behind one Ingress with a certificate, and a load balancer for known addresses. */
import { App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { ExternalTrafficPolicy, WasmApp } from 'cdk8s-wasm';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });

const web = new WasmApp(shop, 'web', { metadata: { name: 'web' }, image: 'ghcr.io/acme/web:1.0.0' });
const cart = new WasmApp(shop, 'cart', { metadata: { name: 'cart' }, image: 'ghcr.io/acme/cart:1.2.0' });

// one Ingress for both
const ingress = web.exposeViaIngress('/', {
  name: 'shop',
  className: 'traefik',
  hosts: ['shop.acme.com'],
  tls: [{ hosts: ['shop.acme.com'], secret: Secret.fromSecretName(shop, 'certificate', 'shop-tls') }],
  annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
});
cart.exposeViaIngress('/cart', { hosts: ['shop.acme.com'], ingress });

// and a load balancer for the office alone
cart.exposeViaLoadBalancer({
  port: 8080,
  loadBalancerSourceRanges: ['203.0.113.0/24'],
  externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
  annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' },
});

app.synth();
