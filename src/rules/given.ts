/** An object without the fields that are undefined, over each of which cdk8s would go when it resolves the object. */
export function given<T extends object>(fields: T): T {
  const copy: { [field: string]: unknown } = {};
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) {
      copy[field] = value;
    }
  }
  return copy as T;
}
