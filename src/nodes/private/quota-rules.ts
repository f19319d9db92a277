import { ApiObject } from 'cdk8s';
import { AskedPod, PlacedResources } from './asked-pod';
import { admittedResources } from './limit-ranges';
import { Fields } from './pod-template';
import { counts } from './quota-scopes';
import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';
import { ResourceRequirements } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';

/** Checks that the containers of a pod say what the quotas of their namespace count, where the tree makes them. */
export function checkQuotas(report: Report, objects: ObjectIndex, { namespace, spec, containers }: AskedPod): void {
  const quotas = objects.ofKind({ group: 'core', kind: 'ResourceQuota', namespace });
  // What a pod says for all its containers frees each of them.
  if (quotas.length === 0 || spec.resources) {
    return;
  }
  const admitted = containers.map(({ resources }) => admittedResources(objects, namespace, resources));
  for (const quota of quotas) {
    const written = (quota.toJson() as Fields).spec ?? {};
    if (counts(written, { spec, admitted })) {
      containers.forEach((container, index) => checkCounted(report, quota, { ...container, ...admitted[index], hard: written.hard ?? {} }));
    }
  }
}

interface CountedContainer extends PlacedResources, Required<ResourceRequirements> {
  readonly hard: object;
}

function checkCounted(report: Report, quota: ApiObject, { field, resources, hard, limits, requests }: CountedContainer): void {
  const asked = Object.keys(hard).map((key) => /^(?:(limits|requests)\.)?(cpu|memory)$/.exec(key)).filter((match) => match !== null);
  for (const [key, kind = 'requests', resource] of asked) {
    if (!(resource in (kind === 'limits' ? limits : requests))) {
      report.add({
        field,
        value: resources,
        rule: `the quota ${quota.node.path} counts ${key}, and refuses pods that do not say theirs`,
        fix: `give resources.${resource}`,
        code: RuleCode.QUOTA_WITHOUT_RESOURCES,
      });
    }
  }
}
