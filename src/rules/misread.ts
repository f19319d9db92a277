import { Yaml } from 'cdk8s';

/** What readers break lines at or refuse when it stands unescaped: separators and control characters. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufffe\uffff]/;

/**
 * What makes a string worth a closer look: the beginning of a number, a sign, a tab, a line, a byte order mark. Decimal numbers
 * are in quotes anyway.
 */
const SUSPECT = /^(?![-+]?[0-9.]+$)[-+.0-9=<]|[\t\n\ufeff]/;

/** YAML 1.1's words for merging and for a default, which cdk8s writes without quotes. */
const SPECIAL = ['<<', '='];

/** What kubectl's YAML reader takes for a number, once it has dropped every underscore. */
const INTEGER = /^[-+]?(0x[0-9a-f]+|0o?[0-7]+|0b[01]+|[0-9]+)$/i;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;

/** What js-yaml and PyYAML take for a time and cdk8s does not: a point without digits, a zone of 30 hours and more. */
const TIME = /^\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.([ \t]*(Z|[-+]\d\d?(:\d\d)?))?|(\.\d*)?[ \t]*[-+][3-9]\d(:\d\d)?)$/;

/** Whether some YAML reader takes a string for something else, or refuses it, as cdk8s writes it. */
export function isMisread(text: string): boolean {
  return UNPRINTABLE.test(text)
    || (SUSPECT.test(text) && (SPECIAL.includes(text) || isMisreadMark(text) || (text.includes('\n') ? isMisreadInLines(text) : isMisreadPlain(text))));
}

/** YAML has byte order marks in quotes only; readers drop one before a key. */
function isMisreadMark(text: string): boolean {
  return text.includes('\ufeff') && !/^["']/.test(written(text));
}

/** PyYAML knows no tabs within words that have no quotes. */
function isMisreadPlain(text: string): boolean {
  return (text.includes('\t') || isNumber(text) || TIME.test(text)) && written(text) === text;
}

function isNumber(text: string): boolean {
  const digits = text.replace(/_/g, '');
  return /^[-+.0-9]/.test(text) && (INTEGER.test(digits) || FLOAT.test(digits));
}

/** What its tabs, line breaks and spaces do to a text of several lines depends on the form that cdk8s gives it. */
function isMisreadInLines(text: string): boolean {
  // libyaml and go-yaml refuse a block that begins with a tab, and one of spaces alone loses them.
  const blank = /^[ \t\n]*$/.test(text) && / /.test(text);
  const unfitForBlock = blank || /^\n*\t/.test(text);
  // A quoted string that cdk8s breaks into lines gets a backslash for a line that is one space; older releases quote what is blank.
  const unfitForLines = text.includes('\n \n') && (blank || /\n[ \t]+$|[\x00-\x08\x0b-\x1f]/.test(text));
  return (unfitForBlock && written(text).startsWith('|'))
    || (unfitForLines && written(text).includes('\n'));
}

/** What cdk8s writes for a value of a map: a string that stands alone has other forms. */
function written(text: string): string {
  return Yaml.stringify({ k: text }).slice('k: '.length, -1);
}
