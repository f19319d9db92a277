import { Labels, Manifest } from './manifest';

/** Something that runs. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;

  /** The labels of its pods. */
  readonly labels: Labels;

  /** The nodes that it runs on, in words. */
  readonly nodes: string;
}

const STANDARD = 'Standard Nodes';
const WASM = 'Wasm-Enabled Nodes';
const WORKLOADS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];
const OPERATOR_LABEL = 'core.spinkube.dev/app-name';

/** The workloads among the objects of a cluster, in the order of their names. */
export function workloadsOf(objects: readonly Manifest[]): Workload[] {
  const classes = new Map(objects.filter(({ kind }) => kind === 'RuntimeClass').map((object) => [object.metadata.name, object]));
  const executors = new Map(objects.filter(({ kind }) => kind === 'SpinAppExecutor').map((object) => [identity(object), object]));
  return objects.flatMap((object) => {
    const pod = object.kind === 'SpinApp' ? spinPod(object, executors) : WORKLOADS.includes(object.kind) ? podTemplate(object) : undefined;
    return pod ? [{
      kind: object.kind,
      name: object.metadata.name ?? '',
      namespace: object.metadata.namespace ?? '',
      labels: pod.labels,
      nodes: nodesOf(pod, classes),
    }] : [];
  }).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

interface PodTemplate {
  readonly labels: Labels;
  readonly runtimeClassName?: string;
  readonly nodeSelector?: Labels;

  /** Whether it is Wasm whatever its RuntimeClass. */
  readonly wasm?: boolean;
}

/** The pods that the operator makes for an app. */
function spinPod(app: Manifest, executors: Map<string, Manifest>): PodTemplate {
  const { name = '', namespace } = app.metadata;
  const executor = executors.get(identity({ metadata: { name: app.spec?.executor, namespace } }));
  const { runtimeClassName, spinImage } = executor?.spec?.deploymentConfig ?? {};
  const labels = { ...app.spec?.podLabels, [OPERATOR_LABEL]: name, [`core.spinkube.dev/app.${name}.status`]: 'ready' };
  return { labels, runtimeClassName, wasm: !spinImage };
}

function podTemplate(object: Manifest): PodTemplate {
  const { metadata = {}, spec = {} } = template(object);
  return { labels: metadata.labels ?? {}, runtimeClassName: spec.runtimeClassName, nodeSelector: spec.nodeSelector };
}

/** The pods of a workload, as it is written; a Pod is its own. */
function template(object: Manifest): { readonly metadata?: { readonly labels?: Labels }; readonly spec?: any } {
  switch (object.kind) {
    case 'Pod':
      return object;
    case 'CronJob':
      return object.spec?.jobTemplate?.spec?.template ?? {};
    default:
      return object.spec?.template ?? {};
  }
}

function nodesOf({ runtimeClassName, nodeSelector = {}, wasm }: PodTemplate, classes: Map<string | undefined, Manifest>): string {
  const scheduled: Labels = classes.get(runtimeClassName)?.scheduling?.nodeSelector ?? {};
  const selector = Object.entries({ ...scheduled, ...nodeSelector }).map(([key, value]) => `${key}=${value}`).sort().join(', ');
  const kind = wasm || runtimeClassName !== undefined ? WASM : STANDARD;
  return selector ? `${kind}: ${selector}` : kind;
}

function identity({ metadata: { name, namespace = '' } }: Pick<Manifest, 'metadata'>): string {
  return `${namespace}/${name}`;
}

function sortKey({ namespace, name, kind }: Workload): string {
  return `${namespace}/${name}/${kind}`;
}
