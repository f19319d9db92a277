import { CronJob, CronJobProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CRON_JOB } from './private/nouns';
import { wasmPodProps } from './private/wasm-container-props';
import { runWasm } from './private/wasm-workload';
import { WasmContainerOptions, WasmSchedulingOptions } from './wasm-container';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Properties of `WasmCronJob`: a cdk8s-plus CronJob whose first container runs WebAssembly. */
export interface WasmCronJobProps extends CronJobProps, WasmContainerOptions, WasmSchedulingOptions {
  /** The RuntimeClass that runs the pods. Written to `runtimeClassName` of the pod. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A CronJob whose pods a runwasi shim runs, at each time of its schedule.
 *
 * A cdk8s-plus `CronJob` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
 * A module that serves no HTTP never sees SIGTERM: its deletion takes all of `terminationGracePeriod`, 30 seconds unless given.
 *
 * @see https://runwasi.dev/
 */
export class WasmCronJob extends CronJob {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the RuntimeClass, the image and the rest of the CronJob
   */
  constructor(scope: Construct, id: string, props: WasmCronJobProps) {
    super(scope, id, wasmPodProps(props));
    runWasm(this, { noun: CRON_JOB, props, image: props.image, runtimeClass: props.runtimeClass });
  }
}
