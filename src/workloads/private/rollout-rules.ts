import { COUNT } from './counts';
import { Fields } from '../../nodes/private/pod-template';
import { Grammar } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Some pods, by their number or in whole percent. */
const SHARE: Grammar = {
  accepts: (share) => COUNT.accepts(share) || /^[0-9]+%$/.test(String(share)),
  rule: 'must be a whole number of pods or percent',
  fix: 'write it as PercentOrAbsolute.percent(25)',
  code: RuleCode.INVALID_COUNT,
};

const PART: Grammar = {
  ...SHARE,
  accepts: (share) => SHARE.accepts(share) && (typeof share === 'number' || parseInt(share as string, 10) <= 100),
  rule: 'must be a whole number of pods, or percent up to 100',
};

/** Checks in what steps new pods replace old ones. */
export function checkRollout(report: Report, { strategy, updateStrategy }: Fields): void {
  const { maxSurge, maxUnavailable } = strategy?.rollingUpdate ?? {};
  report.holdGiven('spec.strategy.rollingUpdate.maxSurge', maxSurge, SHARE);
  report.holdGiven('spec.strategy.rollingUpdate.maxUnavailable', maxUnavailable, PART);
  report.holdGiven('spec.updateStrategy.rollingUpdate.partition', updateStrategy?.rollingUpdate?.partition, COUNT);
  if ([maxSurge, maxUnavailable].every(isNone)) {
    report.add({
      field: 'spec.strategy.rollingUpdate.maxUnavailable',
      value: maxUnavailable,
      rule: 'no pod could be replaced, since maxSurge is 0 too',
      fix: 'let one of them be more',
      code: RuleCode.INVALID_COUNT,
    });
  }
}

function isNone(share: unknown): boolean {
  return share === 0 || /^0+%$/.test(String(share));
}
