import { Grammar, LABEL_VALUE } from './grammar';
import { LABEL_KEY, labels } from './maps';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** One condition of a selector. */
interface Requirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** A selector of labels in YAML field names. */
export interface LabelSelectorFields {
  readonly matchLabels?: { readonly [key: string]: string };
  readonly matchExpressions?: readonly Requirement[];
}

/** How many values an operator takes. */
const VALUES: { [operator: string]: { readonly fits: (count: number) => boolean; readonly rule: string } } = {
  In: { fits: (count) => count > 0, rule: 'operator In needs at least one value' },
  NotIn: { fits: (count) => count > 0, rule: 'operator NotIn needs at least one value' },
  Exists: { fits: (count) => count === 0, rule: 'operator Exists takes no values' },
  DoesNotExist: { fits: (count) => count === 0, rule: 'operator DoesNotExist takes no values' },
  Gt: { fits: (count) => count === 1, rule: 'operator Gt takes one value' },
  Lt: { fits: (count) => count === 1, rule: 'operator Lt takes one value' },
};

const OF_LABELS = operators(['In', 'NotIn', 'Exists', 'DoesNotExist']);
const OF_NODES = operators(Object.keys(VALUES));

/** Checks a selector of labels as the API server does. */
export function checkLabelSelector(report: Report, field: string, { matchLabels, matchExpressions = [] }: LabelSelectorFields = {}): void {
  labels(report, `${field}.matchLabels`, matchLabels);
  matchExpressions.forEach((requirement, index) => {
    const place = `${field}.matchExpressions[${index}]`;
    checkRequirement(report, place, requirement, OF_LABELS);
    checkValues(report, place, requirement);
  });
}

/** Checks a condition on the labels of nodes, which may compare numbers too. */
export function checkNodeRequirement(report: Report, field: string, requirement: Requirement): void {
  checkRequirement(report, field, requirement, OF_NODES);
}

/** Checks the values of a condition that must be met: a label has no others. */
export function checkValues(report: Report, field: string, { values = [] }: Requirement): void {
  values.forEach((value, position) => report.hold(`${field}.values[${position}]`, value, LABEL_VALUE));
}

function checkRequirement(report: Report, field: string, { key, operator, values = [] }: Requirement, known: Grammar): void {
  report.hold(`${field}.key`, key, LABEL_KEY);
  report.hold(`${field}.operator`, operator, known);
  const count = VALUES[operator ?? ''];
  if (count && !count.fits(values.length)) {
    report.add({ field: `${field}.values`, value: values, rule: count.rule, fix: 'give as many, or use another operator', code: RuleCode.INVALID_LABEL });
  }
}

function operators(known: readonly string[]): Grammar {
  return {
    accepts: (operator) => known.includes(operator as string),
    rule: `must be one of ${known.join(', ')}`,
    fix: 'use one of them',
    code: RuleCode.INVALID_LABEL,
  };
}
