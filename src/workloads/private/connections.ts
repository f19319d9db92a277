import { ApiObject, JsonPatch } from 'cdk8s';
import {
  AbstractPod, INetworkPolicyPeer, NetworkPolicy, PodConnections, PodConnectionsAllowFromOptions, PodConnectionsAllowToOptions, Resource,
} from 'cdk8s-plus-28';
import { adopt } from '../../cluster/private/manifest';
import { Fields } from '../../nodes/private/pod-template';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Connections without what the API server would drop from their policies again. */
class CarefulConnections extends PodConnections {
  constructor(private readonly workload: AbstractPod) {
    super(workload);
    this.settle([]);
  }

  allowTo(peer: INetworkPolicyPeer, options: PodConnectionsAllowToOptions = {}): void {
    const known = this.policies();
    this.checkNamespace(peer);
    super.allowTo(peer, options);
    this.settle(known);
  }

  allowFrom(peer: INetworkPolicyPeer, options: PodConnectionsAllowFromOptions = {}): void {
    const known = this.policies();
    this.checkNamespace(peer);
    super.allowFrom(peer, options);
    this.settle(known);
  }

  isolate(): void {
    const known = this.policies();
    super.isolate();
    this.settle(known);
  }

  /** A policy finds pods of another namespace by its name; where one is not set, neither side would find the other. */
  private checkNamespace(peer: INetworkPolicyPeer): void {
    const selector = peer.toPodSelector();
    const { namespace } = this.workload.metadata;
    if (selector instanceof Resource && (selector.metadata.namespace === undefined) !== (namespace === undefined)) {
      const report = new Report(this.workload);
      report.add({
        field: 'connections',
        value: selector.node.path,
        rule: `it is in ${named(selector.metadata.namespace)}, and this workload in ${named(namespace)}, so that no policy could name both`,
        fix: 'set the namespace of both, by their charts or metadata',
        code: RuleCode.INVALID_NAMESPACE,
      });
      report.throwIfAny();
    }
  }

  private policies(): NetworkPolicy[] {
    return this.workload.node.children.filter((child): child is NetworkPolicy => child instanceof NetworkPolicy);
  }

  private settle(known: NetworkPolicy[]): void {
    for (const policy of this.policies().filter((made) => !known.includes(made))) {
      const object = ApiObject.of(policy);
      dropEmpty(object, 'egress');
      dropEmpty(object, 'ingress');
      adopt(policy, object);
    }
  }
}

/** Gives a workload connections whose policies are written as the API server stores them. */
export function carefulConnections(workload: AbstractPod): void {
  Object.defineProperty(workload, 'connections', { value: new CarefulConnections(workload) });
}

function named(namespace?: string): string {
  return namespace === undefined ? 'a namespace that is not set' : `namespace ${namespace}`;
}

/** An empty list of ports means all, and the API server writes that by leaving it out. */
function dropEmpty(object: ApiObject, direction: 'egress' | 'ingress'): void {
  const rules: Fields[] = (object.toJson() as Fields).spec[direction] ?? [];
  rules.forEach(({ ports }, index) => {
    if (ports?.length === 0) {
      object.addJsonPatch(JsonPatch.remove(`/spec/${direction}/${index}/ports`));
    }
  });
}
