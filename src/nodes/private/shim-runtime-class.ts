import { Construct, Dependable, IConstruct } from 'constructs';
import { WasmRuntime } from '../wasm-runtime';
import { IWasmRuntimeClass, WasmRuntimeClass } from '../wasm-runtime-class';

/** The RuntimeClass that runtime-class-manager makes for a Shim. To depend on it is to depend on the Shim. */
export class ShimRuntimeClass extends Construct implements IWasmRuntimeClass {
  /**
   * @param shim the Shim
   * @param runtimeClassName the name that it asks for
   * @param runtime the runtime that it installs
   */
  constructor(readonly shim: Construct, readonly runtimeClassName: string, readonly runtime: WasmRuntime) {
    super(shim, 'RuntimeClass');
    Dependable.implement(this, {
      get dependencyRoots() {
        return [shim];
      },
    });
  }
}

/** What must be applied before a user of a RuntimeClass: itself, or the Shim for which it is made. */
export function madeFor(runtimeClass?: IWasmRuntimeClass): IConstruct[] {
  return runtimeClass instanceof WasmRuntimeClass || runtimeClass instanceof ShimRuntimeClass ? [runtimeClass] : [];
}
