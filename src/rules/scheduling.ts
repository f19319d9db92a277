import { k8s } from 'cdk8s-plus-28';
import { LABEL_VALUE, qualifiedKey } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';

const SELECTOR_KEY = qualifiedKey('a node label key', RuleCode.INVALID_LABEL);
const TAINT_KEY = qualifiedKey('a taint key', RuleCode.INVALID_TOLERATION);
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const OPERATORS = ['Exists', 'Equal'];

/** Checks a node selector and copies it. */
export function nodeSelector(report: Report, field: string, given: { [key: string]: string } = {}): { [key: string]: string } {
  for (const [key, value] of Object.entries(given)) {
    report.hold(`${field} key`, key, SELECTOR_KEY);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, LABEL_VALUE);
  }
  return { ...given };
}

/** Checks tolerations as the API server does and copies them. */
export function tolerations(report: Report, field: string, given: k8s.Toleration[] = []): k8s.Toleration[] {
  given.forEach((toleration, index) => checkToleration(report, `${field}[${index}]`, toleration));
  return given.map((toleration) => ({ ...toleration }));
}

function checkToleration(report: Report, field: string, toleration: k8s.Toleration): void {
  const { key, operator = 'Equal', value, effect, tolerationSeconds } = toleration;
  const wrong = (name: string, got: unknown, rule: string, fix: string) =>
    report.add({ field: `${field}.${name}`, value: got, rule, fix, code: RuleCode.INVALID_TOLERATION });
  if (key) {
    report.hold(`${field}.key`, key, TAINT_KEY);
  } else if (operator !== 'Exists') {
    wrong('key', key, 'only operator Exists goes without a key', 'name the taint');
  }
  if (!OPERATORS.includes(operator)) {
    wrong('operator', operator, 'must be Exists or Equal', 'use Exists for any value of the taint');
  }
  if (operator === 'Exists' && value) {
    wrong('value', value, 'operator Exists takes no value', 'leave it out, or use operator Equal');
  }
  if (effect && !EFFECTS.includes(effect)) {
    wrong('effect', effect, `must be one of ${EFFECTS.join(', ')}`, 'use the effect of the taint, or leave it out for all');
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    wrong('tolerationSeconds', tolerationSeconds, 'goes with effect NoExecute only', 'leave it out');
  }
}
