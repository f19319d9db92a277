/**
 * What must fit between the objects of one cluster.
 */
import { at, mapOf, problem, repeated } from './load';
import { podTemplateOf } from './pods';
import { hasAll } from './selector';
import { operatorPodLabels } from '../operator';

/** Things that exist in the cluster without being among the objects. */
export interface Known {
  /** Names of RuntimeClasses. */
  readonly runtimeClasses?: string[];
  /** Names of SpinAppExecutors, as `name` in each namespace or as `namespace/name`. */
  readonly executors?: string[];
}

/** A problem of one object among many. */
export interface Finding {
  readonly object: any;
  readonly text: string;
}

/** All that does not fit between the objects. */
export function crossProblems(objects: any[], known: Known): Finding[] {
  return [
    ...duplicateProblems(objects),
    ...serviceProblems(objects),
    ...executorProblems(objects, known.executors ?? []),
    ...runtimeClassProblems(objects, known.runtimeClasses ?? []),
  ];
}

/** What an object is called in messages: `Deployment team/web`. */
export function titleOf(object: any): string {
  const { namespace, name } = mapOf(object?.metadata);
  return `${object?.kind ?? 'object'} ${[namespace, name ?? '?'].filter((part) => part !== undefined).join('/')}`;
}

function duplicateProblems(objects: any[]): Finding[] {
  const keys = objects.map((object) => JSON.stringify([groupOf(object), object.kind, ...placeOf(object)]));
  const twice = new Set(repeated(keys));
  return objects.filter((_, index) => twice.delete(keys[index]))
    .map((object) => ({ object, text: 'metadata.name: must be unique, another object has the same group, kind, namespace and name' }));
}

function serviceProblems(objects: any[]): Finding[] {
  const pods = new Map<string | undefined, Record<string, any>[]>();
  for (const object of objects) {
    const labels = podLabelsOf(object);
    if (labels) pods.set(namespaceOf(object), [...pods.get(namespaceOf(object)) ?? [], labels]);
  }
  return objects.filter((object) => isKind(object, '', 'Service') && object.spec?.type !== 'ExternalName').flatMap((object) => {
    const selector = mapOf(object.spec?.selector);
    const matches = Object.keys(selector).length === 0 || pods.get(namespaceOf(object))?.some((labels) => hasAll(labels, selector));
    return matches ? [] : [{ object, text: problem('spec.selector', selector, 'must match pods of the same namespace') }];
  });
}

function executorProblems(objects: any[], known: string[]): Finding[] {
  const executors = new Map(objects.filter((object) => isKind(object, 'core.spinkube.dev', 'SpinAppExecutor'))
    .map((object) => [JSON.stringify(placeOf(object)), object]));
  return objects.filter((object) => isKind(object, 'core.spinkube.dev', 'SpinApp')).flatMap((object) => {
    const { executor: name, ...spec } = mapOf(object.spec);
    const namespace = namespaceOf(object);
    const executor = executors.get(JSON.stringify([namespace, name]));
    if (executor) return annotationProblems(object, spec, executor);
    const exists = known.includes(name) || known.includes(`${namespace}/${name}`);
    return exists ? [] : [{ object, text: problem('spec.executor', name, 'must be a SpinAppExecutor of the same namespace') }];
  });
}

/** The webhook refuses annotations for a Deployment that the operator will not make. */
function annotationProblems(object: any, spec: Record<string, any>, executor: any): Finding[] {
  if (executor.spec?.createDeployment !== false) return [];
  return ['deploymentAnnotations', 'podAnnotations'].filter((field) => Object.keys(mapOf(spec[field])).length > 0)
    .map((field) => ({ object, text: problem(`spec.${field}`, spec[field], 'must be empty, the executor creates no Deployment') }));
}

function runtimeClassProblems(objects: any[], known: string[]): Finding[] {
  const names = new Set([...known, ...objects.map(runtimeClassOf)]);
  return objects.flatMap((object) => {
    const template = podTemplateOf(object);
    const name = template?.spec.runtimeClassName;
    if (name === undefined || names.has(name)) return [];
    return [{ object, text: problem(at(template?.path ?? '', 'spec', 'runtimeClassName'), name, 'must be a RuntimeClass') }];
  });
}

/** The name of the RuntimeClass that an object is; runtime-class-manager makes one for each of its Shims. */
function runtimeClassOf(object: any): unknown {
  if (isKind(object, 'runtime.spinkube.dev', 'Shim')) return object.spec?.runtimeClass?.name;
  return isKind(object, 'node.k8s.io', 'RuntimeClass') ? object.metadata?.name : undefined;
}

function podLabelsOf(object: any): Record<string, any> | undefined {
  return isKind(object, 'core.spinkube.dev', 'SpinApp') ? operatorPodLabels(object) : podTemplateOf(object)?.labels;
}

function isKind(object: any, group: string, kind: string): boolean {
  return object.kind === kind && groupOf(object) === group;
}

function groupOf({ apiVersion }: any): string {
  return String(apiVersion).includes('/') ? String(apiVersion).split('/')[0] : '';
}

function namespaceOf(object: any): string | undefined {
  return object.metadata?.namespace;
}

function placeOf(object: any): unknown[] {
  return [namespaceOf(object), object.metadata?.name];
}
