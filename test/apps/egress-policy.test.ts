import { App, Chart } from 'cdk8s';
import { EnvValue, k8s, Namespace, Secret, Service } from 'cdk8s-plus-28';
import fc from 'fast-check';
import {
  EgressPolicy, ExecutorManagement, KeyValueStore, LlmCompute, RuntimeConfig, SpinAppExecutor, SpinManifest, SqliteDatabase, WasmApp, WasmAppProps,
  WasmCluster, WasmNodePool,
} from '../../src';
import { WARNING_METADATA } from '../../src/rules/rules';
import { ciliumProblems } from '../support/cilium';
import { letsThrough, Packet, PodPeer } from '../support/egress';
import { chartOf, failureOf, synth, yamlOf } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const DNS: PodPeer = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns', 'pod-template-hash': 'x' } };
const NEIGHBOUR: PodPeer = { namespace: 'apps', labels: { app: 'neighbour' } };
const REDIS: PodPeer = { namespace: 'data', labels: { app: 'redis' }, ports: { client: 6380 } };
const OTHER: PodPeer = { namespace: 'data', labels: { app: 'other' }, ports: { client: 6380 } };
const AUTH: PodPeer = { namespace: 'apps', labels: { 'core.spinkube.dev/app-name': 'auth', 'core.spinkube.dev/app.auth.status': 'ready' } };
const METADATA = '169.254.169.254';

function manifestOf(hosts: string[], rest = ''): SpinManifest {
  return SpinManifest.fromString(`
spin_manifest_version = 2
[application]
name = "api"
[variables]
url = { default = "https://api.example.com:8443" }
host = { required = true }
pin = { default = "pin.example.com", secret = true }
[[trigger.http]]
route = "/"
component = "api"
[component.api]
source = "api.wasm"
allowed_outbound_hosts = ${JSON.stringify(hosts)}
[[trigger.http]]
route = "/back"
component = "back"
[component.back]
source = "back.wasm"
${rest}`);
}

/** A chart with an app, and in the same program what it may connect to. */
function program(props: Partial<WasmAppProps>): { chart: Chart; app: WasmApp } {
  const chart = chartOf('apps');
  const app = new WasmApp(chart, 'api', { image: IMAGE, variables: { host: EnvValue.fromValue('db.example.com') }, ...props });
  new WasmApp(chart, 'auth', { image: IMAGE, metadata: { name: 'auth' } });
  const data = new Chart(chart.node.root as App, 'data', { namespace: 'data' });
  new Namespace(new Chart(chart.node.root as App, 'namespaces'), 'bare', { metadata: { name: 'bare' } });
  const service = (name: string, spec: k8s.ServiceSpec) => new k8s.KubeService(data, name, { metadata: { name, namespace: 'data' }, spec });
  new k8s.KubeDeployment(data, 'deployment', {
    metadata: { name: 'redis', namespace: 'data' },
    spec: {
      selector: { matchLabels: { app: 'redis' } },
      template: { metadata: { labels: { app: 'redis' } }, spec: { containers: [{ name: 'redis', image: 'redis:7' }] } },
    },
  });
  service('redis', {
    selector: { app: 'redis' },
    ports: [
      { name: 'redis', port: 6379, targetPort: k8s.IntOrString.fromString('client') },
      { name: 'metrics', port: 80, targetPort: k8s.IntOrString.fromNumber(9121) },
    ],
  });
  service('dns', { selector: { app: 'redis' }, ports: [{ port: 53, protocol: 'UDP' }] });
  service('headless', { clusterIp: 'None', selector: { app: 'redis' }, ports: [{ port: 1 }] });
  service('outside', { type: 'ExternalName', externalName: 'db.example.com' });
  service('alias', { type: 'ExternalName', externalName: 'redis.data.svc.cluster.local' });
  service('far', { type: 'ExternalName', externalName: 'outside.data.svc.cluster.local' });
  service('round', { type: 'ExternalName', externalName: 'trip.data.svc.cluster.local' });
  service('trip', { type: 'ExternalName', externalName: 'round.data.svc.cluster.local' });
  service('short', { type: 'ExternalName', externalName: 'redis.data' });
  service('elsewhere', { ports: [{ port: 80 }] });
  return { chart, app };
}

/** The policy of an app, once all objects of its program pass every check. */
function policyOf(props: Partial<WasmAppProps>): any {
  const { chart } = program(props);
  return synth(chart.node.root).find(({ kind }) => kind.endsWith('NetworkPolicy'));
}

function warningsOf(props: Partial<WasmAppProps>): string[] {
  const { chart, app } = program(props);
  synth(chart.node.root);
  return app.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data as string)
    .filter((text) => /Egress|Destination/.test(text));
}

const to = (peer: PodPeer | string, port: number, protocol?: 'UDP'): Packet => ({ to: peer, port, protocol });
const KINDS = { NetworkPolicy: () => EgressPolicy.networkPolicy(), CiliumNetworkPolicy: () => EgressPolicy.ciliumNetworkPolicy() };

/** What both kinds of policy let through and stop; then what a NetworkPolicy lets through in excess. */
const FORMS: [string, string[], Packet[], Packet[], Packet[]?][] = [
  ['no host', [], [], [to(DNS, 53), to('api.example.com', 443), to(NEIGHBOUR, 80), to('10.0.0.1', 80), to(METADATA, 80)]],
  ['a name with its scheme\'s port', ['https://api.example.com'],
    [to('api.example.com', 443), to(DNS, 53), to(DNS, 53, 'UDP')],
    [to('api.example.com', 80), to('api.example.com', 443, 'UDP'), to(NEIGHBOUR, 443), to('10.1.2.3', 443), to('172.16.0.9', 443),
      to('192.168.1.1', 443), to(METADATA, 443), to('100.64.0.1', 443), to('fd00::1', 443), to('fe80::1', 443), to(DNS, 443), to(NEIGHBOUR, 53)],
    [to('other.example.com', 443), to('8.8.8.8', 443), to('2001:db8::1', 443)]],
  ['a name with a port', ['http://api.example.com:8080'],
    [to('api.example.com', 8080)], [to('api.example.com', 80), to(NEIGHBOUR, 8080)], [to('evil.example.net', 8080)]],
  ['a name with a range of ports', ['tcp://api.example.com:5000..5010'],
    [to('api.example.com', 5000), to('api.example.com', 5009)], [to('api.example.com', 4999), to('api.example.com', 5010)]],
  ['a name with an empty range', ['tcp://api.example.com:5000..5000'], [], [to('api.example.com', 5000), to(DNS, 53)]],
  ['a name with port 0', ['http://api.example.com:0'], [], [to('api.example.com', 0), to('api.example.com', 1), to(DNS, 53)]],
  ['a name with a range from port 0', ['tcp://api.example.com:0..3'],
    [to('api.example.com', 1), to('api.example.com', 2)], [to('api.example.com', 0), to('api.example.com', 3)]],
  ['a network with a range of port 0', ['*://10.0.0.0/8:0..1', '*://10.0.0.0/8:0..2'], [to('10.0.0.1', 1)], [to('10.0.0.1', 0), to('10.0.0.1', 2)]],
  ['a network with port 0', ['*://10.0.0.0/8:0..1'], [], [to('10.0.0.1', 0), to('10.0.0.1', 1)]],
  ['a name with every port', ['tcp://api.example.com:*'],
    [to('api.example.com', 1), to('api.example.com', 65535)], [to('api.example.com', 1, 'UDP'), to(NEIGHBOUR, 1)]],
  ['a name of every scheme', ['*://api.example.com:53'],
    [to('api.example.com', 53), to('api.example.com', 53, 'UDP')], [to('api.example.com', 54)]],
  ['a name by UDP', ['udp://api.example.com:123'], [to('api.example.com', 123, 'UDP')], [to('api.example.com', 123)]],
  ['a domain', ['https://*.example.com'],
    [to('a.example.com', 443), to('a.b.example.com', 443)], [to('a.example.com', 80), to(NEIGHBOUR, 443), to('10.0.0.1', 443)],
    [to('example.com', 443), to('example.net', 443)]],
  ['every host at a port', ['http://*'],
    [to('api.example.com', 80), to('10.0.0.1', 80), to(NEIGHBOUR, 80), to(METADATA, 80)], [to('api.example.com', 443), to(NEIGHBOUR, 81)]],
  ['every host and port', ['*://*:*'],
    [to('api.example.com', 80), to(REDIS, 6380), to('10.0.0.1', 1), to('8.8.8.8', 53, 'UDP')], []],
  ['an address', ['http://10.1.2.3'], [to('10.1.2.3', 80)], [to('10.1.2.4', 80), to('10.1.2.3', 81), to(DNS, 53)]],
  ['an IPv6 address', ['http://[2001:db8::7]:8080'], [to('2001:db8::7', 8080)], [to('2001:db8::8', 8080), to('10.0.0.1', 8080)]],
  ['a network', ['*://10.1.0.0/16:5432'],
    [to('10.1.0.0', 5432), to('10.1.255.255', 5432), to('10.1.0.1', 5432, 'UDP')], [to('10.2.0.0', 5432), to('10.1.0.1', 5433), to(DNS, 53)]],
  ['a network of IPv6', ['*://fd00::/8:443'], [to('fd12::1', 443)], [to('fe00::1', 443), to('10.0.0.1', 443)]],
  ['two networks at one port', ['*://10.1.0.0/16:80', '*://10.2.0.0/16:80'], [to('10.1.0.1', 80), to('10.2.0.1', 80)], [to('10.3.0.1', 80)]],
  ['the app itself and its components', ['http://self', 'http://back.spin.internal', 'http://localhost:3000', 'http://127.0.0.1:80', 'http://[::1]:80'],
    [], [to(NEIGHBOUR, 80), to(DNS, 53), to('127.0.0.1', 80)]],
  ['a Service of another namespace', ['redis://redis.data.svc'],
    [to(REDIS, 6380), to(DNS, 53)], [to(REDIS, 6379), to(REDIS, 9121), to(OTHER, 6380), to({ ...REDIS, namespace: 'apps' }, 6380), to('8.8.8.8', 6379)]],
  ['a Service by the cluster\'s domain', ['http://redis.data.svc.cluster.local'], [to(REDIS, 9121)], [to(REDIS, 80), to(REDIS, 6380), to(OTHER, 9121)]],
  ['a Service by two words', ['redis://redis.data'], [to(REDIS, 6380)], [to(REDIS, 6379), to('redis.data', 6379)]],
  ['a Service at every port', ['*://redis.data.svc:*'], [to(REDIS, 6380), to(REDIS, 9121)], [to(REDIS, 22)]],
  ['a Service at a port that it has not', ['http://redis.data.svc:81'], [], [to(REDIS, 81), to(REDIS, 9121), to(REDIS, 6380)]],
  ['a Service without an address', ['tcp://headless.data.svc:7000'], [to(REDIS, 7000)], [to(REDIS, 1), to(OTHER, 7000)]],
  ['a pod of a Service without an address', ['tcp://redis-0.headless.data.svc:7000'], [to(REDIS, 7000)], [to(OTHER, 7000)]],
  ['a Service that leads outside', ['postgres://outside.data.svc'], [to('db.example.com', 5432)], [to(REDIS, 5432)], [to('other.example.com', 5432)]],
  ['a Service that leads to a Service', ['redis://alias.data.svc'], [to(REDIS, 6380)],
    [to(REDIS, 6379), to(OTHER, 6380), to('redis.data.svc.cluster.local', 6379)]],
  ['a Service that leads outside through another', ['postgres://far.data'], [to('db.example.com', 5432)], [to(REDIS, 5432)], [to('other.example.com', 5432)]],
  ['Services that lead to each other', ['http://round.data.svc'], [], [to(REDIS, 80), to(DNS, 53), to('round.data.svc.cluster.local', 80)]],
  ['a Service that leads to a name that nothing completes', ['http://short.data.svc'], [to('redis.data', 80)], [to(REDIS, 9121)]],
  ['a Service without a selector', ['http://elsewhere.data.svc'], [], [to(REDIS, 80), to(OTHER, 80)]],
  ['a Service that this program does not make', ['http://cache.data.svc'], [to(REDIS, 1), to(OTHER, 8080)], [to(NEIGHBOUR, 80), to('8.8.8.8', 80)]],
  ['a Service of the app\'s namespace that this program does not make', ['http://cache'], [to(NEIGHBOUR, 8080)], [to(REDIS, 8080)]],
  ['a Service by two words that this program does not make', ['http://cache.data'], [to(OTHER, 8080)], [to('cache.data', 80), to(NEIGHBOUR, 80)]],
  ['a Service by two words in a namespace without anything else', ['http://cache.bare'],
    [to({ namespace: 'bare', labels: {} }, 80)], [to('cache.bare', 80), to(OTHER, 80)]],
  ['a name of two words', ['http://cache.elsewhere'], [to('cache.elsewhere', 80)], [to({ namespace: 'elsewhere', labels: {} }, 80), to(OTHER, 80)]],
  ['a name of two words with a dot at its end', ['http://cache.data.'], [to('cache.data', 80)], [to(OTHER, 80)]],
  ['a name outside with a label svc', ['https://api.data.svc.acme.com', 'https://pod.api.data.svc.acme.com'],
    [to('api.data.svc.acme.com', 443), to('pod.api.data.svc.acme.com', 443)], [to(REDIS, 443), to(OTHER, 443)]],
  ['a domain outside with a label svc', ['https://*.svc.acme.com', 'https://*.data.svc.acme.com'],
    [to('a.data.svc.acme.com', 443)], [to(REDIS, 443), to(OTHER, 443), to(NEIGHBOUR, 443)]],
  ['a pod by the cluster\'s domain', ['tcp://redis-0.headless.data.svc.cluster.local:7000'], [to(REDIS, 7000)], [to(OTHER, 7000)]],
  ['every Service of a namespace by one word', ['http://*.data'], [to(REDIS, 6380)], [to(NEIGHBOUR, 80), to('cache.data', 80)]],
  ['every Service of a namespace', ['http://*.data.svc.cluster.local'], [to(REDIS, 6380)], [to(NEIGHBOUR, 80)]],
  ['every Service', ['http://*.svc.cluster.local'], [to(REDIS, 6380), to(NEIGHBOUR, 80)], [to('8.8.8.8', 80), to(REDIS, 80, 'UDP')]],
  ['another app by its name', ['http://auth'], [to(AUTH, 80)], [to(AUTH, 81), to(NEIGHBOUR, 80)]],
  ['another app by its address', ['http://auth.apps.svc'], [to(AUTH, 80)], [to({ ...AUTH, namespace: 'data' }, 80)]],
  ['a variable with a default', ['{{ url }}'], [to('api.example.com', 8443)], [to('api.example.com', 443)]],
  ['a variable that is given', ['postgres://{{host}}:5433'], [to('db.example.com', 5433)], [to('db.example.com', 5432)]],
];

describe.each(Object.entries(KINDS))('a %s', (kind, policy) => {
  test.each(FORMS)('for %s', (...form) => {
    const [, hosts, allowed, denied, excess = []] = form;
    const made = policyOf({ manifest: manifestOf(hosts), egress: policy() });
    expect(made.kind).toBe(kind);
    expect(allowed.filter((packet) => !letsThrough(made, packet))).toEqual([]);
    expect(denied.filter((packet) => letsThrough(made, packet))).toEqual([]);
    expect(excess.map((packet) => letsThrough(made, packet))).toEqual(excess.map(() => kind === 'NetworkPolicy'));
  });

  test('stands in the app\'s namespace and selects its pods', () => {
    const { metadata, spec } = policyOf({ manifest: manifestOf([]), egress: policy() });
    expect(metadata).toEqual({ name: 'api-egress', namespace: 'apps' });
    expect(spec.podSelector ?? spec.endpointSelector).toEqual({ matchLabels: { 'core.spinkube.dev/app-name': 'api' } });
  });

  test('takes another domain for that of the cluster', () => {
    const hosts = ['redis://redis.data.svc.acme.internal', 'https://redis.data.svc.cluster.local'];
    const dns = { clusterDomain: 'acme.internal' };
    const egress = kind === 'NetworkPolicy' ? EgressPolicy.networkPolicy({ dns }) : EgressPolicy.ciliumNetworkPolicy({ dns });
    const made = policyOf({ manifest: manifestOf(hosts), egress });
    expect([to(REDIS, 6380), to('redis.data.svc.cluster.local', 443), to(OTHER, 443)].map((packet) => letsThrough(made, packet))).toEqual([true, true, false]);
  });

  test('is there only where it is asked for', () => {
    expect(policyOf({ manifest: manifestOf(['https://api.example.com']) })).toBeUndefined();
  });
});

test.each(Object.entries(KINDS))('a %s for networks lets through what Spin does, and nothing else', (_, policy) => {
  const octet = fc.nat(255);
  const address = fc.tuple(fc.integer({ min: 1, max: 126 }), octet, octet, octet);
  const range = { port: fc.integer({ min: 60, max: 70 }), ports: fc.integer({ min: 1, max: 5 }) };
  const network = fc.record({ address, length: fc.integer({ min: 1, max: 32 }), ...range });
  const drawn = [fc.array(network, { minLength: 1, maxLength: 4 }), address, fc.nat(31), fc.integer({ min: 58, max: 78 })] as const;
  const bits = (parts: readonly number[]) => parts.map((part) => part.toString(2).padStart(8, '0')).join('');
  fc.assert(fc.property(...drawn, (networks, other, flip, port) => {
    // an address near the first network: with one of its bits turned, or any other
    const near = bits(networks[0].address).split('').map((bit, index) => (index === flip ? String(1 - Number(bit)) : bit)).join('');
    const nearAddress = [0, 8, 16, 24].map((start) => parseInt(near.slice(start, start + 8), 2));
    const hosts = networks.map((one) => `tcp://${one.address.join('.')}/${one.length}:${one.port}..${one.port + one.ports}`);
    const made = policyOf({ manifest: manifestOf(hosts), egress: policy() });
    for (const target of [networks[0].address, nearAddress, other].filter(([first]) => first !== 127)) {
      const allowed = networks.some((one) => bits(one.address).slice(0, one.length) === bits(target).slice(0, one.length)
        && one.port <= port && port < one.port + one.ports);
      expect(letsThrough(made, to(target.join('.'), port))).toBe(allowed);
    }
  }), { numRuns: 60 });
});

test('each CiliumNetworkPolicy passes the published schema', () => {
  const policies = FORMS.map(([, hosts]) => policyOf({ manifest: manifestOf(hosts), egress: EgressPolicy.ciliumNetworkPolicy() }));
  expect(ciliumProblems(policies)).toEqual([]);
  expect(ciliumProblems([{ ...policies[0], spec: { ...policies[0].spec, egress: [{ toCIDR: ['10.0.0.0/99'] }] } }])).not.toEqual([]);
});

describe('a NetworkPolicy', () => {
  test('reads like this', () => {
    const { chart } = program({ manifest: manifestOf(['https://api.example.com', 'redis://redis.data.svc', '*://10.1.0.0/16:5432']), egress: EgressPolicy.networkPolicy() });
    synth(chart.node.root);
    expect(yamlOf(chart).split('---\n').find((text) => text.includes('kind: NetworkPolicy'))).toMatchInlineSnapshot(`
"apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api-egress
  namespace: apps
spec:
  egress:
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
      to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
        - ipBlock:
            cidr: 169.254.20.10/32
    - ports:
        - port: 443
          protocol: TCP
      to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except:
              - 10.0.0.0/8
              - 100.64.0.0/10
              - 127.0.0.0/8
              - 169.254.0.0/16
              - 172.16.0.0/12
              - 192.168.0.0/16
        - ipBlock:
            cidr: ::/0
            except:
              - ::1/128
              - fc00::/7
              - fe80::/10
    - ports:
        - port: client
          protocol: TCP
      to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: data
          podSelector:
            matchLabels:
              app: redis
    - ports:
        - port: 5432
          protocol: TCP
        - port: 5432
          protocol: UDP
      to:
        - ipBlock:
            cidr: 10.1.0.0/16
  podSelector:
    matchLabels:
      core.spinkube.dev/app-name: api
  policyTypes:
    - Egress
"
`);
  });

  test('lets the cluster\'s DNS be somewhere else', () => {
    const dns = { namespace: 'openshift-dns', podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, port: 5353, addresses: ['10.96.0.10/32'] };
    const policy = policyOf({ manifest: manifestOf(['https://api.example.com']), egress: EgressPolicy.networkPolicy({ dns }) });
    const openshift = { namespace: 'openshift-dns', labels: dns.podLabels };
    expect([to(openshift, 5353, 'UDP'), to('10.96.0.10', 53, 'UDP')].every((packet) => letsThrough(policy, packet))).toBe(true);
    expect([to(DNS, 53), to(openshift, 53), to('169.254.20.10', 53, 'UDP')].some((packet) => letsThrough(policy, packet))).toBe(false);
  });

  test('lets through a DNS cache on each node', () => {
    const policy = policyOf({ manifest: manifestOf(['https://api.example.com']), egress: EgressPolicy.networkPolicy() });
    expect(letsThrough(policy, to('169.254.20.10', 53, 'UDP'))).toBe(true);
  });

  test('takes other networks for private', () => {
    const egress = EgressPolicy.networkPolicy({ privateNetworks: ['203.0.113.0/24'] });
    const policy = policyOf({ manifest: manifestOf(['https://api.example.com']), egress });
    expect([letsThrough(policy, to('203.0.113.7', 443)), letsThrough(policy, to('10.0.0.1', 443))]).toEqual([false, true]);
  });

  test('knows no public address of a family that is private as a whole', () => {
    const manifest = manifestOf(['https://api.example.com']);
    const policy = policyOf({ manifest, egress: EgressPolicy.networkPolicy({ privateNetworks: ['10.0.0.0/8', '::/0'] }) });
    expect([letsThrough(policy, to('1.1.1.1', 443)), letsThrough(policy, to('2606::1', 443))]).toEqual([true, false]);
    const neither = policyOf({ manifest, egress: EgressPolicy.networkPolicy({ privateNetworks: ['0.0.0.0/0', '::/0'] }) });
    expect([letsThrough(neither, to('1.1.1.1', 443)), letsThrough(neither, to('2606::1', 443))]).toEqual([false, false]);
  });

  test('has a name and hosts of its own', () => {
    const egress = EgressPolicy.networkPolicy({ name: 'walls', hosts: ['*://10.9.0.0/16:443'] });
    const policy = policyOf({ egress });
    expect([policy.metadata.name, letsThrough(policy, to('10.9.1.1', 443)), letsThrough(policy, to('10.8.1.1', 443))]).toEqual(['walls', true, false]);
  });

  test('leaves out what components that are left out may do', () => {
    const manifest = manifestOf(['https://api.example.com']);
    expect(letsThrough(policyOf({ manifest, components: ['back'], egress: EgressPolicy.networkPolicy() }), to('api.example.com', 443))).toBe(false);
  });

  test('finds a Service that is made after it', () => {
    const { chart, app } = program({ manifest: manifestOf(['http://late']), egress: EgressPolicy.networkPolicy() });
    new Service(chart, 'late', { metadata: { name: 'late' }, selector: app, ports: [{ port: 80, targetPort: 80 }] });
    const policy = synth(chart.node.root).find(({ kind }) => kind === 'NetworkPolicy');
    const own = { namespace: 'apps', labels: { 'core.spinkube.dev/app-name': 'api' } };
    expect([letsThrough(policy, to(own, 80)), letsThrough(policy, to(NEIGHBOUR, 80))]).toEqual([true, false]);
  });
});

describe('what Spin itself needs for an app', () => {
  const token = () => ({ secret: Secret.fromSecretName(new Chart(new App(), 'other'), 'keys', 'keys'), key: 'token' });
  const fromSecret = () => EnvValue.fromSecretValue(token());
  const egress = EgressPolicy.ciliumNetworkPolicy();
  const UNKNOWN = 'and the policy does not let it through; name its servers in egress.hosts (UnknownDestination)';

  test('is let through: its stores, its triggers, its telemetry', () => {
    const { chart, app } = program({
      manifest: manifestOf([], [
        '[[trigger.redis]]', 'address = "redis://user@bus.example.com/0"', 'channel = "a"', 'component = "api"',
        '[application.trigger.mqtt]', 'address = "mqtts://{{ host }}"',
        'username = "u"', 'password = "p"', 'keep_alive_interval = "30"',
        '[[trigger.mqtt]]', 'topic = "a"', 'qos = "1"', 'component = "api"',
        '[[trigger.sqs]]', 'queue_url = "https://sqs.eu-west-1.amazonaws.com/1/a"', 'component = "api"',
      ].join('\n')),
      runtimeConfig: RuntimeConfig.fromStores({
        keyValueStores: {
          redis: KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis.data.svc:6379') }),
          cosmos: KeyValueStore.azureCosmos({ account: 'acme', database: 'd', container: 'c', key: token() }),
          dynamo: KeyValueStore.awsDynamo({ region: 'eu-west-1', table: 't', accessKey: token(), secretKey: token() }),
          china: KeyValueStore.awsDynamo({ region: 'cn-north-1', table: 't', accessKey: token(), secretKey: token() }),
          file: KeyValueStore.spin({ path: '/data/kv.db' }),
        },
        sqliteDatabases: { libsql: SqliteDatabase.libsql({ url: 'https://sql.example.com', token: token() }) },
        llmCompute: LlmCompute.remoteHttp({ url: 'http://llm.example.com:11434', authToken: token() }),
      }),
      egress,
    });
    new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE, otel: { endpoint: 'http://otel.example.com:4318' } });
    const policy = synth(chart.node.root).find(({ kind }) => kind === 'CiliumNetworkPolicy');
    const packets = [
      to(REDIS, 6380), to('acme.documents.azure.com', 443), to('dynamodb.eu-west-1.amazonaws.com', 443),
      to('dynamodb.cn-north-1.amazonaws.com.cn', 443), to('sql.example.com', 443), to('llm.example.com', 11434), to('bus.example.com', 6379),
      to('db.example.com', 8883), to('sqs.eu-west-1.amazonaws.com', 443), to('otel.example.com', 4318),
    ];
    expect(packets.filter((packet) => !letsThrough(policy, packet))).toEqual([]);
    expect(app.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data).filter((text) => /Destination/.test(text))).toEqual([
      `[test/api] manifest: trigger.sqs: the servers that hand out the pod's identity are not known, ${UNKNOWN}`,
      `[test/api] spinImage of the executor: the registry from which the pods pull the app is not known, ${UNKNOWN}`,
    ]);
  });

  test.each<[string, ExecutorManagement, (chart: Chart) => Partial<WasmAppProps>]>([
    ['an implicit executor for any node', ExecutorManagement.MANAGED, () => ({})],
    ['an implicit executor for a pool', ExecutorManagement.MANAGED, (chart) => ({ nodePool: new WasmNodePool(chart, 'pool', { nodeSelector: { disk: 'ssd' } }) })],
    ['an executor of the platform for any node', ExecutorManagement.EXISTING, () => ({})],
    ['an executor of the platform for a pool', ExecutorManagement.EXISTING, (chart) => ({ nodePool: new WasmNodePool(chart, 'pool') })],
  ])('is let through: the telemetry of %s', (_, executors, props) => {
    const cluster = new WasmCluster(new App(), 'eu', { otlpEndpoint: 'http://otel.example.com:4318', executors });
    const chart = new Chart(cluster, 'test', { namespace: 'apps' });
    const variables = { host: EnvValue.fromValue('db.example.com') };
    new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE, manifest: manifestOf([]), variables, egress, ...props(chart) });
    const policy = synth(cluster.node.root, { executors: ['apps-spin', 'apps-pool'] }).find(({ kind }) => kind === 'CiliumNetworkPolicy');
    expect(letsThrough(policy, to('otel.example.com', 4318))).toBe(true);
  });

  test.each(['http://otel.data.svc:4318', 'http://otel.data:4318'])('is let through to the pods of a namespace: telemetry to %s', (endpoint) => {
    const { chart } = program({ manifest: manifestOf([]), egress });
    new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE, otel: { endpoint } });
    const policy = synth(chart.node.root).find(({ kind }) => kind === 'CiliumNetworkPolicy');
    expect([to(OTHER, 4318), to(NEIGHBOUR, 4318), to('otel.data', 4318)].map((packet) => letsThrough(policy, packet))).toEqual([true, false, false]);
  });

  test.each<[string, Partial<WasmAppProps>, string[]]>([
    ['a file of stores in a Secret', { runtimeConfig: RuntimeConfig.fromSecret(token().secret) },
      [`[test/api] spec.runtimeConfig.loadFromSecret: the stores in this Secret are not known, ${UNKNOWN}`]],
    ['addresses in Secrets', { runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { a: KeyValueStore.redis({ url: fromSecret() }) } }) },
      [`[test/api] spec.runtimeConfig.keyValueStores["a"]: its address is not known, ${UNKNOWN}`]],
    ['an address of a scheme without a port', {
      manifest: manifestOf([], '[[trigger.redis]]\naddress = "constructor://10.0.0.1"\nchannel = "a"\ncomponent = "api"'),
    }, [`[test/api] manifest: trigger.redis: its address is not known, ${UNKNOWN}`]],
    ['identities of the pod', {
      runtimeConfig: RuntimeConfig.fromStores({
        keyValueStores: {
          a: KeyValueStore.awsDynamo({ region: 'eu-west-1', table: 't' }), b: KeyValueStore.azureCosmos({ account: 'a', database: 'd', container: 'c' }),
        },
      }),
    }, [
      `[test/api] spec.runtimeConfig.keyValueStores["a"]: the servers that hand out the pod's identity are not known, ${UNKNOWN}`,
      `[test/api] spec.runtimeConfig.keyValueStores["b"]: the servers that hand out the pod's identity are not known, ${UNKNOWN}`,
    ]],
    ['names that Cilium knows', { manifest: manifestOf(['https://api.example.com', 'http://*.example.com']) }, []],
    ['every host', { manifest: manifestOf(['http://*', '*://*:*']) }, [
      '[test/api] egress: "http://*", "*://*:*": every address is let through, those of the cluster and of the cloud\'s metadata service among them; '
      + 'name the hosts in the manifest (InexactEgress)',
    ]],
    ['every address', { manifest: manifestOf(['*://0.0.0.0/0:443', '*://::/0:443', '*://10.0.0.0/8:443']) }, [
      '[test/api] egress: "*://0.0.0.0/0:443", "*://::/0:443": every address is let through, those of the cluster and of the cloud\'s metadata service '
      + 'among them; name the hosts in the manifest (InexactEgress)',
    ]],
    ['hosts without a port', { manifest: manifestOf(['http://api.example.com:0', '*://10.0.0.0/8:0..1', 'tcp://redis.data.svc:80..80']) }, [
      '[test/api] egress: "http://api.example.com:0", "*://10.0.0.0/8:0..1", "tcp://redis.data.svc:80..80": '
      + 'it names no port, for 0 is none and a range leaves out its end, and nothing is let through; name the port of the server (InexactEgress)',
    ]],
    ['Services of other programs', { manifest: manifestOf(['http://cache.data.svc', 'http://*.svc.cluster.local']) }, [
      '[test/api] egress: "http://cache.data.svc", "http://*.svc.cluster.local": this program does not make the Service, '
      + 'so that its pods and their ports are not known, and every pod of its namespace is let through; '
      + 'make the Service in this program for exact pods (InexactEgress)',
    ]],
    ['Services by two words', { manifest: manifestOf(['http://redis.data', 'http://cache.data', 'http://*.data']) }, [
      '[test/api] egress: "http://cache.data" (data is a namespace of this program; a dot ends a name outside), '
      + '"http://*.data" (data is a namespace of this program; a dot ends a name outside): this program does not make the Service, '
      + 'so that its pods and their ports are not known, and every pod of its namespace is let through; '
      + 'make the Service in this program for exact pods (InexactEgress)',
    ]],
    ['names of two words that may be Services', { manifest: manifestOf(['redis://redis.elsewhere', 'https://example.com', 'https://acme.io', 'http://a.b.']) }, [
      '[test/api] egress: "redis://redis.elsewhere": a name of two words may be a Service and its namespace, '
      + 'and Cilium does not let a Service through by such a name; write ".svc" after a Service (InexactEgress)',
    ]],
    ['Services that lead to each other', { manifest: manifestOf(['http://round.data.svc']) }, [
      '[test/api] egress: "http://round.data.svc": the Service selects no pods, and the policy does not let through what is behind it; '
      + 'name its addresses in egress.hosts (InexactEgress)',
    ]],
    ['Services without the port', { manifest: manifestOf(['http://redis.data.svc:81', 'tcp://dns.data.svc:53', 'udp://dns.data.svc:53', 'http://auth:8080']) }, [
      '[test/api] egress: "http://redis.data.svc:81" (its ports: 6379, 80), "tcp://dns.data.svc:53" (its ports: 53/UDP), "http://auth:8080" (its ports: 80): '
      + 'the Service has no such port, and nothing is let through; name a port of the Service (InexactEgress)',
    ]],
    ['Services without a selector', { manifest: manifestOf(['http://elsewhere.data.svc']) }, [
      '[test/api] egress: "http://elsewhere.data.svc": the Service selects no pods, and the policy does not let through what is behind it; '
      + 'name its addresses in egress.hosts (InexactEgress)',
    ]],
  ])('is said where it is not known or not exact: %s', (_, props, warnings) => {
    expect(warningsOf({ manifest: manifestOf([]), egress, ...props })).toEqual(warnings);
  });

  test('is said where a NetworkPolicy knows no names', () => {
    expect(warningsOf({ manifest: manifestOf(['https://api.example.com', 'http://*.example.com', 'redis://redis.elsewhere']), egress: EgressPolicy.networkPolicy() })).toEqual([
      '[test/api] egress: "https://api.example.com", "http://*.example.com", "redis://redis.elsewhere": a NetworkPolicy knows no names, and lets through every public address '
      + 'at these ports, and no private one; '
      + 'use EgressPolicy.ciliumNetworkPolicy for exact names, or name private networks in egress.hosts (InexactEgress)',
    ]);
  });
});

describe('an egress policy', () => {
  const UNRESOLVED = 'is not known when the policy is written: it is not given, a secret, or comes from elsewhere; '
    + 'give it a plain value, or name the host in egress.hosts and turn this rule into a warning (UnresolvedHost)';
  const CIDR = 'a network is an address and the length of its prefix, its other bits 0; write it as "10.0.0.0/8" (InvalidAllowedHost)';
  const NAME = 'the name of a host is words of at most 63 letters, digits, \'-\' and \'_\', joined by dots, 253 characters in all; '
    + 'write one entry for each host, such as "https://api.example.com" (InvalidHost)';
  const host = { host: EnvValue.fromValue('db') };
  const fromSecret = (chart: Chart) => EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, 'keys', 'keys'), key: 'host' });

  test.each<[string, (chart: Chart) => Partial<WasmAppProps>, string]>([
    ['neither a manifest nor hosts', () => ({ egress: EgressPolicy.networkPolicy() }),
      '[test/api] egress: got nothing; nothing says where the app connects to; '
      + 'give its manifest, or the hosts of the policy, an empty list for none (EgressWithoutHosts)'],
    ['a host whose variable is a secret', () => ({ manifest: manifestOf(['https://{{ pin }}']), variables: host, egress: EgressPolicy.networkPolicy() }),
      `[test/api] manifest: component.api.allowed_outbound_hosts: got "https://{{ pin }}"; the value of pin ${UNRESOLVED}`],
    ['a host whose variable comes from elsewhere', (chart) => ({
      manifest: manifestOf(['https://{{ host }}']), variables: { host: fromSecret(chart) }, egress: EgressPolicy.ciliumNetworkPolicy(),
    }), `[test/api] manifest: component.api.allowed_outbound_hosts: got "https://{{ host }}"; the value of host ${UNRESOLVED}`],
    ['servers of triggers whose variables are a secret or come from elsewhere', (chart) => ({
      manifest: manifestOf([], [
        '[application.trigger.redis]\naddress = "redis://{{ pin }}"',
        ...['a', 'b'].map((channel) => `[[trigger.redis]]\nchannel = "${channel}"\ncomponent = "api"`),
        '[application.trigger.mqtt]\naddress = "mqtt://{{ host }}:1883"\nusername = "u"\npassword = "p"\nkeep_alive_interval = "30"',
        '[[trigger.mqtt]]\ntopic = "a"\nqos = "1"\ncomponent = "api"',
      ].join('\n')),
      variables: { host: fromSecret(chart) },
      egress: EgressPolicy.ciliumNetworkPolicy(),
    }), [
      `[test/api] manifest: trigger.redis: got "redis://{{ pin }}"; the value of pin ${UNRESOLVED}`,
      `[test/api] manifest: trigger.mqtt: got "mqtt://{{ host }}:1883"; the value of host ${UNRESOLVED}`,
    ].join('\n')],
    ['the server of a trigger that its variables make none', () => ({
      manifest: manifestOf([], '[[trigger.redis]]\naddress = "{{ host }}"\nchannel = "a"\ncomponent = "api"'), variables: host, egress: EgressPolicy.networkPolicy(),
    }), '[test/api] manifest: trigger.redis: got "{{ host }}"; with the values of its variables it names no host; '
      + 'give values that make it scheme://host, with a port where the scheme has none (UnresolvedHost)'],
    ['a host that its variables make none', () => ({ manifest: manifestOf(['{{ host }}']), variables: host, egress: EgressPolicy.networkPolicy() }), [
      '[test/api] manifest: component.api.allowed_outbound_hosts: got "{{ host }}"; with the values of its variables it names no host; '
      + 'give values that make it scheme://host, with a port where the scheme has none (UnresolvedHost)',
      '[test/api] manifest: component.api.allowed_outbound_hosts: got "{{ host }}"; its variables make it "db", '
      + 'and an allowed host is scheme://host, with a port where the scheme has none of its own; write it as "https://db" (InvalidAllowedHost)',
    ].join('\n')],
    ['hosts that are no names of DNS', () => ({
      variables: host,
      manifest: manifestOf(['https://a.example.com,b.example.com', 'https://*.a!b.com', 'https://a..b.com', 'https://a_b.example.com.', 'https://{{ host }}$'],
        '[[trigger.redis]]\naddress = "redis://a,b"\nchannel = "a"\ncomponent = "api"'),
      egress: EgressPolicy.ciliumNetworkPolicy({ hosts: [`https://${'a'.repeat(64)}.com`] }),
    }), [
      `[test/api] manifest: component.api.allowed_outbound_hosts: got "https://a.example.com,b.example.com"; ${NAME}`,
      `[test/api] manifest: component.api.allowed_outbound_hosts: got "https://*.a!b.com"; ${NAME}`,
      `[test/api] manifest: component.api.allowed_outbound_hosts: got "https://a..b.com"; ${NAME}`,
      `[test/api] manifest: component.api.allowed_outbound_hosts: got "https://db$"; ${NAME}`,
      `[test/api] egress.hosts: got "https://${'a'.repeat(64)}.com"; ${NAME}`,
      `[test/api] manifest: trigger.redis: got "redis://a,b:6379"; ${NAME}`,
    ].join('\n')],
    ['options that no policy can have', () => ({
      egress: EgressPolicy.networkPolicy({
        name: 'A b',
        hosts: ['example.com', 'https://{{ host }}'],
        privateNetworks: ['10.0.0.1/8', 'lan'],
        dns: { clusterDomain: 'A b', namespace: 'kube_system', port: 0, addresses: ['10.96.0.10'], podLabels: { 'a b': 'c' } },
      }),
    }), [
      '[test/api] egress.name: got "A b"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; '
      + 'use lower-case letters, digits, dashes and dots (InvalidName)',
      `[test/api] egress.privateNetworks[0]: got "10.0.0.1/8"; ${CIDR}`,
      `[test/api] egress.privateNetworks[1]: got "lan"; ${CIDR}`,
      `[test/api] egress.dns.addresses[0]: got "10.96.0.10"; ${CIDR}`,
      '[test/api] egress.dns.clusterDomain: got "A b"; must be a DNS name in lower case, of at most 253 characters and no IP address; '
      + 'write it as "api.acme.com" (InvalidHost)',
      '[test/api] egress.dns.namespace: got "kube_system"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
      + 'use lower-case letters, digits and dashes (InvalidNamespace)',
      '[test/api] egress.dns.port: got 0; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)',
      "[test/api] egress.dns.podLabels key: got \"a b\"; a label key must be a name of at most 63 letters, digits, '-', '_' and '.', "
      + 'optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidLabel)',
      '[test/api] egress.hosts[0]: got "example.com"; an allowed host is scheme://host, with a port where the scheme has none of its own; '
      + 'write it as "https://example.com" (InvalidAllowedHost)',
      '[test/api] egress.hosts[1]: got "https://{{ host }}"; a host of the policy itself has no variables; write its value (InvalidAllowedHost)',
    ].join('\n')],
  ])('fails for %s', (_, props, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', { image: IMAGE, ...props(chart) }))).toBe(message);
  });
});
