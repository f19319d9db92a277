import { containersOf, Fields, PodTemplate } from '../../nodes/private/pod-template';
import { Grammar, integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The number of a user or group. */
export const USER = integer({ min: 0, rule: 'a user or group is a number of 0 or more', fix: 'give a number', code: RuleCode.INVALID_USER });

const SYSCTL: Grammar = {
  accepts: (name) => typeof name === 'string' && name.length <= 253
    && /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(name),
  rule: "a sysctl is words of a-z, 0-9, '-' and '_', with '.' or '/' between",
  fix: 'write it as "net.core.somaxconn"',
  code: RuleCode.INVALID_NAME,
};

/** Checks what the containers of a pod may do, and as whom. */
export function checkRights(report: Report, template: PodTemplate): void {
  checkPod(report, `${template.place}spec.securityContext`, template.spec.securityContext);
  for (const { place, container } of containersOf(template)) {
    checkEscalation(report, `${place}.securityContext.allowPrivilegeEscalation`, container.securityContext);
  }
}

function checkPod(report: Report, field: string, { runAsUser, runAsGroup, fsGroup, sysctls = [] }: Fields = {}): void {
  for (const [part, value] of Object.entries({ runAsUser, runAsGroup, fsGroup })) {
    report.holdGiven(`${field}.${part}`, value, USER);
  }
  const names = sysctls.map(({ name }: Fields) => name);
  names.forEach((name: string, index: number) => {
    report.hold(`${field}.sysctls[${index}].name`, name, SYSCTL);
    if (names.indexOf(name) < index) {
      report.add({ field: `${field}.sysctls[${index}].name`, value: name, rule: 'it is set already', fix: 'set it once', code: RuleCode.DUPLICATE_KEY });
    }
  });
}

function checkEscalation(report: Report, field: string, { allowPrivilegeEscalation, privileged, capabilities }: Fields = {}): void {
  const right = privileged ? 'a privileged container' : capabilities?.add?.includes('CAP_SYS_ADMIN') && 'a container with CAP_SYS_ADMIN';
  if (allowPrivilegeEscalation === false && right) {
    report.add({
      field,
      value: allowPrivilegeEscalation,
      rule: `${right} cannot be kept from more rights`,
      fix: 'set it to true, or take the right away',
      code: RuleCode.INVALID_USER,
    });
  }
}
