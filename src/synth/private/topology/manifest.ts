/** An object as it is written, as far as the topology reads it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly labels?: Labels };
  readonly [field: string]: any;
}

/** Labels by which pods are selected. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export interface Labels {
  readonly [key: string]: string;
}

/** Whether a selector takes labels; one that is empty takes all. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  const valueOf = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  return Object.entries(matchLabels).every(([key, value]) => valueOf(key) === value)
    && matchExpressions.every(({ key, operator, values = [] }) => OPERATORS.get(operator)?.(valueOf(key), values) ?? false);
}

const OPERATORS = new Map<string, (value: string | undefined, values: readonly string[]) => boolean>([
  ['In', (value, values) => value !== undefined && values.includes(value)],
  ['NotIn', (value, values) => value === undefined || !values.includes(value)],
  ['Exists', (value) => value !== undefined],
  ['DoesNotExist', (value) => value === undefined],
]);
