import { AbstractPod, k8s, Pod } from 'cdk8s-plus-28';
import { TOPOLOGY_KEY } from './placement-rules';
import { Fields } from '../../nodes/private/pod-template';
import { Grammar, integer, SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { WasmSchedulingOptions } from '../wasm-container';

const PRIORITY_CLASS: Grammar = { ...SUBDOMAIN, code: RuleCode.INVALID_REFERENCE };
const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

const MAX_SKEW = integer({
  min: 1,
  rule: 'must be a whole number of at least 1',
  fix: 'give 1 for pods as even as can be',
  code: RuleCode.INVALID_COUNT,
});

const ACTION: Grammar = {
  accepts: (action) => ACTIONS.includes(action as string),
  rule: `must be ${ACTIONS.join(' or ')}`,
  fix: 'use ScheduleAnyway where an uneven spread is better than a waiting pod',
  code: RuleCode.INVALID_SPREAD,
};

/** Checks what cdk8s-plus has no words for. */
export function checkScheduling(report: Report, root: string, options: WasmSchedulingOptions): void {
  report.holdGiven(`${root}spec.priorityClassName`, options.priorityClassName, PRIORITY_CLASS);
  const spreads = options.topologySpreadConstraints ?? [];
  const keys = spreads.map(({ topologyKey, whenUnsatisfiable }) => `${topologyKey} ${whenUnsatisfiable}`);
  spreads.forEach(({ topologyKey, whenUnsatisfiable, maxSkew }, index) => {
    const field = `${root}spec.topologySpreadConstraints[${index}]`;
    report.hold(`${field}.maxSkew`, maxSkew, MAX_SKEW);
    report.hold(`${field}.topologyKey`, topologyKey, TOPOLOGY_KEY);
    report.hold(`${field}.whenUnsatisfiable`, whenUnsatisfiable, ACTION);
    if (keys.indexOf(keys[index]) < index) {
      report.add({
        field: `${field}.topologyKey`,
        value: topologyKey,
        rule: `another constraint says ${whenUnsatisfiable} for this key`,
        fix: 'say it once',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
  });
}

/** The fields of a pod that cdk8s-plus has no words for. */
export function schedulingFields(workload: AbstractPod, options: WasmSchedulingOptions): Fields {
  const own = { matchLabels: { [Pod.ADDRESS_LABEL]: workload.podMetadata.getLabel(Pod.ADDRESS_LABEL)! } };
  return {
    ...(options.priorityClassName !== undefined && { priorityClassName: options.priorityClassName }),
    ...(options.topologySpreadConstraints?.length && {
      topologySpreadConstraints: options.topologySpreadConstraints
        .map((constraint) => k8s.toJson_TopologySpreadConstraint({ labelSelector: own, ...constraint })),
    }),
  };
}
