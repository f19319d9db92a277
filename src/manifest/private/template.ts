/** A string of Spin in which `{{ name }}` stands for a variable. */
export interface Template {
  /** The variables that it names, in their order. */
  readonly variables: string[];

  /** Whether a pair of braces is open at the end. */
  readonly unclosed: boolean;
}

/** Reads a template. */
export function template(text: string): Template {
  const parts = text.split('{{').slice(1);
  return {
    variables: parts.filter((part) => part.includes('}}')).map((part) => part.slice(0, part.indexOf('}}')).trim()),
    unclosed: parts.some((part) => !part.includes('}}')),
  };
}

/** The text of a template with its variables put in; nothing where one of them is not known. */
export function resolveTemplate(text: string, valueOf: (name: string) => string | undefined): string | undefined {
  const [start, ...parts] = text.split('{{');
  const resolved = parts.map((part) => {
    const end = part.indexOf('}}');
    const value = end < 0 ? undefined : valueOf(part.slice(0, end).trim());
    return value === undefined ? undefined : value + part.slice(end + 2);
  });
  return resolved.includes(undefined) ? undefined : start + resolved.join('');
}
