/** A simulated `kubectl apply -f` of one file after the other: what an object refers to must exist before it. */
import { mapOf, mapsOf } from '../support/manifest/load';
import { podTemplateOf } from '../support/manifest/pods';
import type { ManifestFile } from '../support/manifest-check';

/** What an object needs; some things must be there before the file is begun, since one pass over a file is too fast for them. */
interface Need {
  readonly name: string;
  readonly earlierFile?: boolean;
}

const OPERATOR = 'the operator';
const SPIN_GROUP = 'core.spinkube.dev';
const PLURALS: { [kind: string]: string } = { SpinApp: 'spinapps', SpinAppExecutor: 'spinappexecutors' };

/** A cluster with cert-manager, and one that has SpinKube too. */
const EMPTY = ['Namespace default'];
const WITH_SPINKUBE = [
  ...EMPTY,
  OPERATOR,
  'RuntimeClass wasmtime-spin-v2',
  ...Object.values(PLURALS).map((plural) => `CustomResourceDefinition ${plural}.${SPIN_GROUP}`),
];

/** Kinds whose references the API server does not follow: one phase may have them before what they name. */
const UNCHECKED = /(RoleBinding|WebhookConfiguration)$/;

/** Applies phases in their order, object by object, each phase as kubectl reads it. */
export function applyPhases(phases: ManifestFile[], spinKube: boolean): string[] {
  return apply(phases.map(({ file, objects }) => {
    const late = (object: any) => UNCHECKED.test(object.kind);
    return { file, objects: [...objects.filter((object) => !late(object)), ...objects.filter(late)] };
  }), spinKube);
}

/** Applies files in their order, object by object. Gives what was needed and not there, as `<file>: <object> needs <object>`. */
export function apply(files: ManifestFile[], spinKube: boolean): string[] {
  const there = new Set(spinKube ? WITH_SPINKUBE : EMPTY);
  return files.flatMap(({ file, objects }) => {
    const before = new Set(there);
    return objects.flatMap((object) => {
      const missing = needsOf(object).filter(({ name, earlierFile }) => !(earlierFile ? before : there).has(name));
      offersOf(object).forEach((offer) => there.add(offer));
      return missing.map(({ name, earlierFile }) => `${file}: ${nameOf(object)} needs ${name}${earlierFile ? ' in an earlier file' : ''}`);
    });
  });
}

function nameOf({ kind, metadata }: any): string {
  return named(kind, metadata.name, metadata.namespace);
}

function named(kind: string, name: string, namespace?: string): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function offersOf(object: any): string[] {
  const isOperator = object.kind === 'Deployment' && object.metadata.labels?.['app.kubernetes.io/name'] === 'spin-operator';
  return [nameOf(object), ...(isOperator ? [OPERATOR] : [])];
}

function needsOf(object: any): Need[] {
  const { namespace } = object.metadata;
  return [
    ...(namespace === undefined ? [] : [{ name: `Namespace ${namespace}` }]),
    ...spinNeeds(object),
    ...podNeeds(object),
    ...bindingNeeds(object),
    ...mapsOf(object.webhooks).map(({ clientConfig: { service } }) => ({ name: named('Service', service.name, service.namespace) })),
  ];
}

function spinNeeds({ apiVersion, kind, metadata, spec }: any): Need[] {
  if (!String(apiVersion).startsWith(`${SPIN_GROUP}/`)) return [];
  const runtimeClass = spec.deploymentConfig?.runtimeClassName;
  return [
    { name: `CustomResourceDefinition ${PLURALS[kind]}.${SPIN_GROUP}`, earlierFile: true },
    { name: OPERATOR, earlierFile: true },
    ...(kind === 'SpinApp' ? [{ name: named('SpinAppExecutor', spec.executor, metadata.namespace), earlierFile: true }] : []),
    ...(runtimeClass === undefined ? [] : [{ name: named('RuntimeClass', runtimeClass) }]),
  ];
}

function podNeeds(object: any): Need[] {
  const { runtimeClassName, serviceAccountName } = mapOf(podTemplateOf(object)?.spec);
  return [
    ...(runtimeClassName === undefined ? [] : [{ name: named('RuntimeClass', runtimeClassName) }]),
    ...(serviceAccountName === undefined ? [] : [{ name: named('ServiceAccount', serviceAccountName, object.metadata.namespace) }]),
  ];
}

function bindingNeeds({ roleRef, subjects, metadata }: any): Need[] {
  return [
    ...(roleRef === undefined ? [] : [{ name: named(roleRef.kind, roleRef.name, roleRef.kind === 'Role' ? metadata.namespace : undefined) }]),
    ...mapsOf(subjects).map(({ kind, name, namespace }) => ({ name: named(kind, name, namespace) })),
  ];
}
