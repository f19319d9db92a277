import { Grammar } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';

const HOST = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
const IPV4 = /^\d+(\.\d+){3}$/;

/** What the API server and gateways refuse inside a path, since it can mean another path. */
const ABNORMAL = /\/\/|\/\.{1,2}(\/|$)|%2f/i;
const PATH_CHARACTERS = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const TOKEN = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;

/** A DNS name, such as "api.acme.com". */
export const HOSTNAME: Grammar = {
  accepts: isHostname,
  rule: 'must be a DNS name in lower case, of at most 253 characters and no IP address',
  fix: 'write it as "api.acme.com"',
  code: RuleCode.INVALID_HOST,
};

/** A DNS name, or one with a wildcard as its whole first label. */
export const HOSTNAME_OR_WILDCARD: Grammar = {
  accepts: (value) => typeof value === 'string' && value.length <= 253 && isHostname(value.replace(/^\*\./, '')),
  rule: 'must be a DNS name in lower case, of at most 253 characters and no IP address, or one after "*."',
  fix: 'write it as "api.acme.com" or "*.acme.com"',
  code: RuleCode.INVALID_HOST,
};

/** A URL path, as routes compare it. */
export const URL_PATH: Grammar = {
  accepts: (value) => typeof value === 'string' && value.startsWith('/') && value.length <= 1024 && !ABNORMAL.test(value) && PATH_CHARACTERS.test(value),
  rule: "must be an absolute URL path of at most 1024 characters, without '//', '/./', '/../', an escaped slash, a query or a fragment",
  fix: 'write it as "/shop/cart"',
  code: RuleCode.INVALID_PATH,
};

/** A path that the controller of an Ingress compares in its own way, for many by a regular expression. */
export const OWN_PATH: Grammar = {
  accepts: (value) => typeof value === 'string' && value.startsWith('/'),
  rule: 'must be absolute, whatever the controller makes of the rest',
  fix: 'write it as "/shop(/|$)(.*)"',
  code: RuleCode.INVALID_PATH,
};

/** The name of an HTTP header or query parameter. */
export const HTTP_NAME: Grammar = {
  accepts: (value) => typeof value === 'string' && TOKEN.test(value),
  rule: "must be a name of at most 256 letters, digits and characters of !#$%&'*+-.^_`|~",
  fix: 'write it as "x-version"',
  code: RuleCode.INVALID_ROUTE,
};

/** A text that a route compares or writes. */
export function textOf(length: number): Grammar {
  return {
    accepts: (value) => typeof value === 'string' && value.length >= 1 && value.length <= length,
    rule: `must be a text of 1 to ${length} characters`,
    fix: 'leave it out, or shorten it',
    code: RuleCode.INVALID_ROUTE,
  };
}

/** Checks hosts, and that none is named twice. */
export function checkHosts(report: Report, field: string, hosts: readonly string[], grammar = HOSTNAME_OR_WILDCARD): void {
  hosts.forEach((host, index) => {
    report.hold(`${field}[${index}]`, host, grammar);
    if (hosts.indexOf(host) < index) {
      report.add({ field: `${field}[${index}]`, value: host, rule: 'it is named already', fix: 'name it once', code: RuleCode.DUPLICATE_KEY });
    }
  });
}

/** Whether a host, which may be a wildcard, stands for another. */
export function coversHost(host: string, other: string): boolean {
  return host === other || (host.startsWith('*.') && other.slice(other.indexOf('.')) === host.slice(1));
}

function isHostname(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 253 && HOST.test(value) && !IPV4.test(value);
}
