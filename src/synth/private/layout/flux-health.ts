import { ClusterNotes, PhaseNotes } from './delivery';
import { externalExecutors } from './page';

/**
 * When Flux takes a SpinApp for ready. It has no condition Ready, so that Flux would take any for ready at once.
 *
 * An app without a status is waited for, unless its executor lets the operator make no Deployment: it will never have one.
 */
export function healthCheckExprs(cluster: ClusterNotes, { objects }: PhaseNotes): object[] | undefined {
  const spinApp = objects.find(({ kind }) => kind === 'SpinApp');
  if (!spinApp) {
    return undefined;
  }
  const external = isExternal(externalExecutors([cluster]));
  const current = `${condition("c.type == 'Available' && c.status == 'True'")} && !${condition("c.type == 'Progressing' && c.reason == 'ReplicaSetUpdated'")}`;
  const failed = condition("c.type == 'Progressing' && c.reason == 'ProgressDeadlineExceeded'");
  return [{
    apiVersion: spinApp.apiVersion,
    kind: 'SpinApp',
    // CEL takes the side that it can work out where the other one names a field that is not there
    current: external === '' ? `has(status.conditions) && ${current}` : `${external} || (has(status.conditions) && ${current})`,
    failed: external === '' ? `has(status.conditions) && ${failed}` : `!(${external}) && has(status.conditions) && ${failed}`,
  }];
}

function condition(text: string): string {
  return `status.conditions.exists(c, ${text})`;
}

function isExternal(executors: readonly string[]): string {
  const list = (keys: readonly string[]) => `[${keys.map((key) => `'${key}'`).join(', ')}]`;
  const inNamespace = executors.filter((key) => !key.startsWith('/'));
  const anywhere = executors.filter((key) => key.startsWith('/')).map((key) => key.slice(1));
  return [
    ...(inNamespace.length > 0 ? [`metadata.namespace + '/' + spec.executor in ${list(inNamespace)}`] : []),
    ...(anywhere.length > 0 ? [`spec.executor in ${list(anywhere)}`] : []),
  ].join(' || ');
}
