import { Construct, IConstruct } from 'constructs';
import { stateOf } from '../../cluster/private/state-of';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The cert-manager of a cluster. */
export class InstalledCertManager {
  /** The one of the cluster of a scope. */
  static of(scope: IConstruct): InstalledCertManager {
    return stateOf(scope).part(InstalledCertManager);
  }

  /** The construct that installs it, or says that it is there. */
  first?: Construct;

  /** Its chart, in a list that is empty where the tree has none. */
  charts(): IConstruct[] {
    return this.first?.node.children ?? [];
  }

  /** Refuses another one. */
  checkFirst(report: Report, other: IConstruct): void {
    if (this.first) {
      report.add({
        field: 'id',
        value: other.node.id,
        rule: `this cluster has a CertManager already, by ${this.first.node.path}, and its CRDs and webhooks exist once`,
        fix: 'keep one, or stand the other below another WasmCluster',
        code: RuleCode.DUPLICATE_INSTALL,
      });
    }
  }
}
