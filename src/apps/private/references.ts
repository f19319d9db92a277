import { ApiObject } from 'cdk8s';
import { ObjectIndex } from '../../cluster/private/object-index';

type Fields = { readonly [field: string]: unknown };

/** What the pods of an app read, by the field that names it. */
const KINDS: { [field: string]: { kind: string; name: string } } = {
  secretKeyRef: { kind: 'Secret', name: 'name' },
  configMapKeyRef: { kind: 'ConfigMap', name: 'name' },
  secret: { kind: 'Secret', name: 'secretName' },
  configMap: { kind: 'ConfigMap', name: 'name' },
};

/** The Secrets, ConfigMaps and the service account of the tree that a spec refers to by name. */
export function referredObjects(objects: ObjectIndex, namespace: string | undefined, spec: Fields): ApiObject[] {
  const found = new Set<ApiObject>();
  const take = (kind: string, name: unknown) => {
    if (name !== undefined) {
      objects.find({ group: 'core', kind, namespace, name: String(name) }).forEach((object) => found.add(object));
    }
  };
  visit(spec, take);
  const { imagePullSecrets = [], runtimeConfig, serviceAccountName } = spec as SpecReferences;
  imagePullSecrets.forEach(({ name }) => take('Secret', name));
  take('Secret', runtimeConfig?.loadFromSecret);
  take('ServiceAccount', serviceAccountName);
  return [...found];
}

interface SpecReferences {
  readonly imagePullSecrets?: { readonly name: string }[];
  readonly runtimeConfig?: { readonly loadFromSecret?: string };
  readonly serviceAccountName?: string;
}

function visit(value: unknown, take: (kind: string, name: unknown) => void): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [field, inner] of Object.entries(value)) {
    if (field in KINDS && inner) {
      take(KINDS[field].kind, (inner as Fields)[KINDS[field].name]);
    }
    visit(inner, take);
  }
}
