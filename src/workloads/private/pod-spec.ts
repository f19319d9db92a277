import { AbstractPod, Container, k8s } from 'cdk8s-plus-28';
import { clusterImage } from '../../cluster/private/cluster-image';
import { UnheardReport } from '../../rules/problem';
import { containerResources } from '../../rules/resources';
import { canonicalVolume } from '../../rules/volume';

/** How cdk8s-plus renders, which its types do not show. */
interface Rendered<T> {
  _toKube(): T;
}

/** Renders the pod of a cdk8s-plus class in YAML field names, with quantities in the API server's own form. */
export function podSpec(pod: AbstractPod, render: (pod: AbstractPod) => k8s.PodSpec, extra: { [field: string]: unknown }) {
  // cdk8s-plus fails while it renders a size that is no whole number of its own unit, so resources are ours.
  const view = Object.create(pod, {
    containers: { value: pod.containers.map((container) => asWritten(pod, container)) },
    initContainers: { value: pod.initContainers.map((container) => asWritten(pod, container)) },
  });
  const spec = k8s.toJson_PodSpec(render(view))!;
  return {
    ...spec,
    ...extra,
    // What is false by default, the API server does not store.
    hostNetwork: spec.hostNetwork || undefined,
    volumes: spec.volumes?.map(canonicalVolume),
    containers: withResources(pod, spec.containers, pod.containers),
    initContainers: spec.initContainers && withResources(pod, spec.initContainers, pod.initContainers),
  };
}

/** One container as it will be written, but for its resources. */
export function renderedContainer(container: Container): k8s.Container {
  return (withoutResources(container) as unknown as Rendered<k8s.Container>)._toKube();
}

function asWritten(pod: AbstractPod, container: Container): Container {
  return Object.create(withoutResources(container), { image: { value: clusterImage(pod, container.image) } });
}

function withoutResources(container: Container): Container {
  return Object.create(container, { resources: { value: {} } });
}

function withResources(pod: AbstractPod, specs: { [field: string]: unknown }[], containers: Container[]) {
  const unheard = new UnheardReport(pod);
  return specs.map((spec, index) => ({ ...spec, resources: containerResources(unheard, 'resources', containers[index].resources) }));
}
