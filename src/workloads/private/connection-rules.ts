import { INetworkPolicyPeer, k8s, NetworkPolicyIpBlock, NetworkPolicyPort, NetworkProtocol, PodSelectorConfig } from 'cdk8s-plus-28';
import { Rendered } from './pod-spec';
import { isWithin } from '../../manifest/private/ip';
import { CIDR } from '../../rules/cidr';
import { Grammar, NAMESPACE, PORT } from '../../rules/grammar';
import { checkLabelSelector, LabelSelectorFields } from '../../rules/label-selector';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const LAST_PORT = 65535;

const PROTOCOL: Grammar = {
  accepts: (protocol) => PROTOCOLS.includes(protocol as string),
  rule: `must be one of ${PROTOCOLS.join(', ')}`,
  fix: 'use a NetworkProtocol',
  code: RuleCode.INVALID_PORT,
};

/** Checks the ports of a connection; all ports of a protocol become the protocol alone, since no policy begins a range at 0. */
export function connectionPorts(report: Report, field: string, ports: readonly NetworkPolicyPort[]): NetworkPolicyPort[] {
  return ports.map((given, index) => {
    const { port, endPort, protocol = NetworkProtocol.TCP } = (given as unknown as Rendered<k8s.NetworkPolicyPort>)._toKube();
    const first = port?.value;
    const place = `${field}[${index}]`;
    report.hold(`${place}.protocol`, protocol, PROTOCOL);
    if (isEveryPort(first, endPort)) {
      return NetworkPolicyPort.of({ protocol: protocol as NetworkProtocol });
    }
    report.holdGiven(`${place}.port`, first, PORT);
    checkEnd(report, place, endPort, first);
    return given;
  });
}

function isEveryPort(first?: unknown, endPort?: number): boolean {
  return endPort === undefined ? first === undefined : endPort === LAST_PORT && (first === 0 || first === 1);
}

function checkEnd(report: Report, place: string, endPort?: number, first?: unknown): void {
  report.holdGiven(`${place}.endPort`, endPort, PORT);
  if (endPort === undefined) {
    return;
  }
  if (first === undefined) {
    report.add({
      field: `${place}.port`,
      value: first,
      rule: `a range of ports that ends with ${endPort} needs its first port`,
      fix: 'give port too, or leave endPort out',
      code: RuleCode.INVALID_PORT,
    });
  } else if (endPort < Number(first)) {
    report.add({
      field: `${place}.endPort`,
      value: endPort,
      rule: `a range of ports that begins with ${first} cannot end before it`,
      fix: `give a port from ${first}, or turn the two round`,
      code: RuleCode.INVALID_PORT,
    });
  }
}

/** Checks what a policy will say of a peer: its addresses, or the labels of its pods and namespaces. */
export function checkPeer(report: Report, field: string, peer: INetworkPolicyPeer): void {
  const { ipBlock, podSelector } = peer.toNetworkPolicyPeerConfig();
  if (ipBlock) {
    checkBlock(report, `${field}.ipBlock`, ipBlock);
  }
  if (podSelector) {
    checkSelector(report, field, podSelector);
  }
}

function checkBlock(report: Report, field: string, { cidr, except = [] }: NetworkPolicyIpBlock): void {
  report.hold(`${field}.cidr`, cidr, CIDR);
  except.forEach((part, index) => {
    report.hold(`${field}.except[${index}]`, part, CIDR);
    if ([cidr, part].every(CIDR.accepts) && !isPartOf(part, cidr)) {
      report.add({
        field: `${field}.except[${index}]`,
        value: part,
        rule: `it is no part of the block ${cidr}`,
        fix: 'leave it out, or except a smaller block within',
        code: RuleCode.INVALID_CIDR,
      });
    }
  });
}

function isPartOf(part: string, whole: string): boolean {
  return isWithin(part, whole) && !isWithin(whole, part);
}

function checkSelector(report: Report, field: string, { labelSelector, namespaces }: PodSelectorConfig): void {
  checkLabelSelector(report, `${field}.podSelector`, rendered(labelSelector));
  checkLabelSelector(report, `${field}.namespaceSelector`, rendered(namespaces?.labelSelector));
  namespaces?.names?.forEach((name, index) => report.hold(`${field}.namespaces[${index}]`, name, NAMESPACE));
}

function rendered(selector: unknown): LabelSelectorFields | undefined {
  return (selector as Rendered<LabelSelectorFields> | undefined)?._toKube();
}
