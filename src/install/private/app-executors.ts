import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { InstallPlan } from './install-plan';
import { namespaceObjects } from './namespace-objects';
import { checkRival } from '../../apps/private/app-rules';
import { ExecutorDirectory } from '../../apps/private/executor-directory';
import { SpinAppExecutor } from '../../apps/spin-app-executor';
import { dependOn } from '../../cluster/private/cluster-state';
import { executorName } from '../../cluster/private/owned-name';
import { markPhase, Phase } from '../../cluster/private/phase';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { madeFor } from '../../nodes/private/shim-runtime-class';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { IWasmRuntimeClass } from '../../nodes/wasm-runtime-class';
import { validateTree } from '../../rules/problem';

/** What an install made before its executors. */
interface Made {
  readonly runtimeClass: IWasmRuntimeClass;
  readonly operator?: Chart;
}

/** Makes the namespaces for apps, with their executors. */
export function appExecutors(install: Construct, plan: InstallPlan, made: Made): void {
  const { appNamespaces, namespaceOptions, executorName: name, nodePools } = plan;
  if (appNamespaces.length === 0) {
    return;
  }
  const chart = new Chart(install, 'executors');
  markPhase(chart, Phase.EXECUTORS);
  dependOn(chart, () => [...made.operator ? [made.operator] : [], ...nodePools.flatMap(({ runtimeClass }) => madeFor(runtimeClass))]);
  const { otlpEndpoint: endpoint } = WasmCluster.of(install);
  for (const namespace of new Set(appNamespaces)) {
    namespaceObjects(chart, namespace, namespaceOptions[namespace]);
    new SpinAppExecutor(chart, `executor-${namespace}`, {
      metadata: { name: name ?? executorName(install, namespace), namespace },
      runtimeClass: made.runtimeClass,
      otel: { endpoint },
    });
    nodePools.forEach((nodePool) => poolExecutor(chart, namespace, nodePool));
  }
}

function poolExecutor(chart: Chart, namespace: string, nodePool: IWasmNodePool): void {
  const user = { construct: chart, namespace, nodePool };
  const directory = ExecutorDirectory.of(chart);
  directory.provide(user);
  validateTree(chart, (found) => checkRival(found, directory, user));
}
