import { EnvValue, k8s } from 'cdk8s-plus-28';
import { SpinAppSpecVariables } from '../../../imports';
import { Grammar } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

const PREFIX = 'SPIN_VARIABLE_';
const SPIN_VARIABLE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

const VARIABLE_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && SPIN_VARIABLE.test(name),
  rule: "a Spin variable is lower snake case: a-z, 0-9 and single '_' between words, starting with a letter",
  fix: 'use the name in [variables] of spin.toml',
  code: RuleCode.INVALID_VARIABLE_NAME,
};

/** The variables of an app, which may still grow. */
export class Variables {
  private readonly values = new Map<string, EnvValue>();

  /** Adds variables, or reports what is wrong with their names and values. */
  add(report: Report, variables: { [name: string]: EnvValue } = {}): void {
    for (const [name, value] of Object.entries(variables)) {
      this.check(report, `spec.variables[${JSON.stringify(name)}]`, name);
      if (value.value === undefined && value.valueFrom === undefined) {
        report.add({
          field: `spec.variables[${JSON.stringify(name)}]`,
          value: undefined,
          rule: 'a variable needs a value or a source, and a process variable that is not set has neither',
          fix: 'set it, or use EnvValue.fromProcess(key, { required: true }) to fail earlier',
          code: RuleCode.EMPTY_VARIABLE,
        });
      }
      report.hold(`spec.variables[${JSON.stringify(name)}].value`, value.value, SCALAR);
      this.values.set(name, value);
    }
  }

  /** `spec.variables`, in the order in which they were added. */
  render(): SpinAppSpecVariables[] | undefined {
    const entries = [...this.values].map(([name, { value, valueFrom }]) => ({ name, value, valueFrom: k8s.toJson_EnvVarSource(valueFrom) }));
    return entries.length > 0 ? entries : undefined;
  }

  private check(report: Report, field: string, name: string): void {
    const twin = [...this.values.keys()].find((other) => other.toUpperCase() === name.toUpperCase());
    if (twin === name) {
      report.add({ field, value: name, rule: 'the variable is given already', fix: 'give it once', code: RuleCode.DUPLICATE_KEY });
    } else if (twin !== undefined) {
      report.add({
        field,
        value: name,
        rule: `it is the same variable as ${JSON.stringify(twin)}: the operator writes names in upper case`,
        fix: 'give it once, in lower case',
        code: RuleCode.VARIABLE_COLLISION,
      });
    } else if (name.toUpperCase().startsWith(PREFIX)) {
      report.add({
        field,
        value: name,
        rule: `the operator puts ${PREFIX} before each name itself`,
        fix: `write it as ${JSON.stringify(name.slice(PREFIX.length).toLowerCase())}`,
        code: RuleCode.PREFIXED_VARIABLE_NAME,
      });
    } else {
      report.hold(field, name, VARIABLE_NAME);
    }
  }
}
