import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { clusterName, clusterOf } from './clusters';
import { keyOf } from '../../../cluster/private/object-index';
import { append } from '../../../rules/append';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { walk } from '../walk';

/** A SpinAppExecutor of a program. */
interface Executor {
  readonly name: string;
  readonly namespace?: string;
  readonly cluster: string;
  readonly isExternal: boolean;
}

/**
 * Adds executors that make Deployments in one cluster and leave them to others in another one. Argo CD has one health check for the SpinApps
 * of all clusters, and it knows an executor by its namespace and name alone.
 */
export function checkExecutors(report: Report, app: IConstruct): void {
  const executors = executorsOf(app);
  const managed = new Map<string, Executor[]>();
  for (const executor of executors.filter(({ isExternal }) => !isExternal)) {
    append(managed, keyIn(executor.namespace, executor.name), executor);
    // one without a namespace is known by its name in all of them
    append(managed, keyIn(undefined, executor.name), executor);
  }
  const found = new Set<string>();
  for (const { namespace, name, cluster } of executors.filter(({ isExternal }) => isExternal)) {
    const key = keyIn(namespace, name);
    const other = managed.get(key)?.find((each) => each.cluster !== cluster);
    if (other && !found.has(key)) {
      found.add(key);
      report.add({
        field: `executor ${namespace === undefined ? name : key}`,
        value: `createDeployment false in the cluster ${cluster}, and not in ${other.cluster}`,
        rule: 'Argo CD has one health check for the apps of all clusters, and would call those of the other cluster Healthy without a look',
        fix: 'give the executor another name in one of the two clusters',
        code: RuleCode.INVALID_LAYOUT,
      });
    }
  }
}

function executorsOf(app: IConstruct): Executor[] {
  return walk(app).filter((construct): construct is ApiObject => ApiObject.isApiObject(construct)).flatMap((object) => {
    const { group, kind, name, namespace } = keyOf(object);
    return group === 'core.spinkube.dev' && kind === 'SpinAppExecutor'
      ? [{ name, namespace, cluster: clusterName(clusterOf(Chart.of(object))), isExternal: object.toJson().spec?.createDeployment === false }]
      : [];
  });
}

function keyIn(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
