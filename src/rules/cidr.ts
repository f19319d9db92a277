import { Grammar } from './grammar';
import { RuleCode } from './rule-code';

/** A block of IPv4 or IPv6 addresses. */
export const CIDR: Grammar = {
  accepts: (value) => typeof value === 'string' && isCidr(value),
  rule: 'must be a block of IPv4 or IPv6 addresses',
  fix: 'write it as "203.0.113.0/24" or "2001:db8::/32"',
  code: RuleCode.INVALID_CIDR,
};

function isCidr(text: string): boolean {
  // ipaddr.js takes short, octal and zoned forms too, which Kubernetes refuses.
  const match = /^([0-9a-fA-F:.]+)\/(0|[1-9][0-9]{0,2})$/.exec(text);
  if (!match || (!match[1].includes(':') && !/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(match[1]))) {
    return false;
  }
  const { isValid, parse } = addresses();
  return isValid(match[1]) && Number(match[2]) <= (parse(match[1]).kind() === 'ipv4' ? 32 : 128);
}

/** The ipaddr.js library, loaded when a block is first read: most programs never do. */
function addresses(): typeof import('ipaddr.js') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('ipaddr.js');
}
