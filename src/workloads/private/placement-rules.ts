import { Fields, PodTemplate } from '../../nodes/private/pod-template';
import { integer, NAMESPACE, qualifiedKey } from '../../rules/grammar';
import { checkLabelSelector, checkNodeRequirement, checkValues } from '../../rules/label-selector';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { checkTolerations } from '../../rules/scheduling';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** A key by which nodes are counted as one place. */
export const TOPOLOGY_KEY = qualifiedKey('a topology key', RuleCode.INVALID_LABEL);

/** How much a preference counts beside others. */
const WEIGHT = integer({
  min: 1,
  max: 100,
  rule: 'a weight must be a whole number from 1 to 100',
  fix: 'give one, or leave it out where the pods must go there',
  code: RuleCode.INVALID_COUNT,
});

/** Checks where the scheduler may put a pod, how urgently, and as which account it runs there. */
export function checkPlacement(report: Report, { place, spec }: PodTemplate): void {
  const { priorityClassName, nodeName, serviceAccountName, tolerations, affinity = {} } = spec;
  report.holdGiven(`${place}spec.priorityClassName`, priorityClassName, REFERENCE);
  report.holdGiven(`${place}spec.nodeName`, nodeName, REFERENCE);
  report.holdGiven(`${place}spec.serviceAccountName`, serviceAccountName, REFERENCE);
  checkTolerations(report, `${place}spec.tolerations`, tolerations);
  checkNodes(report, `${place}spec.affinity.nodeAffinity`, affinity.nodeAffinity);
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    checkPods(report, `${place}spec.affinity.${kind}`, affinity[kind]);
  }
}

function checkNodes(report: Report, field: string, affinity: Fields = {}): void {
  const required: Fields[] = affinity[REQUIRED]?.nodeSelectorTerms ?? [];
  const preferred: Fields[] = affinity[PREFERRED] ?? [];
  required.forEach((term, index) => {
    const place = `${field}.${REQUIRED}.nodeSelectorTerms[${index}]`;
    checkNodeTerm(report, place, term);
    // of nodes that are merely liked, the server lets any values stand
    expressionsOf(term).forEach((requirement, at) => checkValues(report, `${place}.matchExpressions[${at}]`, requirement));
  });
  preferred.forEach(({ weight, preference }, index) => {
    report.hold(`${field}.${PREFERRED}[${index}].weight`, weight, WEIGHT);
    checkNodeTerm(report, `${field}.${PREFERRED}[${index}].preference`, preference);
  });
}

function checkNodeTerm(report: Report, field: string, term: Fields | undefined): void {
  expressionsOf(term).forEach((requirement, index) => checkNodeRequirement(report, `${field}.matchExpressions[${index}]`, requirement));
}

function expressionsOf({ matchExpressions = [] }: Fields = {}): Fields[] {
  return matchExpressions;
}

function checkPods(report: Report, field: string, affinity: Fields = {}): void {
  const required: Fields[] = affinity[REQUIRED] ?? [];
  const preferred: Fields[] = affinity[PREFERRED] ?? [];
  required.forEach((term, index) => checkPodTerm(report, `${field}.${REQUIRED}[${index}]`, term));
  preferred.forEach(({ weight, podAffinityTerm }, index) => {
    report.hold(`${field}.${PREFERRED}[${index}].weight`, weight, WEIGHT);
    checkPodTerm(report, `${field}.${PREFERRED}[${index}].podAffinityTerm`, podAffinityTerm);
  });
}

function checkPodTerm(report: Report, field: string, { topologyKey, labelSelector, namespaceSelector, namespaces = [] }: Fields): void {
  report.hold(`${field}.topologyKey`, topologyKey, TOPOLOGY_KEY);
  checkLabelSelector(report, `${field}.labelSelector`, labelSelector);
  checkLabelSelector(report, `${field}.namespaceSelector`, namespaceSelector);
  namespaces.forEach((namespace: string, index: number) => report.hold(`${field}.namespaces[${index}]`, namespace, NAMESPACE));
}
