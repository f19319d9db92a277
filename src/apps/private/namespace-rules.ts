import { FixedSpec } from './spin-app-spec';
import { ObjectIndex } from '../../cluster/private/object-index';
import { restrictedNamespaces } from '../../nodes/private/namespace-rules';
import { checkQuotas } from '../../nodes/private/quota-rules';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** What the namespace of an app asks of its pods, as far as the tree makes it. */
export function checkNamespace(report: Report, objects: ObjectIndex, namespace: string | undefined, spec: Pick<FixedSpec, 'resources'>): void {
  for (const object of restrictedNamespaces(objects, namespace)) {
    report.add({
      field: 'metadata.namespace',
      value: namespace,
      rule: `${object.node.path} enforces PodSecurity level restricted, and the pods of the operator have no securityContext`,
      fix: 'use level baseline, or another namespace',
      code: RuleCode.RESTRICTED_NAMESPACE,
    });
  }
  checkQuotas(report, objects, { namespace, spec: {}, containers: [{ field: 'spec.resources', resources: spec.resources }] });
}
