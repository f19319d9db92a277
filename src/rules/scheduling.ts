import { k8s } from 'cdk8s-plus-28';
import { byKey, sortedMap } from './by-key';
import { LABEL_VALUE, qualifiedKey } from './grammar';
import { isUnresolved, Report } from './problem';
import { RuleCode } from './rule-code';
import { SCALAR } from './scalar';

const SELECTOR_KEY = qualifiedKey('a node label key', RuleCode.INVALID_LABEL);
const TAINT_KEY = qualifiedKey('a taint key', RuleCode.INVALID_TOLERATION);
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const OPERATORS = ['Exists', 'Equal'];

interface TolerationRule {
  readonly part: keyof k8s.Toleration;
  readonly broken: (toleration: k8s.Toleration) => boolean;
  readonly rule: string;
  readonly fix: string;
}

const TOLERATION_RULES: TolerationRule[] = [{
  part: 'operator',
  broken: ({ operator }) => !OPERATORS.includes(operator!),
  rule: `must be ${OPERATORS.join(' or ')}`,
  fix: 'use Exists for any value of the taint',
}, {
  part: 'key',
  broken: ({ operator, key }) => operator === 'Equal' && !key,
  rule: 'only operator Exists goes without a key',
  fix: 'name the taint',
}, {
  part: 'value',
  broken: ({ operator, value }) => operator === 'Exists' && Boolean(value),
  rule: 'operator Exists takes no value',
  fix: 'leave it out, or use operator Equal',
}, {
  part: 'value',
  broken: ({ operator, value = '' }) => operator === 'Equal' && !LABEL_VALUE.accepts(value),
  rule: LABEL_VALUE.rule.replace('a label value', 'the value of a taint'),
  fix: 'write the value that the taint has',
}, {
  part: 'effect',
  broken: ({ effect }) => Boolean(effect) && !EFFECTS.includes(effect!),
  rule: `must be one of ${EFFECTS.join(', ')}`,
  fix: 'use the effect of the taint, or leave it out for all',
}, {
  part: 'tolerationSeconds',
  broken: ({ effect, tolerationSeconds }) => tolerationSeconds !== undefined && effect !== 'NoExecute',
  rule: 'goes with effect NoExecute only',
  fix: 'leave it out',
}, {
  part: 'tolerationSeconds',
  broken: ({ tolerationSeconds = 0 }) => !Number.isInteger(tolerationSeconds),
  rule: 'must be a whole number of seconds',
  fix: 'give whole seconds',
}];

/** Checks a node selector and copies it. */
export function nodeSelector(report: Report, field: string, given: { [key: string]: string } = {}): { [key: string]: string } {
  for (const [key, value] of byKey(given)) {
    report.hold(`${field} key`, key, SELECTOR_KEY);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, LABEL_VALUE);
  }
  return sortedMap(given);
}

/** Checks tolerations as the API server does. */
export function checkTolerations(report: Report, field: string, given: readonly k8s.Toleration[] = []): void {
  given.forEach((toleration, index) => checkToleration(report, `${field}[${index}]`, toleration));
}

/** Checks tolerations as the API server does and copies them, equal ones once: a RuntimeClass may say none twice. */
export function tolerations(report: Report, field: string, given: k8s.Toleration[] = []): k8s.Toleration[] {
  checkTolerations(report, field, given);
  const distinct: k8s.Toleration[] = [];
  for (const toleration of given.map(withoutEmpty)) {
    if (!distinct.some((known) => isSame(known, toleration))) {
      distinct.push(toleration);
    }
  }
  return distinct;
}

/** Without an operator, a toleration has operator Equal. */
function isSame(one: k8s.Toleration, other: k8s.Toleration): boolean {
  return (one.operator ?? 'Equal') === (other.operator ?? 'Equal')
    && (['key', 'value', 'effect', 'tolerationSeconds'] as const).every((part) => one[part] === other[part]);
}

/** The API server does not store an empty string: it means what is left out means. */
function withoutEmpty(toleration: k8s.Toleration): k8s.Toleration {
  return Object.fromEntries(Object.entries(toleration).filter(([, value]) => value !== undefined && value !== ''));
}

function checkToleration(report: Report, field: string, toleration: k8s.Toleration): void {
  if (toleration.key) {
    report.hold(`${field}.key`, toleration.key, TAINT_KEY);
  }
  report.holdGiven(`${field}.value`, toleration.value, SCALAR);
  for (const { part, broken, rule, fix } of TOLERATION_RULES) {
    if (!Object.values(toleration).some(isUnresolved) && broken({ ...toleration, operator: toleration.operator || 'Equal' })) {
      report.add({ field: `${field}.${part}`, value: toleration[part], rule, fix, code: RuleCode.INVALID_TOLERATION });
    }
  }
}
