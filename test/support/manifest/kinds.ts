/**
 * Which schema holds which kind. What is not here is not checked, and therefore reported.
 */
import { addType, coreCheck, isClusterScoped, publishedCheck } from './core-schema';
import { FOREIGN } from './foreign-kinds';
import { Check, SchemaObject, closed, schemaCheck } from './json-schema';
import { mapOf, once } from './load';
import { prometheusSpec } from './prometheus-kinds';
import { trafficCheck } from './traffic-kinds';
import { runtimeClassManagerCrds } from '../../../crds/runtime-class-manager';
import { spinOperatorCrds } from '../../../crds/spin-operator';

/** What is known of a kind. */
export interface Kind {
  readonly check: Check;
  readonly clusterScoped: boolean;
}

// a further component of crds/ is one more line
const CUSTOM_RESOURCES = [
  () => spinOperatorCrds(() => true),
  () => runtimeClassManagerCrds(),
];

// what we write of Cilium's policies; the package with the whole schema is for node alone, see test/support/cilium.ts
const text = (more: object = {}) => ({ type: 'string', ...more });
const closedTo = (properties: object) => ({ type: 'object', additionalProperties: false, properties });
const list = (items: object) => ({ type: 'array', minItems: 1, items });
const CILIUM_SELECTOR = closedTo({ matchLabels: { type: 'object', additionalProperties: text() }, matchExpressions: list({ type: 'object' }) });
const CILIUM_NAME = closedTo({ matchName: text({ pattern: '^[-a-z0-9_.]+$' }), matchPattern: text({ pattern: '^[-a-z0-9_.*]+$' }) });
const CILIUM_PORT = closedTo({
  port: text({ pattern: '^([0-9]{1,5}|[a-z0-9-]*[a-z][a-z0-9-]*)$' }),
  endPort: { type: 'integer', maximum: 65535 },
  protocol: text({ enum: ['TCP', 'UDP'] }),
});
const CILIUM_SPEC = {
  ...closedTo({
    endpointSelector: CILIUM_SELECTOR,
    egress: list(closedTo({
      toEndpoints: list(CILIUM_SELECTOR),
      toCIDR: list(text()),
      toEntities: list(text({ enum: ['all'] })),
      toFQDNs: list(CILIUM_NAME),
      toPorts: list({ ...closedTo({ ports: list(CILIUM_PORT), rules: closedTo({ dns: list(CILIUM_NAME) }) }), required: ['ports'] }),
    })),
  }),
  required: ['endpointSelector', 'egress'],
};

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } };
const METADATA: SchemaObject = {
  type: 'object',
  allOf: [{ $ref: 'ObjectMeta' }],
  properties: { name: { type: 'string' }, namespace: { type: 'string' }, labels: TEXTS, annotations: TEXTS },
};

const found = new Map<string, Kind | undefined>();

/** The schema and scope of a kind, if any. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  const key = `${apiVersion} ${kind}`;
  if (!found.has(key)) {
    const foreign = () => foreignKind(key, kind) ?? trafficKind(apiVersion, kind) ?? ciliumKind(key) ?? prometheusKind(key);
    found.set(key, coreKind(apiVersion, kind) ?? foreign() ?? customKinds().get(key));
  }
  return found.get(key);
}

function coreKind(apiVersion: string, kind: string): Kind | undefined {
  const check = coreCheck(apiVersion, kind);
  return check && { check, clusterScoped: isClusterScoped(kind) };
}

function foreignKind(key: string, kind: string): Kind | undefined {
  const foreign = FOREIGN[key];
  if (!foreign) return undefined;
  const { module, fields, clusterScoped = false } = foreign;
  const known = objectCheck({ additionalProperties: false, properties: { apiVersion: {}, kind: {}, ...onlyFields(fields).properties } }, 'spec' in fields);
  const valid = module ? publishedCheck(`${module}/${key.split(' ')[0]}/${kind}`, kind) : () => [];
  return { check: (value) => [...known(value), ...valid(value)], clusterScoped };
}

function ciliumKind(key: string): Kind | undefined {
  if (key !== 'cilium.io/v2 CiliumNetworkPolicy') return undefined;
  const check = objectCheck({ ...closedTo({ apiVersion: {}, kind: {}, spec: CILIUM_SPEC }), required: ['spec'] });
  return { check, clusterScoped: false };
}

function prometheusKind(key: string): Kind | undefined {
  const spec = prometheusSpec(key);
  return spec && { check: objectCheck({ additionalProperties: false, properties: { apiVersion: {}, kind: {}, spec } }), clusterScoped: false };
}

function trafficKind(apiVersion: string, kind: string): Kind | undefined {
  const check = trafficCheck(apiVersion, kind, objectCheck);
  return check && { check, clusterScoped: false };
}

const customKinds = once(() => new Map(CUSTOM_RESOURCES.flatMap((crds) => crds()).flatMap(({ spec }) =>
  spec.versions.filter(({ served }) => served).map(({ name, schema }): [string, Kind] => [
    `${spec.group}/${name} ${spec.names.kind}`,
    { check: objectCheck(closed(schema.openAPIV3Schema)), clusterScoped: spec.scope === 'Cluster' },
  ]))));

/** A check of a whole object whose metadata is Kubernetes' own. */
function objectCheck(schema: SchemaObject, hasSpec = true): Check {
  addType('ObjectMeta');
  const required = [...new Set([...schema.required ?? [], 'metadata', ...(hasSpec ? ['spec'] : [])])];
  return schemaCheck({ ...schema, required, properties: { ...schema.properties, metadata: METADATA } });
}

/** A schema that takes only the named fields; a field with fields of its own takes only those. */
function onlyFields(fields: object): SchemaObject {
  const properties = Object.entries(fields).map(([name, inner]) => [name, Object.keys(mapOf(inner)).length > 0 ? onlyFields(inner) : {}]);
  return { properties: Object.fromEntries(properties), additionalProperties: false };
}
