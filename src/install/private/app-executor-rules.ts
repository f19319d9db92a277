import { Construct } from 'constructs';
import { checkPool } from '../../apps/private/given-executor';
import { ExecutorManagement, WasmCluster } from '../../cluster/wasm-cluster';
import { poolWord } from '../../nodes/private/pool-word';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SpinKubeInstallProps } from '../spin-kube-install-props';

/** Checks what an install says of the executors of its namespaces. */
export function checkAppExecutors(report: Report, install: Construct, props: SpinKubeInstallProps): void {
  const { appNamespaces = [], executorName: name, nodePools = [] } = props;
  report.holdGiven('executorName', name, SUBDOMAIN);
  if (appNamespaces.length === 0) {
    refuseUnused(report, { executorName: name, nodePools: nodePools.map(({ node }) => node.path) });
  }
  nodePools.forEach((pool, index) => checkNodePool(report, install, pool, { field: `nodePools[${index}]`, before: nodePools.slice(0, index) }));
}

function refuseUnused(report: Report, options: { readonly [field: string]: string | readonly string[] | undefined }): void {
  for (const [field, value] of Object.entries(options).filter(([, given]) => given !== undefined && given.length > 0)) {
    report.add({
      field,
      value,
      rule: 'the executors of an install are those of its appNamespaces, and it has none',
      fix: 'name the namespaces, or leave it out',
      code: RuleCode.UNUSED_OPTION,
    });
  }
}

interface PoolPlace {
  readonly field: string;
  readonly before: readonly IWasmNodePool[];
}

function checkNodePool(report: Report, install: Construct, pool: IWasmNodePool, { field, before }: PoolPlace): void {
  const add = (rule: string, fix: string, code: RuleCode) => report.add({ field, value: pool.node.path, rule, fix, code });
  checkPool(report, install, field, pool);
  if (WasmCluster.of(install).executors === ExecutorManagement.EXISTING || pool.executorName !== undefined) {
    add('its executors are those of another program', 'leave it out', RuleCode.UNUSED_OPTION);
  }
  const same = before.find((other) => poolWord(other) === poolWord(pool));
  if (same) {
    add(`${same.node.path} has executors of the same name, by its id`, 'give one of the two another id', RuleCode.DUPLICATE_OBJECT);
  }
}
