import { ApiObject, JsonPatch } from 'cdk8s';
import {
  INetworkPolicyPeer, IPodSelector, Namespaces, NetworkPolicy, NetworkPolicyIpBlock, NetworkPolicyPort, NetworkPolicyTrafficDefault, Pods, Resource,
} from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { ClusterState, dependOn } from '../../cluster/private/cluster-state';
import { fittingName } from '../../cluster/private/generated-name';
import { adopt } from '../../cluster/private/manifest';
import { stateOf } from '../../cluster/private/state-of';
import { contentHash, suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH } from '../../rules/grammar';

const DNS_PORT = 53;

/** The usual address of a DNS cache on a node. */
const NODE_CACHE = '169.254.20.10/32';

/** What names a policy: the verb between its pods and their peer, and what makes it another than the next. */
interface Naming {
  readonly verb: string;
  readonly peer?: INetworkPolicyPeer;
  readonly content: unknown;
}

/** A connection, seen from the pods that open it. */
export interface Connection {
  readonly from: INetworkPolicyPeer;
  readonly to: INetworkPolicyPeer;
  readonly ports: NetworkPolicyPort[];
}

/** Pods of one namespace, and the construct to which their policies belong. */
interface Place {
  readonly owner: Construct;
  readonly name: string;
  readonly selector: IPodSelector;
  readonly namespace?: string;
}

/** The network policies that the connections of one cluster make: each once, however often it is asked for. */
export class Policies {
  /** The policies of the cluster of a scope. */
  static of(scope: IConstruct): Policies {
    return stateOf(scope).part(Policies);
  }

  private readonly made = new Set<string>();

  constructor(private readonly state: ClusterState) {}

  /** Lets pods send to a peer, and ask DNS where it is. */
  allowEgress(workload: Resource, { from, to, ports }: Connection): void {
    for (const place of placesOf(workload, from)) {
      this.once(place, { verb: 'to', peer: to, content: ports }, (policy) => policy.addEgressRule(to, ports));
      this.once(place, { verb: 'to-dns', content: [] }, (policy) => allowDns(policy));
    }
  }

  /** Lets a peer send to pods. */
  allowIngress(workload: Resource, { from, to, ports }: Connection): void {
    for (const place of placesOf(workload, to)) {
      this.once(place, { verb: 'from', peer: from, content: ports }, (policy) => policy.addIngressRule(from, ports));
    }
  }

  /** Denies pods everything that no policy allows. */
  isolate(workload: Resource & INetworkPolicyPeer): void {
    const nothing = { default: NetworkPolicyTrafficDefault.DENY };
    for (const place of placesOf(workload, workload)) {
      this.once(place, { verb: 'isolated', content: [] }, () => undefined, { ingress: nothing, egress: nothing });
    }
  }

  private once(place: Place, naming: Naming, fill: (policy: NetworkPolicy) => void, defaults: object = {}): void {
    const hash = contentHash([place.namespace, configOf(place.selector), naming.verb, naming.peer && configOf(naming.peer), plain(naming.content)]);
    if (this.made.has(hash)) {
      return;
    }
    this.made.add(hash);
    const { owner, name, selector, namespace } = place;
    const parts = [name, naming.verb, ...(naming.peer ? [nameOf(naming.peer)] : [])];
    const policy = new NetworkPolicy(owner, `NetworkPolicy-${hash}`, {
      metadata: { name: suffixedName(parts.join('-'), hash, LABEL_LENGTH), namespace },
      selector,
      ...defaults,
    });
    fill(policy);
    const object = ApiObject.of(policy);
    dropEmptyPorts(object);
    adopt(policy, object);
    if (owner === selector) {
      dependOn(policy, () => this.state.objectsToOrder.namespaces(namespace));
    }
  }
}

/** The namespaces in which policies for the pods of a peer stand; a selector of pods that names none is for those of the workload. */
function placesOf(workload: Resource, peer: INetworkPolicyPeer): Place[] {
  const selector = peer.toPodSelector();
  if (!selector) {
    return [];
  }
  const { names } = selector.toPodSelectorConfig().namespaces ?? {};
  const owner = selector instanceof Resource ? selector : workload;
  return (names ?? [workload.metadata.namespace]).map((namespace) => ({ owner, name: nameOf(peer), selector, namespace }));
}

/** No ports are all ports, which the API server stores by leaving them out. */
function dropEmptyPorts(object: ApiObject): void {
  const { spec } = object.toJson();
  for (const direction of ['egress', 'ingress']) {
    const rules: { ports?: unknown[] }[] = spec[direction] ?? [];
    rules.forEach(({ ports }, index) => {
      if (ports?.length === 0) {
        object.addJsonPatch(JsonPatch.remove(`/spec/${direction}/${index}/ports`));
      }
    });
  }
}

/** The DNS of the cluster, where kubeadm, k3s and the large clouds have it, and the cache of it that a node may have. */
function allowDns(policy: NetworkPolicy): void {
  const ports = [NetworkPolicyPort.udp(DNS_PORT), NetworkPolicyPort.tcp(DNS_PORT)];
  policy.addEgressRule(Pods.select(policy, 'dns', {
    labels: { 'k8s-app': 'kube-dns' },
    namespaces: Namespaces.select(policy, 'system', { names: ['kube-system'] }),
  }), ports);
  policy.addEgressRule(NetworkPolicyIpBlock.ipv4(policy, 'cache', NODE_CACHE), ports);
}

function configOf(peer: INetworkPolicyPeer | IPodSelector): unknown {
  return plain('toNetworkPolicyPeerConfig' in peer ? peer.toNetworkPolicyPeerConfig() : peer.toPodSelectorConfig());
}

/** A value without constructs, which have no end. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'node' ? undefined : inner)) ?? 'null');
}

function nameOf(peer: IConstruct): string {
  return fittingName((peer as { name?: string }).name ?? peer.node.id) || 'pods';
}
