import { Grammar } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** A part of an object in the field names of its YAML. */
export type Fields = { readonly [field: string]: any };

/** Checks a part of an object. */
export type FieldCheck = (report: Report, field: string, part: Fields) => void;

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** A text that is not empty. */
export const FILLED: Grammar = { ...VOLUME, accepts: (text) => typeof text === 'string' && text !== '', rule: 'must not be empty', fix: 'give it' };

/** Holds fields to grammars; where they are missing, the schema says so. */
export function held(grammars: { readonly [part: string]: Grammar }): FieldCheck {
  return (report, field, source) => Object.keys(grammars).forEach((part) => report.holdGiven(`${field}.${part}`, source[part], grammars[part]));
}

/** One of a closed set of words about a volume. */
export function oneOf(...words: string[]): Grammar {
  return {
    ...VOLUME,
    accepts: (word) => words.includes(word as string),
    rule: `must be ${words.filter((word) => word !== '').join(' or ')}`,
    fix: 'use one of them',
  };
}

/** The value, if it is a list. */
export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value : [];
}
