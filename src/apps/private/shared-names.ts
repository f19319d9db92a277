import { IConstruct } from 'constructs';
import { wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';

interface PlacedExecutor {
  readonly name: string;
  readonly namespace?: string;
}

/** Executors by name: the namespaces that have one of it, without a namespace the empty text. */
export function namespacesByName(executors: Iterable<PlacedExecutor>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, namespace = '' } of executors) {
    found.set(name, (found.get(name) ?? new Set()).add(namespace));
  }
  return found;
}

/** Warns that an executor that nobody named has the name of one in another namespace: `a-b-spin` is that of `a-b`, and of a pool `b-spin` in `a`. */
export function warnOfSharedName(executor: PlacedExecutor & IConstruct, namespaces: Iterable<string>): void {
  const others = [...namespaces].filter((other) => other !== (executor.namespace ?? '')).sort();
  if (others.length > 0) {
    warn(executor, RuleCode.SHARED_EXECUTOR_NAME, wording({
      field: 'metadata.name',
      value: executor.name,
      rule: `there is one of this name in ${others.map(shown).join(' and ')} too, and operators up to 0.6.1 keep an executor while an app of any `
        + 'namespace names one of its name',
      fix: 'give the pool another id, or declare a SpinAppExecutor of another name',
      code: RuleCode.SHARED_EXECUTOR_NAME,
    }));
  }
}

function shown(namespace: string): string {
  return namespace === '' ? 'no namespace' : `namespace ${JSON.stringify(namespace)}`;
}
