import { Duration } from 'cdk8s';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** The most seconds that fit every field that takes a length of time: five digits, a bit over 27 hours. */
const MOST_SECONDS = 99_999;

/** The bounds of a length of time, in seconds. */
export interface DurationBounds {
  readonly min: number;
  readonly max?: number;
}

/** Checks a length of time whose field counts seconds, and counts them. */
export function wholeSeconds(report: Report, field: string, given: Duration | undefined, bounds: DurationBounds): number | undefined {
  const { min, max = 2 ** 31 - 1 } = bounds;
  if (given === undefined) {
    return undefined;
  }
  const seconds = given.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < min || seconds > max) {
    addProblem(report, field, given, `must be a whole number of seconds ${range(bounds)}`);
  }
  return seconds;
}

/** Checks a length of time whose field holds text with a unit, and writes it: `30s`, `1500ms`. */
export function durationText(report: Report, field: string, given: Duration | undefined): string | undefined {
  if (given === undefined) {
    return undefined;
  }
  const milliseconds = given.toMilliseconds({ integral: false });
  if (!Number.isInteger(milliseconds) || milliseconds > MOST_SECONDS * 1000 || (milliseconds % 1000 !== 0 && milliseconds > MOST_SECONDS)) {
    addProblem(report, field, given, `must be whole milliseconds below 100 seconds, or whole seconds up to ${MOST_SECONDS}`);
  }
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

function range({ min, max }: DurationBounds): string {
  return max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
}

function addProblem(report: Report, field: string, given: Duration, rule: string): void {
  report.add({
    field,
    value: `${given.toMilliseconds({ integral: false })}ms`,
    rule,
    fix: 'give another Duration',
    code: RuleCode.INVALID_DURATION,
  });
}
