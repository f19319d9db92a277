import { ApiObject, JsonPatch } from 'cdk8s';
import { AbstractPod, Topology, WorkloadScheduling } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { placeDaemons } from './daemon-placement';
import { warnIfSmall } from './memory-rule';
import { checkPodNamespace } from './namespace-rules';
import { Fields, podTemplate, templatePath } from './pod-template';
import { checkNodeSelector, checkShimPod } from './shim-pod-rules';
import { ObjectIndex } from '../../cluster/private/object-index';
import { checkSameCluster } from '../../cluster/private/same-cluster';
import { stateOf } from '../../cluster/private/state-of';
import { NodePlacement } from '../../cluster/wasm-cluster';
import { Report, validateTree, wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { WasmRuntime } from '../wasm-runtime';

/** A RuntimeClass as its pods need it. */
export interface PodClass {
  readonly runtimeClassName: string;
  readonly runtime?: WasmRuntime;

  /** Where its pods may run, where it is known. */
  readonly placement?: NodePlacement;

  /** What must be applied before a pod of the class. */
  readonly made: readonly IConstruct[];
}

const classes = new WeakMap<AbstractPod, string>();

/** Makes the pods of a workload of cdk8s-plus run under a RuntimeClass. */
export function runUnder(workload: AbstractPod, podClass: PodClass): void {
  const object = ApiObject.of(workload);
  const path = templatePath(object.kind);
  const report = new Report(workload);
  checkSameCluster(report, workload, { field: 'runtimeClass', made: podClass.made });
  claim(report, workload, podClass.runtimeClassName);
  if (!path) {
    report.add({
      field: 'kind',
      value: object.kind,
      rule: 'it is not known where this kind keeps its pod',
      fix: 'write spec.runtimeClassName by a JSON patch of your own',
      code: RuleCode.UNRENDERABLE_POD,
    });
  }
  report.throwIfAny();
  settleSpread(workload);
  object.addJsonPatch(JsonPatch.add(['', ...path!, 'spec', 'runtimeClassName'].join('/'), podClass.runtimeClassName));
  placeDaemons(workload, podClass.placement ?? {});
  workload.node.addDependency(...podClass.made);
  validateTree(workload, (found) => {
    const written = writtenObject(found, object);
    if (written) {
      checkShimPod(found, podTemplate(written));
      checkSurroundings(found, workload, written);
      warnIfReadOnly(workload, written, { runtime: podClass.runtime });
      warnIfSmall(workload, written);
    }
  });
}

/** Notes the RuntimeClass of a workload, which has one. */
export function claim(report: Report, workload: AbstractPod, runtimeClassName: string): void {
  const known = classes.get(workload);
  if (known !== undefined) {
    report.add({
      field: 'runtimeClass',
      value: runtimeClassName,
      rule: `its pods run under the RuntimeClass ${JSON.stringify(known)} already`,
      fix: 'name one',
      code: RuleCode.AMBIGUOUS_RUNTIME_CLASS,
    });
  }
  classes.set(workload, runtimeClassName);
}

/** Adds the terms of `spread: true` once, which cdk8s-plus adds again at every rendering. */
export function settleSpread(workload: AbstractPod): void {
  const { spread, scheduling } = workload as unknown as { readonly spread?: boolean; readonly scheduling: WorkloadScheduling };
  if (spread) {
    Object.defineProperty(workload, 'spread', { value: false });
    scheduling.spread({ topology: Topology.HOSTNAME });
    scheduling.spread({ topology: Topology.ZONE });
  }
}

/** An object as it will be written, JSON patches included; what cannot be rendered is a problem. */
export function writtenObject(report: Report, object: ApiObject): Fields | undefined {
  return rendered(report, 'spec', () => object.toJson() as Fields);
}

/** What an error says, without the heading by which newer releases of cdk8s name the object once more. */
function reasonOf(error: unknown): string {
  return String((error as Error).message).replace(/^Failed serializing construct at path '.*?' with name '.*?': (\w*Error: )?/, '');
}

/** Reports what cdk8s-plus would throw while it renders, when files are being written already. */
export function rendered<T>(report: Report, field: string, render: () => T): T | undefined {
  try {
    return render();
  } catch (error) {
    report.add({
      field,
      value: reasonOf(error),
      rule: 'cdk8s-plus cannot render it',
      fix: 'mend what its message names',
      code: RuleCode.UNRENDERABLE_POD,
    });
    return undefined;
  }
}

/** Holds a written pod to the nodes of its RuntimeClass and to its namespace, where the tree makes them. */
export function checkSurroundings(report: Report, workload: IConstruct, object: Fields): void {
  const template = podTemplate(object);
  const { objects } = stateOf(workload);
  for (const runtimeClass of classesNamed(objects, template.spec.runtimeClassName)) {
    checkNodeSelector(report, template, runtimeClass.toJson().scheduling?.nodeSelector ?? {});
  }
  checkPodNamespace(report, objects, object.metadata?.namespace, template);
}

/** The RuntimeClass of a name, in a list that is empty where the tree does not make it. */
export function classesNamed(objects: ObjectIndex, name: string): readonly ApiObject[] {
  return objects.find({ group: 'node.k8s.io', kind: 'RuntimeClass', name });
}

/** The container that runs Wasm, as far as it is known. */
export interface WasmPart {
  readonly runtime?: WasmRuntime;

  /** Its name; without one it may be any of the pod. */
  readonly name?: string;
}

/** Warns of a Spin pod in which no container could be that of Spin: its shim writes below `/`. */
export function warnIfReadOnly(workload: IConstruct, object: Fields, { runtime, name: known }: WasmPart): void {
  const { place, spec } = podTemplate(object);
  const containers: Fields[] = (spec.containers ?? []).filter(({ name }: Fields) => known === undefined || name === known);
  if (runtime === WasmRuntime.SPIN && containers.length > 0 && containers.every(({ securityContext }) => securityContext?.readOnlyRootFilesystem)) {
    warn(workload, RuleCode.READ_ONLY_ROOT, wording({
      field: `${place}spec.containers`,
      value: containers.map(({ name }) => name),
      rule: 'a read-only root file system, in which the Spin shim cannot write, ends its container at once: exit code 137, no log',
      fix: 'say readOnlyRootFilesystem: false for the container of Spin',
      code: RuleCode.READ_ONLY_ROOT,
    }));
  }
}
