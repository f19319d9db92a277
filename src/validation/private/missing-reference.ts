import { FixWords } from '../../apps/private/rendered/fix-words';
import { nearMiss } from '../../rules/near-miss';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** A reference that leads to no object of the tree, and to none that somebody said to exist. */
export interface MissingReference {
  readonly field: string;
  readonly key: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly rule: string;

  /** The names that may have been meant. */
  readonly names: readonly string[];
}

/** Reports a reference that leads nowhere. */
export function addMissing(report: Report, { field, key, rule, names }: MissingReference, words: FixWords): void {
  const near = nearMiss(key.name, [...names]);
  report.add({
    field,
    value: key.name,
    rule,
    fix: `${near === undefined ? '' : `did you mean ${JSON.stringify(near)}? If not, `}${words.exists(key, 'WasmValidation.exists')}`,
    code: RuleCode.UNRESOLVED_REFERENCE,
  });
}
