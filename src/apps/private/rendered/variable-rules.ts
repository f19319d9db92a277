import { Fields } from './rule-context';
import { checkPodFields } from '../../../rules/pod-fields';
import { Report } from '../../../rules/problem';
import { checkKeyReference } from '../../../rules/references';
import { RuleCode } from '../../../rules/rule-code';
import { SCALAR } from '../../../rules/scalar';
import { checkVariableName, fieldOf } from '../variables';

/** Checks `spec.variables`. */
export function checkVariables(report: Report, variables: readonly Fields[]): void {
  const named = variables.filter(({ name }) => typeof name === 'string');
  const names = named.map(({ name }) => name);
  named.forEach(({ name, value, valueFrom }, index) => {
    const field = fieldOf(name);
    checkVariableName(report, name, { before: names.slice(0, index), after: names.slice(index + 1) });
    report.holdGiven(`${field}.value`, value, SCALAR);
    checkKeyReference(report, `${field}.valueFrom`, valueFrom);
    checkPodFields(report, `${field}.valueFrom`, valueFrom ?? {});
    if (value === undefined && valueFrom === undefined && report.isClean) {
      report.advise({ field, value: undefined, rule: 'it is empty', fix: 'write value: "" if it is meant to be', code: RuleCode.EMPTY_VARIABLE });
    }
    const sources = Object.values(valueFrom ?? {}).length;
    if (valueFrom !== undefined && (value || sources !== 1)) {
      report.add({
        field,
        value: { value, valueFrom },
        rule: 'a variable has a value or exactly one source, or the operator never makes the Deployment',
        fix: 'give one of them',
        code: RuleCode.INVALID_FIELD,
      });
    }
  });
}
