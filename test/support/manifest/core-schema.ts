/**
 * The kinds of Kubernetes itself. Types and required fields are held by the published validators, which take any unknown
 * field; the known fields are those which the generated Kubernetes 1.28 types of cdk8s-plus-28 write out.
 */
import { Check, SchemaObject, addSchema, schemaCheck, wordErrors } from './json-schema';
import { load, once } from './load';

const CLUSTER_SCOPED = new Set([
  'APIService', 'CSIDriver', 'CSINode', 'CertificateSigningRequest', 'ClusterRole', 'ClusterRoleBinding', 'ComponentStatus',
  'CustomResourceDefinition', 'FlowSchema', 'IngressClass', 'MutatingWebhookConfiguration', 'Namespace', 'Node',
  'PersistentVolume', 'PriorityClass', 'PriorityLevelConfiguration', 'RuntimeClass', 'StorageClass',
  'ValidatingWebhookConfiguration', 'VolumeAttachment',
]);

// the generated types unwrap quantities and int-or-strings alike; these are the latter
export const INT_OR_STRING: ReadonlySet<string> = new Set(['maxSurge', 'maxUnavailable', 'minAvailable', 'port', 'targetPort']);

// fields that the generated types leave open
const TYPED_ANYWAY: { [field: string]: SchemaObject | undefined } = {
  'CustomResourceSubresources.status': { additionalProperties: false },
  'JsonSchemaProps.additionalProperties': { $ref: 'JsonSchemaProps' },
  'JsonSchemaProps.items': { $ref: 'JsonSchemaProps' },
};

/** The generated module: per type T a function toJson_T, per kind a class with its group, version and kind. */
const generated = once<Record<string, any>>(() => load('cdk8s-plus-28/lib/imports/k8s'));

/** The generated type of each kind of a stable API. */
const types = once(() => {
  const kinds = Object.entries(generated()).filter(([, value]) => /^([\w.-]+\/)?v\d+$/.test(value.GVK?.apiVersion ?? ''));
  return new Map(kinds.map(([name, { GVK }]) => [`${GVK.apiVersion} ${GVK.kind}`, `${name}Props`]));
});

const added = new Set<string>();

/** The check of a kind of Kubernetes 1.28's stable APIs; none for lists. */
export function coreCheck(apiVersion: string, kind: string): Check | undefined {
  const type = kind.endsWith('List') ? undefined : types().get(`${apiVersion} ${kind}`);
  if (type === undefined) return undefined;
  const known = typeCheck(type);
  const valid = publishedCheck(`kubernetes-models/${apiVersion}/${kind}`, kind);
  return (value) => [...known(value), ...valid(value)];
}

/** Whether a kind of Kubernetes belongs to no namespace. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** The check of a published validator. */
export function publishedCheck(module: string, kind: string): Check {
  const Model = load(module)[kind];
  return (value) => {
    try {
      new Model(value).validate();
      return [];
    } catch (error: any) {
      if (!Array.isArray(error.errors)) throw error;
      return wordErrors(error.errors, value);
    }
  };
}

/** The check that refuses the fields which a generated type does not know, at any depth, and quantities in a foreign form. */
export function typeCheck(type: string): Check {
  addType(type);
  return schemaCheck(type);
}

/** Makes a generated type, and those it speaks of, known to schemas as `$ref: <type>`. */
export function addType(type: string) {
  if (added.has(type)) return;
  added.add(type);
  const properties = typeFields(type);
  addSchema({ $id: type, properties, additionalProperties: false });
  for (const field of Object.values(properties)) {
    const { $ref } = field.items ?? field.additionalProperties ?? field;
    if ($ref) addType($ref);
  }
}

/** The fields of a generated type, read off the function that writes it: one line a field, `'name': expression,`. */
export function typeFields(type: string): { [field: string]: SchemaObject } {
  const source: string = generated()[`toJson_${type}`].toString();
  const lines = [...source.matchAll(/^ {8}'([^']+)': (.*),$/gm)];
  if (lines.length === 0) throw new Error(`the generated type ${type} is not written as expected`);
  const fields = lines.map(([, name, expression]) => [name, TYPED_ANYWAY[`${type}.${name}`] ?? fieldSchema(name, expression)]);
  return {
    ...(type.startsWith('Kube') && { apiVersion: {}, kind: {} }),
    ...Object.fromEntries(fields),
  };
}

/** What one such expression says: a type, a quantity, a list or map of one, or a value left to the published validator. */
export function fieldSchema(name: string, expression: string): SchemaObject {
  const isMap = expression.startsWith('((');
  const type = /toJson_(\w+)\(/.exec(expression)?.[1];
  const isQuantity = expression.includes('?.value') && (isMap || !INT_OR_STRING.has(name));
  const inner = type ? { $ref: type } : isQuantity ? { quantity: true } : {};
  if (isMap) return { additionalProperties: inner };
  return expression.includes('?.map(') ? { items: inner } : inner;
}
