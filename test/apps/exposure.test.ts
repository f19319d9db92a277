import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-28';
import { EdgeWasmApp, WasmApp } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';

function makeApp(chart: Chart = chartOf(), name = 'api'): WasmApp {
  return new WasmApp(chart, 'api', { metadata: { name }, image: IMAGE });
}

function services(app: WasmApp): any[] {
  return synth(app.node.root).filter(({ kind }) => kind === 'Service');
}

describe('exposeViaService', () => {
  it('makes a ClusterIP Service beside the one that the operator makes', () => {
    const app = makeApp();
    app.exposeViaService();
    expect(yamlOfKind(app.node.root, 'Service')).toMatchInlineSnapshot(`
      apiVersion: v1
      kind: Service
      metadata:
        name: api-clusterip
        namespace: apps
      spec:
        ports:
          - port: 80
            targetPort: 80
        selector:
          core.spinkube.dev/app-name: api
        type: ClusterIP
    `);
  });

  it('takes name, port, type and annotations', () => {
    const app = makeApp();
    app.exposeViaService({ name: 'api-public', port: 8080, serviceType: ServiceType.NODE_PORT, annotations: { 'acme.com/zone': 'a' } });
    expect(yamlOfKind(app.node.root, 'Service')).toMatchInlineSnapshot(`
      apiVersion: v1
      kind: Service
      metadata:
        annotations:
          acme.com/zone: a
        name: api-public
        namespace: apps
      spec:
        ports:
          - port: 8080
            targetPort: 80
        selector:
          core.spinkube.dev/app-name: api
        type: NodePort
    `);
  });

  it.each([
    ['name', undefined], ['port', undefined], ['serviceType', undefined], ['annotations', undefined], ['annotations', {}], ['port', 80],
    ['serviceType', ServiceType.CLUSTER_IP],
  ])('is the same with %s: %p', (option, value) => {
    const [app, plain] = [makeApp(), makeApp()];
    app.exposeViaService({ [option]: value });
    plain.exposeViaService();
    expect(yamlOfKind(app.node.root, 'Service')).toBe(yamlOfKind(plain.node.root, 'Service'));
  });

  it('returns the Service, whose fields can be patched', () => {
    const app = makeApp();
    const service = app.exposeViaService({ name: 'api-sticky' });
    ApiObject.of(service).addJsonPatch(JsonPatch.add('/spec/sessionAffinity', 'ClientIP'));
    expect(service.name).toBe('api-sticky');
    expect(services(app)[0].spec.sessionAffinity).toBe('ClientIP');
  });

  it('can be used once for each type and name', () => {
    const app = makeApp();
    app.exposeViaService();
    app.exposeViaService({ serviceType: ServiceType.NODE_PORT });
    app.exposeViaService({ name: 'api-internal' });
    app.exposeViaLoadBalancer();
    expect(services(app).map(({ metadata }) => metadata.name)).toEqual(['api-clusterip', 'api-nodeport', 'api-internal', 'api-loadbalancer']);
  });

  it('stands in the namespace of its app', () => {
    const chart = chartOf();
    const app = new WasmApp(chart, 'api', { metadata: { name: 'api', namespace: 'shop' }, image: IMAGE });
    app.exposeViaService();
    expect(services(app)[0].metadata.namespace).toBe('shop');
  });

  it.each([0, 65536, 8080.5, NaN])('fails for port %p', (port) => {
    expect(failureOf((chart) => makeApp(chart).exposeViaService({ port }))).toBe(
      `[test/api/api-clusterip] spec.ports[0].port: got ${port}; a port must be an integer from 1 to 65535; `
      + 'use the port that clients connect to, usually 80 (InvalidPort)');
  });

  it.each(['My-Service', '1api', 'api.internal', 'a'.repeat(64), ''])('fails for the name "%s"', (name) => {
    const place = name === '' ? 'test/api' : `test/api/${name}`;
    expect(failureOf((chart) => makeApp(chart).exposeViaService({ name }))).toBe(
      `[${place}] metadata.name: got "${name}"; the name of a Service must be an RFC 1035 label of at most 63 characters: `
      + "a-z, 0-9 and '-', starting with a letter; set a shorter name of lower-case letters, digits and dashes (InvalidName)");
  });

  it('fails for type ExternalName', () => {
    expect(failureOf((chart) => makeApp(chart).exposeViaService({ serviceType: ServiceType.EXTERNAL_NAME }))).toBe(
      '[test/api/api-externalname] spec.type: got "ExternalName"; a Service of this type leads to a DNS name, not to pods; '
      + 'use ClusterIP, NodePort or LoadBalancer (UnsupportedServiceType)');
  });

  it('fails for an annotation outside the grammar', () => {
    expect(failureOf((chart) => makeApp(chart).exposeViaLoadBalancer({ annotations: { 'my zone': 'a' } }))).toBe(
      '[test/api/api-loadbalancer] metadata.annotations key: got "my zone"; an annotation key must be a name of at most 63 letters, digits, '
      + "'-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidAnnotation)");
  });
});

describe('exposeViaLoadBalancer', () => {
  it('makes a Service of type LoadBalancer for the pods that the operator makes', () => {
    const app = makeApp();
    app.exposeViaLoadBalancer({ port: 443 });
    expect(yamlOfKind(app.node.root, 'Service')).toMatchInlineSnapshot(`
      apiVersion: v1
      kind: Service
      metadata:
        name: api-loadbalancer
        namespace: apps
      spec:
        ports:
          - port: 443
            targetPort: 80
        selector:
          core.spinkube.dev/app-name: api
        type: LoadBalancer
    `);
  });

  it('exposes an edge app as well', () => {
    const app = new EdgeWasmApp(chartOf(), 'api', { image: IMAGE });
    app.exposeViaLoadBalancer();
    expect(services(app)[0].spec.selector).toEqual({ 'core.spinkube.dev/app-name': app.name });
  });

  it.each([ServiceType.CLUSTER_IP, ServiceType.NODE_PORT, ServiceType.LOAD_BALANCER])(
    'names the %s Service of an app of 52 characters within 63, apart from others', (serviceType) => {
      const chart = chartOf();
      const names = ['a', 'b'].map((last, index) => {
        const app = new WasmApp(chart, `app-${index}`, { metadata: { name: `${'a'.repeat(51)}${last}` }, image: IMAGE });
        return app.exposeViaService({ serviceType }).name;
      });
      names.forEach((name) => expect(name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])$/));
      expect(new Set(names).size).toBe(2);
      synth(chart.node.root);
    });
});
