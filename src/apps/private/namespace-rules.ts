import { FixedSpec } from './spin-app-spec';
import { ObjectIndex } from '../../cluster/private/object-index';
import { checkLimitRanges } from '../../nodes/private/limit-ranges';
import { checkPodSecurity, EnforcedLevel, enforcedLevels } from '../../nodes/private/pod-security';
import { checkQuotas } from '../../nodes/private/quota-rules';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** What a namespace asks of an app: its volumes in YAML field names. */
export interface AskedApp extends Pick<FixedSpec, 'resources'> {
  readonly volumes?: readonly { readonly [field: string]: unknown }[];
}

/** What the namespace of an app asks of its pods, as far as the tree makes it. */
export function checkNamespace(report: Report, objects: ObjectIndex, namespace: string | undefined, { volumes, resources }: AskedApp): void {
  enforcedLevels(objects, namespace).forEach((enforced) => checkLevel(report, enforced, namespace, volumes));
  const containers = [{ field: 'spec.resources', resources }];
  checkLimitRanges(report, objects, { namespace, containers });
  checkQuotas(report, objects, { namespace, spec: {}, containers });
}

/** The pods of the operator have no security context, so that a level that wants one takes none of them. */
function checkLevel(report: Report, enforced: EnforcedLevel, namespace: string | undefined, volumes: AskedApp['volumes']): void {
  if (enforced.level.wanted.length === 0) {
    checkPodSecurity(report, enforced, { place: '', metadata: {}, spec: { volumes } });
    return;
  }
  report.add({
    field: 'metadata.namespace',
    value: namespace,
    rule: `${enforced.namespace.node.path} enforces PodSecurity level ${enforced.name}, and the pods of the operator have no securityContext`,
    fix: 'use level baseline, or another namespace',
    code: RuleCode.RESTRICTED_NAMESPACE,
  });
}
