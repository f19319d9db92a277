/** What objects refer to, found by the names of fields wherever they stand, and what comes into a cluster by them. */
import { listOf, mapOf, mapsOf } from '../support/manifest/load';

/** Something that must be there: when the object is applied, or, for what takes time, ready in an earlier stage. */
export interface Need {
  readonly name: string;
  readonly earlier: boolean;
}

/** What is applied together, before anybody waits. */
export interface Stage {
  readonly name: string;
  readonly objects: any[];
}

const BY_NAME: { readonly [field: string]: string } = {
  secretName: 'Secret',
  caCertSecret: 'Secret',
  loadFromSecret: 'Secret',
  runtimeClassName: 'RuntimeClass',
  serviceAccountName: 'ServiceAccount',
  claimName: 'PersistentVolumeClaim',
  priorityClassName: 'PriorityClass',
  targetNamespace: 'Namespace',
};
const BY_OBJECT: { readonly [field: string]: string } = {
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
  imagePullSecrets: 'Secret',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  configMap: 'ConfigMap',
  service: 'Service',
};
const BY_KIND = ['roleRef', 'subjects', 'issuerRef', 'sourceRef', 'chartRef', 'scaleTargetRef', 'targetRef'];
const CLUSTER_SCOPED = ['Namespace', 'RuntimeClass', 'ClusterRole', 'ClusterIssuer', 'PriorityClass'];

/** The API groups of the server itself. */
const BUILT_IN = /^(v1|(apps|batch|policy|autoscaling)\/v\d|[a-z.]+\.k8s\.io\/v1)$/;

/** What charts and released files bring, by what they are called; a released file brings its namespace too. */
const COMPONENTS: { readonly [name: string]: string[] } = {
  'cert-manager': ['kinds of cert-manager.io', 'a running cert-manager'],
  'spin-operator': ['a running spin-operator'],
  'runtime-class-manager': ['kinds of runtime.spinkube.dev', 'a running runtime-class-manager'],
};

/** Applies stage after stage. Gives what is not there when it is needed, as `<stage>: <object> needs <object>`. */
export function missing(stages: Stage[], prerequisites: string[]): string[] {
  const there = new Set(['Namespace default', ...prerequisites]);
  return stages.flatMap(({ name: stage, objects }) => {
    const before = new Set(there);
    objects.flatMap(offers).forEach((offer) => there.add(offer));
    return objects.flatMap((object) => needs(object).filter(({ name, earlier }) => !(earlier ? before : there).has(name))
      .map(({ name, earlier }) => `${stage}: ${titled(object)} needs ${name}${earlier ? ', ready' : ''}`));
  });
}

/** What an object is called here. */
export function titled({ kind, metadata }: any): string {
  return called(kind, mapOf(metadata).name, mapOf(metadata).namespace);
}

function called(kind: string, name: string, namespace?: string): string {
  return CLUSTER_SCOPED.includes(kind) || namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** What an object brings, itself or by its controller. */
function offers(object: any): string[] {
  const { kind, metadata, spec } = object;
  const isOf: { readonly [kind: string]: () => string[] } = {
    CustomResourceDefinition: () => [`kinds of ${spec.group}`],
    Certificate: () => [called('Secret', spec.secretName, metadata.namespace)],
    Shim: () => [called('RuntimeClass', spec.runtimeClass.name)],
    Deployment: () => COMPONENTS[metadata.labels?.['app.kubernetes.io/name']] ?? [],
    Application: () => COMPONENTS[spec.source.chart] ?? [],
    HelmRelease: () => COMPONENTS[chartOf(spec)] ?? [],
    Kustomization: () => listOf(object.resources).flatMap((url: string) => {
      const file = url.match(/\/([a-z-]+)\.yaml$/)?.[1] ?? '';
      return [called('Namespace', file), ...COMPONENTS[file] ?? []];
    }),
  };
  return [titled(object), ...isOf[kind]?.() ?? []];
}

function needs(object: any): Need[] {
  const { apiVersion, kind, metadata, spec } = object;
  if (apiVersion === 'kustomize.config.k8s.io/v1beta1') return [];
  const now = [
    ...metadata.namespace === undefined ? [] : [called('Namespace', metadata.namespace)],
    ...metadata.annotations?.['cert-manager.io/inject-ca-from'] ? [`Certificate ${metadata.annotations['cert-manager.io/inject-ca-from']}`] : [],
    ...kind === 'Application' ? [called('Namespace', spec.destination.namespace)] : [],
    ...kind === 'CustomResourceDefinition' ? [] : referencesIn(object, metadata.namespace),
  ];
  const earlier = [...kindNeeds(apiVersion), ...runningNeeds(object)];
  return [...now.map((name) => ({ name, earlier: false })), ...earlier.map((name) => ({ name, earlier: true }))];
}

function kindNeeds(apiVersion: string): string[] {
  return BUILT_IN.test(apiVersion) ? [] : [`kinds of ${apiVersion.split('/')[0]}`];
}

/** Webhooks and controllers that must answer before an object is applied. */
function runningNeeds({ apiVersion, kind, metadata, spec }: any): string[] {
  const [group] = apiVersion.split('/');
  const isChart = (name: string) => (kind === 'Application' && spec.source.chart === name) || (kind === 'HelmRelease' && chartOf(spec) === name);
  const isOperatorChart = isChart('spin-operator');
  return [
    ...group === 'cert-manager.io' || isOperatorChart ? ['a running cert-manager'] : [],
    ...group === 'core.spinkube.dev' ? ['a running spin-operator'] : [],
    ...isOperatorChart ? ['kinds of core.spinkube.dev'] : [],
    ...group === 'runtime.spinkube.dev' ? ['a running runtime-class-manager'] : [],
    // the webhook looks the executor up, also in a dry run
    ...kind === 'SpinApp' ? [called('SpinAppExecutor', spec.executor, metadata.namespace)] : [],
  ];
}

function chartOf({ chart, chartRef }: any): string {
  return chart?.spec.chart ?? chartRef?.name;
}

function referencesIn(value: unknown, namespace?: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, namespace));
  return Object.entries(mapOf(value)).flatMap(([field, inner]) => [...referenceBy(field, inner, namespace), ...referencesIn(inner, namespace)]);
}

function referenceBy(field: string, inner: any, namespace?: string): string[] {
  if (BY_NAME[field] !== undefined && typeof inner === 'string') return [called(BY_NAME[field], inner, namespace)];
  const targets = mapsOf(Array.isArray(inner) ? inner : [inner]).filter(({ name }) => typeof name === 'string');
  if (BY_OBJECT[field] !== undefined) return targets.map((target) => called(BY_OBJECT[field], target.name, target.namespace ?? namespace));
  return BY_KIND.includes(field) ? targets.map(({ kind, name, namespace: own }) => called(kind ?? 'Issuer', name, own ?? namespace)) : [];
}
