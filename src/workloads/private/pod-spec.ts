import { AbstractPod, Container, k8s } from 'cdk8s-plus-28';
import { Noun } from './nouns';
import { clusterImage } from '../../cluster/private/cluster-image';
import { Fields, templatePath } from '../../nodes/private/pod-template';
import { envOrder } from '../../rules/env-order';
import { UnheardReport } from '../../rules/problem';
import { containerResources } from '../../rules/resources';
import { canonicalVolume } from '../../rules/volume';

/** How cdk8s-plus renders, which its types do not show. */
export interface Rendered<T> {
  _toKube(): T;
}

/** Changes the pod that a workload renders. */
export type PodChange = (pod: Fields) => Fields;

/** Renders `spec` of a cdk8s-plus class in YAML field names, its pod in the API server's own form. */
export function workloadSpec(workload: AbstractPod, noun: Noun, change: PodChange): Fields {
  // cdk8s-plus fails while it renders a size that is no whole number of its own unit, so resources are ours.
  const view = Object.create(workload, {
    containers: { value: workload.containers.map((container) => asWritten(workload, container)) },
    initContainers: { value: workload.initContainers.map((container) => asWritten(workload, container)) },
  }) as Rendered<unknown>;
  const spec = noun.toYaml(view._toKube());
  const path = templatePath(noun.kind)!.slice(1);
  return path.length > 0
    ? changed(withoutZero(spec), [...path, 'spec'], (pod) => change(podSpec(workload, pod)))
    : change(podSpec(workload, spec));
}

/** A pod's `spec`, with quantities in the API server's own form. */
function podSpec(workload: AbstractPod, spec: Fields): Fields {
  return {
    ...spec,
    // What is false by default, the API server does not store.
    hostNetwork: spec.hostNetwork || undefined,
    volumes: spec.volumes?.map(canonicalVolume),
    containers: containerSpecs(workload, spec.containers, workload.containers),
    initContainers: spec.initContainers && containerSpecs(workload, spec.initContainers.map(withoutOwnProbe), workload.initContainers),
  };
}

/** cdk8s-plus gives a container with a port a startup probe of its own, which of init containers only a sidecar may have. */
function withoutOwnProbe({ startupProbe, ...spec }: Fields): Fields {
  return spec.restartPolicy === 'Always' ? { startupProbe, ...spec } : spec;
}

/** One container as it will be written, but for its resources. */
export function renderedContainer(container: Container): k8s.Container {
  return (withoutResources(container) as unknown as Rendered<k8s.Container>)._toKube();
}

function asWritten(pod: AbstractPod, container: Container): Container {
  return Object.create(withoutResources(container), { image: { value: clusterImage(pod, container.image) } });
}

/** A copy in which the part at a path is another. */
function changed(fields: Fields, [field, ...rest]: string[], change: PodChange): Fields {
  return { ...fields, [field]: rest.length > 0 ? changed(fields[field], rest, change) : change(fields[field]) };
}

/** The API server does not store a wait of 0 seconds. */
function withoutZero({ minReadySeconds, ...spec }: Fields): Fields {
  return minReadySeconds ? { minReadySeconds, ...spec } : spec;
}

function withoutResources(container: Container): Container {
  return Object.create(container, { resources: { value: {} } });
}

function containerSpecs(workload: AbstractPod, specs: Fields[], containers: Container[]): Fields[] {
  const unheard = new UnheardReport(workload);
  return specs.map((spec, index) => ({
    ...spec,
    // cdk8s-plus writes the variables in the order of a map, in which they may not find each other.
    env: spec.env && envOrder(spec.env),
    resources: containerResources(unheard, 'resources', containers[index].resources),
  }));
}
