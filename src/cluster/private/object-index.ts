import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isListKind, itemObjects, ListItem } from './list-items';
import { saidToExist } from './said-to-exist';
import { append } from '../../rules/append';
import { isUnresolved } from '../../rules/problem';

/** Kinds without a namespace, which a chart's namespace must not reach, by their group. */
const CLUSTER_SCOPED: { [group: string]: string[] } = {
  'core': ['Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'cert-manager.io': ['ClusterIssuer'],
  'certificates.k8s.io': ['CertificateSigningRequest'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'networking.k8s.io': ['IngressClass'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'runtime.spinkube.dev': ['Shim'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
};

/** Whether objects of a kind belong to the cluster and not to a namespace. */
export function isClusterScoped({ group, kind }: Pick<ObjectKey, 'group' | 'kind'>): boolean {
  return Object.hasOwn(CLUSTER_SCOPED, group) && CLUSTER_SCOPED[group].includes(kind);
}

/** What makes an object unique in a cluster. */
export interface ObjectKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Objects of one kind. */
interface Shelf {
  /** In the order of the tree. */
  readonly objects: ApiObject[];
  readonly namespaces: Map<string, Namespace>;
}

/** Objects of one kind and namespace. */
interface Namespace {
  readonly objects: ApiObject[];
  readonly names: Map<string, ApiObject[]>;
}

/** The objects of one cluster by identity, read in one walk. */
export class ObjectIndex {
  /** Each kind by its group and itself, so that no key is put together for each object. */
  private readonly groups = new Map<string, Map<string, Shelf>>();
  private readonly said = new Set<string>();
  private readonly lists = new Map<ApiObject, readonly ListItem<ApiObject>[]>();

  /** The namespaces in which there is anything. */
  private readonly inhabited = new Set<string>();

  /**
   * @param boundary the construct that holds the cluster
   * @param isForeign whether a construct below it is a cluster of its own
   * @param opensLists whether objects in lists count: they are no constructs, so that nothing can depend on them
   */
  constructor(boundary: IConstruct, isForeign: (construct: IConstruct) => boolean, private readonly opensLists = true) {
    const waiting: IConstruct[] = [boundary];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (ApiObject.isApiObject(next)) {
        this.put(next);
        this.open(next);
      } else {
        saidToExist(next).forEach(({ kind, name }) => this.said.add(`${kind}/${name}`));
      }
      waiting.push(...next.node.children.filter((child) => !isForeign(child)).reverse());
    }
  }

  /** The objects with this identity, in the order of the tree. */
  find(key: ObjectKey): readonly ApiObject[] {
    return this.namespace(key)?.names.get(key.name) ?? [];
  }

  /** The Namespace object of a name, in a list that is empty where the cluster's tree does not make it. */
  namespaces(name?: string): ApiObject[] {
    return name === undefined ? [] : this.find({ group: 'core', kind: 'Namespace', name }).slice(0, 1);
  }

  /** Whether the cluster's tree makes a namespace, or anything in it. */
  hasNamespace(name: string): boolean {
    return this.inhabited.has(name) || this.namespaces(name).length > 0;
  }

  /** The objects of one kind in a namespace. */
  ofKind(key: Omit<ObjectKey, 'name'>): readonly ApiObject[] {
    return this.namespace(key)?.objects ?? [];
  }

  /** The objects of one kind in all namespaces. */
  everyKind({ group, kind }: Pick<ObjectKey, 'group' | 'kind'>): readonly ApiObject[] {
    return this.groups.get(group)?.get(kind)?.objects ?? [];
  }

  /** Whether the tree says by `fromXName` that an object exists, which tells no namespace. */
  isSaid({ kind, name }: Pick<ObjectKey, 'kind' | 'name'>): boolean {
    return this.said.has(`${kind}/${name}`);
  }

  /** The objects in a list of the tree. */
  itemsOf(list: ApiObject): readonly ListItem<ApiObject>[] {
    return this.lists.get(list) ?? [];
  }

  /** The sets of objects that claim one identity. */
  duplicates(): ApiObject[][] {
    const shelves = [...this.groups.values()].flatMap((kinds) => [...kinds.values()]);
    const names = shelves.flatMap(({ namespaces }) => [...namespaces.values()].map((namespace) => namespace.names));
    return names.flatMap((objects) => [...objects.values()].filter((same) => same.length > 1));
  }

  private namespace({ group, kind, namespace = '' }: Omit<ObjectKey, 'name'>): Namespace | undefined {
    return this.groups.get(group)?.get(kind)?.namespaces.get(isClusterScoped({ group, kind }) ? '' : namespace);
  }

  private open(list: ApiObject): void {
    if (this.opensLists && isListKind(list)) {
      const items = itemObjects(list);
      this.lists.set(list, items);
      items.forEach(({ item }) => this.put(item));
    }
  }

  private put(object: ApiObject): void {
    const { group, kind, namespace = '', name } = keyOf(object);
    if (isUnresolved(name) || isUnresolved(namespace)) {
      return;
    }
    const kinds = known(this.groups, group, () => new Map());
    const shelf = known(kinds, kind, (): Shelf => ({ objects: [], namespaces: new Map() }));
    const place = isClusterScoped({ group, kind }) ? '' : namespace;
    this.inhabited.add(place);
    const { objects, names } = known(shelf.namespaces, place, (): Namespace => ({ objects: [], names: new Map() }));
    shelf.objects.push(object);
    objects.push(object);
    append(names, name, object);
  }
}

/** The identity of an object. */
export function keyOf(object: ApiObject): ObjectKey {
  return { group: object.apiGroup, kind: object.kind, namespace: object.metadata.namespace, name: object.name };
}

/** The value of a key, made where there is none. */
function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
