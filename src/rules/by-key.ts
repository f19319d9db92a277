/**
 * The entries of a map in the order of their keys, by code unit.
 *
 * A map has no order that a caller can rely on: Java's is another in every run. What comes of one must not show it.
 */
export function byKey<T>(map: { readonly [key: string]: T } = {}): [string, T][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** A copy of a map with its keys in that order. */
export function sortedMap<T>(map?: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(byKey(map));
}
