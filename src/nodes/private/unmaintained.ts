import { IConstruct } from 'constructs';
import { wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { WasmRuntime } from '../wasm-runtime';

/** Warns of a runtime whose shim nobody releases any more. */
export function warnIfUnmaintained(construct: IConstruct, field: string, runtime: WasmRuntime): void {
  if (!runtime.maintained) {
    warn(construct, RuleCode.UNMAINTAINED_RUNTIME, wording({
      field,
      value: runtime.binary,
      rule: 'it has had no release since June 2024',
      fix: 'move to a runtime that is maintained',
      code: RuleCode.UNMAINTAINED_RUNTIME,
    }));
  }
}
