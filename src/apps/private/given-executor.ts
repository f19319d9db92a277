import { Construct } from 'constructs';
import { Executor, ExecutorDirectory } from './executor-directory';
import { checkSameCluster } from '../../cluster/private/same-cluster';
import { madeFor } from '../../nodes/private/shim-runtime-class';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ISpinAppExecutor, SpinAppExecutor } from '../spin-app-executor';

/** An app as its executor sees it. */
interface App extends Construct {
  readonly namespace?: string;
}

/** The executor that a user gave an app, or a problem with it. */
export function givenExecutor(
  report: Report,
  app: App,
  { executor, nodePool }: { executor?: ISpinAppExecutor; nodePool?: IWasmNodePool },
): Executor | undefined {
  if (executor && nodePool) {
    report.add({
      field: 'executor',
      value: executor.executorName,
      rule: 'a nodePool brings an executor of its own',
      fix: 'give one of executor and nodePool',
      code: RuleCode.EXECUTOR_WITH_NODE_POOL,
    });
  }
  if (nodePool) {
    checkPool(report, app, 'nodePool', nodePool);
  }
  if (executor instanceof SpinAppExecutor) {
    checkPlace(report, app, executor);
    return ExecutorDirectory.of(executor).declaredIn(executor.namespace).find(({ construct }) => construct === executor);
  }
  return executor && { name: executor.executorName };
}

/** Holds the pool of an executor to running Spin, in the cluster of its user. */
export function checkPool(report: Report, user: Construct, field: string, { node, runtimeClass }: IWasmNodePool): void {
  const { runtime } = runtimeClass;
  if (runtime && runtime !== WasmRuntime.SPIN) {
    report.add({
      field,
      value: node.id,
      rule: `SpinApps run in containerd-shim-spin only, and these nodes are said to have ${runtime.binary}`,
      fix: 'give a pool of nodes with the Spin shim',
      code: RuleCode.WRONG_RUNTIME,
    });
  }
  checkSameCluster(report, user, { field, made: madeFor(runtimeClass) });
}

function checkPlace(report: Report, app: App, executor: SpinAppExecutor): void {
  const shown = (namespace?: string) => (namespace === undefined ? 'no namespace' : `namespace ${JSON.stringify(namespace)}`);
  checkSameCluster(report, app, { field: 'executor', made: [executor] });
  if (executor.namespace !== app.namespace) {
    report.add({
      field: 'spec.executor',
      value: executor.executorName,
      rule: `it is in ${shown(executor.namespace)}, and the app in ${shown(app.namespace)}; the webhook looks in the app's own`,
      fix: 'make an executor in the namespace of the app, or leave executor out',
      code: RuleCode.EXECUTOR_NAMESPACE,
    });
  }
}
