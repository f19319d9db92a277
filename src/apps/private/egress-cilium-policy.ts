import { APP_LABEL, byPorts, EgressPeer, EgressPods, EgressPort, EgressRule } from './egress-rules';

type Fields = { readonly [field: string]: unknown };

/** What Cilium calls the namespace of a pod. */
const NAMESPACE = 'k8s:io.kubernetes.pod.namespace';

/** Renders `spec` of a CiliumNetworkPolicy that lets through what rules say, and nothing else. */
export function ciliumPolicySpec(app: string, rules: readonly EgressRule[], dns: readonly EgressRule[]): Fields {
  const egress = [
    ...dns.map((rule) => ({ ...peersOf([rule.peer])[0], toPorts: [{ ports: rule.ports.map(portOf), rules: { dns: [{ matchPattern: '*' }] } }] })),
    ...byPorts(rules).flatMap(({ ports, peers }) => peersOf(peers).map((to) => ({ ...to, toPorts: [{ ports: ports.map(portOf) }] }))),
  ];
  return {
    endpointSelector: { matchLabels: { [APP_LABEL]: app } },
    // One empty rule lets nothing through; without any, nothing is held.
    egress: egress.length > 0 ? egress : [{}],
  };
}

/** The fields of peers, one set for each way to name them: a rule may use one way only. */
function peersOf(peers: readonly EgressPeer[]): Fields[] {
  const networks = peers.flatMap(({ network }) => (network === undefined ? [] : [network]));
  const names = peers.flatMap(({ name, below }) => [
    ...(name === undefined ? [] : [{ matchName: name }]),
    // '**.' is any depth from Cilium 1.18 on, and one level before.
    ...(below === undefined ? [] : [{ matchPattern: `*.${below}` }, { matchPattern: `**.${below}` }]),
  ]);
  const endpoints = peers.flatMap(({ pods }) => (pods ? [podsOf(pods)] : []));
  return [
    ...(endpoints.length > 0 ? [{ toEndpoints: endpoints }] : []),
    ...(networks.length > 0 ? [{ toCIDR: networks }] : []),
    ...(names.length > 0 ? [{ toFQDNs: names }] : []),
    ...(peers.some((peer) => Object.keys(peer).length === 0) ? [{ toEntities: ['all'] }] : []),
  ];
}

function podsOf({ labels, namespace }: EgressPods): Fields {
  const matchLabels = { ...(namespace !== undefined && namespace !== '*' && { [NAMESPACE]: namespace }), ...labels };
  return {
    ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
    ...(namespace === '*' && { matchExpressions: [{ key: NAMESPACE, operator: 'Exists' }] }),
  };
}

/** A port; 0 is all of a protocol. */
function portOf({ protocol, port = 0, endPort }: EgressPort): Fields {
  return { port: String(port), ...(endPort !== undefined && { endPort }), protocol };
}
