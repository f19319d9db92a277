/** An environment variable as the kubelet reads it. */
export interface EnvVariable {
  readonly name: string;

  /** Its value, in which `$(NAME)` stands for another variable. */
  readonly value?: unknown;
}

/** A reference in a value, or the pair of signs by which a value says that it has none. */
const REFERENCE = /\$(?:\$|\(([^)]*)\))/g;

/**
 * Variables by name, each after those that its value refers to: the kubelet knows only those before it.
 *
 * Where references go round, one stays as it is written, as on a cluster: that to the variable which is first by name.
 *
 * @param nameOf what a variable is called in the environment
 */
export function envOrder<T extends EnvVariable>(variables: readonly T[], nameOf: (variable: T) => string = ({ name }) => name): T[] {
  const named = new Map(variables.map((variable) => [nameOf(variable), variable]));
  const sorted = [...variables].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const waiting = sorted.reverse();
  const seen = new Set<T>();
  const ordered = new Set<T>();
  while (waiting.length > 0) {
    const variable = waiting[waiting.length - 1];
    const first = seen.has(variable) ? [] : references(variable).flatMap((name) => named.get(name) ?? []).filter((other) => !seen.has(other));
    seen.add(variable);
    if (first.length > 0) {
      waiting.push(...first.reverse());
    } else {
      ordered.add(waiting.pop()!);
    }
  }
  return [...ordered];
}

function references({ value }: EnvVariable): string[] {
  return typeof value === 'string' ? [...value.matchAll(REFERENCE)].flatMap(([, name]) => name ?? []) : [];
}
