import { Grammar } from './grammar';
import { RuleCode } from './rule-code';

/** The schemes of web servers. */
export const HTTP = ['http', 'https'];

/** A URL of one of some schemes, with a host. */
export function url(schemes: string[]): Grammar {
  return {
    accepts: (value) => typeof value === 'string' && URL.canParse(value) && new URL(value).host !== ''
      && schemes.includes(new URL(value).protocol.replace(':', '')),
    rule: `must be a URL of scheme ${schemes.join(' or ')}`,
    fix: `write it as "${schemes[0]}://host:port"`,
    code: RuleCode.INVALID_URL,
  };
}
