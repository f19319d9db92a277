import { Chart, Testing } from 'cdk8s';
import { Node, NodeLabelQuery, NodeTaintQuery, Pods, ServiceAccount, Topology } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenPod } from './wasm-pods';
import { WasmPod } from '../../src';

type Change = (pod: WasmPod, chart: Chart) => void;

const key = (what: string, code = 'InvalidLabel') => `${what} key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; `
  + `write it as "name" or "example.com/name" (${code})`;
const reference = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; "
  + 'use lower-case letters, digits, dashes and dots (InvalidReference)';
const weight = 'a weight must be a whole number from 1 to 100; give one, or leave it out where the pods must go there (InvalidCount)';
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const labeled = (...queries: NodeLabelQuery[]) => Node.labeled(...queries);

describe('a pod may go', () => {
  test.each<[string, Change]>([
    ['to a node', (pod) => pod.scheduling.assign(Node.named('node-1.example.com'))],
    ['to nodes by labels', (pod) => pod.scheduling.attract(labeled(
      NodeLabelQuery.in('zone', ['a', 'b']), NodeLabelQuery.exists('example.com/x'), NodeLabelQuery.gt('cores', ['4']), NodeLabelQuery.doesNotExist('y')))],
    ['to nodes that it likes, by a value that none has', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.is('zone', '-a')), { weight: 1 })],
    ['to nodes that it likes', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.is('zone', 'a')), { weight: 100 })],
    ['to nodes with a taint', (pod) => pod.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('example.com/edge', 'north')))],
    ['beside others', (pod, chart) => pod.scheduling.colocate(Pods.select(chart, 'db', { labels: { tier: 'db' } }))],
    ['away from others', (pod, chart) => pod.scheduling.separate(Pods.select(chart, 'db', { labels: { tier: 'db' } }), { topology: Topology.ZONE, weight: 1 })],
  ])('%s', (_what, change) => {
    const chart = chartOf();
    change(podIn(chart), chart);
    expect(writtenPod(chart).spec.containers[0].name).toBe('main');
  });
});

describe('a pod fails for', () => {
  test.each<[string, Change, string]>([
    ['a node of no name', (pod) => pod.scheduling.assign(Node.named('Bad Name')), `nodeName: got "Bad Name"; ${reference}`],
    ['a label that no node has', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.exists('a b'))),
      `affinity.nodeAffinity.${required}.nodeSelectorTerms[0].matchExpressions[0].key: got "a b"; ${key('a label')}`],
    ['a label of no values', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.exists('zone'), NodeLabelQuery.in('zone', []))),
      `affinity.nodeAffinity.${required}.nodeSelectorTerms[0].matchExpressions[1].values: got []; operator In needs at least one value; `
      + 'give as many, or use another operator (InvalidLabel)'],
    ['a label value that no node has', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.is('zone', '-a'))),
      `affinity.nodeAffinity.${required}.nodeSelectorTerms[0].matchExpressions[0].values[0]: got "-a"; a label value must be empty or at most 63 letters, `
      + "digits, '-', '_' and '.', starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)"],
    ['a label of no values that it likes', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.notIn('zone', [])), { weight: 1 }),
      `affinity.nodeAffinity.${preferred}[0].preference.matchExpressions[0].values: got []; operator NotIn needs at least one value; `
      + 'give as many, or use another operator (InvalidLabel)'],
    ['half a weight for pods', (pod, chart) => pod.scheduling.separate(Pods.all(chart, 'all'), { weight: 1.5 }),
      `affinity.podAntiAffinity.${preferred}[0].weight: got 1.5; ${weight}`],
    ['half a weight for nodes', (pod) => pod.scheduling.attract(labeled(NodeLabelQuery.exists('zone')), { weight: 1.5 }),
      `affinity.nodeAffinity.${preferred}[0].weight: got 1.5; ${weight}`],
    ['a taint that no node has', (pod) => pod.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('a b', 'c'))),
      `tolerations[0].key: got "a b"; ${key('a taint', 'InvalidToleration')}`],
    ['pods by a label that none has', (pod, chart) => pod.scheduling.colocate(Pods.select(chart, 'db', { labels: { 'a b': 'c' } })),
      `affinity.podAffinity.${required}[0].labelSelector.matchLabels key: got "a b"; ${key('a label')}`],
    ['places by a label that no node has', (pod, chart) => pod.scheduling.separate(Pods.all(chart, 'all'), { topology: Topology.custom('a b'), weight: 1 }),
      `affinity.podAntiAffinity.${preferred}[0].podAffinityTerm.topologyKey: got "a b"; ${key('a topology')}`],
  ])('%s', (_what, change, message) => {
    const chart = chartOf();
    change(podIn(chart), chart);
    expect(() => Testing.synth(chart)).toThrow(new Error(`Validation failed with the following errors:\n  [test/hello] spec.${message}`));
  });

  test('an account of no name', () => {
    const chart = chartOf();
    expect(() => podIn(chart, { serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'Bad_Name') }))
      .toThrow(new Error(`[test/hello] spec.serviceAccountName: got "Bad_Name"; ${reference}`));
  });
});
