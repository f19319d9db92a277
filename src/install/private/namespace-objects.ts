import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { manifest } from '../../cluster/private/manifest';
import { ENFORCED_LEVEL } from '../../nodes/private/pod-security';
import { integer } from '../../rules/grammar';
import { labels } from '../../rules/maps';
import { Report, UnheardReport } from '../../rules/problem';
import { resourceAmounts } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';
import { NamespaceOptions, NamespaceQuota, PodSecurityLevel } from '../namespace-options';

const LEVELS: string[] = Object.values(PodSecurityLevel);

const PODS = integer({
  min: 1,
  rule: 'a quota counts pods from 1 on',
  fix: 'give an integer of at least 1, or leave it out',
  code: RuleCode.INVALID_QUANTITY,
});

/** Checks how a namespace is to be made. */
export function checkNamespaceOptions(report: Report, field: string, options: NamespaceOptions): void {
  const { existing, ...made } = options;
  const given = Object.entries(made).filter(([, value]) => value !== undefined).map(([option]) => option);
  if (existing && given.length > 0) {
    report.add({
      field: `${field}.existing`,
      value: existing,
      rule: `a namespace that is there is not made, and ${given.join(', ')} would be lost`,
      fix: 'leave out one or the other',
      code: RuleCode.UNUSED_OPTION,
    });
  }
  labels(report, `${field}.labels`, options.labels);
  checkLevel(report, field, options);
  if (options.quota) {
    checkQuota(report, `${field}.quota`, options.quota);
  }
}

/** Whether a namespace refuses pods that do not give up all rights. */
export function isRestricted({ podSecurity, labels: given = {} }: NamespaceOptions = {}): boolean {
  return (podSecurity ?? given[ENFORCED_LEVEL]) === PodSecurityLevel.RESTRICTED;
}

/** Makes a namespace, with its quota, unless it is there. */
export function namespaceObjects(scope: Construct, name: string, options: NamespaceOptions = {}): ApiObject | undefined {
  if (options.existing) {
    return undefined;
  }
  const namespace = manifest(scope, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, `namespace-${name}`);
  dressNamespace(scope, namespace, options);
  return namespace;
}

/** Gives a Namespace its labels, and its quota beside it. */
export function dressNamespace(scope: Construct, namespace: ApiObject, { labels: given = {}, podSecurity, quota }: NamespaceOptions = {}): void {
  const carried = { ...given, ...(podSecurity && { [ENFORCED_LEVEL]: podSecurity }) };
  Object.entries(carried).forEach(([key, value]) => namespace.metadata.addLabel(key, value));
  if (quota) {
    const { name } = namespace;
    const spec = { hard: hard(new UnheardReport(scope), '', quota) };
    manifest(scope, { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota', namespace: name }, spec }, `quota-${name}`)
      .addDependency(namespace);
  }
}

function checkLevel(report: Report, field: string, { labels: given = {}, podSecurity }: NamespaceOptions): void {
  const level = given[ENFORCED_LEVEL];
  if (level !== undefined && !LEVELS.includes(level)) {
    report.add({
      field: `${field}.labels[${JSON.stringify(ENFORCED_LEVEL)}]`,
      value: level,
      rule: `PodSecurity has the levels ${LEVELS.join(', ')}`,
      fix: 'use podSecurity',
      code: RuleCode.INVALID_LABEL,
    });
  }
  if (podSecurity && given[ENFORCED_LEVEL] !== undefined) {
    report.add({
      field: `${field}.podSecurity`,
      value: podSecurity,
      rule: `labels have ${ENFORCED_LEVEL} already`,
      fix: 'say the level once',
      code: RuleCode.DUPLICATE_KEY,
    });
  }
}

function checkQuota(report: Report, field: string, quota: NamespaceQuota): void {
  report.holdGiven(`${field}.pods`, quota.pods, PODS);
  if (Object.keys(hard(report, field, quota)).length === 0) {
    report.add({ field, value: quota, rule: 'a quota needs at least one amount', fix: 'give one, or leave the quota out', code: RuleCode.EMPTY_LIST });
  }
}

/** `hard` of a ResourceQuota. */
function hard(report: Report, field: string, quota: NamespaceQuota): { [resource: string]: string } {
  const { cpuRequest, memoryRequest, cpuLimit, memoryLimit, pods } = quota;
  const prefixed = (kind: string, amounts: { [resource: string]: string } = {}) =>
    Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [`${kind}.${resource}`, amount]));
  return {
    ...prefixed('requests', resourceAmounts(report, `${field}.requests`, { cpu: cpuRequest, memory: memoryRequest })),
    ...prefixed('limits', resourceAmounts(report, `${field}.limits`, { cpu: cpuLimit, memory: memoryLimit })),
    ...(pods !== undefined && { pods: String(pods) }),
  };
}
