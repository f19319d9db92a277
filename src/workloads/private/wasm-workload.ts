import { ApiObject, ApiObjectMetadata, Chart, Lazy } from 'cdk8s';
import { AbstractPod } from 'cdk8s-plus-28';
import { connectExactly } from './exact-connections';
import { Noun } from './nouns';
import { checkContainers } from './pod-rules';
import { PodChange, workloadSpec } from './pod-spec';
import { schedulingFields } from './scheduling-fields';
import { checkSelector } from './selector-rules';
import { RunnableImage } from './wasm-container-props';
import { checkWritten } from './workload-rules';
import { referencesOf, referredObjects } from '../../apps/private/references';
import { clusterImage } from '../../cluster/private/cluster-image';
import { dependOn } from '../../cluster/private/cluster-state';
import { generatedName } from '../../cluster/private/generated-name';
import { manifest } from '../../cluster/private/manifest';
import { checkSameCluster } from '../../cluster/private/same-cluster';
import { stateOf } from '../../cluster/private/state-of';
import { warnIfSmall } from '../../nodes/private/memory-rule';
import { Fields, podTemplate, PodTemplate, templatePath } from '../../nodes/private/pod-template';
import { checkSurroundings, claim, classesNamed, rendered, settleSpread, warnIfReadOnly, writtenObject } from '../../nodes/private/run-under';
import { madeFor } from '../../nodes/private/shim-runtime-class';
import { IWasmRuntimeClass } from '../../nodes/wasm-runtime-class';
import { metadata } from '../../rules/maps';
import { warnIfMutable } from '../../rules/mutable-image';
import { checkBuiltInFinalizers } from '../../rules/object-metadata';
import { Report, UnheardReport, validateTree } from '../../rules/problem';
import { WasmSchedulingOptions } from '../wasm-container';

/** What turns a workload of cdk8s-plus into one for Wasm. */
export interface WasmWorkload {
  readonly noun: Noun;
  readonly props: WasmSchedulingOptions & { readonly metadata?: ApiObjectMetadata };
  readonly image: RunnableImage;
  readonly runtimeClass: IWasmRuntimeClass;

  /** What else can be wrong with the props. */
  readonly check?: (report: Report) => void;

  /** What else can be wrong with the pod as it will be written. */
  readonly checkPod?: (report: Report, template: PodTemplate) => void;

  /** What else changes in the pod. */
  readonly change?: PodChange;
}

/** Makes a workload of cdk8s-plus run Wasm: checks it, and puts a plain object in the place of its own. */
export function runWasm(workload: AbstractPod, wasm: WasmWorkload): void {
  const { noun, props, runtimeClass, image } = wasm;
  const report = new Report(workload);
  const render = () => workloadSpec(workload, noun, (pod) => podOf(workload, pod, wasm));
  settleSpread(workload);
  metadata(report, Chart.of(workload), props.metadata, noun.name);
  checkBuiltInFinalizers(report, props.metadata);
  checkSameCluster(report, workload, { field: 'runtimeClass', made: madeFor(runtimeClass) });
  claim(report, workload, runtimeClass.runtimeClassName);
  wasm.check?.(report);
  const check = checker(workload, wasm);
  checkContainers(report, workload, rootOf(noun));
  check(report, rendered(new UnheardReport(workload), 'spec', () => ({ spec: render() })));
  report.throwIfAny();
  connectExactly(workload);
  const object = replaceObject(workload, noun, props.metadata, render);
  order(workload, object, runtimeClass);
  warnIfMutable(workload, `${rootOf(noun)}spec.containers[0].image`, clusterImage(workload, image.image));
  validateTree(workload, (found) => {
    checkContainers(found, workload, rootOf(noun));
    const written = writtenObject(found, object);
    check(found, written);
    if (written) {
      checkSelector(found, noun, written);
      checkSurroundings(found, workload, written);
      warnOfMain(workload, written, wasm);
    }
  });
}

/** Warns of what makes the container of the Wasm end at once. */
function warnOfMain(workload: AbstractPod, written: Fields, { image, runtimeClass }: WasmWorkload): void {
  const [{ name }] = workload.containers;
  warnIfReadOnly(workload, written, { runtime: runtimeClass.runtime, name });
  if (!image.isOciArtifact) {
    warnIfSmall(workload, written, name);
  }
}

function checker(workload: AbstractPod, { noun, image, checkPod }: WasmWorkload) {
  const { name } = workload.containers[0];
  return (report: Report, written?: Fields) => {
    if (written) {
      checkWritten(report, noun, written, { name, image });
      checkPod?.(report, podTemplate({ ...written, kind: noun.kind }));
    }
  };
}

function podOf(workload: AbstractPod, pod: Fields, { props, runtimeClass, change = (same) => same }: WasmWorkload): Fields {
  return change({ ...pod, ...schedulingFields(workload, props), runtimeClassName: runtimeClass.runtimeClassName });
}

/** What stands before `spec` of the pod in messages. */
function rootOf(noun: Noun): string {
  return templatePath(noun.kind)!.map((field) => `${field}.`).join('');
}

/** cdk8s-plus' own object loses JSON patches of fields that it does not know; a plain one keeps them. */
function replaceObject(workload: AbstractPod, noun: Noun, given: ApiObjectMetadata = {}, render: () => Fields): ApiObject {
  const replaced = ApiObject.of(workload);
  const before = replaced.node.dependencies;
  workload.node.tryRemoveChild(replaced.node.id);
  const { apiVersion, kind, nameLength } = noun;
  const name = given.name ?? generatedName(workload, { apiVersion, kind }, nameLength);
  const object = manifest(workload, {
    apiVersion,
    kind,
    metadata: { ...given, ...replaced.metadata.toJson(), name },
    spec: Lazy.any({ produce: render }),
  }, replaced.node.id);
  object.node.addDependency(...before);
  Object.defineProperty(workload, 'apiObject', { value: object });
  return object;
}

/** What the API server wants to see before a pod: its RuntimeClass, its namespace, and what it refers to. */
function order(workload: AbstractPod, object: ApiObject, runtimeClass: IWasmRuntimeClass): void {
  workload.node.addDependency(...madeFor(runtimeClass));
  const state = stateOf(workload);
  const unheard = new UnheardReport(workload);
  dependOn(object, () => {
    const { spec } = podTemplate(writtenObject(unheard, object) ?? {});
    return [
      ...classesNamed(state.objectsToOrder, runtimeClass.runtimeClassName),
      ...referredObjects(state.objectsToOrder, object.metadata.namespace, referencesOf(spec)),
    ];
  });
  dependOn(workload, () => state.objectsToOrder.namespaces(object.metadata.namespace));
}
