import { Fields } from './rule-context';
import { checkInstanceMemory } from '../../apps/private/spin-app-spec';
import { Report } from '../../rules/problem';
import { parseQuantity, quantityBytes } from '../../rules/quantity-text';
import { requestOverLimit } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';

/** Checks `spec.resources`, whose quantities are quantities already. */
export function checkResources(report: Report, { limits = {}, requests = {} }: Fields = {}): void {
  for (const [kind, amounts] of Object.entries({ limits, requests })) {
    for (const [name, text] of Object.entries(amounts).filter(([, amount]) => (parseQuantity(amount) ?? 0n) < 0n)) {
      report.add({
        field: `spec.resources.${kind}.${name}`,
        value: text,
        rule: `${name} must be zero or more`,
        fix: 'give a non-negative amount',
        code: RuleCode.INVALID_QUANTITY,
      });
    }
  }
  for (const [name, request] of Object.entries(requests)) {
    const [asked, limit] = [parseQuantity(request), parseQuantity(limits[name])];
    if (asked !== undefined && limit !== undefined && asked > limit) {
      report.add(requestOverLimit(`spec.resources.requests.${name}`, String(request), String(limits[name])));
    }
  }
}

/** Checks `spec.invocationLimits`, of which the operator reads `memory` alone. */
export function checkMemory(report: Report, { invocationLimits = {}, resources }: Fields): void {
  const field = 'spec.invocationLimits';
  const { memory, ...unknown } = invocationLimits;
  for (const name of Object.keys(unknown)) {
    const rule = 'the operator reads memory, and ignores other limits';
    report.add({ field: `${field}.${name}`, value: unknown[name], rule, fix: 'leave it out', code: RuleCode.UNUSED_OPTION });
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
