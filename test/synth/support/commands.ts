/** The commands that pages print, held to the files beside them. */
import { Files, objectsIn } from './fleet-program';

/** A page, with the clusters whose folders it may speak of. */
export interface Page {
  readonly files: Files;
  readonly name: string;

  /** The folder in which its commands run. */
  readonly folder: string;
  readonly clusters?: readonly string[];
}

const TIMEOUT = '--timeout=5m';
const SPIN = 'core\\.spinkube\\.dev';
const FLUX = 'kustomizations\\.kustomize\\.toolkit\\.fluxcd\\.io';

/** What each kind that a page waits for says once it is ready. */
const CONDITIONS: { readonly [resource: string]: readonly [string, string] } = {
  'crd': ['CustomResourceDefinition', 'Established'],
  'certificates.cert-manager.io': ['Certificate', 'Ready'],
  'spinapps.core.spinkube.dev': ['SpinApp', 'Available'],
};

const KINDS: { readonly [resource: string]: string } = {
  'namespace': 'Namespace',
  'runtimeclass': 'RuntimeClass',
  'secret': 'Secret',
  'configmap': 'ConfigMap',
  'serviceaccount': 'ServiceAccount',
  'persistentvolumeclaim': 'PersistentVolumeClaim',
  'deployment': 'Deployment',
  'statefulset': 'StatefulSet',
  'daemonset': 'DaemonSet',
  'spinappexecutors.core.spinkube.dev': 'SpinAppExecutor',
  'issuers.cert-manager.io': 'Issuer',
  'clusterissuers.cert-manager.io': 'ClusterIssuer',
  'triggerauthentications.keda.sh': 'TriggerAuthentication',
  'clustertriggerauthentications.keda.sh': 'ClusterTriggerAuthentication',
  'applications.argoproj.io': 'Application',
  'kustomizations.kustomize.toolkit.fluxcd.io': 'Kustomization',
};

/** What is wrong with a command, where something is. */
type Check = (page: Page, found: RegExpExecArray, before: string[]) => string | false;

/** Every form that a command may have, with what it is held to. */
const FORMS: ReadonlyArray<readonly [RegExp, Check]> = [
  [/^kubectl (?:apply|delete --ignore-not-found)(?: --server-side)?(?: --field-manager=\S+)? -R -f (\S+)(?: \|\| true)?$/, (page, [, path]) => noManifests(page, path)],
  [/^kubectl (?:apply|delete)(?: --server-side --field-manager=cdk8s-wasm)? -f (\S+)$/, (page, [, path]) => noManifests(page, path)],
  [/^kubectl (?:apply|delete --ignore-not-found) -k (\S+)(?: \|\| true)?$/, ({ files, folder }, [, path]) => `${folder}${path}/kustomization.yaml` in files ? false : 'no kustomization'],
  [new RegExp(`^kubectl wait --for=condition=(\\w+) ${TIMEOUT}(?: -n (\\S+))? (\\S+/\\S+(?: \\S+/\\S+)*)$`), (page, [, condition, namespace, names]) => (
    everyName(names, (resource, name) => CONDITIONS[resource]?.[1] !== condition ? 'no such condition' : !has(page, CONDITIONS[resource][0], namespace, name) && 'no such object'))],
  [new RegExp(`^kubectl wait --for=condition=(?:Established ${TIMEOUT} crd|Available ${TIMEOUT} -n \\S+ deployment) --all$`), (_, __, before) => (
    !before.some((line) => line.includes(' -k ')) && 'only a kustomization brings what no file names')],
  [new RegExp(`^kubectl rollout status ${TIMEOUT}(?: -n (\\S+))? (\\w+)/(\\S+)$`), (page, [, namespace, resource, name]) => !has(page, KINDS[resource], namespace, name) && 'no such object'],
  [/^kubectl get(?: -n (\S+))? (\S+\/\S+)$/, (page, [, namespace, names]) => (
    everyName(names, (resource, name) => KINDS[resource] === undefined ? 'no such kind' : has(page, KINDS[resource], namespace, name) && 'is made here'))],
  [new RegExp(`^kubectl delete --ignore-not-found(?: -n (\\S+))? (spinappexecutors\\.${SPIN}/.+)$`), (page, [, namespace, names]) => (
    everyName(names, (_, name) => !has(page, 'SpinAppExecutor', namespace, name) && 'no such executor'))],
  [new RegExp(`^kubectl delete -n (\\S+) ${FLUX}/(\\S+)$`), (page, [, namespace, name]) => !has(page, 'Kustomization', namespace, name) && 'no such Kustomization'],
  [new RegExp(`^kubectl annotate --overwrite -n (\\S+) ${FLUX}/(\\S+) reconcile\\.fluxcd\\.io/requestedAt="\\$\\(date \\+%s\\)"$`),
    (page, [, namespace, name]) => !has(page, 'Kustomization', namespace, name) && 'no such Kustomization'],
  [/^kubectl patch -n (\S+) applications\.argoproj\.io\/(\S+) --type merge -p '(.*)'$/, (page, [, namespace, name, patch]) => (
    !has(page, 'Application', namespace, name) ? 'no such Application' : JSON.parse(patch).metadata.finalizers.length !== 1 && 'no finalizer')],
  [new RegExp(`^kubectl patch -n NAMESPACE spinappexecutors\\.${SPIN}/EXECUTOR --type merge -p '(.*)'$`), (page, [, patch]) => (
    JSON.parse(patch).metadata.finalizers !== null ? 'takes nothing off' : !objectsOf(page).some(({ kind }) => kind === 'SpinAppExecutor') && 'no executor')],
  [new RegExp(`^kubectl get spinapps\\.${SPIN} -A -o custom-columns=NAMESPACE:\\.metadata\\.namespace,APP:\\.metadata\\.name,EXECUTOR:\\.spec\\.executor$`), () => false],
  [/^kubectl get nodes(?: -l (\S+))? -o go-template='.*\(print \.name\) "([a-z0-9-]+)".*'$/, (page, [, labels = '', handler]) => !needsHandler(page, handler, labels) && 'no such RuntimeClass'],
  [/^kubectl label node NODE (\S+=\S+ ?)+$/, (page) => !objectsOf(page).some(({ kind }) => kind === 'Shim') && 'no shim'],
  [/^argocd app sync --retry-limit 5 (.+)$/, (page, [, names]) => names.split(' ').map((name) => !applications(page).includes(name) && `no Application ${name}`).find(Boolean) ?? false],
];

/** What a page says about executors that do not go. */
export const EXECUTOR_END = [
  'kubectl get spinapps.core.spinkube.dev -A -o custom-columns=NAMESPACE:.metadata.namespace,APP:.metadata.name,EXECUTOR:.spec.executor',
  '# in place of NAMESPACE and EXECUTOR, those of the executor that waits:',
  'kubectl patch -n NAMESPACE spinappexecutors.core.spinkube.dev/EXECUTOR --type merge -p \'{"metadata":{"finalizers":null}}\'',
];

/** The command that prints each node with these labels which lacks a handler. Seen to do so with kubectl 1.32, for nodes with and without handlers. */
export function handlerCheck(handler: string, labels = ''): string {
  return `kubectl get nodes${labels && ` -l ${labels}`} -o go-template='{{range .items}}{{$lacks := true}}{{range .status.runtimeHandlers}}{{if eq (print .name) "${handler}"}}`
    + `{{$lacks = false}}{{end}}{{end}}{{if $lacks}}{{.metadata.name}} lacks ${handler}{{if not .status.runtimeHandlers}}: it tells no handlers{{end}}{{"\\n"}}`
    + '{{end}}{{else}}no node has these labels{{"\\n"}}{{end}}\'';
}

/** The commands of a page: the lines in its blocks. */
export function commandsIn(page: string): string[] {
  return [...page.matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block]) => block.trimEnd().split('\n'));
}

/** What is wrong with the commands of a page, as `<command>: <what>`. */
export function wrongCommands(page: Page): string[] {
  const lines = commandsIn(page.files[page.name]).filter((line) => !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(0);
  const wrong: string[] = [];
  lines.forEach((line, index) => {
    if (/^CLUSTER=/.test(line)) {
      wrong.push(...(page.clusters?.includes(line.slice(8)) ? [] : [`${line}: no such cluster`]));
      return;
    }
    for (const cluster of line.includes('$CLUSTER') ? clustersBefore(page, line) : ['']) {
      const command = line.replaceAll('$CLUSTER', cluster);
      const problem = problemOf(page, command, lines.slice(0, index));
      wrong.push(...(problem ? [`${command}: ${problem}`] : []));
    }
  });
  return wrong;
}

function problemOf(page: Page, command: string, before: string[]): string | false {
  for (const [form, check] of FORMS) {
    const found = form.exec(command);
    if (found) return check(page, found, before);
  }
  return 'no form of command that is known';
}

/** The clusters for which a page says a line, by the comment before it. */
function clustersBefore({ files, name }: Page, line: string): string[] {
  const found = new Set<string>();
  let clusters: string[] = [];
  for (const each of commandsIn(files[name])) {
    const [, names] = /^# .*, for each of these: (.*)$/.exec(each) ?? [];
    clusters = names?.split(' ') ?? clusters;
    if (each === line) clusters.forEach((cluster) => found.add(cluster));
  }
  return found.size > 0 ? [...found] : ['(none)'];
}

function everyName(names: string, check: (resource: string, name: string) => string | false): string | false {
  return names.split(' ').map((one) => {
    const [resource, name] = one.split('/');
    const problem = check(resource, name);
    return problem && `${problem}: ${one}`;
  }).find(Boolean) || false;
}

/** A folder, or file, for `kubectl -f`: there, with manifests, and with nothing that kubectl fails on. */
function noManifests({ files, folder }: Page, path: string): string | false {
  const found = Object.keys(files).filter((name) => name.startsWith(`${folder}${path}/`) || name === `${folder}${path}`);
  return found.length === 0 ? 'no such folder' : found.some((name) => name.endsWith('kustomization.yaml')) && 'a kustomization among its files';
}

const read = new WeakMap<Page, any[]>();

/** The objects of the files, read once a page. */
function objectsOf(page: Page): any[] {
  const objects = read.get(page) ?? objectsIn(page.files, page.folder);
  read.set(page, objects);
  return objects;
}

function has(page: Page, kind: string, namespace: string | undefined, name: string): boolean {
  return objectsOf(page).some((object) => object.kind === kind && object.metadata?.name === name && object.metadata.namespace === namespace);
}

/** Whether a RuntimeClass, or that of a Shim, has a handler on the nodes of these labels. */
function needsHandler(page: Page, wanted: string, labels: string): boolean {
  return objectsOf(page).some(({ kind, handler, scheduling, spec }) => {
    const [name, selector = {}] = kind === 'Shim' ? [spec.runtimeClass.handler, spec.nodeSelector] : [handler, scheduling?.nodeSelector];
    return ['RuntimeClass', 'Shim'].includes(kind) && name === wanted && Object.entries(selector).sort().map((pair) => pair.join('=')).join() === labels;
  });
}

/** The names of the Applications that a page hands to Argo CD. */
function applications(page: Page): string[] {
  return objectsOf(page).flatMap(({ kind, metadata, spec }) => (kind === 'ApplicationSet'
    ? spec.generators[0].list.elements.map((element: any) => spec.template.metadata.name.replace('{{cluster}}', element.cluster))
    : kind === 'Application' ? [metadata.name] : []));
}
