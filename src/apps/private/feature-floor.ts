import { IConstruct } from 'constructs';
import { semver } from '../../cluster/private/releases';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The first releases that know a field. */
export interface FeatureFloor {
  readonly field: string;
  readonly operator?: string;
  readonly shim?: string;
}

/** Reports a field that the operator or the shim of the cluster does not know yet. */
export function tooNew(report: Report, scope: IConstruct, { field, operator, shim }: FeatureFloor): void {
  const { operatorVersion, shimVersion } = WasmCluster.of(scope);
  if (operator && operatorVersion && semver().lt(operatorVersion.version, operator)) {
    report.add(problem(field, 'spin-operator', operatorVersion.version, operator));
  }
  if (shim && shimVersion && semver().lt(shimVersion, shim)) {
    report.add(problem(field, 'containerd-shim-spin', shimVersion, shim));
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
