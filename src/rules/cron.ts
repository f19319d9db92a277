import { Grammar } from './grammar';
import { RuleCode } from './rule-code';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: string[];
}

/** Minute, hour, day of month, month, day of week. */
const FIELDS: Field[] = [
  { min: 0, max: 59 }, { min: 0, max: 23 }, { min: 1, max: 31 }, { min: 1, max: 12, names: MONTHS }, { min: 0, max: 6, names: DAYS },
];

/** A cron expression of five fields, as KEDA reads it. */
export const CRON: Grammar = {
  accepts: (value) => typeof value === 'string' && isCron(value, /^[0-9]{1,2}$/),
  rule: 'must be a cron expression of five fields: minute, hour, day of month, month (1-12) and day of week (0-6, Sunday is 0)',
  fix: 'write it as "0 8 * * 1-5"',
  code: RuleCode.INVALID_SCHEDULE,
};

/** A name of the IANA time zone database. */
export const TIME_ZONE: Grammar = {
  accepts: (value) => typeof value === 'string' && isTimeZone(value),
  rule: 'must be a name of the IANA time zone database, letter by letter',
  fix: 'write it as "Europe/Berlin" or "Etc/UTC"',
  code: RuleCode.INVALID_SCHEDULE,
};

/** Whether a text is five fields within their bounds, with numbers of this form. */
export function isCron(text: string, number: RegExp): boolean {
  const fields = text.split(' ');
  return fields.length === FIELDS.length
    && fields.every((field, index) => field.split(',').every((part) => isPart(part, FIELDS[index], number)));
}

/** One part of a field: `*`, `5`, `1-5`, `mon-fri`, and any of them with a step. */
function isPart(part: string, field: Field, number: RegExp): boolean {
  const match = /^(?:[*?]|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/([0-9]+))?$/i.exec(part);
  if (!match) {
    return false;
  }
  const [, first, last, step] = match;
  const from = first === undefined ? field.min : valueOf(first, field, number);
  const to = last === undefined ? from : valueOf(last, field, number);
  return from >= field.min && to <= field.max && from <= to && step !== '0' && Number(step ?? 1) > 0;
}

/** The number that a word stands for, or none at all. */
function valueOf(word: string, { min, names = [] }: Field, number: RegExp): number {
  const index = names.indexOf(word.toLowerCase());
  return index >= 0 ? index + min : number.test(word) ? Number(word) : NaN;
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) {
    return false;
  }
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // Node reads names in any case, Go only in the right one.
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
