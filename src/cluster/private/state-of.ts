import { IConstruct } from 'constructs';
import { ClusterState } from './cluster-state';
import { join } from './membership';
import { WasmCluster } from '../wasm-cluster';

/** The state of the cluster of a construct of this library, which goes by that cluster from now on. */
export function stateOf(construct: IConstruct): ClusterState {
  const state = ClusterState.of(WasmCluster.of(construct));
  join(construct, state);
  return state;
}
