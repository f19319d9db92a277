import { Pod, PodProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { POD } from './private/nouns';
import { wasmPodProps } from './private/wasm-container-props';
import { runWasm } from './private/wasm-workload';
import { WasmContainerOptions, WasmSchedulingOptions } from './wasm-container';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Properties of `WasmPod`: a cdk8s-plus pod whose first container runs WebAssembly. */
export interface WasmPodProps extends PodProps, WasmContainerOptions, WasmSchedulingOptions {
  /** The RuntimeClass that runs the pod. Written to `spec.runtimeClassName`. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A Pod that a runwasi shim runs, without an operator.
 *
 * A cdk8s-plus `Pod` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
 * A module that serves no HTTP never sees SIGTERM: its deletion takes all of `terminationGracePeriod`, 30 seconds unless given.
 *
 * @see https://runwasi.dev/
 */
export class WasmPod extends Pod {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the RuntimeClass, the image and the rest of the pod
   */
  constructor(scope: Construct, id: string, props: WasmPodProps) {
    super(scope, id, wasmPodProps(props));
    runWasm(this, { noun: POD, props, image: props.image, runtimeClass: props.runtimeClass });
  }
}
