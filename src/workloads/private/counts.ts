import { integer } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

/** A number of things, or seconds, that may be none. */
export const COUNT = integer({
  min: 0,
  rule: 'must be a whole number of 0 or more',
  fix: 'give a whole number, or leave it out',
  code: RuleCode.INVALID_COUNT,
});
