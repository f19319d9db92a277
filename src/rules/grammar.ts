import { RuleCode } from './rule-code';

/** A published grammar for one kind of value, with the words that explain it. */
export interface Grammar {
  readonly accepts: (value: unknown) => boolean;
  readonly rule: string;
  readonly fix: string;
  readonly code: RuleCode;

  /** Whether the rest works as well, and is only unwise. */
  readonly isAdvice?: boolean;
}

/** The most that Kubernetes allows in a label, and in the DNS names that stand in labels. */
export const LABEL_LENGTH = 63;

const RFC_1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const RFC_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const RFC_1123_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

function matches(value: unknown, pattern: RegExp, length: number): boolean {
  return typeof value === 'string' && value.length <= length && pattern.test(value);
}

/** An RFC 1035 label of limited length, as Services and what is named after them need. */
export function rfc1035Label(what: string, length: number, why = ''): Grammar {
  return {
    accepts: (value) => matches(value, RFC_1035_LABEL, length),
    rule: `${what} must be an RFC 1035 label of at most ${length} characters: a-z, 0-9 and '-', starting with a letter${why}`,
    fix: 'set a shorter name of lower-case letters, digits and dashes',
    code: RuleCode.INVALID_NAME,
  };
}

/** An RFC 1123 subdomain: the names of most kinds. */
export const SUBDOMAIN: Grammar = {
  accepts: (value) => matches(value, RFC_1123_SUBDOMAIN, 253),
  rule: "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'",
  fix: 'use lower-case letters, digits, dashes and dots',
  code: RuleCode.INVALID_NAME,
};

/** An RFC 1123 label: containers, volumes, handlers. */
export function rfc1123Label(what: string, code: RuleCode): Grammar {
  return {
    accepts: (value) => matches(value, RFC_1123_LABEL, LABEL_LENGTH),
    rule: `${what} must be an RFC 1123 label of at most ${LABEL_LENGTH} characters: a-z, 0-9 and '-'`,
    fix: 'use lower-case letters, digits and dashes',
    code,
  };
}

/** A namespace name. */
export const NAMESPACE: Grammar = rfc1123Label('a namespace', RuleCode.INVALID_NAMESPACE);

/** The key of a label, annotation or node selector: an optional DNS prefix, a slash, a name. */
export function qualifiedKey(what: string, code: RuleCode): Grammar {
  return {
    accepts: isQualifiedKey,
    rule: `${what} must be a name of at most ${LABEL_LENGTH} letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'`,
    fix: 'write it as "name" or "example.com/name"',
    code,
  };
}

/** Whether a text may be a part of a URL's path, as the names of metrics, and the kinds and names that are scaled, must be. */
export function isPathSegment(text: unknown): boolean {
  return typeof text === 'string' && /^(?!\.{1,2}$)[^/%]+$/.test(text);
}

/** The value of a label or node selector. */
export const LABEL_VALUE: Grammar = {
  accepts: (value) => value === '' || matches(value, QUALIFIED_NAME, LABEL_LENGTH),
  rule: `a label value must be empty or at most ${LABEL_LENGTH} letters, digits, '-', '_' and '.', starting and ending with a letter or digit`,
  fix: 'shorten it, or use an annotation for free text',
  code: RuleCode.INVALID_LABEL,
};

/** A whole number within bounds. */
export function integer(bounds: { min: number; max?: number; rule: string; fix: string; code: RuleCode }): Grammar {
  const { min, max = 2 ** 31 - 1, ...words } = bounds;
  return { accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max, ...words };
}

/** A TCP port. */
export const PORT: Grammar = integer({
  min: 1,
  max: 65535,
  rule: 'a port must be an integer from 1 to 65535',
  fix: 'use the port that clients connect to, usually 80',
  code: RuleCode.INVALID_PORT,
});

function isQualifiedKey(value: unknown): boolean {
  if (typeof value !== 'string') {
    return false;
  }
  const slash = value.indexOf('/');
  const prefixed = slash < 0 || matches(value.slice(0, slash), RFC_1123_SUBDOMAIN, 253);
  return prefixed && matches(value.slice(slash + 1), QUALIFIED_NAME, LABEL_LENGTH);
}
