import { IConstruct } from 'constructs';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { WasmCluster } from '../wasm-cluster';

/** Refuses a construct whose objects are made in another cluster than that of its user. */
export function checkSameCluster(report: Report, user: IConstruct, used: { readonly field: string; readonly made: readonly IConstruct[] }): void {
  for (const construct of used.made.filter((made) => WasmCluster.of(made) !== WasmCluster.of(user))) {
    report.add({
      field: used.field,
      value: construct.node.path,
      rule: 'it is made in another WasmCluster, so this cluster does not have it',
      fix: 'make one in the cluster of its user, or refer to an existing one by its name',
      code: RuleCode.OTHER_CLUSTER,
    });
  }
}
