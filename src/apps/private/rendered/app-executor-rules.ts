import { ApiObject } from 'cdk8s';
import { Fields, listOf, RuleContext } from './rule-context';
import { executorName } from '../../../cluster/private/owned-name';
import { ExecutorManagement, WasmCluster } from '../../../cluster/wasm-cluster';
import { nearMiss } from '../../../rules/near-miss';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { refuseDeploymentAnnotations } from '../deployment-annotations';
import { mountsCertificates, STANDARD_EXECUTOR } from '../executor-manifest';
import { checkCertificateMounts } from '../mount-rules';
import { inTree, shown } from '../reference-rules';

/** Checks that the executor of an app is there, and lets the operator do what the app says. */
export function checkExecutor(report: Report, namespace: string | undefined, spec: Fields, { cluster, objects, isSaid, words }: RuleContext): void {
  const key = { group: 'core.spinkube.dev', kind: 'SpinAppExecutor' };
  const [made] = objects.find({ ...key, namespace, name: spec.executor });
  const all = objects.everyKind(key);
  const [elsewhere] = all.filter(({ name }) => name === spec.executor);
  checkCertificateMounts(report, hasCertificates(cluster, { name: spec.executor, namespace }, made), listOf(spec.volumeMounts));
  const add = (rule: string, fix: string, code: RuleCode) => report.add({ field: 'spec.executor', value: spec.executor, rule, fix, code });
  if (!spec.executor) {
    add('the webhook fills in the first executor of any namespace, and then refuses one that is not in the app\'s own',
      `name one of ${shown(namespace)}`, RuleCode.EXECUTOR_NAMESPACE);
  } else if (made) {
    if ((made.toJson() as Fields).spec?.createDeployment !== true) {
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
