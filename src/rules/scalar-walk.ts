import { isUnresolved, Report } from './problem';
import { RuleCode } from './rule-code';
import { FAITHFUL, SCALAR } from './scalar';

/**
 * Holds each text of an object, keys and values, to being itself for every YAML reader. What was said of a text already, in other words
 * for its place, is not said again.
 */
export function checkScalars(report: Report, field: string, value: unknown): void {
  if (!(FAITHFUL in report.construct.node.root)) {
    visit(report, field, value);
  }
}

/** Holds each text of the fields of an object to that. */
export function checkTexts(report: Report, fields: object): void {
  Object.entries(fields).forEach(([field, value]) => checkScalars(report, field, value));
}

function visit(report: Report, field: string, value: unknown): void {
  if (typeof value === 'string') {
    hold(report, field, value);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => visit(report, `${field}[${index}]`, item));
  } else if (typeof value === 'object' && value !== null && !isUnresolved(value)) {
    for (const [key, inner] of Object.entries(value)) {
      hold(report, `${field} key`, key);
      visit(report, `${field}${/^[a-z]\w*$/i.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`}`, inner);
    }
  }
}

function hold(report: Report, field: string, text: string): void {
  if (!SCALAR.accepts(text) && !report.found.some(({ code, value }) => code === RuleCode.AMBIGUOUS_SCALAR && value === text)) {
    report.hold(field, text, SCALAR);
  }
}
