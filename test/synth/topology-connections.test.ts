import { ApiObject, App, Chart } from 'cdk8s';
import { PodConnectionsIsolation } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { EgressPolicy, TopologyDiagram, WasmApp } from '../../src';
import { podsOf, reaches } from '../support/packets';

const IMAGE = 'ghcr.io/acme/api:v1';
const NAMES = ['a', 'b', 'c'];

/** The arrows of a picture, such as `a 80> b`. */
function arrows(chart: Chart): string[] {
  const lines = TopologyDiagram.of(chart).toMermaid().matchAll(/^ {2}c0_(\S+) -+>(?:\|"(.*)"\|)? c0_(\S+)$/gm);
  const name = (id: string) => id.replace(/^.*__/, '');
  return [...lines].map(([, from, label, to]) => `${name(from)} ${label ?? ''}> ${name(to)}`);
}

function chartOf(): Chart {
  return new Chart(new App(), 'test', { namespace: 'apps' });
}

function wasmApps(chart: Chart): WasmApp[] {
  return NAMES.map((name) => new WasmApp(chart, name, { metadata: { name }, image: IMAGE }));
}

/** Pods with a label of their name, and policies over them. */
function rawChart(policies: object[]): Chart {
  const chart = chartOf();
  NAMES.forEach((name) => new ApiObject(chart, name, {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { template: { metadata: { labels: { app: name } } } },
  }));
  policies.forEach((spec, index) => new ApiObject(chart, `policy${index}`, {
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `policy${index}` }, spec,
  }));
  return chart;
}

const pod = (name: string) => ({ podSelector: { matchLabels: { app: name } } });

test('a rule for all ports of a protocol is labelled with the protocol', () => {
  const chart = chartOf();
  wasmApps(new Chart(chart, 'cache', { namespace: 'a' }));
  new WasmApp(chart, 'shop', { metadata: { name: 'shop' }, image: IMAGE, egress: EgressPolicy.networkPolicy({ hosts: ['redis://cache.a.svc'] }) });
  expect(arrows(chart)).toEqual(['shop TCP> a', 'shop TCP> b', 'shop TCP> c']);
});

test('a connection that the other end denies has no arrow', () => {
  const chart = chartOf();
  const [a, b, c] = wasmApps(chart);
  b.connections.isolate();
  a.connections.allowTo(b, { isolation: PodConnectionsIsolation.POD });
  c.connections.isolate();
  c.connections.allowTo(a, { isolation: PodConnectionsIsolation.PEER });
  expect(arrows(chart)).toEqual([]);
  a.connections.allowTo(b, { isolation: PodConnectionsIsolation.PEER });
  c.connections.allowTo(a, { isolation: PodConnectionsIsolation.POD });
  expect(arrows(chart)).toEqual(['a 80> b', 'c 80> a']);
});

test.each<[string, object[], object[], string[]]>([
  ['the ports of both', [{ port: 80 }, { port: 443 }], [{ port: 443 }, { port: 9090 }], ['a 443> b']],
  ['a name of both', [{ port: 'http' }, { port: 80 }], [{ port: 'http' }], ['a http> b']],
  ['what ranges have in common', [{ port: 8000, endPort: 8080 }, { port: 80 }], [{ port: 8080, endPort: 9000 }, { port: 1, endPort: 8010 }],
    ['a 80, 8000-8010, 8080> b']],
  ['the ports of the one that has some', [{ port: 443 }, { port: 80 }], [], ['a 80, 443> b']],
  ['the port of a protocol', [{ protocol: 'TCP' }], [{ port: 80 }, { port: 53, protocol: 'UDP' }], ['a 80> b']],
  ['nothing where both allow all', [], [], ['a > b']],
  ['and nothing where they have no port in common', [{ port: 80 }], [{ port: 80, protocol: 'UDP' }], []],
])('an arrow between two that have rules says %s', (_, egress, ingress, expected) => {
  expect(arrows(rawChart([
    { ...pod('a'), policyTypes: ['Egress'], egress: [{ to: [pod('b')], ports: egress }] },
    { ...pod('b'), ingress: [{ from: [pod('a')], ports: ingress }] },
  ]))).toEqual(expected);
});

test('a rule that names no peer allows an arrow, and makes none', () => {
  const open = { ...pod('a'), policyTypes: ['Egress'], egress: [{ ports: [{ port: 80 }] }] };
  expect(arrows(rawChart([open]))).toEqual([]);
  expect(arrows(rawChart([open, { ...pod('b'), ingress: [{ from: [pod('a'), pod('c')] }] }]))).toEqual(['a 80> b', 'c > b']);
});

test('what asks DNS has an arrow to a server of names alone', () => {
  const asks = { ...pod('a'), policyTypes: ['Egress'], egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }, { to: [pod('b')], ports: [{ port: 80 }] }] };
  const serves = { ...pod('c'), ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }] };
  expect(arrows(rawChart([asks, serves]))).toEqual(['a 80> b', 'a 53> c', 'b 53> c', 'c 53> c']);
});

test('rules of a direction that a policy does not list count for nothing', () => {
  const spec = { ...pod('a'), egress: [{ to: [pod('b')] }], ingress: [{ from: [pod('c')] }] };
  expect(arrows(rawChart([{ ...spec, policyTypes: ['Egress'] }]))).toEqual(['a > b']);
  expect(arrows(rawChart([spec]))).toEqual(['a > b', 'c > a']);
});

test('a selector with an operator that nobody knows selects nothing', () => {
  for (const operator of ['constructor', 'toString', 'valueOf']) {
    const podSelector = { matchExpressions: [{ key: 'app', operator }] };
    expect(arrows(rawChart([{ podSelector, ingress: [{ from: [pod('a')] }] }]))).toEqual([]);
  }
});

describe('the arrows of any policies', () => {
  const PORTS = [1, 2, 3];
  const PLAIN = { noNullPrototype: true };
  const port = fc.record({ port: fc.constantFrom(...PORTS), endPort: fc.constantFrom(2, 3) }, { requiredKeys: [], ...PLAIN })
    .map(({ port: first, endPort = 0 }) => (first === undefined ? { protocol: 'TCP' } : { port: first, ...(endPort > first && { endPort }) }));
  const peer = fc.constantFrom(...NAMES).map(pod);
  const rule = (peers: string) => fc.record({ [peers]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) }, PLAIN);
  const policy = fc.record({
    podSelector: fc.constantFrom({}, ...NAMES.map((name) => pod(name).podSelector)),
    policyTypes: fc.constantFrom(['Egress'], ['Ingress'], ['Ingress', 'Egress']),
    egress: fc.array(rule('to'), { maxLength: 2 }),
    ingress: fc.array(rule('from'), { maxLength: 2 }),
  }, PLAIN);

  /** Whether a policy names two ends. */
  function names(spec: any, from: string, to: string): boolean {
    const isSelected = (name: string) => [undefined, name].includes(spec.podSelector.matchLabels?.app);
    const named = (rules: any[], peers: string, name: string) =>
      rules.some((one) => one[peers].some(({ podSelector }: any) => podSelector.matchLabels.app === name));
    return (spec.policyTypes.includes('Egress') && isSelected(from) && named(spec.egress, 'to', to))
      || (spec.policyTypes.includes('Ingress') && isSelected(to) && named(spec.ingress, 'from', from));
  }

  test('are the packets that reach their pod, of pairs that a policy names', () => {
    fc.assert(fc.property(fc.array(policy, { minLength: 1, maxLength: 4 }), (policies) => {
      const chart = rawChart(policies);
      const objects = chart.toJson();
      const pods = podsOf(objects);
      const pairs = NAMES.flatMap((from) => NAMES.map((to) => [from, to])).filter(([from, to]) => policies.some((spec) => names(spec, from, to)));
      const open = pairs.filter(([from, to]) => PORTS.some((one) => reaches(objects, { from: pods[from], to: pods[to], port: one })));
      expect(arrows(chart).map((arrow) => arrow.replace(/ .*>/, ''))).toEqual(open.map(([from, to]) => `${from} ${to}`));
    }), { numRuns: 300 });
  });
});
