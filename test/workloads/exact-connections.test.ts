import { App, Chart } from 'cdk8s';
import {
  Deployment, LabelExpression, Namespaces, NetworkPolicyIpBlock, NetworkPolicyPort, NetworkProtocol, PodConnectionsIsolation, Pods, Protocol, Service,
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

  test.each<[string, NetworkPolicyPort, object]>([
    ['allTcp()', NetworkPolicyPort.allTcp(), { protocol: 'TCP' }],
    ['allUdp()', NetworkPolicyPort.allUdp(), { protocol: 'UDP' }],
    ['tcpRange(1, 65535)', NetworkPolicyPort.tcpRange(1, 65535), { protocol: 'TCP' }],
    ['of() a protocol alone', NetworkPolicyPort.of({ protocol: NetworkProtocol.SCTP }), { protocol: 'SCTP' }],
    ['of() nothing, which is TCP', NetworkPolicyPort.of({}), { protocol: 'TCP' }],
    ['tcpRange(80, 90)', NetworkPolicyPort.tcpRange(80, 90), { protocol: 'TCP', port: 80, endPort: 90 }],
    ['tcpRange(80, 80)', NetworkPolicyPort.tcpRange(80, 80), { protocol: 'TCP', port: 80, endPort: 80 }],
    ['udp(65535)', NetworkPolicyPort.udp(65535), { protocol: 'UDP', port: 65535 }],
  ])('ports may be %s', (_what, port, written) => {
    const { app, api, web } = program();
    api.connections.allowTo(web, { ports: [port] });
    const found = policies(app);
    expect(found['apps/api-to-web'].egress[0].ports).toEqual([written]);
    expect(found['web/web-from-api'].ingress[0].ports).toEqual([written]);
  });

  test('all ports in other words are the same policy', () => {
    const { app, api, web } = program();
    api.connections.allowTo(web, { ports: [NetworkPolicyPort.allTcp()] });
    const once = policies(app);
    api.connections.allowTo(web, { ports: [NetworkPolicyPort.tcpRange(1, 65535)] });
    expect(policies(app)).toEqual(once);
  });

  test('addresses are excepted from a range that holds them', () => {
    const { app, chart, api } = program();
    api.connections.allowTo(NetworkPolicyIpBlock.ipv4(chart, 'range', '10.0.0.0/8', ['10.1.0.0/16', '10.2.3.4/32']));
    expect(policies(app)['apps/api-to-range'].egress[0].to).toEqual([{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.3.4/32'] } }]);
  });

  test('pods are selected by every operator', () => {
    const { app, chart, api } = program();
    const expressions = [LabelExpression.in('tier', ['db', '']), LabelExpression.notIn('example.com/zone', ['a']), LabelExpression.exists('x'),
      LabelExpression.doesNotExist('y')];
    api.connections.allowTo(Pods.select(chart, 'peers', { expressions }), { isolation: PodConnectionsIsolation.POD });
    expect(policies(app)['apps/api-to-peers'].egress[0].to[0].podSelector.matchExpressions).toHaveLength(4);
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

  const port = 'a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)';

  test.each<[string, NetworkPolicyPort, string]>([
    ['a range turned round', NetworkPolicyPort.tcpRange(90, 80),
      'endPort: got 80; a range of ports that begins with 90 cannot end before it; give a port from 90, or turn the two round (InvalidPort)'],
    ['a port over 65535', NetworkPolicyPort.tcp(70000), `port: got 70000; ${port}`],
    ['the port 0', NetworkPolicyPort.udp(0), `port: got 0; ${port}`],
    ['half a port', NetworkPolicyPort.tcp(80.5), `port: got 80.5; ${port}`],
    ['a range from 0', NetworkPolicyPort.tcpRange(0, 90), `port: got 0; ${port}`],
    ['a range that goes too far', NetworkPolicyPort.tcpRange(80, 65536), `endPort: got 65536; ${port}`],
    ['a range without its first port', NetworkPolicyPort.of({ endPort: 90 }),
      'port: got nothing; a range of ports that ends with 90 needs its first port; give port too, or leave endPort out (InvalidPort)'],
    ['another protocol', NetworkPolicyPort.of({ port: 80, protocol: 'tcp' as NetworkProtocol }),
      'protocol: got "tcp"; must be one of TCP, UDP, SCTP; use a NetworkProtocol (InvalidPort)'],
  ])('with %s', (_what, given, message) => {
    const { api, web } = program();
    const ports = [NetworkPolicyPort.tcp(80), given];
    expect(() => api.connections.allowTo(web, { ports })).toThrow(new Error(`[apps/api] connections.allowTo.ports[1].${message}`));
    expect(() => api.connections.allowFrom(web, { ports })).toThrow(new Error(`[apps/api] connections.allowFrom.ports[1].${message}`));
  });

  const outside = 'leave it out, or except a smaller block within (InvalidCidr)';
  const block = 'must be a block of IPv4 or IPv6 addresses; write it as "203.0.113.0/24" or "2001:db8::/32" (InvalidCidr)';

  test.each<[string, string, string[], string]>([
    ['an exception outside', '10.1.0.0/16', ['10.2.0.0/24'], `except[0]: got "10.2.0.0/24"; it is no part of the block 10.1.0.0/16; ${outside}`],
    ['an exception around it', '10.1.0.0/16', ['10.0.0.0/8'], `except[0]: got "10.0.0.0/8"; it is no part of the block 10.1.0.0/16; ${outside}`],
    ['itself as exception', '10.1.0.0/16', ['10.1.0.0/16'], `except[0]: got "10.1.0.0/16"; it is no part of the block 10.1.0.0/16; ${outside}`],
    ['an exception of another family', '10.1.0.0/16', ['::1/128'], `except[0]: got "::1/128"; it is no part of the block 10.1.0.0/16; ${outside}`],
    ['an exception that is no block', '10.1.0.0/16', ['10.1.2.3'], `except[0]: got "10.1.2.3"; ${block}`],
    ['no block', '999.1.0.0/16', [], `cidr: got "999.1.0.0/16"; ${block}`],
  ])('to addresses with %s', (_what, cidr, except, message) => {
    const { chart, api } = program();
    expect(() => api.connections.allowTo(NetworkPolicyIpBlock.ipv4(chart, 'range', cidr, except)))
      .toThrow(new Error(`[apps/api] connections.allowTo.ipBlock.${message}`));
  });

  const key = "a label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; "
    + 'write it as "name" or "example.com/name" (InvalidLabel)';

  test.each<[string, (chart: Chart) => Pods | Namespaces, string]>([
    ['pods by a key that no label has', (chart) => Pods.select(chart, 'peers', { labels: { 'a b': 'c' } }),
      `podSelector.matchLabels key: got "a b"; ${key}`],
    ['pods by such a key in an expression', (chart) => Pods.select(chart, 'peers', { expressions: [LabelExpression.exists('a b')] }),
      `podSelector.matchExpressions[0].key: got "a b"; ${key}`],
    ['pods by one of no values', (chart) => Pods.select(chart, 'peers', { expressions: [LabelExpression.in('tier', [])] }),
      'podSelector.matchExpressions[0].values: got []; operator In needs at least one value; give as many, or use another operator (InvalidLabel)'],
    ['namespaces by a key that no label has', (chart) => Namespaces.select(chart, 'peers', { labels: { '-': 'c' }, names: ['a'] }),
      `namespaceSelector.matchLabels key: got "-"; ${key}`],
    ['a namespace of a name that none has', (chart) => Namespaces.select(chart, 'peers', { names: ['a', 'B'] }),
      "namespaces[1]: got \"B\"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidNamespace)"],
  ])('with %s', (_what, peer, message) => {
    const { chart, api } = program();
    expect(() => api.connections.allowFrom(peer(chart), { isolation: PodConnectionsIsolation.POD }))
      .toThrow(new Error(`[apps/api] connections.allowFrom.${message}`));
  });

  test('with all of them at once, and writes nothing', () => {
    const { app, chart, api } = program();
    const peers = Pods.select(chart, 'peers', { labels: { 'a b': 'c' } });
    expect(() => api.connections.allowTo(peers, { ports: [NetworkPolicyPort.tcp(0)] })).toThrow(/\(InvalidLabel\)\n.*\(InvalidPort\)$/);
    expect(policies(app)).toEqual({});
  });
});
