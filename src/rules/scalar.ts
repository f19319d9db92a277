import { Grammar } from './grammar';
import { isMisread } from './misread';
import { RuleCode } from './rule-code';

/** Marks apps that write each string so that every reader takes it for itself. */
export const FAITHFUL = Symbol.for('cdk8s-wasm.FaithfulApp');

/** A string that every YAML reader takes for itself as the stock App writes it. */
export const SCALAR: Grammar = {
  accepts: (value) => typeof value !== 'string' || !isMisread(value),
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
