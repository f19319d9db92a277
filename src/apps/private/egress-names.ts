import { Grammar } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

/** The domain of most clusters. */
export const CLUSTER_DOMAIN = 'cluster.local';

/** What ends a name that is hardly that of a Service: a country, and the domains that are not also words for namespaces. */
const PUBLIC_DOMAIN = /^([a-z]{2}|xn--.*|arpa|biz|com|edu|gov|info|int|mil|net|org)$/;

const WORDS = /^[-a-z0-9_]{1,63}(\.[-a-z0-9_]{1,63})*\.?$/;

/** A name as DNS and Cilium take it: Spin and URLs take more. */
export const DNS_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && name.length <= 253 && WORDS.test(name),
  rule: "the name of a host is words of at most 63 letters, digits, '-' and '_', joined by dots, 253 characters in all",
  fix: 'write one entry for each host, such as "https://api.example.com"',
  code: RuleCode.INVALID_HOST,
};

/** The Service of a name that can be no other, and its namespace; a pod's own name may stand before it. */
export function serviceOf(name: string, clusterDomain: string): [string, string] | undefined {
  const words = wordsBeforeSvc(name, clusterDomain) ?? [];
  return words.length === 2 || words.length === 3 ? [words[words.length - 2], words[words.length - 1]] : undefined;
}

/** The namespace whose Services or pods have the names below a domain, `*` for every namespace. */
export function namespaceBelow(domain: string, clusterDomain: string): string | undefined {
  const words = domain === clusterDomain ? [] : wordsBeforeSvc(domain, clusterDomain);
  return words && words.length <= 2 ? words[words.length - 1] ?? '*' : undefined;
}

/** Whether a name of two words, the last of which is given, may be a Service and its namespace. */
export function mayBeNamespace(word: string): boolean {
  return !PUBLIC_DOMAIN.test(word);
}

/** The words before `svc`, where it ends a name or stands before the cluster's domain. */
function wordsBeforeSvc(name: string, clusterDomain: string): string[] | undefined {
  const short = name.endsWith(`.${clusterDomain}`) ? name.slice(0, -clusterDomain.length - 1) : name;
  const words = short.split('.');
  return words.pop() === 'svc' ? words : undefined;
}
