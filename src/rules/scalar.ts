import { Yaml } from 'cdk8s';
import { Grammar } from './grammar';
import { RuleCode } from './rule-code';

/** What kubectl's YAML reader takes for a number, once it has dropped every underscore. */
const INTEGER = /^[-+]?(0x[0-9a-f]+|0o?[0-7]+|0b[01]+|[0-9]+)$/i;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;

/** Separators that YAML readers change or drop. */
const SEPARATOR = /[\u0085\u2028\u2029\uFEFF]/;

/** A string that every YAML reader takes for itself. */
export const SCALAR: Grammar = {
  accepts: (value) => typeof value !== 'string' || !(SEPARATOR.test(value) || isForeignNumber(value)),
  rule: "some YAML readers, kubectl's among them, would take it for something else",
  fix: 'write numbers in decimal digits, or take the value from a ConfigMap or Secret that is made elsewhere',
  code: RuleCode.AMBIGUOUS_SCALAR,
};

function isForeignNumber(value: string): boolean {
  const digits = value.replace(/_/g, '');
  return /^[-+.0-9]/.test(value) && (INTEGER.test(digits) || FLOAT.test(digits)) && isWrittenPlain(value);
}

function isWrittenPlain(value: string): boolean {
  return Yaml.stringify(value).trim() === value;
}
