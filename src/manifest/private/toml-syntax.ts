import { TOKEN } from './toml-tokens';

/** What a document has of TOML 1.1, and where. */
export interface NewerSyntax {
  readonly line: number;
  readonly column: number;
  readonly rule: string;
}

/** A time without seconds; an offset has none either, and follows a sign. */
const SHORT_TIME = /(?<![-+:\d])\d\d:\d\d(?!:)/;

/**
 * The first thing in a document which TOML 1.0, the one that Spin 3 reads, does not have.
 *
 * @param text a document that the parser took, which reads TOML 1.1 too
 */
export function newerSyntax(text: string): NewerSyntax | undefined {
  const open: string[] = [];
  let before = '';
  for (const { 0: token, index } of text.matchAll(new RegExp(TOKEN, 'g'))) {
    const found = newerToken(token, open[open.length - 1], before);
    if (found) {
      return { ...placeOf(text, index + found.at), rule: found.rule };
    }
    if ('[{'.includes(token)) {
      open.push(token);
    } else if (']}'.includes(token)) {
      open.pop();
    }
    before = token.trim() === '' || token.startsWith('#') ? before : token.trim();
  }
  return undefined;
}

/** What is newer in a token, by the bracket that it stands in and the token before it. */
function newerToken(token: string, bracket: string | undefined, before: string): { readonly at: number; readonly rule: string } | undefined {
  if (token === '\n' && bracket === '{') {
    return { at: 0, rule: 'an inline table stands on one line' };
  }
  if (token === '}' && before.endsWith(',')) {
    return { at: 0, rule: 'an inline table ends without a comma' };
  }
  const [at, rule] = token.startsWith('"')
    ? [newerEscape(token), 'a text has no \\e and no \\x, but \\u and four digits']
    : ["'#".includes(token[0]) ? -1 : token.search(SHORT_TIME), 'a time has seconds'];
  return at < 0 ? undefined : { at, rule };
}

function newerEscape(text: string): number {
  const [found] = [...text.matchAll(/\\[^]/g)].filter(([escape]) => 'ex'.includes(escape[1]));
  return found?.index ?? -1;
}

function placeOf(text: string, index: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}
