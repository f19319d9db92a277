import { IConstruct } from 'constructs';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { isOlder } from '../../upstream/component';
import { SPIN_OPERATOR } from '../../upstream/spin-operator';
import { SPIN_SHIM } from '../../upstream/spin-shim';

/** The first releases that know a field. */
export interface FeatureFloor {
  readonly field: string;
  readonly operator?: string;
  readonly shim?: string;
}

/** Reports a field that the operator or the shim of the cluster does not know yet. */
export function tooNew(report: Report, scope: IConstruct, { field, operator, shim }: FeatureFloor): void {
  const { operatorVersion, shimVersion } = WasmCluster.of(scope);
  if (operator && operatorVersion && isOlder(operatorVersion.version, operator)) {
    report.add(problem(field, SPIN_OPERATOR.name, operatorVersion.version, operator));
  }
  if (shim && shimVersion && isOlder(shimVersion, shim)) {
    report.add(problem(field, SPIN_SHIM.name, shimVersion, shim));
  }
}

function problem(field: string, component: string, version: string, needed: string) {
  return {
    field,
    value: version,
    rule: `this cluster has ${component} ${version}, and the field needs ${needed} or newer`,
    fix: `upgrade the ${component}, or leave the field out`,
    code: RuleCode.FIELD_TOO_NEW,
  };
}
