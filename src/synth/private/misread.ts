import { Yaml } from 'cdk8s';
import { SCALAR } from '../../rules/scalar';

/** What readers break lines at, drop or refuse when it stands unescaped: separators, marks, control characters. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

/** How a string begins that a reader may take for a number; cdk8s itself quotes digits alone. */
const NUMERIC = /^(?![0-9]+$)[-+.0-9]/;

/** YAML 1.1's keys for merging and for a default, which cdk8s writes without quotes. */
const SPECIAL_KEYS = ['<<', '='];

/** Whether some YAML reader takes a string for something else, or refuses it, as cdk8s writes it. */
export function isMisread(text: string): boolean {
  return UNPRINTABLE.test(text)
    || SPECIAL_KEYS.includes(text)
    || (NUMERIC.test(text) && !SCALAR.accepts(text))
    || (/[\n\t]/.test(text) && isMisreadForItsSpace(text));
}

/** A string in quotes, with escapes for all that a reader may change. */
export function inQuotes(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(new RegExp(UNPRINTABLE, 'g'), escaped);
}

/** What its tabs, line breaks and spaces do to a string depends on the form that cdk8s gives it. */
function isMisreadForItsSpace(text: string): boolean {
  const written = () => Yaml.stringify(text).slice(0, -1);
  if (!text.includes('\n')) {
    // PyYAML knows no tabs within words that have no quotes.
    return written() === text;
  }
  // libyaml and go-yaml refuse a block that begins with a tab, and one of spaces alone loses them.
  const blank = /^[ \t\n]*$/.test(text) && / /.test(text);
  const unfitForBlock = /^\n*\t/.test(text) || blank;
  // A quoted string that cdk8s breaks into lines gets a backslash for a line that is one space.
  const unfitForLines = /\n \n/.test(text) && /\n[ \t]+$|[\x00-\x08\x0b-\x1f]/.test(text);
  // Blank lines alone come as a block in one place and quoted in another, and lose something in either.
  return (blank && /\n[ \t\n]*\n/.test(text))
    || (unfitForBlock && written().startsWith('|'))
    || (unfitForLines && written().includes('\n'));
}
