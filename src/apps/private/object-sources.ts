import { ApiObject } from 'cdk8s';
import { ObjectIndex } from '../../cluster/private/object-index';
import { isUnresolved } from '../../rules/problem';

type Fields = { readonly [field: string]: any };

/** Something in the tree that makes an object which pods may read. */
export interface Source {
  readonly object: ApiObject;
  readonly name: string;
  readonly namespace?: string;

  /** The keys of a Secret or ConfigMap, where the tree says them all. */
  readonly keys?: readonly string[];
}

interface Maker {
  readonly group: string;
  readonly kind: string;
  readonly makes: string;
  readonly name: (manifest: Fields) => unknown;
  readonly keys: (manifest: Fields) => readonly string[] | undefined;
}

const TLS_KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

/** What makes Secrets and ConfigMaps: they themselves, and custom resources whose controllers do. */
const MAKERS: Maker[] = [
  { group: 'core', kind: 'Secret', makes: 'Secret', name: ownName, keys: secretKeys },
  { group: 'core', kind: 'ConfigMap', makes: 'ConfigMap', name: ownName, keys: ({ data, binaryData }) => someKeys(data, binaryData) },
  { group: 'external-secrets.io', kind: 'ExternalSecret', makes: 'Secret', name: externalName, keys: externalKeys },
  {
    group: 'bitnami.com',
    kind: 'SealedSecret',
    makes: 'Secret',
    name: (manifest) => manifest.spec?.template?.metadata?.name ?? ownName(manifest),
    keys: ({ spec }) => someKeys(spec?.encryptedData, spec?.template?.data),
  },
  {
    group: 'cert-manager.io',
    kind: 'Certificate',
    makes: 'Secret',
    name: ({ spec }) => spec?.secretName,
    keys: ({ spec }) => (spec?.keystores || spec?.additionalOutputFormats ? undefined : TLS_KEYS),
  },
];

/** Kinds that make no other and have no keys. */
const PLAIN = [['core', 'ServiceAccount'], ['core', 'PersistentVolumeClaim']];

/** The Secret that comes of a custom resource. */
export function secretMadeBy(document: Fields): string | undefined {
  const group = String(document.apiVersion).split('/')[0];
  const name = MAKERS.find((maker) => maker.group === group && maker.kind === document.kind)?.name(document);
  return typeof name === 'string' ? name : undefined;
}

const read = new WeakMap<ObjectIndex, ObjectSources>();

/** What the tree makes of what pods read, by kind and name. */
export class ObjectSources {
  /** The sources of a cluster as its tree stands, read once. */
  static of(objects: ObjectIndex): ObjectSources {
    const sources = read.get(objects) ?? new ObjectSources(objects);
    read.set(objects, sources);
    return sources;
  }

  private readonly kinds = new Map<string, Map<string, Source[]>>();

  private constructor(objects: ObjectIndex) {
    for (const maker of MAKERS) {
      objects.everyKind(maker).forEach((object) => this.add(maker.makes, new LazySource(object, maker)));
    }
    for (const [group, kind] of PLAIN) {
      objects.everyKind({ group, kind }).forEach((object) =>
        this.add(kind, { object, name: object.name, namespace: object.metadata.namespace }));
    }
  }

  /** What makes an object of this kind and name, in any namespace. */
  find(kind: string, name: string): Source[] {
    return this.kinds.get(kind)?.get(name) ?? [];
  }

  /** The names of all objects of a kind in a namespace. */
  names(kind: string, namespace?: string): string[] {
    const named = [...this.kinds.get(kind) ?? []];
    return named.filter(([, sources]) => sources.some((source) => source.namespace === namespace)).map(([name]) => name);
  }

  private add(kind: string, source: Source): void {
    const named = this.kinds.get(kind) ?? new Map<string, Source[]>();
    if (typeof source.name === 'string' && !isUnresolved(source.name)) {
      this.kinds.set(kind, named.set(source.name, [...named.get(source.name) ?? [], source]));
    }
  }
}

/** A source that is rendered only when it is asked for its keys. */
class LazySource implements Source {
  readonly name: string;
  readonly namespace?: string;
  private rendered?: Fields;

  constructor(readonly object: ApiObject, private readonly maker: Maker) {
    this.name = (maker.name === ownName ? object.name : maker.name(this.manifest)) as string;
    this.namespace = object.metadata.namespace;
  }

  get keys(): readonly string[] | undefined {
    return this.maker.keys(this.manifest);
  }

  private get manifest(): Fields {
    this.rendered ??= this.object.toJson() as Fields;
    return this.rendered;
  }
}

function ownName(manifest: Fields): unknown {
  return manifest.metadata?.name;
}

/** A Secret that says no data is filled by somebody else. */
function secretKeys({ data, stringData, type }: Fields): readonly string[] | undefined {
  return type === 'kubernetes.io/service-account-token' ? undefined : someKeys(data, stringData);
}

/** The Secret of an ExternalSecret, unless somebody else is to make it. */
function externalName(manifest: Fields): unknown {
  const target = manifest.spec?.target;
  return ['None', 'Merge'].includes(target?.creationPolicy) ? undefined : target?.name ?? ownName(manifest);
}

function externalKeys({ spec = {} }: Fields): readonly string[] | undefined {
  const { target: { template = {} } = {}, data = [], dataFrom } = spec;
  if (dataFrom || template.templateFrom) {
    return undefined;
  }
  const given = Object.keys(template.data ?? {});
  return given.length > 0 && template.mergePolicy !== 'Merge' ? given : [...data.map(({ secretKey }: Fields) => secretKey), ...given];
}

function someKeys(...maps: (Fields | undefined)[]): readonly string[] | undefined {
  const keys = maps.flatMap((map) => Object.keys(map ?? {}));
  return keys.length > 0 ? keys : undefined;
}
