import { TOPOLOGY_KEY } from './placement-rules';
import { Fields, PodTemplate } from '../../nodes/private/pod-template';
import { Grammar, integer } from '../../rules/grammar';
import { checkLabelSelector } from '../../rules/label-selector';
import { LABEL_KEY } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];

const MAX_SKEW = integer({
  min: 1,
  rule: 'must be a whole number of at least 1',
  fix: 'give 1 for pods as even as can be',
  code: RuleCode.INVALID_COUNT,
});

const MIN_DOMAINS = integer({
  min: 1,
  rule: 'must be a whole number of at least 1',
  fix: 'give the number of places that must have pods, or leave it out',
  code: RuleCode.INVALID_COUNT,
});

const ACTION: Grammar = {
  accepts: (action) => ACTIONS.includes(action as string),
  rule: `must be ${ACTIONS.join(' or ')}`,
  fix: 'use ScheduleAnyway where an uneven spread is better than a waiting pod',
  code: RuleCode.INVALID_SPREAD,
};

const POLICY: Grammar = {
  accepts: (policy) => POLICIES.includes(policy as string),
  rule: `must be ${POLICIES.join(' or ')}`,
  fix: 'leave it out, or use one of them',
  code: RuleCode.INVALID_SPREAD,
};

/** Checks how a pod is spread over the places of a cluster. */
export function checkSpread(report: Report, { place, spec }: PodTemplate): void {
  const spreads: Fields[] = spec.topologySpreadConstraints ?? [];
  const keys = spreads.map(({ topologyKey, whenUnsatisfiable }) => `${topologyKey} ${whenUnsatisfiable}`);
  spreads.forEach((spread, index) => {
    const field = `${place}spec.topologySpreadConstraints[${index}]`;
    checkConstraint(report, field, spread);
    if (keys.indexOf(keys[index]) < index) {
      report.add({
        field: `${field}.topologyKey`,
        value: spread.topologyKey,
        rule: `another constraint says ${spread.whenUnsatisfiable} for this key`,
        fix: 'say it once',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
  });
}

function checkConstraint(report: Report, field: string, spread: Fields): void {
  const { topologyKey, whenUnsatisfiable, maxSkew, minDomains, nodeAffinityPolicy, nodeTaintsPolicy } = spread;
  report.hold(`${field}.maxSkew`, maxSkew, MAX_SKEW);
  report.hold(`${field}.topologyKey`, topologyKey, TOPOLOGY_KEY);
  report.hold(`${field}.whenUnsatisfiable`, whenUnsatisfiable, ACTION);
  report.holdGiven(`${field}.minDomains`, minDomains, MIN_DOMAINS);
  report.holdGiven(`${field}.nodeAffinityPolicy`, nodeAffinityPolicy, POLICY);
  report.holdGiven(`${field}.nodeTaintsPolicy`, nodeTaintsPolicy, POLICY);
  if (minDomains !== undefined && whenUnsatisfiable === 'ScheduleAnyway') {
    report.add({
      field: `${field}.minDomains`,
      value: minDomains,
      rule: 'it goes with DoNotSchedule only',
      fix: 'leave it out, or use DoNotSchedule',
      code: RuleCode.INVALID_SPREAD,
    });
  }
  checkCounted(report, field, spread);
}

/** Checks by which labels pods count as like this one. */
function checkCounted(report: Report, field: string, { labelSelector = {}, matchLabelKeys = [] }: Fields): void {
  const { matchLabels = {}, matchExpressions = [] } = labelSelector;
  const selected = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }: Fields) => key)];
  checkLabelSelector(report, `${field}.labelSelector`, labelSelector);
  matchLabelKeys.forEach((key: string, index: number) => {
    report.hold(`${field}.matchLabelKeys[${index}]`, key, LABEL_KEY);
    if (selected.includes(key)) {
      report.add({
        field: `${field}.matchLabelKeys[${index}]`,
        value: key,
        rule: 'the labelSelector says which value it has',
        fix: 'leave it out of one of the two',
        code: RuleCode.INVALID_SPREAD,
      });
    }
  });
}
