/** What some reader may change or refuse where it stands unescaped, even in quotes. */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A string in quotes, with escapes for all that a reader may change. */
export function inQuotes(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
