import {
  AbstractPod, Container, INetworkPolicyPeer, IPodSelector, NetworkPolicyPort, NetworkProtocol, PodConnections, PodConnectionsAllowFromOptions,
  PodConnectionsAllowToOptions, PodConnectionsIsolation, Protocol, Resource,
} from 'cdk8s-plus-28';
import { checkPeer, connectionPorts } from './connection-rules';
import { Connection, Policies } from './policies';
import { checkSameCluster } from '../../cluster/private/same-cluster';
import { Problem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The two enums of cdk8s-plus for one thing. */
const TRANSPORT: { [protocol in Protocol]: NetworkProtocol } = {
  [Protocol.TCP]: NetworkProtocol.TCP,
  [Protocol.UDP]: NetworkProtocol.UDP,
  [Protocol.SCTP]: NetworkProtocol.SCTP,
};

/** What is wrong with a peer. */
type Fault = Pick<Problem, 'rule' | 'fix' | 'code'>;

/** What a verb is given. */
interface Asked {
  readonly peer: INetworkPolicyPeer;
  readonly ports: readonly NetworkPolicyPort[];
  readonly isolation?: PodConnectionsIsolation;
}

/** A workload whose pods connect to others. */
export interface Connectable extends Resource, INetworkPolicyPeer, IPodSelector {
  readonly containers: Container[];
}

/**
 * The connections of a workload: as those of cdk8s-plus, with the ports that the pods have, each policy in the namespace and
 * chart of the pods that it selects, and DNS for pods that may no longer send where they like.
 */
export class ExactConnections extends PodConnections {
  constructor(private readonly workload: Connectable) {
    // the base class keeps it for methods that are all replaced here
    super(workload as unknown as AbstractPod);
  }

  public allowTo(peer: INetworkPolicyPeer, options: PodConnectionsAllowToOptions = {}): void {
    const given = options.ports ?? portsOf(peer);
    const ports = this.check('allowTo', { peer, ports: given, isolation: options.isolation });
    this.write({ from: this.workload, to: peer, ports }, options.isolation, PodConnectionsIsolation.POD);
  }

  public allowFrom(peer: INetworkPolicyPeer, options: PodConnectionsAllowFromOptions = {}): void {
    const given = options.ports ?? portsOf(this.workload);
    const ports = this.check('allowFrom', { peer, ports: given, isolation: options.isolation });
    this.write({ from: peer, to: this.workload, ports }, options.isolation, PodConnectionsIsolation.PEER);
  }

  public isolate(): void {
    Policies.of(this.workload).isolate(this.workload);
  }

  /** Writes the policies of both ends, or of the one that is asked for. */
  private write({ from, to, ports }: Connection, isolation: PodConnectionsIsolation | undefined, ofSender: PodConnectionsIsolation): void {
    const policies = Policies.of(this.workload);
    if (isolation === undefined || isolation === ofSender) {
      policies.allowEgress(this.workload, { from, to, ports });
    }
    if (isolation === undefined || isolation !== ofSender) {
      policies.allowIngress(this.workload, { from, to, ports });
    }
  }

  /** Refuses what no policy can say, and gives the ports as a policy says them. */
  private check(verb: string, { peer, ports, isolation }: Asked): NetworkPolicyPort[] {
    const report = new Report(this.workload);
    const field = `connections.${verb}`;
    checkSameCluster(report, this.workload, { field, made: peer.toPodSelector() instanceof Resource ? [peer] : [] });
    const fault = report.isClean ? this.faultOf(peer, isolation) : undefined;
    if (fault) {
      report.add({ field, value: peer.node.path, ...fault });
    }
    checkPeer(report, field, peer);
    const written = connectionPorts(report, `${field}.ports`, ports);
    report.throwIfAny();
    return written;
  }

  private faultOf(peer: INetworkPolicyPeer, isolation?: PodConnectionsIsolation): Fault | undefined {
    const selector = peer.toPodSelector();
    if (selector instanceof Resource) {
      return namespaceFault(this.workload.metadata.namespace, selector.metadata.namespace);
    }
    if (isolation === PodConnectionsIsolation.POD || peer.toNetworkPolicyPeerConfig().ipBlock) {
      return undefined;
    }
    return selector ? selectorFault(selector) : { ...POD_ONLY, rule: 'it selects no pods, for which a policy could be written' };
  }
}

/** Gives a workload of cdk8s-plus such connections. */
export function connectExactly(workload: AbstractPod): void {
  Object.defineProperty(workload, 'connections', { value: new ExactConnections(workload) });
}

const POD_ONLY = {
  fix: 'give isolation: PodConnectionsIsolation.POD, and only the policy of this workload is written',
  code: RuleCode.INVALID_PEER,
};

/** A policy finds pods of another namespace by its name, which nobody knows of one that is not set. */
function namespaceFault(own?: string, other?: string): Fault | undefined {
  return (own === undefined) === (other === undefined) ? undefined : {
    rule: `it is in ${named(other)}, and this workload in ${named(own)}, so that no policy could name both`,
    fix: 'set the namespace of both, by their charts or metadata',
    code: RuleCode.INVALID_NAMESPACE,
  };
}

function named(namespace?: string): string {
  return namespace === undefined ? 'a namespace that is not set' : `namespace ${namespace}`;
}

/** A policy for the pods of a selector stands in a namespace of a name. */
function selectorFault(selector: IPodSelector): Fault | undefined {
  const { namespaces } = selector.toPodSelectorConfig();
  const byLabels = namespaces?.labelSelector?.isEmpty() === false;
  return namespaces && (byLabels || !namespaces.names)
    ? { ...POD_ONLY, rule: 'it selects namespaces without their names, and a policy for its pods stands in a namespace of a name' }
    : undefined;
}

/** The ports on which the pods of a peer listen; none are known of pods that are merely selected. */
function portsOf(peer: INetworkPolicyPeer): NetworkPolicyPort[] {
  const { containers = [] } = peer as Partial<Connectable>;
  const ports = containers.flatMap((container) => container.ports)
    .map(({ number: port, protocol = Protocol.TCP }) => ({ port, protocol: TRANSPORT[protocol] }));
  const distinct = new Map(ports.map((port) => [JSON.stringify(port), port]));
  return [...distinct.values()].map((port) => NetworkPolicyPort.of(port));
}
