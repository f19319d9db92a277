import { StatefulSet, StatefulSetProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { STATEFUL_SET } from './private/nouns';
import { wasmPodProps } from './private/wasm-container-props';
import { runWasm } from './private/wasm-workload';
import { settledService } from './private/workload-service';
import { WasmContainerOptions, WasmSchedulingOptions } from './wasm-container';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Properties of `WasmStatefulSet`: a cdk8s-plus StatefulSet whose first container runs WebAssembly. */
export interface WasmStatefulSetProps extends StatefulSetProps, WasmContainerOptions, WasmSchedulingOptions {
  /** The RuntimeClass that runs the pods. Written to `runtimeClassName` of the pod. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A StatefulSet whose pods a runwasi shim runs: each with a name of its own that it keeps.
 *
 * It needs a port, for which cdk8s-plus makes a headless Service, or a `service`.
 *
 * A cdk8s-plus `StatefulSet` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
 * A module that serves no HTTP never sees SIGTERM: its deletion takes all of `terminationGracePeriod`, 30 seconds unless given.
 *
 * @see https://runwasi.dev/
 */
export class WasmStatefulSet extends StatefulSet {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the RuntimeClass, the image and the rest of the StatefulSet
   */
  constructor(scope: Construct, id: string, props: WasmStatefulSetProps) {
    super(scope, id, wasmPodProps(props));
    runWasm(this, { noun: STATEFUL_SET, props, image: props.image, runtimeClass: props.runtimeClass });
    if (!props.service) {
      settledService(this.service);
    }
  }
}
