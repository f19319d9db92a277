import { containersOf, Fields, PodTemplate } from '../../nodes/private/pod-template';
import { Grammar } from '../../rules/grammar';
import { checkPodFields } from '../../rules/pod-fields';
import { Report } from '../../rules/problem';
import { checkKeyReference, REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';

/** The name of an environment variable. */
export const ENV_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name),
  rule: "an environment variable is letters, digits, '_', '-' and '.', not starting with a digit",
  fix: 'write it as "MY_NAME"',
  code: RuleCode.INVALID_VARIABLE_NAME,
};

/** Checks where the environment variables of a pod come from. */
export function checkEnvironment(report: Report, template: PodTemplate): void {
  for (const { place, container } of containersOf(template)) {
    for (const { name, valueFrom } of container.env ?? []) {
      const field = `${place}.env[${JSON.stringify(name)}].valueFrom`;
      checkKeyReference(report, field, valueFrom);
      checkPodFields(report, field, valueFrom ?? {});
    }
    (container.envFrom ?? []).forEach((source: Fields, index: number) => checkAll(report, `${place}.envFrom[${index}]`, source));
  }
}

/** Checks a Secret or ConfigMap of which every key becomes a variable. */
function checkAll(report: Report, field: string, { prefix, configMapRef, secretRef }: Fields): void {
  report.holdGiven(`${field}.prefix`, prefix || undefined, ENV_NAME);
  report.holdGiven(`${field}.configMapRef.name`, configMapRef?.name, REFERENCE);
  report.holdGiven(`${field}.secretRef.name`, secretRef?.name, REFERENCE);
}
