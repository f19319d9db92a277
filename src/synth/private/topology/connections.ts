import { End, keyOf, Link } from './link';
import { LabelSelector, Manifest, selects } from './manifest';
import { commonPorts, Ports, portsLabel, portsOf } from './ports';
import { Workload } from './workloads';
import { append } from '../../../rules/append';

const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
const DNS_PORT = 53;

/** What the policies that select a workload allow in one direction; a workload that none selects has no entry, and may do all. */
type Allowed = ReadonlyMap<End, readonly Rule[]>;

interface Rule {
  /** Those that it names, by their keys; nothing where it names none and so means all. */
  readonly peers?: ReadonlyMap<string, End>;
  readonly ports: readonly Ports[];

  /** Whether it lets pods ask DNS, which the picture leaves out. */
  readonly isDns: boolean;
}

/** The connections that network policies name, as far as both ends are known and both allow them. */
export function connectionsOf(policies: readonly Manifest[], workloads: readonly Workload[]): Link[] {
  const egress = allowedBy(policies, workloads, 'Egress');
  const ingress = allowedBy(policies, workloads, 'Ingress');
  const pairs = [
    ...namedIn(egress).map(([from, to]) => ({ from, to })),
    ...namedIn(ingress).map(([to, from]) => ({ from, to })),
  ];
  const distinct = new Map(pairs.map((pair) => [`${keyOf(pair.from)} > ${keyOf(pair.to)}`, pair]));
  return [...distinct.values()].flatMap(({ from, to }) => {
    const ports = commonPorts(portsFor(egress.get(from), to), portsFor(ingress.get(to), from));
    return ports.length > 0 ? [{ from, to, label: portsLabel(ports) }] : [];
  });
}

function allowedBy(policies: readonly Manifest[], workloads: readonly Workload[], type: 'Egress' | 'Ingress'): Allowed {
  const allowed = new Map<End, Rule[]>();
  for (const { spec = {}, metadata: { namespace = '' } } of policies.filter((policy) => typesOf(policy).includes(type))) {
    const rules: Rule[] = (type === 'Egress' ? spec.egress ?? [] : spec.ingress ?? []).map((rule: any) => ({
      peers: peersOf(type === 'Egress' ? rule.to : rule.from, namespace, workloads),
      ports: portsOf(rule),
      isDns: type === 'Egress' && portsOf(rule).every(({ port }) => port === DNS_PORT),
    }));
    for (const workload of workloads.filter((own) => own.namespace === namespace && selects(spec.podSelector ?? {}, own.labels))) {
      allowed.set(workload, allowed.get(workload) ?? []);
      rules.forEach((rule) => append(allowed, workload, rule));
    }
  }
  return allowed;
}

/** The directions of a policy; the API server fills them in as here. */
function typesOf({ spec = {} }: Manifest): string[] {
  return spec.policyTypes ?? ['Ingress', ...(spec.egress?.length > 0 ? ['Egress'] : [])];
}

function namedIn(allowed: Allowed): [End, End][] {
  return [...allowed].flatMap(([end, rules]) => rules.filter(({ isDns }) => !isDns)
    .flatMap(({ peers = [] }) => [...peers.values()].map((peer): [End, End] => [end, peer])));
}

/** The ports on which rules allow a peer. */
function portsFor(rules: readonly Rule[] | undefined, peer: End): readonly Ports[] {
  if (!rules) {
    return portsOf({});
  }
  const allowing = rules.filter(({ peers }) => !peers || peers.has(keyOf(peer)));
  const beyondDns = allowing.filter(({ isDns }) => !isDns);
  return (beyondDns.length > 0 ? beyondDns : allowing).flatMap(({ ports }) => ports);
}

function peersOf(list: any[] = [], ...[namespace, workloads]: [string, readonly Workload[]]): Map<string, End> | undefined {
  const ends = list.flatMap((peer) => endsOf(peer, namespace, workloads));
  return list.length > 0 ? new Map(ends.map((end) => [keyOf(end), end])) : undefined;
}

function endsOf(peer: any, own: string, workloads: readonly Workload[]): End[] {
  if (peer.ipBlock) {
    return [{ outside: peer.ipBlock.cidr }];
  }
  const inNamespace = (namespace: string) =>
    (peer.namespaceSelector ? selects(peer.namespaceSelector as LabelSelector, { [NAMESPACE_LABEL]: namespace }) : namespace === own);
  return workloads.filter((workload) => inNamespace(workload.namespace) && selects(peer.podSelector ?? {}, workload.labels));
}
