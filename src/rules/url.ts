import { Grammar } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** The schemes of web servers. */
export const HTTP = ['http', 'https'];

/** What an address may be, and where it goes if it has a secret. */
export interface AddressRule {
  readonly schemes: string[];
  readonly fix: string;

  /** Whether another address stops nothing, and is only of no use: for what has a form at all. */
  readonly isAdvice?: boolean;
}

/** Holds an address that stands in a manifest: a URL of one of some schemes, with a host and without a secret. */
export function holdUrl(report: Report, field: string, value: string, { schemes, fix, isAdvice }: AddressRule): void {
  if (typeof value === 'string' && carriesSecret(value)) {
    report.add({
      field,
      value: value.replace(/[:?].*$/s, ':…'),
      rule: 'a password does not stand in a manifest',
      fix,
      code: RuleCode.SECRET_IN_CLEAR,
    });
  } else {
    report.hold(field, value, { ...url(schemes), isAdvice: isAdvice && /^[!-[\]-~]+$/.test(value) });
  }
}

function url(schemes: string[]): Grammar {
  // Node's own parser mends white space, backslashes and missing slashes, which others do not.
  const plain = new RegExp(`^(${schemes.join('|')})://[^\\s\\\\/?#][^\\s\\\\]*$`);
  return {
    accepts: (value) => typeof value === 'string' && plain.test(value) && URL.canParse(value),
    rule: `must be a URL of scheme ${schemes.join(' or ')}`,
    fix: `write it as "${schemes[0]}://host:port"`,
    code: RuleCode.INVALID_URL,
  };
}

/** Whether an address has a user with a password before its host, or a parameter that sounds like one. */
function carriesSecret(value: string): boolean {
  const address = value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/?#@:]+:\d+(?=[/?#])[^?#]*/, '');
  return /:[^@]*@/.test(address) || /[?&][^=&]*(pass|pwd|token|secret|auth(?!or)|api_?key)[^=&]*=/i.test(address);
}
