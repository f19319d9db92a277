import { Fields, PodTemplate } from '../../nodes/private/pod-template';
import { NAMESPACE, qualifiedKey } from '../../rules/grammar';
import { checkLabelSelector, checkNodeRequirement } from '../../rules/label-selector';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { checkTolerations } from '../../rules/scheduling';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** A key by which nodes are counted as one place. */
export const TOPOLOGY_KEY = qualifiedKey('a topology key', RuleCode.INVALID_LABEL);

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
  required.forEach((term, index) => checkNodeTerm(report, `${field}.${REQUIRED}.nodeSelectorTerms[${index}]`, term));
  preferred.forEach(({ preference }, index) => checkNodeTerm(report, `${field}.${PREFERRED}[${index}].preference`, preference));
}

function checkNodeTerm(report: Report, field: string, { matchExpressions = [] }: Fields = {}): void {
  matchExpressions.forEach((requirement: Fields, index: number) => {
    checkNodeRequirement(report, `${field}.matchExpressions[${index}]`, requirement);
  });
}

function checkPods(report: Report, field: string, affinity: Fields = {}): void {
  const required: Fields[] = affinity[REQUIRED] ?? [];
  const preferred: Fields[] = affinity[PREFERRED] ?? [];
  required.forEach((term, index) => checkPodTerm(report, `${field}.${REQUIRED}[${index}]`, term));
  preferred.forEach(({ podAffinityTerm }, index) => checkPodTerm(report, `${field}.${PREFERRED}[${index}].podAffinityTerm`, podAffinityTerm));
}

function checkPodTerm(report: Report, field: string, { topologyKey, labelSelector, namespaceSelector, namespaces = [] }: Fields): void {
  report.hold(`${field}.topologyKey`, topologyKey, TOPOLOGY_KEY);
  checkLabelSelector(report, `${field}.labelSelector`, labelSelector);
  checkLabelSelector(report, `${field}.namespaceSelector`, namespaceSelector);
  namespaces.forEach((namespace: string, index: number) => report.hold(`${field}.namespaces[${index}]`, namespace, NAMESPACE));
}
