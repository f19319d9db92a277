/** The fields of several objects, later ones over earlier ones, without those that are undefined: cdk8s would resolve each of them too. */
export function given<T extends object>(fields: T, ...more: object[]): T {
  const copy: { [field: string]: unknown } = {};
  for (const part of [fields, ...more] as Array<{ readonly [field: string]: unknown }>) {
    for (const field of Object.keys(part)) {
      if (part[field] !== undefined) {
        copy[field] = part[field];
      }
    }
  }
  return copy as T;
}
