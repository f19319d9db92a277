import { Problem } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The problem of a handler for Spin that the nodes do not have. */
export function handlerMismatch(field: string, handler: string, provisioned: string): Problem {
  return {
    field,
    value: handler,
    rule: `the nodes of this cluster are said to have the handler ${JSON.stringify(provisioned)}, and pods of another never start`,
    fix: 'leave it out, or say NodeProvisioning.preinstalled({ handler }) on the WasmCluster',
    code: RuleCode.HANDLER_MISMATCH,
  };
}
