import { Job, JobProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JOB } from './private/nouns';
import { wasmPodProps } from './private/wasm-container-props';
import { runWasm } from './private/wasm-workload';
import { WasmContainerOptions, WasmSchedulingOptions } from './wasm-container';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Properties of `WasmJob`: a cdk8s-plus Job whose first container runs WebAssembly. */
export interface WasmJobProps extends JobProps, WasmContainerOptions, WasmSchedulingOptions {
  /** The RuntimeClass that runs the pods. Written to `runtimeClassName` of the pod. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A Job whose pods a runwasi shim runs until they end well.
 *
 * A trap of the guest ends it with 137, as does a lack of memory: reason `Error` and no log, never `OOMKilled`.
 *
 * A cdk8s-plus `Job` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
 * A module that serves no HTTP never sees SIGTERM: its deletion takes all of `terminationGracePeriod`, 30 seconds unless given.
 *
 * @see https://runwasi.dev/
 */
export class WasmJob extends Job {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the RuntimeClass, the image and the rest of the Job
   */
  constructor(scope: Construct, id: string, props: WasmJobProps) {
    super(scope, id, wasmPodProps(props));
    runWasm(this, { noun: JOB, props, image: props.image, runtimeClass: props.runtimeClass });
  }
}
