import { byKey } from '../../rules/by-key';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

/** Values of a Helm chart. */
export interface Values {
  readonly [key: string]: unknown;
}

/** Values with those of the user laid over them, at every depth. What is undefined is not given. */
export function merged(base: Values, over: Values): Values {
  const result: { [key: string]: unknown } = { ...base };
  for (const [key, value] of Object.entries(over).filter(([, given]) => given !== undefined)) {
    result[key] = isMap(value) ? merged(isMap(result[key]) ? result[key] : {}, value) : value;
  }
  return result;
}

/** Maps and lists as copies, so that they are no longer the caller's; all else as it is. */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(copied) as T;
  }
  return isMap(value) ? Object.fromEntries(byKey(value).map(([key, inner]) => [key, copied(inner)])) as T : value;
}

/** Checks that values are what a file can hold, and that it says them to every reader. */
export function checkValues(report: Report, field: string, value: unknown, takesNull: boolean): void {
  if (Array.isArray(value) || isMap(value)) {
    for (const [key, inner] of Object.entries(value)) {
      report.hold(`${field} key`, key, SCALAR);
      checkValues(report, `${field}[${JSON.stringify(key)}]`, inner, takesNull);
    }
  } else if (value === null && !takesNull) {
    report.add({
      field,
      value,
      rule: 'cdk8s leaves null out of an object, and the chart keeps its own value',
      fix: 'write the value that the chart is to have instead',
      code: RuleCode.INVALID_VALUES,
    });
  } else if (!isScalar(value)) {
    report.add({
      field,
      value: typeof value === 'object' ? `a ${value!.constructor?.name}` : value,
      rule: 'values of a chart are maps, lists, texts, finite numbers and booleans',
      fix: 'write it as one of these, such as a quantity as text',
      code: RuleCode.INVALID_VALUES,
    });
  } else {
    report.hold(field, value, SCALAR);
  }
}

function isScalar(value: unknown): boolean {
  return value === undefined || value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
