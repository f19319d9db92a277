/**
 * Modules that are heavy come in when they are first needed, and small helpers for reading values of unknown shape.
 */
import { createRequire } from 'node:module';

/** Like `require`, through the test runner's own registry. */
export const load = createRequire(__filename);

/** A value that is made at its first use. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The value if it is a list, else an empty one. */
export function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

/** The value if it is an object, else an empty one. */
export function mapOf(value: unknown): Record<string, any> {
  return isMap(value) ? value : {};
}

/** The value as a list of objects. */
export function mapsOf(value: unknown): Record<string, any>[] {
  return listOf(value).map(mapOf);
}

/** Whether the value is an object, neither null nor a list. */
export function isMap(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The place below a place: `spec.ports[0]`, `metadata.labels["a/b"]`. */
export function at(path: string, ...keys: (string | number)[]): string {
  return keys.reduce((place: string, key) => {
    if (/^\d+$/.test(String(key))) return `${place}[${key}]`;
    if (!/^[\w$-]+$/.test(String(key))) return `${place}[${JSON.stringify(key)}]`;
    return place === '' ? String(key) : `${place}.${key}`;
  }, path);
}

/** One problem: where, what, why. */
export function problem(path: string, got: unknown, rule: string): string {
  return `${path}: got ${got === undefined ? 'nothing' : JSON.stringify(got)}; ${rule}`;
}

/** What occurs more than once, each once. */
export function repeated(values: unknown[]): unknown[] {
  const seen = new Set<unknown>();
  return [...new Set(values.filter((value) => value !== undefined && (seen.has(value) || !seen.add(value))))];
}
