import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu, Deployment, PercentOrAbsolute } from 'cdk8s-plus-28';
import {
  EgressPolicy, FleetApp, GitLayout, HttpAddOnApi, HttpBackend, HttpRoute, HttpRouteFilter, KedaTrigger, ScaledObject, SpinManifest, WasmApp,
} from '../../../src';
import { appReferences } from '../../../src/synth/private/layout/kustomize-app-fields';
import { kustomizeConfig } from '../../../src/synth/private/layout/kustomize-config';
import { laidOut, objectsIn } from '../support/fleet-program';
import { newFolder } from '../support/folder';
import { hasKustomize, overlaid } from '../support/kustomize';

const PREFIX = 'canary-';
const BASE = '5-apps';
const GATEWAY = { parents: [{ name: 'gateway' }], hostnames: ['shop.example.com'] };
const RESOURCES = { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) } };

function manifest(): SpinManifest {
  return SpinManifest.fromString(`spin_manifest_version = 2
[application]
name = "calls"
version = "1.0.0"
[[trigger.http]]
route = "/..."
component = "calls"
[component.calls]
source = "calls.wasm"
allowed_outbound_hosts = ["http://cart.shop.svc"]
`);
}

/** All that names an app, a Service or what KEDA needs, in one namespace, and a route to it from another. */
function program(app: FleetApp): void {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const spinApp = (name: string, props = {}) => new WasmApp(chart, name, { metadata: { name }, image: `ghcr.io/acme/${name}:v1`, resources: RESOURCES, ...props });
  const cart = spinApp('cart');
  const web = spinApp('web', { manifest: manifest(), egress: EgressPolicy.ciliumNetworkPolicy() });
  const mail = spinApp('mail', { manifest: manifest(), egress: EgressPolicy.networkPolicy() });
  cart.autoscale({ maxReplicas: 4 });
  web.disruptionBudget({ maxUnavailable: PercentOrAbsolute.absolute(1) });
  web.exposeViaIngress('/', { hosts: ['web.example.com'] });
  web.connections.allowFrom(mail);
  const backends = [cart, HttpBackend.fromService(cart.exposeViaService())].map((backend) => ({ backend }));
  new HttpRoute(chart, 'route', { ...GATEWAY, rules: [{ backends, filters: [HttpRouteFilter.mirror(web)] }] });
  spinApp('search').autoscaleByHttp({ minReplicas: 1, rules: [{ hosts: ['search.example.com'] }], fallback: web });
  const addOn = { api: HttpAddOnApi.HTTP_SCALED_OBJECT };
  spinApp('maps').autoscaleByHttp({ minReplicas: 1, addOn, rules: [{ hosts: ['maps.example.com'] }], fallback: web });
  const worker = new Deployment(chart, 'worker', { metadata: { name: 'worker' }, containers: [{ image: 'ghcr.io/acme/worker:v1' }] });
  new ScaledObject(chart, 'scaled', { target: worker, triggers: [KedaTrigger.of('pulsar', { metadata: { subscription: 'orders' } })] });
  const fromMail = ['core.spinkube.dev/app-name', 'k8s:core.spinkube.dev/app-name'].map((label) => ({ matchLabels: { [label]: 'mail' } }));
  new ApiObject(chart, 'cilium', {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'to-cart' },
    spec: {
      endpointSelector: { matchLabels: { 'k8s:core.spinkube.dev/app-name': 'cart' } },
      ...Object.fromEntries(['ingress', 'ingressDeny'].map((field) => [field, [{ fromEndpoints: fromMail }]])),
      ...Object.fromEntries(['egress', 'egressDeny'].map((field) => [field, [{ toEndpoints: fromMail }]])),
    },
  });
  const outside = new Chart(app, 'outside', { namespace: 'outside' });
  new HttpRoute(outside, 'edge', { ...GATEWAY, metadata: { name: 'edge' }, rules: [{ backends: [{ backend: web }] }] });
}

const outdir = newFolder();
const written = objectsIn(laidOut({ outdir, layout: GitLayout.kustomize() }, program), `${BASE}/`).filter(({ metadata }) => metadata);
const names = written.filter(({ kind }) => kind !== 'SpinAppExecutor').map(({ metadata }) => metadata.name);

/** The fields of an object that say the name of another, by kustomize's paths, but for references into another namespace. */
function referencesIn(value: any, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => referencesIn(item, path));
  }
  if (typeof value === 'object' && value !== null) {
    return isElsewhere(value) ? [] : Object.entries(value).flatMap(([key, inner]) => referencesIn(inner, `${path}/${key.replaceAll('/', '\\/')}`));
  }
  return names.includes(value) ? [path.slice(1)] : [];
}

/** An object as it is to be with the prefix. */
function prefixed(value: any): any {
  if (Array.isArray(value)) {
    return value.map(prefixed);
  }
  if (typeof value === 'object' && value !== null) {
    return isElsewhere(value) ? value : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, prefixed(inner)]));
  }
  return names.includes(value) ? PREFIX + value : value;
}

/** Whether this is the backend of the route in another namespace. */
function isElsewhere({ name, namespace, port }: any): boolean {
  return name !== undefined && namespace !== undefined && port !== undefined;
}

const sorted = (objects: any[]) => [...objects].sort((a, b) => (`${a.kind} ${a.metadata.name}` < `${b.kind} ${b.metadata.name}` ? -1 : 1));

describe('references of a kustomize layout', () => {
  const told = (references: any[]) => references.flatMap(({ fieldSpecs }) => fieldSpecs).map(({ kind, path }: any) => `${kind} ${path}`);
  const found = written.flatMap((object) => referencesIn({ ...object, metadata: undefined }).map((path) => `${object.kind} ${path}`));

  it('are told to kustomize, where it does not know them', () => {
    const all = told((kustomizeConfig() as any).nameReference);
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((each) => !all.includes(each))).toEqual([]);
  });

  it('are all in this program, but for one that stands in objects of other people alone', () => {
    expect(told(appReferences()).filter((each) => !found.includes(each))).toEqual(['Ingress spec/defaultBackend/service/name']);
  });

  (hasKustomize ? it : it.skip)('all change with the names, in one namespace', () => {
    expect(sorted(overlaid(outdir, BASE, { namePrefix: PREFIX }))).toEqual(sorted(written.map(prefixed)));
  });
});
