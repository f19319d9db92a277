import { AbstractPod } from 'cdk8s-plus-28';
import { Construct, Dependable, IConstruct } from 'constructs';
import { runUnder } from './run-under';
import { NodePlacement } from '../../cluster/wasm-cluster';
import { WasmRuntime } from '../wasm-runtime';
import { IWasmRuntimeClass, WasmRuntimeClass } from '../wasm-runtime-class';

/** The RuntimeClass that runtime-class-manager makes for a Shim. To depend on it is to depend on the Shim. */
export class ShimRuntimeClass extends Construct implements IWasmRuntimeClass {
  /**
   * @param shim the Shim
   * @param runtimeClassName the name that it asks for
   * @param runtime the runtime that it installs
   * @param placement the nodes that it installs it on, which runtime-class-manager writes to the RuntimeClass too
   */
  constructor(
    readonly shim: Construct, readonly runtimeClassName: string, readonly runtime: WasmRuntime, readonly placement: NodePlacement = {},
  ) {
    super(shim, 'RuntimeClass');
    Dependable.implement(this, {
      get dependencyRoots() {
        return [shim];
      },
    });
  }

  /** Makes the pods of a workload run under the class. */
  applyTo(workload: AbstractPod): void {
    const { runtimeClassName, runtime, placement } = this;
    runUnder(workload, { runtimeClassName, runtime, placement, made: [this] });
  }
}

/** What must be applied before a user of a RuntimeClass: itself, or the Shim for which it is made. */
export function madeFor(runtimeClass?: IWasmRuntimeClass): IConstruct[] {
  return runtimeClass instanceof WasmRuntimeClass || runtimeClass instanceof ShimRuntimeClass ? [runtimeClass] : [];
}

/** Where the pods of a RuntimeClass may run, as far as the tree makes it. */
export function placementOf(runtimeClass: IWasmRuntimeClass): NodePlacement {
  return runtimeClass instanceof WasmRuntimeClass || runtimeClass instanceof ShimRuntimeClass ? runtimeClass.placement : {};
}
