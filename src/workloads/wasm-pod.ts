import { ApiObject, ApiObjectMetadata, Chart, Lazy } from 'cdk8s';
import { k8s, Pod, PodProps, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkContainers, checkRendering } from './private/pod-rules';
import { podSpec } from './private/pod-spec';
import { copiedPod, wasmContainerProps } from './private/wasm-container-props';
import { WasmContainerOptions } from './wasm-container';
import { clusterImage } from '../cluster/private/cluster-image';
import { ClusterState, dependOn } from '../cluster/private/cluster-state';
import { fittingName } from '../cluster/private/generated-name';
import { manifest } from '../cluster/private/manifest';
import { checkSameCluster } from '../cluster/private/same-cluster';
import { WasmCluster } from '../cluster/wasm-cluster';
import { madeFor } from '../nodes/private/shim-runtime-class';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';
import { SUBDOMAIN } from '../rules/grammar';
import { metadata } from '../rules/maps';
import { warnIfMutable } from '../rules/mutable-image';
import { Report, validateTree } from '../rules/problem';

/** Properties of `WasmPod`: a cdk8s-plus pod whose first container runs WebAssembly. */
export interface WasmPodProps extends PodProps, WasmContainerOptions {
  /** The RuntimeClass that runs the pod. Written to `spec.runtimeClassName`. */
  readonly runtimeClass: IWasmRuntimeClass;
}

/**
 * A Pod that a runwasi shim runs, without an operator.
 *
 * A cdk8s-plus `Pod` in all else: `containers` adds ordinary Linux sidecars, `connections` and `scheduling` work as there.
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
    const { runtimeClass } = props;
    const pod = copiedPod(props);
    super(scope, id, { ...pod, containers: [wasmContainerProps(props, runtimeClass.runtime), ...pod.containers ?? []] });
    const report = new Report(this);
    metadata(report, Chart.of(this), props.metadata, SUBDOMAIN);
    checkSameCluster(report, this, { field: 'runtimeClass', made: madeFor(runtimeClass) });
    checkContainers(report, this);
    report.throwIfAny();
    this.replaceObject(runtimeClass, props.metadata);
    this.order(props);
    warnIfMutable(this, 'spec.containers[0].image', clusterImage(this, props.image.image));
    validateTree(this, (found) => {
      checkContainers(found, this);
      checkRendering(found, () => this.render(runtimeClass));
    });
  }

  /** cdk8s-plus' own object loses JSON patches of fields that it does not know; a plain one keeps them. */
  private replaceObject(runtimeClass: IWasmRuntimeClass, given: ApiObjectMetadata = {}): void {
    const replaced = this.apiObject;
    this.node.tryRemoveChild(replaced.node.id);
    const object: ApiObject = manifest(this, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...given, ...replaced.metadata.toJson(), name: given.name ?? fittingName(replaced.name) },
      spec: Lazy.any({ produce: () => this.render(runtimeClass) }),
    }, replaced.node.id);
    Object.defineProperty(this, 'apiObject', { value: object });
  }

  private render({ runtimeClassName }: IWasmRuntimeClass): { [field: string]: unknown } {
    const render = (pod: unknown) => (Pod.prototype as unknown as { _toKube(): k8s.PodSpec })._toKube.call(pod as never);
    return podSpec(this, render, { runtimeClassName });
  }

  /** What the API server wants to see before the pod: it refuses one without its RuntimeClass or service account. */
  private order({ runtimeClass, serviceAccount }: WasmPodProps): void {
    this.node.addDependency(...madeFor(runtimeClass));
    if (serviceAccount instanceof ServiceAccount) {
      this.node.addDependency(serviceAccount);
    }
    const state = ClusterState.of(WasmCluster.of(this));
    dependOn(this, () => state.objectsToOrder.namespaces(this.metadata.namespace));
  }
}
