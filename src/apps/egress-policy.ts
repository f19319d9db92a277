/** The cluster's DNS servers, which an app asks for names. */
export interface ClusterDns {
  /**
   * The namespace of their pods.
   *
   * @default "kube-system"
   */
  readonly namespace?: string;

  /**
   * The labels of their pods.
   *
   * @default - `k8s-app: kube-dns`, which CoreDNS has too
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * The port of their pods, by UDP and TCP. On OpenShift it is 5353.
   *
   * @default 53
   */
  readonly port?: number;

  /**
   * Networks of DNS servers that are no pods of that namespace, asked at port 53.
   *
   * A DNS cache on each node that takes the address of the cluster's DNS Service needs that address here, with `/32`.
   *
   * @default - `169.254.20.10/32`, the usual address of a DNS cache on each node, in a NetworkPolicy; none in a
   * CiliumNetworkPolicy, where a local redirect policy leads to such a cache
   */
  readonly addresses?: string[];

  /**
   * The domain of the cluster, by which `redis.data.svc.cluster.local` is a Service. A name of another domain leads outside.
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

/** Options of an egress policy of either kind. */
export interface EgressPolicyOptions {
  /**
   * The name of the policy.
   *
   * @default - the name of the app and `egress`
   */
  readonly name?: string;

  /**
   * Destinations beside those of the manifest, each in the form of `allowed_outbound_hosts`, such as
   * `redis://cache.data.svc` or `*://10.0.0.0/8:443`.
   *
   * For what no manifest says: servers whose address stands in a Secret, and those that hand out identities.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * The cluster's DNS servers. They are let through where the app connects to anything by name.
   *
   * @default - those of most clusters
   */
  readonly dns?: ClusterDns;
}

/** Options of `EgressPolicy.networkPolicy`. */
export interface NetworkPolicyOptions extends EgressPolicyOptions {
  /**
   * Networks that a name outside the cluster does not lead to. Written to `ipBlock.except`.
   *
   * @default - private, link-local, shared and loopback networks of IPv4 and IPv6
   */
  readonly privateNetworks?: string[];
}

/** What an `EgressPolicy` holds. */
export interface EgressPolicyConfig extends NetworkPolicyOptions {
  /** Whether names are exact, by Cilium. */
  readonly byName: boolean;
}

/**
 * How the network holds an app to the destinations that its manifest allows.
 *
 * Spin holds components to `allowed_outbound_hosts` itself; a policy holds the whole pod, should that fail. It also lets
 * through what Spin needs for the app: the servers of its stores, triggers and telemetry, where they are known.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class EgressPolicy {
  /**
   * A NetworkPolicy, which most networks of clusters enforce.
   *
   * Networks are exact, and so are Services of this program, by their pods. A name outside the cluster lets through every
   * public address at its port, with a warning: NetworkPolicy knows no names.
   *
   * @param options destinations and DNS servers
   */
  public static networkPolicy(options: NetworkPolicyOptions = {}): EgressPolicy {
    return new EgressPolicy({ ...copied(options), byName: false });
  }

  /**
   * A CiliumNetworkPolicy, in which names are exact (`toFQDNs`). Needs Cilium with its DNS proxy; ranges of ports and
   * names several levels below a wildcard need Cilium 1.16 and 1.18.
   *
   * @param options destinations and DNS servers
   * @see https://docs.cilium.io/en/stable/security/policy/language/#dns-based
   */
  public static ciliumNetworkPolicy(options: EgressPolicyOptions = {}): EgressPolicy {
    return new EgressPolicy({ ...copied(options), byName: true });
  }

  private constructor(private readonly config: EgressPolicyConfig) {}

  /** What it holds. */
  public toEgressPolicyConfig(): EgressPolicyConfig {
    return this.config;
  }
}

function copied({ name, hosts, dns, privateNetworks }: NetworkPolicyOptions): NetworkPolicyOptions {
  return {
    name,
    hosts: hosts && [...hosts],
    dns: dns && { ...dns, podLabels: dns.podLabels && { ...dns.podLabels }, addresses: dns.addresses && [...dns.addresses] },
    privateNetworks: privateNetworks && [...privateNetworks],
  };
}
