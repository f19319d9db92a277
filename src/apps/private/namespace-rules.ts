import { ApiObject } from 'cdk8s';
import { FixedSpec } from './spin-app-spec';
import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const ENFORCED_LEVEL = 'pod-security.kubernetes.io/enforce';

/** What the namespace of an app asks of its pods, as far as the tree makes it. */
export function checkNamespace(report: Report, objects: ObjectIndex, namespace: string | undefined, spec: FixedSpec): void {
  for (const object of objects.namespaces(namespace).filter(({ metadata }) => metadata.getLabel(ENFORCED_LEVEL) === 'restricted')) {
    report.add({
      field: 'metadata.namespace',
      value: namespace,
      rule: `${object.node.path} enforces PodSecurity level restricted, and the pods of the operator have no securityContext`,
      fix: 'use level baseline, or another namespace',
      code: RuleCode.RESTRICTED_NAMESPACE,
    });
  }
  objects.ofKind({ group: 'core', kind: 'ResourceQuota', namespace }).forEach((quota) => checkQuota(report, quota, spec));
}

function checkQuota(report: Report, quota: ApiObject, spec: FixedSpec): void {
  const { hard = {} } = (quota.toJson() as { spec?: { hard?: object } }).spec ?? {};
  const asked = Object.keys(hard).map((key) => /^(?:(limits|requests)\.)?(cpu|memory)$/.exec(key)).filter((match) => match !== null);
  for (const [key, kind = 'requests', resource] of asked) {
    const { limits = {}, requests = limits } = spec.resources ?? {};
    if (!(resource in (kind === 'limits' ? limits : requests))) {
      report.add({
        field: 'spec.resources',
        value: spec.resources,
        rule: `the quota ${quota.node.path} counts ${key}, and refuses pods that do not say theirs`,
        fix: `give resources.${resource}`,
        code: RuleCode.QUOTA_WITHOUT_RESOURCES,
      });
    }
  }
}
