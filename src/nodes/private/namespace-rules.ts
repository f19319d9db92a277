import { checkLimitRanges } from './limit-ranges';
import { checkPodSecurity, enforcedLevels } from './pod-security';
import { containersOf, PodTemplate } from './pod-template';
import { checkQuotas } from './quota-rules';
import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';

/** Holds a written pod to what its namespace asks, as far as the tree makes that. */
export function checkPodNamespace(report: Report, objects: ObjectIndex, namespace: string | undefined, template: PodTemplate): void {
  enforcedLevels(objects, namespace).forEach((enforced) => checkPodSecurity(report, enforced, template));
  const containers = containersOf(template).map(({ place, container }) => ({ field: `${place}.resources`, resources: container.resources }));
  checkLimitRanges(report, objects, { namespace, containers });
  checkQuotas(report, objects, { namespace, spec: template.spec, containers });
}
