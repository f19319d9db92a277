import { ClusterNotes, KustomizationNote, ObjectNote, PhaseNotes } from './delivery';
import { groupOf } from './folders';
import { Phase } from '../../../cluster/private/phase';

/** How long a person waits for one step. */
const TIMEOUT = '--timeout=5m';

/** What kubectl can keep of an object in the annotation of a client-side apply, less room for other annotations. */
const LAST_APPLIED = 250_000;

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
  return [...groups].flatMap(([text, names]) => [`# ${where}, for each of these: ${names.join(' ')}`, `CLUSTER=${names[0]}`, text]);
}

/** The commands that apply a phase whose kustomizations stand apart from its objects, and wait for what comes of it. */
export function applyCommands(notes: PhaseNotes): string[] {
  const isLarge = notes.objects.some(({ size }) => size > LAST_APPLIED);
  const serverSide = isLarge ? ' --server-side' : '';
  return [
    ...notes.kustomizations.flatMap((kustomization) => [
      `kubectl apply -k ${kustomization.folder}`, ...kustomizationWaits(notes.phase, kustomization),
    ]),
    ...(notes.objects.length > 0 ? [`kubectl apply${serverSide} -R -f ${notes.folder}`] : []),
    ...waits(notes),
  ];
}

/** The commands that wait for the objects of a phase. */
export function waits({ phase, objects }: PhaseNotes): string[] {
  const isAwaited = phase !== Phase.APPS;
  return [
    ...waitFor(objects.filter(({ kind }) => kind === 'CustomResourceDefinition'), 'crd', 'Established'),
    ...(isAwaited ? waitFor(objects.filter(isCertificate), 'certificates.cert-manager.io', 'Ready') : []),
    ...(isAwaited ? objects.filter(isWorkload).map((object) => `kubectl rollout status ${TIMEOUT}${inNamespace(object)} ${object.kind.toLowerCase()}/${object.name}`) : []),
    ...objects.filter(({ nodeLabels }) => nodeLabels !== undefined).flatMap(labelNodes),
    ...waitFor(objects.filter(({ kind }) => kind === 'SpinApp'), 'spinapps.core.spinkube.dev', 'Available'),
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
    ...(notes.objects.length > 0 ? [`kubectl delete --ignore-not-found -R -f ${prefix}${notes.folder}`] : []),
    ...[...notes.kustomizations].reverse().map(({ folder }) => `kubectl delete --ignore-not-found -k ${prefix}${folder}`),
  ]);
}

/** A cluster without the SpinApps whose executor leaves their Deployment to others: the operator never gives them a status. */
export function withoutExternal(cluster: ClusterNotes): ClusterNotes {
  const external = externalExecutors([cluster]);
  const hasStatus = ({ executor, namespace = '' }: ObjectNote) => executor === undefined || !external.includes(`${namespace}/${executor}`);
  return { ...cluster, phases: cluster.phases.map((notes) => ({ ...notes, objects: notes.objects.filter(hasStatus) })) };
}

/** The executors that leave Deployments to others, as `<namespace>/<name>`. */
export function externalExecutors(clusters: readonly ClusterNotes[]): string[] {
  const objects = clusters.flatMap(({ phases }) => phases).flatMap((notes) => notes.objects);
  return [...new Set(objects.filter(({ isExternal }) => isExternal).map(({ namespace = '', name }) => `${namespace}/${name}`))].sort();
}

function kustomizationWaits(phase: Phase, { namespace }: KustomizationNote): string[] {
  if (phase === Phase.CRDS) {
    return [`kubectl wait --for=condition=Established ${TIMEOUT} crd --all`];
  }
  const known = namespace ?? (phase === Phase.CERT_MANAGER ? 'cert-manager' : undefined);
  return known === undefined ? [] : [`kubectl wait --for=condition=Available ${TIMEOUT} -n ${known} deployment --all`];
}

/** A shim reaches a node once that has its labels, which no manifest can give it. */
function labelNodes({ name, nodeLabels = {} }: ObjectNote): string[] {
  const labels = Object.entries(nodeLabels).map(([key, value]) => `${key}=${value}`);
  return [`# for each node that is to have the shim ${name}, in place of NODE:`, `kubectl label node NODE ${labels.join(' ')}`];
}

/** An Application leaves what it installed, unless it has Argo CD's finalizer when it is deleted. */
function cascade(object: ObjectNote): string {
  const patch = JSON.stringify({ metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] } });
  return `kubectl patch${inNamespace(object)} applications.argoproj.io/${object.name} --type merge -p '${patch}'`;
}

/** One command for each namespace. */
function waitFor(objects: readonly ObjectNote[], resource: string, condition: string): string[] {
  const namespaces = new Map<string, string[]>();
  for (const object of objects) {
    const names = namespaces.get(inNamespace(object)) ?? [];
    namespaces.set(inNamespace(object), [...names, `${resource}/${object.name}`]);
  }
  return [...namespaces].map(([namespace, names]) => `kubectl wait --for=condition=${condition} ${TIMEOUT}${namespace} ${names.join(' ')}`);
}

function inNamespace({ namespace }: ObjectNote): string {
  return namespace === undefined ? '' : ` -n ${namespace}`;
}

function isApplication({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'argoproj.io' && kind === 'Application';
}

function isCertificate({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'cert-manager.io' && kind === 'Certificate';
}

function isWorkload({ apiVersion, kind }: ObjectNote): boolean {
  return groupOf(apiVersion) === 'apps' && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
}
