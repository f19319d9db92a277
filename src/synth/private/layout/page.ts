import { ClusterNotes, KustomizationNote, ObjectNote, PhaseNotes } from './delivery';
import { groupOf } from './folders';
import { Phase } from '../../../cluster/private/phase';
import { append } from '../../../rules/append';

/** How long a person waits for one step. */
const TIMEOUT = '--timeout=5m';

/** What kubectl calls executors. */
const EXECUTORS = 'spinappexecutors.core.spinkube.dev';

/** What kubectl can keep of an object in the annotation of a client-side apply, less room for other annotations. */
const LAST_APPLIED = 250_000;

/** What brings a phase into a cluster. */
export interface PhaseCommands {
  /** The commands for the kustomizations that stand apart. */
  readonly first: readonly string[];

  /** The command that applies the objects, where there are any. */
  readonly apply?: string;

  /** The commands that wait for what it applies along with them. */
  readonly then: readonly string[];
}

/** What each phase is called on pages. */
const TITLES: { readonly [phase in Phase]: string } = {
  [Phase.CRDS]: 'Custom resource definitions',
  [Phase.CERT_MANAGER]: 'cert-manager',
  [Phase.OPERATOR]: 'Operator',
  [Phase.EXECUTORS]: 'Namespaces, RuntimeClasses and executors',
  [Phase.APPS]: 'Apps',
};

/** The title of a phase on a page. */
export function titleOf({ phase, folder }: PhaseNotes): string {
  return `${folder.slice(0, 1)}. ${TITLES[phase]}`;
}

/** A block of commands. */
export function commands(lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`;
}

/** Commands for each of several clusters; those of clusters that have the same are said once. */
export function inEachCluster(clusters: readonly ClusterNotes[], where: string, lines: (name: string, cluster: ClusterNotes) => string[]): string[] {
  if (clusters.every(({ name }) => name === '')) {
    return clusters.flatMap((cluster) => lines('', cluster));
  }
  const groups = new Map<string, string[]>();
  for (const cluster of clusters) {
    const text = lines('$CLUSTER', cluster).join('\n');
    groups.set(text, [...groups.get(text) ?? [], cluster.name]);
  }
  return [...groups].flatMap(([text, names]) => [
    `# ${where}, for each of these: ${names.join(' ')}`, ...(text.includes('$CLUSTER') ? [`CLUSTER=${names[0]}`] : []), text,
  ]);
}

/** The command that applies the objects of a phase whose kustomizations stand apart from them, and before it those for these. */
export function applyCommands(notes: PhaseNotes): PhaseCommands {
  const isLarge = notes.objects.some(({ size }) => size > LAST_APPLIED);
  const serverSide = isLarge ? ' --server-side' : '';
  return {
    first: notes.kustomizations.flatMap((kustomization) => [
      `kubectl apply -k ${kustomization.folder}`, ...kustomizationWaits(notes.phase, kustomization),
    ]),
    apply: notes.objects.length > 0 ? `kubectl apply${serverSide} -R -f ${notes.folder}` : undefined,
    then: [],
  };
}

/** The commands of a phase, in which `within` asks for what can be there only once it has begun. */
export function phaseCommands(notes: PhaseNotes, { first, apply, then }: PhaseCommands, within: readonly string[]): string[] {
  const isTwice = apply !== undefined && notes.objects.some(({ measuresPods }) => measuresPods);
  return [
    ...first,
    ...(isTwice ? ['# KEDA refuses a ScaledObject for CPU or memory until its Deployment is there: the second pass is the one that counts'] : []),
    ...(apply === undefined ? [] : [isTwice ? `${apply} || true` : apply]),
    ...(within.length > 0 ? ['# pods wait for these, whose namespace is there now', ...within] : []),
    ...then,
    ...waits(notes),
    ...(isTwice ? [apply] : []),
  ];
}

/** The commands that wait for the objects of a phase. */
function waits({ phase, objects }: PhaseNotes): string[] {
  return [
    ...waitFor(objects.filter(({ kind }) => kind === 'CustomResourceDefinition'), 'crd', 'condition=Established'),
    ...(phase === Phase.APPS ? [] : platformWaits(objects)),
    ...objects.filter(({ nodeLabels }) => nodeLabels !== undefined).flatMap(labelNodes),
    ...objects.filter(({ kind, hasNoStatus }) => kind === 'SpinApp' && !hasNoStatus)
      .flatMap((app) => waitFor([app], 'spinapps.core.spinkube.dev', 'condition=Available')),
  ];
}

/** The commands that wait for what later phases need: what Argo CD or Flux installs is not there once its object is. */
function platformWaits(objects: readonly ObjectNote[]): string[] {
  return [
    ...waitFor(objects.filter(isApplication), 'applications.argoproj.io', "jsonpath='{.status.health.status}'=Healthy"),
    ...waitFor(objects.filter(isHelmRelease), 'helmreleases.helm.toolkit.fluxcd.io', 'condition=Ready'),
    ...waitFor(objects.filter(isCertificate), 'certificates.cert-manager.io', 'condition=Ready'),
    ...objects.filter(isWorkload).map((object) => `kubectl rollout status ${TIMEOUT}${inNamespace(object)} ${object.kind.toLowerCase()}/${object.name}`),
  ];
}

/** The commands that let the shims of a cluster reach their nodes. */
function nodeCommands({ phases }: ClusterNotes): string[] {
  return phases.flatMap(({ objects }) => objects.filter(({ nodeLabels }) => nodeLabels !== undefined).flatMap(labelNodes));
}

/** The section of a page on nodes, for clusters with shims. */
export function nodesSection(title: string, clusters: readonly ClusterNotes[]): string[] {
  const withShims = clusters.filter((cluster) => nodeCommands(cluster).length > 0);
  return withShims.length === 0 ? [] : [
    `${title}\n`,
    'A shim reaches the nodes that have its labels, and no manifest gives them any:\n',
    commands(inEachCluster(withShims, 'in the cluster itself', (_, cluster) => nodeCommands(cluster))),
  ];
}

/** The commands that remove a cluster's phases, the last first, from the folder whose path to the cluster's is the prefix. */
export function deleteCommands({ phases }: ClusterNotes, prefix = ''): string[] {
  return [...phases].reverse().flatMap((notes) => [
    ...notes.objects.filter(isApplication).map(cascade),
    ...executorDeletions(notes),
    ...(notes.objects.length > 0 ? [`kubectl delete --ignore-not-found -R -f ${prefix}${notes.folder}`] : []),
    ...[...notes.kustomizations].reverse().map(({ folder }) => `kubectl delete --ignore-not-found -k ${prefix}${folder}`),
  ]);
}

/** The commands that remove the executors of a phase before their namespaces, which wait for them. */
export function executorDeletions({ objects }: PhaseNotes): string[] {
  return byNamespace(objects.filter(({ kind }) => kind === 'SpinAppExecutor'), EXECUTORS)
    .map(({ namespace, names }) => `kubectl delete --ignore-not-found${namespace} ${names.join(' ')}`);
}

/** What a page says about the end of executors, where there are any. */
export function executorEnd(clusters: readonly ClusterNotes[]): string[] {
  const some = clusters.some(({ phases }) => phases.some(({ objects }) => objects.some(({ kind }) => kind === 'SpinAppExecutor')));
  return !some ? [] : [
    'With spin-operator up to 0.6.1 an executor waits for all apps that name an executor of its name, in every namespace of the cluster and of every',
    'program. Where its deletion does not end, this shows the apps:\n',
    commands(['kubectl get spinapps.core.spinkube.dev -A -o custom-columns=NAMESPACE:.metadata.namespace,APP:.metadata.name,EXECUTOR:.spec.executor']),
    'Those of other namespaces may stay. Once no app of its own namespace names the executor, let it go from another shell:\n',
    commands([
      '# in place of NAMESPACE and EXECUTOR, those of the executor that waits:',
      `kubectl patch -n NAMESPACE ${EXECUTORS}/EXECUTOR --type merge -p '{"metadata":{"finalizers":null}}'`,
    ]),
  ];
}

/** A cluster that says of its SpinApps which have an executor that leaves their Deployment to others: nobody may wait for these. */
export function withExternal(cluster: ClusterNotes): ClusterNotes {
  const external = externalExecutors([cluster]);
  const isOfOthers = ({ executor, namespace = '' }: ObjectNote) => executor !== undefined && external.includes(`${namespace}/${executor}`);
  return {
    ...cluster,
    phases: cluster.phases.map((notes) => ({
      ...notes, objects: notes.objects.map((object) => (isOfOthers(object) ? { ...object, hasNoStatus: true } : object)),
    })),
  };
}

/** The executors that leave Deployments to others, as `<namespace>/<name>`. */
export function externalExecutors(clusters: readonly ClusterNotes[]): string[] {
  const objects = clusters.flatMap(({ phases }) => phases).flatMap((notes) => notes.objects);
  return [...new Set(objects.filter(({ isExternal }) => isExternal).map(({ namespace = '', name }) => `${namespace}/${name}`))].sort();
}

/** The commands that wait for what a kustomization brings. */
export function kustomizationWaits(phase: Phase, { namespace }: KustomizationNote): string[] {
  if (phase === Phase.CRDS) {
    return [`kubectl wait --for=condition=Established ${TIMEOUT} crd --all`];
  }
  const known = namespace ?? (phase === Phase.CERT_MANAGER ? 'cert-manager' : undefined);
  return known === undefined ? [] : [`kubectl wait --for=condition=Available ${TIMEOUT} -n ${known} deployment --all`];
}

/** A shim reaches a node once that has its labels, which no manifest can give it. */
function labelNodes({ name, nodeLabels = {} }: ObjectNote): string[] {
  const labels = Object.entries(nodeLabels).map(([key, value]) => `${key}=${value}`);
  return [
    `# for each node that is to have the shim ${name}, in place of NODE; containerd is restarted there: where pods for WebAssembly run, drain it first`,
    `kubectl label node NODE ${labels.join(' ')}`,
  ];
}

/** An Application leaves what it installed, unless it has Argo CD's finalizer when it is deleted. */
function cascade(object: ObjectNote): string {
  const patch = JSON.stringify({ metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] } });
  return `kubectl patch${inNamespace(object)} applications.argoproj.io/${object.name} --type merge -p '${patch}'`;
}

/** One command for each namespace. */
function waitFor(objects: readonly ObjectNote[], resource: string, state: string): string[] {
  return byNamespace(objects, resource).map(({ namespace, names }) => `kubectl wait --for=${state} ${TIMEOUT}${namespace} ${names.join(' ')}`);
}

/** What kubectl calls objects, each namespace with the flag for it. */
function byNamespace(objects: readonly ObjectNote[], resource: string): { readonly namespace: string; readonly names: string[] }[] {
  const namespaces = new Map<string, string[]>();
  for (const object of objects) {
    append(namespaces, inNamespace(object), `${resource}/${object.name}`);
  }
  return [...namespaces].map(([namespace, names]) => ({ namespace, names }));
}

function inNamespace({ namespace }: ObjectNote): string {
  return namespace === undefined ? '' : ` -n ${namespace}`;
}

function isApplication({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'argoproj.io' && kind === 'Application';
}

function isHelmRelease({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease';
}

function isCertificate({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'cert-manager.io' && kind === 'Certificate';
}

function isWorkload({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'apps' && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
}
