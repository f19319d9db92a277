import { EgressRule } from './egress-rules';
import { AllowedHost, AllowedHostKind, readAllowedHost } from '../../manifest/allowed-host';
import { canonicalCidr } from '../../manifest/private/ip';
import { Grammar, NAMESPACE, PORT, SUBDOMAIN } from '../../rules/grammar';
import { HOSTNAME } from '../../rules/http';
import { labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { EgressPolicyConfig } from '../egress-policy';

/** An address of the DNS cache that many clusters have on each node. */
const NODE_CACHE = '169.254.20.10/32';

const DNS_PORT = 53;

const CIDR: Grammar = {
  accepts: (network) => typeof network === 'string' && canonicalCidr(network) === network,
  rule: 'a network is an address and the length of its prefix, its other bits 0',
  fix: 'write it as "10.0.0.0/8"',
  code: RuleCode.INVALID_ALLOWED_HOST,
};

/** Checks the options of an egress policy, and reads its hosts. */
export function checkEgress(report: Report, config: EgressPolicyConfig): AllowedHost[] {
  report.holdGiven('egress.name', config.name, SUBDOMAIN);
  config.privateNetworks?.forEach((network, index) => report.hold(`egress.privateNetworks[${index}]`, network, CIDR));
  config.dns?.addresses?.forEach((network, index) => report.hold(`egress.dns.addresses[${index}]`, network, CIDR));
  report.holdGiven('egress.dns.clusterDomain', config.dns?.clusterDomain, HOSTNAME);
  report.holdGiven('egress.dns.namespace', config.dns?.namespace, NAMESPACE);
  report.holdGiven('egress.dns.port', config.dns?.port, PORT);
  labels(report, 'egress.dns.podLabels', config.dns?.podLabels);
  return (config.hosts ?? []).flatMap((text, index) => readHost(report, `egress.hosts[${index}]`, text));
}

function readHost(report: Report, field: string, text: string): AllowedHost[] {
  const host = readAllowedHost(String(text));
  if (!(host instanceof AllowedHost)) {
    report.add({ ...host, field });
    return [];
  }
  if (host.kind === AllowedHostKind.TEMPLATE) {
    report.add({
      field,
      value: text,
      rule: 'a host of the policy itself has no variables',
      fix: 'write its value',
      code: RuleCode.INVALID_ALLOWED_HOST,
    });
  }
  return [host];
}

/** What lets an app ask the cluster's DNS servers. */
export function dnsRules({ dns = {}, byName }: EgressPolicyConfig): EgressRule[] {
  const { namespace = 'kube-system', podLabels = { 'k8s-app': 'kube-dns' }, port = DNS_PORT, addresses = byName ? [] : [NODE_CACHE] } = dns;
  const ports = (number: number) => (['UDP', 'TCP'] as const).map((protocol) => ({ protocol, port: number }));
  return [
    { peer: { pods: { labels: { ...podLabels }, namespace } }, ports: ports(port) },
    ...addresses.map((network) => ({ peer: { network }, ports: ports(DNS_PORT) })),
  ];
}
