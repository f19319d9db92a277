/** Where a value stands in a TOML document: keys of tables and places in arrays. */
export type TomlPath = readonly (string | number)[];

/** A path as TOML writes it, such as `component.api.files[0]`. */
export function shownPath(path: TomlPath): string {
  return path.reduce((text: string, part) => {
    if (typeof part === 'number') {
      return `${text}[${part}]`;
    }
    const key = /^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
