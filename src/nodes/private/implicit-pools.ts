import { IConstruct } from 'constructs';
import { callPool } from './pool-word';
import { ClusterState } from '../../cluster/private/cluster-state';
import { ownedName } from '../../cluster/private/owned-name';
import { ExecutorManagement, NodePlacement, WasmCluster } from '../../cluster/wasm-cluster';
import { contentHash, suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH } from '../../rules/grammar';
import { WasmNodePool } from '../wasm-node-pool';

/** A placement that an app of a namespace asks for. */
export interface AskedPlacement {
  readonly namespace?: string;
  readonly placement: NodePlacement;

  /** What such placements are called. */
  readonly name: string;

  /** The placement that has this name without a hash. */
  readonly usual: NodePlacement;
}

/** The pools of one cluster that apps ask for by their placement alone: one for each namespace and placement. */
export class ImplicitPools {
  /** The pool of a placement in the cluster of a scope. */
  static of(scope: IConstruct, asked: AskedPlacement): WasmNodePool {
    const cluster = WasmCluster.of(scope);
    const { pools } = ClusterState.of(cluster).part(ImplicitPools);
    const word = wordFor(asked);
    const id = [asked.namespace, word].filter(Boolean).join('.');
    const pool = pools.get(id) ?? make(cluster, id, asked);
    callPool(pool, word);
    pools.set(id, pool);
    return pool;
  }

  private readonly pools = new Map<string, WasmNodePool>();
}

function make(cluster: WasmCluster, id: string, { namespace, placement, name }: AskedPlacement): WasmNodePool {
  if (cluster.executors === ExecutorManagement.EXISTING) {
    // what is not written needs no chart, which would be an empty file
    return new WasmNodePool(cluster, `.${id}`, placement);
  }
  const { handler } = cluster.nodes;
  const hash = contentHash({ owner: cluster.owner, namespace, handler, ...placement });
  const runtimeClassName = suffixedName(ownedName(cluster, namespace, name), hash, LABEL_LENGTH);
  // executors stand in this chart too: a namespace may be called as their ids begin
  return new WasmNodePool(ClusterState.of(cluster).sharedChart(), `pool-${id}`, { ...placement, runtimeClassName });
}

/** The handler is left out: who refers to the executor of another program may not know it. */
function wordFor({ name, placement, usual }: AskedPlacement): string {
  const hash = contentHash(placement);
  return hash === contentHash(usual) ? name : `${name}-${hash}`;
}
