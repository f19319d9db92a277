import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-28';
import { EdgeWasmApp, ExposeViaServiceOptions, ExternalTrafficPolicy, WasmApp } from '../../src';
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

describe('a Service that is open to the outside', () => {
  it('takes node port, source ranges, class, traffic policy and labels', () => {
    const app = makeApp();
    app.exposeViaLoadBalancer({
      nodePort: 30080,
      loadBalancerSourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
      loadBalancerClass: 'service.k8s.aws/nlb',
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      labels: { team: 'web' },
    });
    expect(yamlOfKind(app.node.root, 'Service')).toMatchInlineSnapshot(`
      apiVersion: v1
      kind: Service
      metadata:
        labels:
          team: web
        name: api-loadbalancer
        namespace: apps
      spec:
        externalTrafficPolicy: Local
        loadBalancerClass: service.k8s.aws/nlb
        loadBalancerSourceRanges:
          - 203.0.113.0/24
          - 2001:db8::/32
        ports:
          - nodePort: 30080
            port: 80
            targetPort: 80
        selector:
          core.spinkube.dev/app-name: api
        type: LoadBalancer
    `);
  });

  it.each(['nodePort', 'loadBalancerSourceRanges', 'loadBalancerClass', 'externalTrafficPolicy', 'labels'])('is the same with %s left out', (option) => {
    const [app, plain] = [makeApp(), makeApp()];
    app.exposeViaLoadBalancer({ [option]: undefined });
    plain.exposeViaLoadBalancer();
    expect(yamlOfKind(app.node.root, 'Service')).toBe(yamlOfKind(plain.node.root, 'Service'));
  });

  it.each<[string, ExposeViaServiceOptions, string]>([
    ['a node port outside the range', { serviceType: ServiceType.NODE_PORT, nodePort: 8080 },
      '[test/api/api-nodeport] spec.ports[0].nodePort: got 8080; a node port must be an integer from 30000 to 32767; '
        + 'choose one in that range, or leave it out (InvalidPort)'],
    ['a node port of a ClusterIP', { nodePort: 30080 },
      '[test/api/api-clusterip] spec.ports[0].nodePort: got 30080; only a Service of type NodePort or LoadBalancer has it; '
        + 'leave it out, or use another serviceType (UnusedOption)'],
    ['source ranges of a NodePort', { serviceType: ServiceType.NODE_PORT, loadBalancerSourceRanges: ['10.0.0.0/8'] },
      '[test/api/api-nodeport] spec.loadBalancerSourceRanges: got ["10.0.0.0/8"]; only a Service of type LoadBalancer has it; '
        + 'leave it out, or use another serviceType (UnusedOption)'],
    ['a source range that is none', { serviceType: ServiceType.LOAD_BALANCER, loadBalancerSourceRanges: ['10.0.0.0'] },
      '[test/api/api-loadbalancer] spec.loadBalancerSourceRanges[0]: got "10.0.0.0"; must be a block of IPv4 or IPv6 addresses; '
        + 'write it as "203.0.113.0/24" or "2001:db8::/32" (InvalidCidr)'],
    ['no source ranges', { serviceType: ServiceType.LOAD_BALANCER, loadBalancerSourceRanges: [] },
      '[test/api/api-loadbalancer] spec.loadBalancerSourceRanges: got []; an empty list lets everybody in; '
        + 'leave it out for everybody, or name who may connect (EmptyList)'],
    ['a class with a space', { serviceType: ServiceType.LOAD_BALANCER, loadBalancerClass: 'my class' },
      '[test/api/api-loadbalancer] spec.loadBalancerClass: got "my class"; a load balancer class must be a name of at most 63 letters, digits, '
        + "'-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"example.com/name\" (InvalidReference)"],
  ])('fails for %s', (_what, options, message) => {
    expect(failureOf((chart) => makeApp(chart).exposeViaService(options))).toBe(message);
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
