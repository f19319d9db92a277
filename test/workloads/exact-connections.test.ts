import { App, Chart } from 'cdk8s';
import {
  Deployment, Namespaces, NetworkPolicyIpBlock, NetworkPolicyPort, PodConnectionsIsolation, Pods, Protocol, Service,
} from 'cdk8s-plus-28';
import { WasmApp, WasmCluster } from '../../src';
import { synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';

function program(namespaces: { api?: string; web?: string } = { api: 'apps', web: 'web' }) {
  const app = new App();
  const chart = new Chart(app, 'apps', { namespace: namespaces.api });
  const containers = new Chart(app, 'containers', { namespace: namespaces.web });
  return {
    app,
    chart,
    containers,
    api: new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE }),
    auth: new WasmApp(chart, 'auth', { metadata: { name: 'auth' }, image: IMAGE }),
    web: new Deployment(containers, 'web', {
      metadata: { name: 'web' }, containers: [{ image: 'nginx:1', portNumber: 8080, resources: {} }], podMetadata: { labels: { app: 'web' } },
    }),
  };
}

/** The policies of a program, by name without its hash. */
function policies(app: App): { [name: string]: any } {
  const found = synth(app).filter(({ kind }) => kind === 'NetworkPolicy');
  const entries = found.map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`, spec]);
  expect(new Set(entries.map(([name]) => name)).size).toBe(entries.length);
  return Object.fromEntries(entries);
}

const appPods = (name: string) => ({ matchLabels: { 'core.spinkube.dev/app-name': name } });
const inNamespace = (name: string, podSelector: object) => ({ podSelector, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const containerPods = { matchLabels: { 'cdk8s.io/metadata.addr': expect.any(String) } };
const tcp = (port: number) => ({ port, protocol: 'TCP' });
const dnsPorts = [{ port: 53, protocol: 'UDP' }, tcp(53)];
const DNS = [
  { ports: dnsPorts, to: [inNamespace('kube-system', { matchLabels: { 'k8s-app': 'kube-dns' } })] },
  { ports: dnsPorts, to: [{ ipBlock: { cidr: '169.254.20.10/32' } }] },
];

describe('connections of a Spin app', () => {
  test('allowTo writes both ends with the port of the peer, each in the namespace of its pods, and DNS for the sender', () => {
    const { app, api, web } = program();
    api.connections.allowTo(web);
    expect(policies(app)).toEqual({
      'apps/api-to-web': { podSelector: appPods('api'), policyTypes: ['Egress'], egress: [{ to: [inNamespace('web', containerPods)], ports: [tcp(8080)] }] },
      'apps/api-to-dns': { podSelector: appPods('api'), policyTypes: ['Egress'], egress: DNS },
      'web/web-from-api': { podSelector: containerPods, policyTypes: ['Ingress'], ingress: [{ from: [inNamespace('apps', appPods('api'))], ports: [tcp(8080)] }] },
    });
  });

  test('allowFrom writes both ends with the port of the app, and DNS for the peer that sends', () => {
    const { app, api, web } = program();
    api.connections.allowFrom(web);
    expect(policies(app)).toEqual({
      'web/web-to-api': { podSelector: containerPods, policyTypes: ['Egress'], egress: [{ to: [inNamespace('apps', appPods('api'))], ports: [tcp(80)] }] },
      'web/web-to-dns': { podSelector: containerPods, policyTypes: ['Egress'], egress: DNS },
      'apps/api-from-web': { podSelector: appPods('api'), policyTypes: ['Ingress'], ingress: [{ from: [inNamespace('web', containerPods)], ports: [tcp(80)] }] },
    });
  });

  test('each policy stands in the chart of the pods that it selects', () => {
    const { app, api, web, chart, containers } = program();
    api.connections.allowTo(web);
    synth(app);
    const names = (of: Chart) => of.toJson().filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name.slice(0, -9));
    expect([names(chart), names(containers)]).toEqual([['api-to-web', 'api-to-dns'], ['web-from-api']]);
  });

  test('isolation asks for one end alone, and the sender needs DNS only where it gets a policy', () => {
    const ends = (isolation: PodConnectionsIsolation, verb: 'allowTo' | 'allowFrom') => {
      const { app, api, auth } = program();
      api.connections[verb](auth, { isolation });
      return Object.keys(policies(app));
    };
    expect(ends(PodConnectionsIsolation.POD, 'allowTo')).toEqual(['apps/api-to-auth', 'apps/api-to-dns']);
    expect(ends(PodConnectionsIsolation.PEER, 'allowTo')).toEqual(['apps/auth-from-api']);
    expect(ends(PodConnectionsIsolation.POD, 'allowFrom')).toEqual(['apps/api-from-auth']);
    expect(ends(PodConnectionsIsolation.PEER, 'allowFrom')).toEqual(['apps/auth-to-api', 'apps/auth-to-dns']);
  });

  test('ports replace those of the peer, and another port is another policy', () => {
    const { app, api, web } = program();
    const ports = Object.freeze([NetworkPolicyPort.tcp(9090)]) as NetworkPolicyPort[];
    api.connections.allowTo(web, { ports, isolation: PodConnectionsIsolation.POD });
    expect(policies(app)['apps/api-to-web'].egress[0].ports).toEqual([tcp(9090)]);
    api.connections.allowTo(web, { isolation: PodConnectionsIsolation.POD });
    expect(synth(app).filter(({ metadata }) => metadata.name.startsWith('api-to-web'))).toHaveLength(2);
  });

  test('the same connection twice, and from both ends, is one', () => {
    const { app, api, auth } = program();
    api.connections.allowTo(auth);
    const once = policies(app);
    api.connections.allowTo(auth);
    auth.connections.allowFrom(api);
    expect(policies(app)).toEqual(once);
    expect(Object.keys(once)).toEqual(['apps/api-to-auth', 'apps/api-to-dns', 'apps/auth-from-api']);
  });

  test('isolate denies both directions, once', () => {
    const { app, api } = program();
    api.connections.isolate();
    api.connections.isolate();
    expect(policies(app)).toEqual({ 'apps/api-isolated': { podSelector: appPods('api'), policyTypes: ['Egress', 'Ingress'] } });
  });

  test('an address range gets no policy of its own, and all ports unless some are given', () => {
    const { app, chart, api } = program();
    api.connections.allowTo(NetworkPolicyIpBlock.ipv4(chart, 'range', '10.1.0.0/16'));
    expect(policies(app)).toEqual({
      'apps/api-to-range': { podSelector: appPods('api'), policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }] },
      'apps/api-to-dns': expect.anything(),
    });
  });

  test('without a namespace, peers are those of the same namespace', () => {
    const { app, api, web } = program({});
    api.connections.allowTo(web);
    expect(policies(app)).toMatchObject({
      'undefined/api-to-web': { egress: [{ to: [{ podSelector: containerPods }] }] },
      'undefined/web-from-api': { ingress: [{ from: [{ podSelector: appPods('api') }] }] },
    });
  });

  test('selected pods are reached in each namespace that they are selected in', () => {
    const { app, chart, api } = program();
    const peers = Pods.select(chart, 'peers', { labels: { tier: 'db' }, namespaces: Namespaces.select(chart, 'both', { names: ['a', 'b'] }) });
    api.connections.allowTo(peers, { ports: [NetworkPolicyPort.tcp(5432)] });
    expect(Object.keys(policies(app))).toEqual(['apps/api-to-peers', 'apps/api-to-dns', 'a/peers-from-api', 'b/peers-from-api']);
  });

  test('whole namespaces are peers', () => {
    const { app, chart, api } = program();
    api.connections.allowFrom(Namespaces.select(chart, 'data', { names: ['data'] }));
    expect(policies(app)).toMatchObject({
      'apps/api-from-data': { ingress: [{ from: [inNamespace('data', {})], ports: [tcp(80)] }] },
      'data/data-to-api': { podSelector: {}, egress: [{ to: [inNamespace('apps', appPods('api'))], ports: [tcp(80)] }] },
    });
  });

  test('ports keep their protocol, and none is named twice', () => {
    const { app, api, containers } = program();
    const ports = [{ number: 53, protocol: Protocol.UDP, name: 'dns' }, { number: 53, protocol: Protocol.TCP, name: 'dns-tcp' }];
    const dns = new Deployment(containers, 'dns', { metadata: { name: 'resolver' }, containers: [{ image: 'dns:1', ports, resources: {} }] });
    api.connections.allowTo(dns, { isolation: PodConnectionsIsolation.POD });
    expect(policies(app)['apps/api-to-resolver'].egress[0].ports).toEqual([{ port: 53, protocol: 'UDP' }, tcp(53)]);
  });

  test('long names are cut', () => {
    const { app, chart, web } = program();
    const long = new WasmApp(chart, 'long', { metadata: { name: 'a'.repeat(52) }, image: IMAGE });
    long.connections.allowTo(web);
    for (const { metadata } of synth(app).filter(({ kind }) => kind === 'NetworkPolicy')) {
      expect(metadata.name.length).toBeLessThanOrEqual(63);
    }
  });

  test('a Service of the app beside it changes nothing', () => {
    const { app, api, web } = program();
    expect(api.exposeViaService()).toBeInstanceOf(Service);
    api.connections.allowFrom(web);
    expect(policies(app)['apps/api-from-web'].ingress[0].ports).toEqual([tcp(80)]);
  });
});

describe('a connection fails', () => {
  const fix = 'give isolation: PodConnectionsIsolation.POD, and only the policy of this workload is written (InvalidPeer)';

  test.each<[string, (chart: Chart) => Namespaces]>([
    ['of namespaces by labels', (chart) => Namespaces.select(chart, 'namespaces', { labels: { team: 'data' } })],
    ['of all namespaces', (chart) => Namespaces.all(chart, 'namespaces')],
  ])('with pods %s, unless only the own policy is asked for', (_what, namespaces) => {
    const { app, chart, api } = program();
    const peers = Pods.select(chart, 'peers', { labels: { tier: 'db' }, namespaces: namespaces(chart) });
    expect(() => api.connections.allowTo(peers)).toThrow(new Error(
      `[apps/api] connections.allowTo: got "apps/peers"; it selects namespaces without their names, and a policy for its pods stands in a namespace of a name; ${fix}`));
    api.connections.allowTo(peers, { isolation: PodConnectionsIsolation.POD });
    expect(Object.keys(policies(app))).toEqual(['apps/api-to-peers', 'apps/api-to-dns']);
  });

  test('with a peer that selects no pods', () => {
    const { chart, api } = program();
    const peer = Object.assign(Pods.all(chart, 'nothing'), { toPodSelector: () => undefined });
    expect(() => api.connections.allowFrom(peer)).toThrow(new Error(
      `[apps/api] connections.allowFrom: got "apps/nothing"; it selects no pods, for which a policy could be written; ${fix}`));
  });

  test('between a namespace and none, which no policy can name', () => {
    const { api, web } = program({ web: 'web' });
    const end = 'set the namespace of both, by their charts or metadata (InvalidNamespace)';
    expect(() => api.connections.allowTo(web)).toThrow(new Error(
      `[apps/api] connections.allowTo: got "containers/web"; it is in namespace web, and this workload in a namespace that is not set, so that no policy could name both; ${end}`));
    const other = program({ api: 'apps' });
    expect(() => other.api.connections.allowFrom(other.web)).toThrow(new Error(
      '[apps/api] connections.allowFrom: got "containers/web"; it is in a namespace that is not set, and this workload in namespace apps, so that no policy could name both; '
      + end));
  });

  test('with a workload of another cluster', () => {
    const { app, api } = program();
    const far = new WasmApp(new Chart(new WasmCluster(app, 'far'), 'apps', { namespace: 'apps' }), 'far', { image: IMAGE });
    expect(() => api.connections.allowTo(far)).toThrow('[apps/api] connections.allowTo: got "far/apps/far"; it is made in another WasmCluster');
  });
});
