import { APP_LABEL, byPorts, EgressPeer, EgressPods, EgressPort, EgressRule } from './egress-rules';
import { isWithin } from '../../manifest/private/ip';

/** What is no public address. */
export const PRIVATE_NETWORKS = [
  '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7', 'fe80::/10',
];

const ALL_NETWORKS = ['0.0.0.0/0', '::/0'];

type Fields = { readonly [field: string]: unknown };

/** Renders `spec` of a NetworkPolicy that lets through what rules say, and nothing else. */
export function networkPolicySpec(app: string, rules: readonly EgressRule[], privateNetworks: readonly string[]): Fields {
  const egress = byPorts(rules).flatMap(({ ports, peers }) => {
    const to = peers.every(isSomewhere) ? peers.flatMap((peer) => peersOf(peer, privateNetworks)) : undefined;
    // an empty list would mean everywhere
    return to?.length === 0 ? [] : [{ ...(to && { to }), ports: ports.map(portOf) }];
  });
  return {
    podSelector: { matchLabels: { [APP_LABEL]: app } },
    policyTypes: ['Egress'],
    ...(egress.length > 0 && { egress }),
  };
}

function isSomewhere(peer: EgressPeer): boolean {
  return Object.keys(peer).length > 0;
}

function peersOf({ network, pods }: EgressPeer, privateNetworks: readonly string[]): Fields[] {
  if (network !== undefined) {
    return [{ ipBlock: { cidr: network } }];
  }
  // of a family that is private as a whole, no address is public
  return pods ? [podsOf(pods)] : ALL_NETWORKS.filter((cidr) => !privateNetworks.includes(cidr)).map((cidr) => publicBlock(cidr, privateNetworks));
}

function publicBlock(cidr: string, privateNetworks: readonly string[]): Fields {
  const except = privateNetworks.filter((network) => isWithin(network, cidr));
  return { ipBlock: { cidr, ...(except.length > 0 && { except }) } };
}

function podsOf({ labels, namespace }: EgressPods): Fields {
  const matchLabels = { 'kubernetes.io/metadata.name': namespace };
  return {
    ...(namespace !== undefined && { namespaceSelector: namespace === '*' ? {} : { matchLabels } }),
    ...((labels || namespace === undefined) && { podSelector: labels ? { matchLabels: labels } : {} }),
  };
}

function portOf({ protocol, port, endPort }: EgressPort): Fields {
  return { protocol, ...(port !== undefined && { port }), ...(endPort !== undefined && { endPort }) };
}
