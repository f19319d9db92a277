import { IConstruct } from 'constructs';
import { ClusterState } from '../../cluster/private/cluster-state';
import { NodePlacement, WasmCluster } from '../../cluster/wasm-cluster';
import { contentHash } from '../../rules/content-hash';
import { WasmNodePool } from '../wasm-node-pool';

/** The pools of one cluster that apps ask for by their placement alone: one for each placement. */
export class ImplicitPools {
  /** The pool of a placement in the cluster of a scope. */
  static of(scope: IConstruct, name: string, placement: NodePlacement): WasmNodePool {
    const cluster = WasmCluster.of(scope);
    const pools = ClusterState.of(cluster).part(ImplicitPools).pools;
    const id = `${name}-${contentHash({ handler: cluster.nodes.handler, ...placement })}`;
    const pool = pools.get(id) ?? new WasmNodePool(ClusterState.of(cluster).sharedChart(), id, { ...placement, runtimeClassName: id });
    pools.set(id, pool);
    return pool;
  }

  private readonly pools = new Map<string, WasmNodePool>();
}
