import { EnvValue, k8s } from 'cdk8s-plus-28';
import { SpinAppSpecVariables } from '../../../imports';
import { byKey } from '../../rules/by-key';
import { envOrder } from '../../rules/env-order';
import { Grammar } from '../../rules/grammar';
import { checkPodFields } from '../../rules/pod-fields';
import { Problem, Report } from '../../rules/problem';
import { canonicalQuantity } from '../../rules/quantity';
import { checkKeyReference } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

/** What stands before a variable's name in the environment. */
export const PREFIX = 'SPIN_VARIABLE_';
const SPIN_VARIABLE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** A name that Spin finds: the operator writes it in upper case, so that its own case does not matter. */
const VARIABLE_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && SPIN_VARIABLE.test(name.toLowerCase()),
  rule: "a Spin variable is lower snake case: a-z, 0-9 and single '_' between words, starting with a letter",
  fix: 'use the name in [variables] of spin.toml',
  code: RuleCode.INVALID_VARIABLE_NAME,
};

/** A name as spin.toml has it. */
const LOWER_CASE_NAME: Grammar = {
  accepts: (name) => !VARIABLE_NAME.accepts(name) || name === String(name).toLowerCase(),
  rule: 'Spin knows the variable in lower case, and finds this one because names are written to the environment in upper case',
  fix: 'use the name in [variables] of spin.toml',
  code: RuleCode.INVALID_VARIABLE_NAME,
  isAdvice: true,
};

/** What messages say of variables. */
export interface VariableNaming {
  /** The field that holds them. */
  readonly place: string;

  /** Who makes environment variables of them. */
  readonly writer: string;
}

/** Names that stand before and after one. */
export interface OtherNames {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const NO_VALUES: ReadonlyMap<string, EnvValue> = new Map();

const OF_OPERATOR: VariableNaming = { place: 'spec.variables', writer: 'the operator' };

/** The variables of an app, which may still grow. */
export class Variables {
  private values = NO_VALUES;

  /** @param naming where they stand, and who makes environment variables of them */
  constructor(private readonly naming = OF_OPERATOR) {}

  /** Adds variables, unless there is something wrong with their names and values. */
  add(report: Report, variables?: { [name: string]: EnvValue }): void {
    const given = byKey(variables);
    const names = given.map(([name]) => name);
    for (const [index, [name, value]] of given.entries()) {
      const others = { before: names.slice(0, index).concat(...this.values.keys()), after: names.slice(index + 1) };
      checkVariableName(report, name, others, this.naming);
      checkValue(report, fieldOf(name, this.naming), value);
    }
    if (report.isClean && given.length > 0) {
      this.values = new Map([...this.values, ...given]);
    }
  }

  /** The value or source of a variable, if it is given, in whatever case. */
  get(name: string): EnvValue | undefined {
    return this.values.get(name) ?? [...this.values].find(([given]) => environmentName(given) === environmentName(name))?.[1];
  }

  /** `spec.variables` in the order in which the operator makes an environment of them. */
  render(): SpinAppSpecVariables[] | undefined {
    const entries = [...this.values].map(([name, { value, valueFrom }]) => ({ name, value, valueFrom: source(valueFrom) }));
    return entries.length > 0 ? envOrder(entries, ({ name }) => environmentName(name)) : undefined;
  }
}

/** What a variable is called in the environment. */
export function environmentName(name: string): string {
  return PREFIX + name.toUpperCase();
}

/** Checks the name of a variable beside those before and after it. */
export function checkVariableName(report: Report, name: string, others: OtherNames, naming = OF_OPERATOR): void {
  const field = fieldOf(name, naming);
  const same = (other: string) => other.toUpperCase() === name.toUpperCase();
  const twin = others.before.find(same);
  if (twin !== undefined) {
    report.add(collision(field, name, twin, naming));
  } else if (name.toUpperCase().startsWith(PREFIX)) {
    report.add({
      field,
      value: name,
      rule: `${naming.writer} puts ${PREFIX} before each name itself`,
      fix: `write it as ${JSON.stringify(name.slice(PREFIX.length).toLowerCase())}`,
      code: RuleCode.PREFIXED_VARIABLE_NAME,
    });
  } else if (!others.after.some(same)) {
    report.hold(field, name, VARIABLE_NAME);
    report.hold(field, name, LOWER_CASE_NAME);
  }
}

/** The field of a variable in messages. */
export function fieldOf(name: string, { place } = OF_OPERATOR): string {
  return `${place}[${JSON.stringify(name)}]`;
}

function collision(field: string, name: string, ...[twin, { writer }]: [string, VariableNaming]): Problem {
  return twin === name
    ? { field, value: name, rule: 'the variable is given already', fix: 'give it once', code: RuleCode.DUPLICATE_KEY }
    : {
      field,
      value: name,
      rule: `it is the same variable as ${JSON.stringify(twin)}: ${writer} writes names in upper case`,
      fix: 'give it once, in lower case',
      code: RuleCode.VARIABLE_COLLISION,
    };
}

function checkValue(report: Report, field: string, { value, valueFrom }: EnvValue): void {
  if (value === undefined && valueFrom === undefined) {
    report.add({
      field,
      value: undefined,
      rule: 'a variable needs a value or a source, and a process variable that is not set has neither',
      fix: 'set it, or use EnvValue.fromProcess(key, { required: true }) to fail earlier',
      code: RuleCode.EMPTY_VARIABLE,
    });
  }
  report.hold(`${field}.value`, value, SCALAR);
  checkKeyReference(report, `${field}.valueFrom`, valueFrom);
  if (valueFrom?.fieldRef || valueFrom?.resourceFieldRef) {
    checkPodFields(report, `${field}.valueFrom`, k8s.toJson_EnvVarSource(valueFrom)!);
  }
}

/** A source in YAML field names, with the divisor that the operator's webhook would add. */
function source(valueFrom: EnvValue['valueFrom']): SpinAppSpecVariables['valueFrom'] {
  const written = k8s.toJson_EnvVarSource(valueFrom);
  const { resourceFieldRef } = written ?? {};
  return resourceFieldRef
    ? { resourceFieldRef: { ...resourceFieldRef, divisor: canonicalQuantity(resourceFieldRef.divisor ?? '0') } }
    : written;
}
