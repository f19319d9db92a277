import { Yaml } from 'cdk8s';
import { Grammar } from './grammar';
import { RuleCode } from './rule-code';

/** What kubectl's YAML reader takes for a number, once it has dropped every underscore. */
const INTEGER = /^[-+]?(0x[0-9a-f]+|0o?[0-7]+|0b[01]+|[0-9]+)$/i;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;

/** Characters that YAML readers change, drop or refuse. */
const UNREADABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;

/** Marks apps that write each string so that every reader takes it for itself. */
export const FAITHFUL = Symbol.for('cdk8s-wasm.FaithfulApp');

/** A string that every YAML reader takes for itself. */
export const SCALAR: Grammar = {
  accepts: (value) => typeof value !== 'string' || !(UNREADABLE.test(value) || isForeignNumber(value)),
  rule: "some YAML readers, kubectl's among them, would take it for something else",
  fix: 'make the app a FleetApp, which quotes it',
  code: RuleCode.AMBIGUOUS_SCALAR,
};

/** A string of whole characters: half of one, a lone surrogate, has no place in any file. */
export const UNICODE: Grammar = {
  accepts: (value) => typeof value !== 'string' || !/\p{Surrogate}/u.test(value),
  rule: 'it was cut inside a character, and no YAML file can hold half of one',
  fix: "cut it between characters: Array.from(text).slice(0, 7).join('')",
  code: RuleCode.INVALID_TEXT,
};

function isForeignNumber(value: string): boolean {
  const digits = value.replace(/_/g, '');
  return /^[-+.0-9]/.test(value) && (INTEGER.test(digits) || FLOAT.test(digits)) && isWrittenPlain(value);
}

function isWrittenPlain(value: string): boolean {
  return Yaml.stringify(value) === `${value}\n`;
}
