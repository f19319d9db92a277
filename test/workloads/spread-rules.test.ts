import { k8s, Pod } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenWith } from './wasm-pods';

type Constraint = k8s.TopologySpreadConstraint;

const evenly: Constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
const label = "a label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; "
  + 'write it as "name" or "example.com/name" (InvalidLabel)';
const domains = 'must be a whole number of at least 1; give the number of places that must have pods, or leave it out (InvalidCount)';
const policy = 'must be Honor or Ignore; leave it out, or use one of them (InvalidSpread)';
const said = 'the labelSelector says which value it has; leave it out of one of the two (InvalidSpread)';

describe('pods may be spread', () => {
  test.each<[string, Partial<Constraint>]>([
    ['over some places at least', { minDomains: 3 }],
    ['with a policy for nodes', { nodeAffinityPolicy: 'Honor', nodeTaintsPolicy: 'Ignore' }],
    ['revision by revision', { matchLabelKeys: ['pod-template-hash'] }],
    ['with others', { labelSelector: { matchLabels: { tier: 'web' }, matchExpressions: [{ key: 'x', operator: 'Exists' }] } }],
    ['with others, each revision', { labelSelector: { matchLabels: { tier: 'web' } }, matchLabelKeys: [Pod.ADDRESS_LABEL] }],
  ])('%s', (_what, part) => {
    const { spec } = writtenWith({ topologySpreadConstraints: [{ ...evenly, ...part }] });
    expect(spec.topologySpreadConstraints[0]).toMatchObject(part);
  });
});

describe('a spread fails for', () => {
  test.each<[string, Partial<Constraint>, string]>([
    ['no places', { minDomains: 0 }, `minDomains: got 0; ${domains}`],
    ['half a place', { minDomains: 1.5 }, `minDomains: got 1.5; ${domains}`],
    ['places that need not be', { minDomains: 2, whenUnsatisfiable: 'ScheduleAnyway' },
      'minDomains: got 2; it goes with DoNotSchedule only; leave it out, or use DoNotSchedule (InvalidSpread)'],
    ['another policy for affinity', { nodeAffinityPolicy: 'ignore' }, `nodeAffinityPolicy: got "ignore"; ${policy}`],
    ['another policy for taints', { nodeTaintsPolicy: 'honor' }, `nodeTaintsPolicy: got "honor"; ${policy}`],
    ['a label that no pod has', { labelSelector: { matchLabels: { 'a b': 'c' } } }, `labelSelector.matchLabels key: got "a b"; ${label}`],
    ['a key that no label has', { matchLabelKeys: ['x', 'a b'] }, `matchLabelKeys[1]: got "a b"; ${label}`],
    ['a key of its own pods', { matchLabelKeys: [Pod.ADDRESS_LABEL] }, `matchLabelKeys[0]: got "${Pod.ADDRESS_LABEL}"; ${said}`],
    ['a key that an expression has', { labelSelector: { matchExpressions: [{ key: 'x', operator: 'Exists' }] }, matchLabelKeys: ['x'] },
      `matchLabelKeys[0]: got "x"; ${said}`],
  ])('%s', (_what, part, message) => {
    expect(() => podIn(chartOf(), { topologySpreadConstraints: [{ ...evenly, ...part }] }))
      .toThrow(new Error(`[test/hello] spec.topologySpreadConstraints[0].${message}`));
  });
});
