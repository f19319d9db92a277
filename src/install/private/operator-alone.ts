import { ClusterState } from '../../cluster/private/cluster-state';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Refuses a second operator in a cluster. */
export function checkAlone(report: Report, state: ClusterState): void {
  if (state.install) {
    report.add({
      field: 'version',
      value: state.install.path,
      rule: 'this cluster has a SpinKubeInstall already, and its CRDs and webhooks exist once',
      fix: 'keep one, or stand the other below another WasmCluster',
      code: RuleCode.DUPLICATE_INSTALL,
    });
  }
}
