import { DaemonSet, DaemonSetProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DAEMON_SET } from './private/nouns';
import { wasmPodProps } from './private/wasm-container-props';
import { runWasm } from './private/wasm-workload';
import { WasmContainerOptions, WasmSchedulingOptions } from './wasm-container';
import { withDaemonPlacement } from '../nodes/private/daemon-placement';
import { Fields } from '../nodes/private/pod-template';
import { placementOf } from '../nodes/private/shim-runtime-class';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Properties of `WasmDaemonSet`: a cdk8s-plus DaemonSet whose first container runs WebAssembly. */
export interface WasmDaemonSetProps extends DaemonSetProps, WasmContainerOptions, WasmSchedulingOptions {
  /** The RuntimeClass that runs the pods. Written to `runtimeClassName` of the pod. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A DaemonSet whose pods a runwasi shim runs: one on each node that the RuntimeClass selects.
 *
 * Its pods carry the node selector and the tolerations of the RuntimeClass, since the controller of DaemonSets does not see those:
 * it would leave a pod pending on every other node, and none on a tainted one. Say them yourself for a class that is named alone.
 *
 * A cdk8s-plus `DaemonSet` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
 * A module that serves no HTTP never sees SIGTERM: its deletion takes all of `terminationGracePeriod`, 30 seconds unless given.
 *
 * @see https://runwasi.dev/
 */
export class WasmDaemonSet extends DaemonSet {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the RuntimeClass, the image and the rest of the DaemonSet
   */
  constructor(scope: Construct, id: string, props: WasmDaemonSetProps) {
    super(scope, id, wasmPodProps(props));
    const { image, runtimeClass } = props;
    const change = (pod: Fields) => withDaemonPlacement(pod, placementOf(runtimeClass));
    runWasm(this, { noun: DAEMON_SET, props, image, runtimeClass, change });
  }
}
