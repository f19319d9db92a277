import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { WasmRuntime } from '../wasm-runtime';

/** Refuses the option `SystemdCgroup` where no shim takes it. */
export function checkCgroup(report: Report, runtimes: readonly WasmRuntime[], systemdCgroup?: boolean): void {
  if (systemdCgroup !== undefined && runtimes.length > 0 && !runtimes.some(({ takesSystemdCgroup }) => takesSystemdCgroup)) {
    report.add({
      field: 'systemdCgroup',
      value: systemdCgroup,
      rule: `a shim without this option may start no container with it: ${runtimes.map(({ binary }) => binary).join(', ')}`,
      fix: 'leave it out; a runtime of your own says that it has it by takesSystemdCgroup',
      code: RuleCode.UNUSED_OPTION,
    });
  }
}
