import { AbstractPod, k8s, Pod } from 'cdk8s-plus-28';
import { Fields } from '../../nodes/private/pod-template';
import { WasmSchedulingOptions } from '../wasm-container';

/** The fields of a pod that cdk8s-plus has no words for. */
export function schedulingFields(workload: AbstractPod, options: WasmSchedulingOptions): Fields {
  const own = { matchLabels: { [Pod.ADDRESS_LABEL]: workload.podMetadata.getLabel(Pod.ADDRESS_LABEL)! } };
  return {
    ...(options.priorityClassName !== undefined && { priorityClassName: options.priorityClassName }),
    ...(options.topologySpreadConstraints?.length && {
      topologySpreadConstraints: options.topologySpreadConstraints
        .map((constraint) => k8s.toJson_TopologySpreadConstraint({ labelSelector: own, ...constraint })),
    }),
  };
}
