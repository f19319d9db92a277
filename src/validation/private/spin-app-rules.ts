import { ApiObject } from 'cdk8s';
import { checkMemory, checkResources } from './resource-rules';
import { Fields, listOf, RuleContext } from './rule-context';
import { checkRuntimeConfig } from './store-rules';
import { checkVariables } from './variable-rules';
import { checkVolumes } from './volume-rules';
import { checkAnnotations } from '../../apps/private/annotation-rules';
import { APP_NAME } from '../../apps/private/app-name';
import { checkVersions, refuseDeploymentAnnotations } from '../../apps/private/app-rules';
import { refuseReplicas } from '../../apps/private/autoscaler-rules';
import { mountsCertificates, STANDARD_EXECUTOR } from '../../apps/private/executor-manifest';
import { CHECKED_PATH, checkHeader, checkLiveness } from '../../apps/private/health-checks';
import { checkCertificateMounts } from '../../apps/private/mount-rules';
import { checkCollisions } from '../../apps/private/name-collisions';
import { checkNamespace } from '../../apps/private/namespace-rules';
import { checkReferred, inTree, shown } from '../../apps/private/reference-rules';
import { referencesOf } from '../../apps/private/references';
import { checkComponents, checkPodLabels, REPLICAS } from '../../apps/private/spin-app-spec';
import { executorName } from '../../cluster/private/owned-name';
import { ExecutorManagement, WasmCluster } from '../../cluster/wasm-cluster';
import { IMAGE } from '../../rules/image';
import { annotations, labels, metadata } from '../../rules/maps';
import { nearMiss } from '../../rules/near-miss';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';

/** Checks a SpinApp that no construct of this library made; its fields are of the right types already. */
export function checkSpinApp(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  const app = { name: object.name, namespace: object.metadata.namespace };
  metadata(report, object.chart, object.metadata.toJson(), APP_NAME);
  report.holdGiven('spec.image', spec.image, IMAGE);
  checkScale(report, spec);
  checkMaps(report, spec);
  checkAnnotations(report, object.name, spec);
  if (spec.components?.length > 0) {
    checkComponents(report, spec.components);
  }
  checkParts(report, spec);
  checkVersions(report, { construct: object, spec });
  checkCollisions(report, app, context.objects);
  checkNamespace(report, context.objects, app.namespace, spec);
  checkExecutor(report, app.namespace, spec, context);
  checkReferred(report, {
    objects: context.objects,
    namespace: app.namespace,
    isSaid: (one) => context.isSaid({ ...one, namespace: app.namespace }),
    strict: true,
    howToSay: (one, verb) => context.words.exists({ ...one, namespace: app.namespace }, verb),
  }, referencesOf(spec));
}

function checkParts(report: Report, spec: Fields): void {
  for (const name of ['readiness', 'liveness']) {
    checkCheck(report, `spec.checks.${name}`, spec.checks?.[name]);
  }
  checkLiveness(report, spec.checks?.liveness?.successThreshold);
  checkVariables(report, listOf(spec.variables));
  checkVolumes(report, listOf(spec.volumes), listOf(spec.volumeMounts));
  checkResources(report, spec.resources);
  checkMemory(report, spec);
  checkRuntimeConfig(report, spec.runtimeConfig);
}

function checkScale(report: Report, { replicas, enableAutoscaling }: Fields): void {
  if (report.found.some(({ field }) => field === 'spec.replicas')) {
    return;
  }
  if (enableAutoscaling !== true) {
    report.hold('spec.replicas', replicas, REPLICAS);
  } else if (replicas) {
    refuseReplicas(report, replicas);
  }
}

function checkMaps(report: Report, spec: Fields): void {
  checkPodLabels(report, spec.podLabels);
  labels(report, 'spec.podLabels', spec.podLabels);
  for (const field of ['podAnnotations', 'deploymentAnnotations', 'serviceAnnotations']) {
    annotations(report, `spec.${field}`, spec[field]);
  }
  listOf(spec.imagePullSecrets).forEach(({ name }, index) => report.hold(`spec.imagePullSecrets[${index}].name`, name, REFERENCE));
  report.holdGiven('spec.serviceAccountName', spec.serviceAccountName || undefined, REFERENCE);
}

function checkCheck(report: Report, field: string, check?: Fields): void {
  if (check && !check.httpGet) {
    const rule = 'a SpinApp is checked by HTTP GET only, and the operator fails on a check without it';
    report.add({ field: `${field}.httpGet`, value: undefined, rule, fix: 'give httpGet with a path', code: RuleCode.UNSUPPORTED_PROBE });
  }
  if (check?.httpGet) {
    const headers = `${field}.httpGet.httpHeaders`;
    report.holdGiven(`${field}.httpGet.path`, check.httpGet.path, CHECKED_PATH);
    listOf(check.httpGet.httpHeaders).forEach(({ name, value }) => checkHeader(report, headers, { name, value }));
    if (!check.httpGet.httpHeaders) {
      const rule = "the operator's webhook turns a missing list into a null, which its own schema refuses";
      report.add({ field: headers, value: undefined, rule, fix: 'write httpHeaders: []', code: RuleCode.UNSUPPORTED_PROBE });
    }
  }
}

function checkExecutor(report: Report, namespace: string | undefined, spec: Fields, { cluster, objects, isSaid, words }: RuleContext): void {
  const key = { group: 'core.spinkube.dev', kind: 'SpinAppExecutor' };
  const [made] = objects.find({ ...key, namespace, name: spec.executor });
  const all = objects.everyKind(key);
  const [elsewhere] = all.filter(({ name }) => name === spec.executor);
  checkCertificateMounts(report, hasCertificates(cluster, { name: spec.executor, namespace }, made), listOf(spec.volumeMounts));
  const add = (rule: string, fix: string, code: RuleCode) => report.add({ field: 'spec.executor', value: spec.executor, rule, fix, code });
  if (spec.executor === undefined) {
    add('the webhook fills in the first executor of any namespace, and then refuses one that is not in the app\'s own',
      `name one of ${shown(namespace)}`, RuleCode.EXECUTOR_NAMESPACE);
  } else if (made) {
    if ((made.toJson() as Fields).spec?.createDeployment === false) {
      refuseDeploymentAnnotations(report, spec);
    }
  } else if (isSaid({ kind: key.kind, name: spec.executor, namespace }) || isExisting(cluster, { name: spec.executor, namespace })) {
    return;
  } else if (elsewhere) {
    add(`it is in ${shown(elsewhere.metadata.namespace)}, and the app in ${shown(namespace)}; the webhook looks in the app's own`,
      'make an executor in the namespace of the app', RuleCode.EXECUTOR_NAMESPACE);
  } else {
    const near = nearMiss(spec.executor, objects.ofKind({ ...key, namespace }).map(({ name }) => name));
    add(`no SpinAppExecutor of this name is made ${inTree(namespace)}, nor said to exist`,
      `${near === undefined ? '' : `did you mean ${JSON.stringify(near)}? If not, `}${
        words.exists({ kind: key.kind, namespace, name: spec.executor }, 'SpinAppExecutor.fromSpinAppExecutorName')}`,
      RuleCode.UNRESOLVED_REFERENCE);
  }
}

/** An executor as an app names it. */
interface NamedExecutor {
  readonly name: string;
  readonly namespace?: string;
}

function hasCertificates(cluster: WasmCluster, named: NamedExecutor, made?: ApiObject): boolean {
  return made ? mountsCertificates((made.toJson() as Fields).spec ?? {}) : isExisting(cluster, named);
}

/** Whether a program of the platform makes an executor, where there is one: that of the namespace, or the one of SpinKube's release files. */
function isExisting(cluster: WasmCluster, { name, namespace }: NamedExecutor): boolean {
  const known = [STANDARD_EXECUTOR, cluster.executorName, executorName(cluster, namespace)];
  return cluster.executors === ExecutorManagement.EXISTING && known.includes(name);
}
