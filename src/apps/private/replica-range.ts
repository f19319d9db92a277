import { integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The bounds of an autoscaler, with the fields that hold them. */
export interface ReplicaRange {
  readonly min?: number;
  readonly max?: number;
  readonly minField: string;
  readonly maxField: string;
}

const WHOLE = { fix: 'give a whole number of pods', code: RuleCode.INVALID_REPLICA_RANGE };
const MAXIMUM = integer({ min: 1, rule: 'the maximum must be an integer >= 1', ...WHOLE });
const MINIMUM = integer({ min: 0, rule: 'the minimum must be an integer >= 0', ...WHOLE });

/** Checks the bounds of an autoscaler. */
export function checkRange(report: Report, { min, max, minField, maxField }: ReplicaRange): void {
  report.holdGiven(maxField, max, MAXIMUM);
  report.holdGiven(minField, min, MINIMUM);
  if (min !== undefined && max !== undefined && max >= 1 && min > max) {
    report.add({
      field: minField,
      value: min,
      rule: `the minimum is over the maximum, ${max}`,
      fix: 'lower the minimum or raise the maximum',
      code: RuleCode.INVALID_REPLICA_RANGE,
    });
  }
}

/** Refuses a minimum of 0 where nothing can start the first pod. */
export function refuseZero(report: Report, field: string, min: number | undefined, why: string): void {
  if (min === 0) {
    report.add({
      field,
      value: min,
      rule: why,
      fix: 'give at least 1, or use autoscaleByHttp or a KEDA trigger that is neither cpu nor memory',
      code: RuleCode.NO_SCALE_TO_ZERO,
    });
  }
}
