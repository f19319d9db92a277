import { Fields } from './rule-context';
import { Report } from '../../../rules/problem';
import { quantityBytes } from '../../../rules/quantity-text';
import { RuleCode } from '../../../rules/rule-code';
import { checkInstanceMemory } from '../spin-app-spec';

/** Checks `spec.invocationLimits`, of which the operator reads `memory` alone; those with a domain before their name are for other executors. */
export function checkMemory(report: Report, { invocationLimits = {}, resources }: Fields): void {
  const field = 'spec.invocationLimits';
  const { memory, ...unknown } = invocationLimits;
  for (const name of Object.keys(unknown).filter((limit) => !limit.includes('/'))) {
    const rule = 'the operator reads memory, and ignores other limits';
    report.advise({ field: `${field}.${name}`, value: unknown[name], rule, fix: 'leave it out', code: RuleCode.UNUSED_OPTION });
  }
  if (memory !== undefined) {
    checkAmount(report, `${field}.memory`, memory, resources);
  }
}

function checkAmount(report: Report, field: string, memory: string, resources?: Fields): void {
  const bytes = quantityBytes(memory);
  const bound = resources?.limits?.memory ?? resources?.requests?.memory;
  if (bytes === undefined || bytes < 0n) {
    const rule = 'must be a quantity of bytes, zero or more';
    report.add({ field, value: memory, rule, fix: 'write it as "64Mi"', code: RuleCode.INVALID_QUANTITY });
  } else {
    checkInstanceMemory(report, field, bytes, bound === undefined ? undefined : quantityBytes(bound));
  }
}
