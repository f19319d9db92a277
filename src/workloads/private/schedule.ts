import { isCron } from '../../rules/cron';
import { Grammar } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

/** A schedule of a CronJob: five fields, as Kubernetes' own parser reads them. */
export const SCHEDULE: Grammar = {
  accepts: (schedule) => typeof schedule === 'string' && isCron(schedule, /^[0-9]+$/),
  rule: 'a schedule is five fields: minute 0-59, hour 0-23, day 1-31, month 1-12 or JAN-DEC, weekday 0-6 or SUN-SAT, '
    + "each with '*', lists, ranges and steps",
  fix: 'write it as Cron.schedule({ minute: "30", hour: "2" })',
  code: RuleCode.INVALID_SCHEDULE,
};
