import { ApiObject } from 'cdk8s';
import { ObjectSources } from './object-sources';
import { ObjectIndex } from '../../cluster/private/object-index';

type Fields = { readonly [field: string]: any };

/** An object that the pods of an app read. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
  readonly field: string;

  /** The keys that it must have: of each list one. */
  readonly keys: readonly KeyAsked[];

  /** Whether the pods start without it. */
  readonly optional: boolean;

  /** Whether the operator makes it where it is not. */
  readonly madeIfAbsent?: boolean;
}

/** A key that is asked of an object, or several any of which will do. */
export interface KeyAsked {
  readonly field: string;
  readonly anyOf: readonly string[];
}

/** The key under which the operator looks for a whole runtime configuration. */
export const RUNTIME_CONFIG_KEY = 'runtime-config.toml';

/** The Secret into which the operator puts its own certificates. */
const DEFAULT_CERTIFICATES = 'spin-ca';

/** The key under which the operator looks for certificates. */
export const CERTIFICATES_KEY = 'ca-certificates.crt';

const CA_KEYS = [CERTIFICATES_KEY];

const PULL_KEYS = ['.dockerconfigjson', '.dockercfg'];

/** What the pods of an app read, by the field that names it. */
const KINDS: { [field: string]: { kind: string; names: string[] } } = {
  secretKeyRef: { kind: 'Secret', names: ['name'] },
  configMapKeyRef: { kind: 'ConfigMap', names: ['name'] },
  secret: { kind: 'Secret', names: ['secretName', 'name'] },
  configMap: { kind: 'ConfigMap', names: ['name'] },
  persistentVolumeClaim: { kind: 'PersistentVolumeClaim', names: ['claimName'] },
};

/** All that the spec of a SpinApp refers to by name. */
export function referencesOf(spec: Fields): ObjectReference[] {
  const { imagePullSecrets, runtimeConfig, serviceAccountName } = spec;
  const field = 'spec.imagePullSecrets';
  const found: ObjectReference[] = [];
  visit(spec, 'spec', found);
  return [
    ...found,
    ...listOf(imagePullSecrets).flatMap((secret, index) => reference('Secret', secret?.name, `${field}[${index}].name`, PULL_KEYS)),
    ...reference('Secret', runtimeConfig?.loadFromSecret, 'spec.runtimeConfig.loadFromSecret', [RUNTIME_CONFIG_KEY]),
    ...(serviceAccountName === 'default' ? [] : reference('ServiceAccount', serviceAccountName, 'spec.serviceAccountName')),
  ];
}

/** What the spec of a SpinAppExecutor refers to: the operator keeps a Secret that is there, where it would put its own certificates. */
export function executorReferences({ createDeployment, deploymentConfig = {} }: Fields): ObjectReference[] {
  const { caCertSecret, installDefaultCACerts } = deploymentConfig;
  const place = 'spec.deploymentConfig';
  if (!installDefaultCACerts) {
    return reference('Secret', caCertSecret, `${place}.caCertSecret`, CA_KEYS);
  }
  const kept = caCertSecret
    ? reference('Secret', caCertSecret, `${place}.caCertSecret`, CA_KEYS)
    : reference('Secret', DEFAULT_CERTIFICATES, `${place}.installDefaultCACerts`, CA_KEYS);
  return createDeployment === false ? [] : kept.map((one) => ({ ...one, madeIfAbsent: true }));
}

/** The objects of the tree that are referred to by name, and those whose controllers make them. */
export function referredObjects(objects: ObjectIndex, namespace: string | undefined, references: readonly ObjectReference[]): ApiObject[] {
  const sources = ObjectSources.of(objects);
  const found = references.flatMap(({ kind, name }) => sources.find(kind, name));
  return [...new Set(found.filter((source) => source.namespace === namespace).map(({ object }) => object))];
}

/** A reference to one object, where there is a name. */
export function reference(kind: string, name: unknown, field: string, anyOf: readonly string[] = []): ObjectReference[] {
  const keys = anyOf.length > 0 ? [{ field, anyOf }] : [];
  return typeof name === 'string' && name !== '' ? [{ kind, name, field, keys, optional: false }] : [];
}

/** Looks into everything below a value, which is a map or a list. */
function visit(value: object, path: string, found: ObjectReference[]): void {
  const isList = Array.isArray(value);
  for (const [field, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) {
      continue;
    }
    const place = isList ? `${path}[${typeof inner.name === 'string' ? JSON.stringify(inner.name) : field}]` : `${path}.${field}`;
    if (!isList) {
      found.push(...namedBy(field, inner, place));
    }
    visit(inner, place, found);
  }
}

/** The object that a field of a pod, or of what describes one, names. */
export function namedBy(field: string, source: Fields, path: string): ObjectReference[] {
  const known = Object.hasOwn(KINDS, field) ? KINDS[field] : undefined;
  const part = known?.names.find((name) => typeof source[name] === 'string');
  return known && part ? [{
    kind: known.kind,
    name: source[part],
    field: `${path}.${part}`,
    keys: [
      ...(typeof source.key === 'string' ? [{ field: `${path}.key`, anyOf: [source.key] }] : []),
      ...listOf(source.items).flatMap((item, index) =>
        (typeof item?.key === 'string' ? [{ field: `${path}.items[${index}].key`, anyOf: [item.key] }] : [])),
    ],
    optional: source.optional === true,
  }] : [];
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value : [];
}
