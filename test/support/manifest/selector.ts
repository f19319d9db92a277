/**
 * Label selectors, as Kubernetes matches them.
 */
import { listOf, mapOf, mapsOf } from './load';

type Labels = Record<string, any>;

const OPERATORS: { [operator: string]: ((value: unknown, values: unknown[]) => boolean) | undefined } = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

/** Whether a LabelSelector selects what has the labels. */
export function selects(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = mapOf(selector);
  return hasAll(labels, matchLabels)
    && mapsOf(matchExpressions).every(({ key, operator, values }) => OPERATORS[operator]?.(labels[key], listOf(values)) ?? false);
}

/** Whether the labels contain all of the wanted ones. */
export function hasAll(labels: Labels, wanted: unknown): boolean {
  return Object.entries(mapOf(wanted)).every(([key, value]) => labels[key] === value);
}
