import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
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
  return CLUSTER_SCOPED[group]?.includes(kind) ?? false;
}

/** What makes an object unique in a cluster. */
export interface ObjectKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The objects of one cluster by identity, read in one walk. */
export class ObjectIndex {
  private readonly objects = new Map<string, ApiObject[]>();
  private readonly kinds = new Map<string, ApiObject[]>();
  private readonly types = new Map<string, ApiObject[]>();
  private readonly said = new Set<string>();

  /**
   * @param boundary the construct that holds the cluster
   * @param isForeign whether a construct below it is a cluster of its own
   */
  constructor(boundary: IConstruct, isForeign: (construct: IConstruct) => boolean) {
    const waiting: IConstruct[] = [boundary];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (ApiObject.isApiObject(next)) {
        this.put(next);
      } else {
        saidToExist(next).forEach(({ kind, name }) => this.said.add(`${kind}/${name}`));
      }
      waiting.push(...next.node.children.filter((child) => !isForeign(child)).reverse());
    }
  }

  /** The objects with this identity, in the order of the tree. */
  find(key: ObjectKey): ApiObject[] {
    return this.objects.get(text(key)) ?? [];
  }

  /** The Namespace object of a name, in a list that is empty where the cluster's tree does not make it. */
  namespaces(name?: string): ApiObject[] {
    return name === undefined ? [] : this.find({ group: 'core', kind: 'Namespace', name }).slice(0, 1);
  }

  /** The objects of one kind in a namespace. */
  ofKind(key: Omit<ObjectKey, 'name'>): ApiObject[] {
    return this.kinds.get(kindText(key)) ?? [];
  }

  /** The objects of one kind in all namespaces. */
  everyKind({ group, kind }: Pick<ObjectKey, 'group' | 'kind'>): ApiObject[] {
    return this.types.get(`${group}/${kind}`) ?? [];
  }

  /** Whether the tree says by `fromXName` that an object exists, which tells no namespace. */
  isSaid({ kind, name }: Pick<ObjectKey, 'kind' | 'name'>): boolean {
    return this.said.has(`${kind}/${name}`);
  }

  /** The sets of objects that claim one identity. */
  duplicates(): ApiObject[][] {
    return [...this.objects.values()].filter((same) => same.length > 1);
  }

  private put(object: ApiObject): void {
    const key = keyOf(object);
    if (isUnresolved(key.name) || isUnresolved(key.namespace)) {
      return;
    }
    const kind = kindText(key);
    append(this.objects, `${kind}/${key.name}`, object);
    append(this.kinds, kind, object);
    append(this.types, `${key.group}/${key.kind}`, object);
  }
}

/** The identity of an object. */
export function keyOf(object: ApiObject): ObjectKey {
  return { group: object.apiGroup, kind: object.kind, namespace: object.metadata.namespace, name: object.name };
}

function text(key: ObjectKey): string {
  return `${kindText(key)}/${key.name}`;
}

function kindText(key: Omit<ObjectKey, 'name'>): string {
  return `${key.group}/${key.kind}/${isClusterScoped(key) ? '' : key.namespace ?? ''}`;
}
