/**
 * What an egress policy does to a packet, by the words of the NetworkPolicy API and of Cilium's policy language. A packet
 * is judged where policies judge it: after a Service's address has become that of a pod.
 */
import { BlockList, isIPv6 } from 'node:net';
import { selects } from './manifest/selector';

/** A pod that is a destination. */
export interface PodPeer {
  readonly namespace: string;
  readonly labels: { [key: string]: string };

  /** Its named ports. */
  readonly ports?: { [name: string]: number };
}

/** A packet that leaves the app. */
export interface Packet {
  /** A pod, an address outside the cluster, or a name outside it that the app has asked for just now. */
  readonly to: PodPeer | string;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** The address to which names lead here. */
const NAMED_ADDRESS = '93.184.216.34';

/** Whether a policy lets a packet through. */
export function letsThrough(policy: any, packet: Packet): boolean {
  return policy.kind === 'CiliumNetworkPolicy' ? ciliumLets(policy, packet) : networkPolicyLets(policy, packet);
}

function networkPolicyLets({ metadata, spec }: any, packet: Packet): boolean {
  if (!spec.policyTypes.includes('Egress')) return true;
  return (spec.egress ?? []).some(({ to, ports }: any) =>
    (!to || to.length === 0 || to.some((peer: any) => peerMatches(peer, metadata.namespace, packet)))
    && (!ports || ports.length === 0 || ports.some((port: any) => portMatches(port, packet))));
}

function peerMatches({ ipBlock, namespaceSelector, podSelector }: any, own: string, { to }: Packet): boolean {
  if (typeof to !== 'string') {
    if (ipBlock) return false;
    const inNamespace = namespaceSelector ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': to.namespace }) : to.namespace === own;
    return inNamespace && selects(podSelector ?? {}, to.labels);
  }
  const address = addressOf(to);
  return Boolean(ipBlock) && contains(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((network: string) => contains(network, address));
}

function portMatches({ port, endPort, protocol = 'TCP' }: any, packet: Packet): boolean {
  if (protocol !== (packet.protocol ?? 'TCP')) return false;
  if (port === undefined) return true;
  if (typeof port === 'string') return typeof packet.to !== 'string' && packet.to.ports?.[port] === packet.port;
  return port <= packet.port && packet.port <= (endPort ?? port);
}

function ciliumLets({ metadata, spec }: any, packet: Packet): boolean {
  return spec.egress.some((rule: any) => Object.keys(rule).length > 0 && ciliumPeerMatches(rule, metadata.namespace, packet)
    && rule.toPorts.some(({ ports }: any) => ports.some(({ port, ...rest }: any) =>
      portMatches({ ...rest, port: port === '0' ? undefined : /^\d+$/.test(port) ? Number(port) : port }, packet))));
}

function ciliumPeerMatches({ toEndpoints = [], toCIDR = [], toFQDNs = [], toEntities = [] }: any, own: string, { to }: Packet): boolean {
  if (toEntities.includes('all')) return true;
  if (typeof to !== 'string') {
    return toEndpoints.some((selector: any) => endpointMatches(selector, own, to));
  }
  return toCIDR.some((network: string) => contains(network, addressOf(to)))
    || toFQDNs.some(({ matchName, matchPattern }: any) => (matchName === undefined ? patternMatches(matchPattern, to) : matchName === to));
}

function endpointMatches(selector: any, own: string, { namespace, labels }: PodPeer): boolean {
  const key = 'k8s:io.kubernetes.pod.namespace';
  const saysNamespace = JSON.stringify(selector).includes(key);
  return (saysNamespace || namespace === own) && selects(selector, { ...labels, [key]: namespace });
}

function patternMatches(pattern: string, name: string): boolean {
  const [, deep, rest] = /^(\*\*\.)?(.*)$/.exec(pattern)!;
  const words = rest.split('*').map((part) => part.replace(/\./g, '[.]')).join('[-a-z0-9_]*');
  return new RegExp(`^${deep ? '([-a-z0-9_]+[.])+' : ''}${words}$`).test(name);
}

function addressOf(to: string): string {
  return /^[\d.]+$|:/.test(to) ? to : NAMED_ADDRESS;
}

function contains(network: string, address: string): boolean {
  const [base, length] = network.split('/');
  if (isIPv6(base) !== isIPv6(address)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(length), isIPv6(base) ? 'ipv6' : 'ipv4');
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
