import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { AbstractPod, DaemonSet, k8s, Node, NodeTaintQuery, TaintEffect } from 'cdk8s-plus-28';
import { Fields, templatePath } from './pod-template';
import { NodePlacement } from '../../cluster/wasm-cluster';

/** The controller of DaemonSets counts nodes by the pod's own placement: it does not see that of a RuntimeClass. */
export function withDaemonPlacement(pod: Fields, { nodeSelector = {}, tolerations = [] }: NodePlacement): Fields {
  const tolerated = [...pod.tolerations ?? [], ...tolerations.map((toleration) => k8s.toJson_Toleration(toleration))];
  return {
    ...pod,
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector, ...pod.nodeSelector } }),
    ...(tolerated.length > 0 && { tolerations: tolerated }),
  };
}

/** Gives a DaemonSet of cdk8s-plus the placement of its RuntimeClass, for the same reason. */
export function placeDaemons(workload: AbstractPod, { nodeSelector = {}, tolerations = [] }: NodePlacement): void {
  if (workload instanceof DaemonSet) {
    const object = ApiObject.of(workload);
    const path = ['', ...templatePath(object.kind)!, 'spec', 'nodeSelector'].join('/');
    if (Object.keys(nodeSelector).length > 0) {
      object.addJsonPatch(JsonPatch.add(path, nodeSelector));
    }
    tolerations.forEach((toleration) => workload.scheduling.tolerate(Node.tainted(queryOf(toleration))));
  }
}

function queryOf({ key, operator, value = '', effect, tolerationSeconds }: k8s.Toleration): NodeTaintQuery {
  const options = {
    effect: effect as TaintEffect | undefined,
    evictAfter: tolerationSeconds === undefined ? undefined : Duration.seconds(tolerationSeconds),
  };
  if (!key) {
    return NodeTaintQuery.any();
  }
  return operator === 'Exists' ? NodeTaintQuery.exists(key, options) : NodeTaintQuery.is(key, value, options);
}
