import { Deployment, DeploymentExposeViaServiceOptions, DeploymentProps, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DEPLOYMENT } from './private/nouns';
import { wasmPodProps } from './private/wasm-container-props';
import { runWasm } from './private/wasm-workload';
import { settledService } from './private/workload-service';
import { WasmContainerOptions, WasmSchedulingOptions } from './wasm-container';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Properties of `WasmDeployment`: a cdk8s-plus Deployment whose first container runs WebAssembly. */
export interface WasmDeploymentProps extends DeploymentProps, WasmContainerOptions, WasmSchedulingOptions {
  /** The RuntimeClass that runs the pods. Written to `runtimeClassName` of the pod. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A Deployment whose pods a runwasi shim runs: a service of as many pods as it needs, each like the others.
 *
 * A cdk8s-plus `Deployment` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
 * A module that serves no HTTP never sees SIGTERM: its deletion takes all of `terminationGracePeriod`, 30 seconds unless given.
 *
 * @see https://runwasi.dev/
 */
export class WasmDeployment extends Deployment {
  /**
   * @param scope the scope
   * @param id the id
   * @param props the RuntimeClass, the image and the rest of the Deployment
   */
  constructor(scope: Construct, id: string, props: WasmDeploymentProps) {
    super(scope, id, wasmPodProps(props));
    runWasm(this, { noun: DEPLOYMENT, props, image: props.image, runtimeClass: props.runtimeClass });
  }

  /**
   * Exposes the pods by a Service, as in cdk8s-plus, on the ports of their containers.
   *
   * @param options its name, type and ports
   * @returns the Service
   * @throws for a name or port that no Service has, and where the containers have no port
   */
  public exposeViaService(options: DeploymentExposeViaServiceOptions = {}): Service {
    return settledService(super.exposeViaService(options));
  }
}
