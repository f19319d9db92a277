import { isAddress } from '../../manifest/private/ip';
import { containersOf, Fields, PlacedContainer, PodTemplate } from '../../nodes/private/pod-template';
import { Grammar, rfc1123Label, SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const ADDRESS: Grammar = {
  accepts: (address) => typeof address === 'string' && isAddress(address),
  rule: 'must be an IPv4 or IPv6 address',
  fix: 'write it as "203.0.113.7" or "2001:db8::7"',
  code: RuleCode.INVALID_HOST,
};

const HOST: Grammar = { ...SUBDOMAIN, code: RuleCode.INVALID_HOST };

/** A domain to search in may end in a dot. */
const DOMAIN: Grammar = { ...HOST, accepts: (domain) => HOST.accepts(String(domain).replace(/\.$/, '')) };

const HOST_NAME = rfc1123Label('a host name', RuleCode.INVALID_NAME);
const SUBDOMAIN_NAME = rfc1123Label('the subdomain of a pod', RuleCode.INVALID_NAME);

/** Checks the names, addresses and ports that a pod has in the network. */
export function checkNetwork(report: Report, template: PodTemplate): void {
  const { place, spec } = template;
  const { hostname, subdomain, dnsConfig = {}, hostAliases = [] } = spec;
  report.holdGiven(`${place}spec.hostname`, hostname, HOST_NAME);
  report.holdGiven(`${place}spec.subdomain`, subdomain, SUBDOMAIN_NAME);
  holdEach(report, `${place}spec.dnsConfig.nameservers`, dnsConfig.nameservers, ADDRESS);
  holdEach(report, `${place}spec.dnsConfig.searches`, dnsConfig.searches, DOMAIN);
  hostAliases.forEach(({ ip, hostnames }: Fields, index: number) => {
    report.hold(`${place}spec.hostAliases[${index}].ip`, ip, ADDRESS);
    holdEach(report, `${place}spec.hostAliases[${index}].hostnames`, hostnames, HOST);
  });
  checkHostPorts(report, template);
}

function holdEach(report: Report, field: string, values: unknown[] = [], grammar: Grammar): void {
  values.forEach((value, index) => report.hold(`${field}[${index}]`, value, grammar));
}

/** Containers run together and share the ports of a node; those that start the pod run one after the other. */
function checkHostPorts(report: Report, template: PodTemplate): void {
  const { hostNetwork, initContainers = [] } = template.spec;
  const all = containersOf(template);
  const together = all.slice(0, all.length - initContainers.length);
  for (const group of [together, ...all.slice(together.length).map((alone) => [alone])]) {
    checkGroup(report, group, Boolean(hostNetwork));
  }
}

function checkGroup(report: Report, group: PlacedContainer[], hostNetwork: boolean): void {
  const taken = new Set<string>();
  for (const { field, port } of group.flatMap(portsOf)) {
    const { containerPort, hostPort = hostNetwork ? containerPort : undefined, hostIP, protocol = 'TCP' } = port;
    const key = [protocol, hostIP, hostPort].join('/');
    report.holdGiven(`${field}.hostIP`, hostIP, ADDRESS);
    if (hostNetwork && hostPort !== containerPort) {
      const rule = `a pod in the network of its node has the node's own ports, here ${containerPort}`;
      report.add({ field: `${field}.hostPort`, value: hostPort, rule, fix: 'leave it out', code: RuleCode.INVALID_PORT });
    }
    if (hostPort !== undefined) {
      refuseTaken(report, `${field}.hostPort`, hostPort, taken.has(key));
      taken.add(key);
    }
  }
}

function refuseTaken(report: Report, field: string, value: unknown, isTaken: boolean): void {
  if (isTaken) {
    const rule = 'another port of the pod takes this port of the node';
    report.add({ field, value, rule, fix: 'use another port, or leave one out', code: RuleCode.DUPLICATE_KEY });
  }
}

function portsOf({ place, container }: PlacedContainer): { field: string; port: Fields }[] {
  return (container.ports ?? []).map((port: Fields, index: number) => ({ field: `${place}.ports[${index}]`, port }));
}
