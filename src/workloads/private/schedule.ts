import { Grammar } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: string[];
}

const FIELDS: Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

/** A schedule of a CronJob: five fields, as Kubernetes' own parser reads them. */
export const SCHEDULE: Grammar = {
  accepts: (schedule) => typeof schedule === 'string' && isSchedule(schedule.split(' ')),
  rule: 'a schedule is five fields: minute 0-59, hour 0-23, day 1-31, month 1-12 or JAN-DEC, weekday 0-6 or SUN-SAT, '
    + "each with '*', lists, ranges and steps",
  fix: 'write it as Cron.schedule({ minute: "30", hour: "2" })',
  code: RuleCode.INVALID_SCHEDULE,
};

/** A time zone of a CronJob. */
export const TIME_ZONE: Grammar = {
  accepts: (zone) => typeof zone === 'string' && /^[A-Za-z][-+_A-Za-z0-9]*(\/[-+_A-Za-z0-9]+)*$/.test(zone)
    && zone.toLowerCase() !== 'local' && isKnown(zone),
  rule: 'a time zone is a name of the IANA database',
  fix: 'write it as "Europe/Paris" or "Etc/UTC"',
  code: RuleCode.INVALID_SCHEDULE,
};

function isSchedule(fields: string[]): boolean {
  return fields.length === FIELDS.length && fields.every((field, index) => field.split(',').every((part) => isPart(part, FIELDS[index])));
}

/** `*`, `?`, a value or a range, with an optional step; a value with a step runs to the end of its field. */
function isPart(part: string, field: Field): boolean {
  const [range, step, ...more] = part.split('/');
  const stepped = step === undefined || (/^[0-9]+$/.test(step) && Number(step) > 0);
  return more.length === 0 && stepped && (range === '*' || range === '?' || isRange(range, field));
}

function isRange(range: string, field: Field): boolean {
  const [from, to = from, ...more] = range.split('-').map((value) => numberOf(value, field));
  return more.length === 0 && from >= field.min && to <= field.max && from <= to;
}

function numberOf(value: string, { min, names = [] }: Field): number {
  const name = names.indexOf(value.toLowerCase());
  return name < 0 ? (/^[0-9]+$/.test(value) ? Number(value) : NaN) : name + min;
}

function isKnown(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
