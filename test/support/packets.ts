/**
 * Which packets the NetworkPolicies of a program let from pod to pod: both ends must, each by the policies that select it.
 */
import { letsThrough, PodPeer } from './egress';
import { podTemplateOf } from './manifest/pods';
import { selects } from './manifest/selector';

/** A packet between two pods. */
export interface PodPacket {
  readonly from: PodPeer;
  readonly to: PodPeer;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** A pod of the cluster's DNS. */
export const DNS: PodPeer = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** The pods of the workloads of a program, by the names of these: those of a SpinApp as the operator labels them. */
export function podsOf(objects: any[]): { [name: string]: PodPeer } {
  return Object.fromEntries(objects.flatMap((object) => {
    const { name, namespace } = object.metadata;
    const labels = object.kind === 'SpinApp' ? { ...object.spec.podLabels, 'core.spinkube.dev/app-name': name } : podTemplateOf(object)?.labels;
    return labels ? [[name, { namespace, labels }]] : [];
  }));
}

/** Whether a packet reaches its pod past all policies among the objects. */
export function reaches(objects: any[], { from, to, port, protocol }: PodPacket): boolean {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const leaves = selecting(policies, 'Egress', from);
  const enters = selecting(policies, 'Ingress', to).map(turned);
  return [[leaves, to], [enters, from]].every(([found, peer]: any) =>
    found.length === 0 || found.some((policy: any) => letsThrough(policy, { to: peer, port, protocol })));
}

/** The policies that restrict a pod in a direction. */
function selecting(policies: any[], direction: string, { namespace, labels }: PodPeer): any[] {
  return policies.filter(({ metadata, spec }) => metadata.namespace === namespace
    && spec.policyTypes.includes(direction) && selects(spec.podSelector, labels));
}

/** A policy for what enters, as one for what leaves: the same words but for "from". Ports are numbers here. */
function turned({ spec, ...policy }: any): any {
  return { ...policy, spec: { ...spec, policyTypes: ['Egress'], egress: (spec.ingress ?? []).map(({ from, ports }: any) => ({ to: from, ports })) } };
}
