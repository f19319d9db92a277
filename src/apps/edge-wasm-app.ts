import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { WasmApp } from './wasm-app';
import { WasmAppCommonProps } from './wasm-app-common';
import { WasmCluster } from '../cluster/wasm-cluster';
import { ImplicitPools } from '../nodes/private/implicit-pools';
import { WasmNodePool } from '../nodes/wasm-node-pool';
import { nearest } from '../rules/nearest';
import { Report } from '../rules/problem';
import { nodeSelector, tolerations } from '../rules/scheduling';

/** Properties of `EdgeWasmApp`. */
export interface EdgeWasmAppProps extends WasmAppCommonProps {
  /**
   * Labels of the edge nodes. Written to `scheduling.nodeSelector` of a RuntimeClass, since SpinApp has no such field.
   *
   * @default - that of the `WasmCluster`: `node-role: edge`
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Taints of the edge nodes. Written to `scheduling.tolerations` of a RuntimeClass, since SpinApp has no such field.
   *
   * @default - those of the `WasmCluster`: the taint `edge`, any value, effect NoSchedule
   */
  readonly tolerations?: k8s.Toleration[];
}

/**
 * A Spin application on edge nodes.
 *
 * SpinApp has no node selector and no tolerations. They go into a RuntimeClass, one for each namespace and placement, and an
 * executor for it in the namespace of the app: `<namespace>-edge`, or `<namespace>-edge-<hash>` for another placement than that of
 * the `WasmCluster`, where the hash is that of the placement.
 *
 * In a cluster with `executors: EXISTING` neither is written, and the app names the executor of that name. The platform then decides
 * where `<namespace>-edge` runs. For other nodes of the platform name its pool, by a `WasmApp` with `nodePool`, in place of a placement.
 */
export class EdgeWasmApp extends WasmApp {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the app and its nodes
   */
  constructor(scope: Construct, id: string, props: EdgeWasmAppProps) {
    const { nodeSelector: selector, tolerations: tolerated, ...app } = props;
    super(scope, id, {
      ...app,
      nodePool: edgePool(scope, id, { namespace: props.metadata?.namespace, nodeSelector: selector, tolerations: tolerated }),
    });
  }

  /** How many pods, where nobody says. */
  protected get defaultReplicas(): number {
    return 1;
  }
}

interface EdgePlacement extends Pick<EdgeWasmAppProps, 'nodeSelector' | 'tolerations'> {
  readonly namespace?: string;
}

function edgePool(scope: Construct, id: string, given: EdgePlacement): WasmNodePool {
  const { namespace = nearest(scope, (one): one is Chart => Chart.isChart(one))?.namespace } = given;
  const report = new Report(scope, id);
  const { edge } = WasmCluster.of(scope);
  const placement = {
    nodeSelector: nodeSelector(report, 'nodeSelector', given.nodeSelector ?? edge.nodeSelector),
    tolerations: tolerations(report, 'tolerations', given.tolerations ?? edge.tolerations),
  };
  report.throwIfAny();
  return ImplicitPools.of(scope, { name: 'edge', namespace, placement, usual: edge });
}
