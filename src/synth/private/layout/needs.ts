import { groupOf } from './folders';
import { secretMadeBy } from '../../../apps/private/object-sources';
import { CERTIFICATES_KEY, namedBy, RUNTIME_CONFIG_KEY } from '../../../apps/private/references';
import { isClusterScoped } from '../../../cluster/private/object-index';

type Fields = { readonly [field: string]: any };

/** An object that others name. */
export interface NamedObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;

  /** The keys that are asked of it. */
  readonly keys: readonly string[];
}

/** What kubectl calls the kinds that are looked for. */
const RESOURCES: { readonly [kind: string]: string } = {
  Namespace: 'namespace',
  RuntimeClass: 'runtimeclass',
  Secret: 'secret',
  ConfigMap: 'configmap',
  ServiceAccount: 'serviceaccount',
  PersistentVolumeClaim: 'persistentvolumeclaim',
  SpinAppExecutor: 'spinappexecutors.core.spinkube.dev',
  Issuer: 'issuers.cert-manager.io',
  ClusterIssuer: 'clusterissuers.cert-manager.io',
  TriggerAuthentication: 'triggerauthentications.keda.sh',
  ClusterTriggerAuthentication: 'clustertriggerauthentications.keda.sh',
};

/** Kinds without a namespace among them. */
const OF_CLUSTER = ['Namespace', 'RuntimeClass', 'ClusterIssuer', 'ClusterTriggerAuthentication'];

/** What every cluster has, or every namespace. */
const EVERYWHERE = /^(Namespace (default|kube-.*)|ServiceAccount default|ConfigMap kube-root-ca\.crt)$/;

interface Asked {
  readonly kind: string;
  readonly keys?: readonly string[];

  /** The field beside it by which the operator makes the object where it is not. */
  readonly unless?: string;
}

/** Fields whose text is a name. */
const TEXTS: { readonly [field: string]: Asked | undefined } = {
  serviceAccountName: { kind: 'ServiceAccount' },
  runtimeClassName: { kind: 'RuntimeClass' },
  loadFromSecret: { kind: 'Secret', keys: [RUNTIME_CONFIG_KEY] },
  caCertSecret: { kind: 'Secret', keys: [CERTIFICATES_KEY], unless: 'installDefaultCACerts' },
};

/** Fields that are a name in some kinds alone: elsewhere their object is made by whoever has them. */
const TEXTS_OF: { readonly [kind: string]: typeof TEXTS | undefined } = {
  'core.spinkube.dev/SpinApp': { executor: { kind: 'SpinAppExecutor' } },
  'networking.k8s.io/Ingress': { secretName: { kind: 'Secret', keys: ['tls.crt', 'tls.key'] } },
  'cert-manager.io/Issuer': { secretName: { kind: 'Secret' } },
};

/** Fields whose map, or each map of their list, has a name, beside those that pods have for what they read. */
const MAPS: { readonly [field: string]: string | undefined } = {
  secretRef: 'Secret',
  configMapRef: 'ConfigMap',
  imagePullSecrets: 'Secret',
  secretTargetRef: 'Secret',
  credentials: 'Secret',
  issuerRef: 'Issuer',
  authenticationRef: 'TriggerAuthentication',
  valuesFrom: 'Secret',
};

/** Kinds whose fields are not references, and fields whose content is somebody else's. */
const CLOSED_KINDS = ['CustomResourceDefinition', 'ConfigMap', 'Secret'];
const CLOSED_FIELDS = ['metadata', 'status', 'values', 'valuesObject'];

/** The annotations by which cert-manager makes the Secrets of an Ingress. */
const ISSUED = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** What an object names: its namespace, and all without which it, or its pods, cannot be. */
export function needsOf(document: Fields): NamedObject[] {
  const { apiVersion, kind, metadata = {}, ...content } = document;
  const key = `${groupOf(apiVersion)}/${kind}`;
  const found: NamedObject[] = isClusterScoped({ group: groupOf(apiVersion), kind }) || metadata.namespace === undefined
    ? [] : [{ kind: 'Namespace', name: metadata.namespace, keys: [] }];
  if (!CLOSED_KINDS.includes(kind)) {
    const isIssued = ISSUED.some((annotation) => annotation in (metadata.annotations ?? {}));
    visit(content, { ...TEXTS, ...(isIssued ? {} : TEXTS_OF[key]) }, found);
  }
  return found.filter((need) => Object.hasOwn(RESOURCES, need.kind) && !EVERYWHERE.test(`${need.kind} ${need.name}`)).map((need) => (
    { ...need, namespace: OF_CLUSTER.includes(need.kind) ? undefined : need.namespace ?? metadata.namespace }
  ));
}

/** What comes into a cluster by an object beside itself. */
export function madeBy(document: Fields): NamedObject[] {
  const { apiVersion, kind, metadata, spec } = document;
  const secret = secretMadeBy(document);
  const runtimeClass = groupOf(apiVersion) === 'runtime.spinkube.dev' && kind === 'Shim' ? spec?.runtimeClass?.name : undefined;
  return [
    ...(secret === undefined ? [] : [{ kind: 'Secret', namespace: metadata?.namespace, name: secret, keys: [] }]),
    ...(runtimeClass === undefined ? [] : [{ kind: 'RuntimeClass', name: runtimeClass, keys: [] }]),
  ];
}

/** What an object is called among others. cdk8s writes the namespace of a chart into objects of the whole cluster too. */
export function identity({ kind, namespace = '', name }: Pick<NamedObject, 'kind' | 'namespace' | 'name'>): string {
  return `${OF_CLUSTER.includes(kind) ? '' : namespace} ${kind} ${name}`;
}

/** The commands that fail for what is missing. */
export function existenceChecks(needs: readonly NamedObject[]): string[] {
  const merged = new Map<string, NamedObject>();
  for (const need of needs) {
    const known = merged.get(identity(need))?.keys ?? [];
    merged.set(identity(need), { ...need, keys: [...new Set([...known, ...need.keys])].sort() });
  }
  return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, { kind, namespace, name, keys }]) => [
    ...(keys.length > 0 ? [`# with the key${keys.length > 1 ? 's' : ''} ${keys.join(', ')}`] : []),
    `kubectl get${namespace === undefined ? '' : ` -n ${namespace}`} ${RESOURCES[kind]}/${name}`,
  ]);
}

function visit(map: Fields, texts: typeof TEXTS, found: NamedObject[]): void {
  for (const [field, value] of Object.entries(map).filter(([name]) => !CLOSED_FIELDS.includes(name))) {
    if (typeof value === 'string') {
      found.push(...byText(texts[field], value, map));
    }
    for (const inner of [value].flat().filter((item) => typeof item === 'object' && item !== null)) {
      found.push(...byMap(field, inner));
      visit(inner, texts, found);
    }
  }
}

function byText(asked: Asked | undefined, name: string, beside: Fields): NamedObject[] {
  return asked === undefined || name === '' || beside[asked.unless ?? ''] === true ? [] : [{ kind: asked.kind, keys: asked.keys ?? [], name }];
}

function byMap(field: string, map: Fields): NamedObject[] {
  const [reference] = namedBy(field, map, '');
  if (reference) {
    const { kind, name, optional, keys } = reference;
    return optional ? [] : [{ kind, name, keys: keys.flatMap(({ anyOf }) => anyOf) }];
  }
  const { name, namespace, key, kind = MAPS[field], group = 'cert-manager.io', optional } = map;
  const isNamed = MAPS[field] !== undefined && typeof name === 'string' && optional !== true && group === 'cert-manager.io';
  return isNamed ? [{ kind, namespace, name, keys: typeof key === 'string' ? [key] : [] }] : [];
}
