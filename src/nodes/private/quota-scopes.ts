import { Fields } from './pod-template';
import { parseQuantity } from '../../rules/quantity-text';
import { ResourceRequirements } from '../../rules/resources';

/** A pod as quotas see it. */
export interface CountedPod {
  readonly spec: Fields;

  /** What its containers have once they are admitted. */
  readonly admitted: readonly Required<ResourceRequirements>[];
}

/** One scope of a quota: `scopes` only name theirs. */
interface Scope {
  readonly scopeName?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Whether a pod is surely in a scope. A scope that is not here counts no pod, as far as can be told. */
const SCOPES = new Map<string | undefined, (pod: CountedPod, scope: Scope) => boolean>([
  ['Terminating', isTerminating],
  ['NotTerminating', (pod) => !isTerminating(pod)],
  ['BestEffort', isBestEffort],
  ['NotBestEffort', (pod) => !isBestEffort(pod)],
  ['PriorityClass', hasPriority],
]);

/** Whether a quota surely counts a pod, which is in all of its scopes. */
export function counts({ scopes = [], scopeSelector }: Fields, pod: CountedPod): boolean {
  const all: Scope[] = [...scopes.map((scopeName: string) => ({ scopeName })), ...scopeSelector?.matchExpressions ?? []];
  return all.every((scope) => SCOPES.get(scope.scopeName)?.(pod, scope) ?? false);
}

function isTerminating({ spec }: CountedPod): boolean {
  return spec.activeDeadlineSeconds !== undefined;
}

function isBestEffort({ admitted }: CountedPod): boolean {
  return admitted.every(({ limits, requests }) => [limits, requests].every(({ cpu, memory }) => !isAmount(cpu) && !isAmount(memory)));
}

function isAmount(quantity?: string): boolean {
  return quantity !== undefined && parseQuantity(quantity) !== 0n;
}

/** A pod that names no class may get the cluster's default one, which is not known. */
function hasPriority({ spec: { priorityClassName } }: CountedPod, { operator = 'Exists', values = [] }: Scope): boolean {
  if (!priorityClassName) {
    return false;
  }
  const isNamed = values.includes(priorityClassName);
  return operator === 'Exists' || (operator === 'In' && isNamed) || (operator === 'NotIn' && !isNamed);
}
