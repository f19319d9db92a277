import { invalid } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** A TOML table as it was read; it has no prototype. */
export type TomlTable = { readonly [key: string]: unknown };

/** The TOML library, loaded when a manifest is first read: most programs never do. */
function toml(): typeof import('smol-toml', { with: { 'resolution-mode': 'require' } }) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('smol-toml');
}

/** Reads TOML, or says the line and column where it is none. */
export function parseToml(place: string, text: string): TomlTable {
  try {
    return toml().parse(text);
  } catch (error) {
    const { message, line, column } = error as { message: string; line?: number; column?: number };
    throw invalid([place, line, column].filter((part) => part !== undefined).join(':'), {
      field: 'TOML',
      value: line === undefined ? undefined : text.split('\n')[line - 1]?.trim(),
      rule: message.split('\n')[0].replace(/^Invalid TOML document: |\.$/g, ''),
      fix: 'write it as TOML 1.0',
      code: RuleCode.INVALID_SPIN_MANIFEST,
    });
  }
}
