import { newerSyntax } from './toml-syntax';
import { invalid } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** A TOML table as it was read; it has no prototype. */
export type TomlTable = { readonly [key: string]: unknown };

/** The TOML library, loaded when a manifest is first read: most programs never do. */
function toml(): typeof import('smol-toml', { with: { 'resolution-mode': 'require' } }) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('smol-toml');
}

/** Reads TOML 1.0, or says the line and column where it is none; whole numbers are of type bigint. */
export function parseToml(place: string, text: string): TomlTable {
  const table = parsed(place, text);
  const newer = newerSyntax(text);
  if (newer) {
    throw noToml(place, text, newer);
  }
  const long = longInteger(table);
  if (long !== undefined) {
    throw noToml(place, text, { rule: 'an integer has 64 bits', value: long });
  }
  return table;
}

function parsed(place: string, text: string): TomlTable {
  try {
    return toml().parse(text, { integersAsBigInt: true });
  } catch (error) {
    const { message, line, column } = error as { message: string; line?: number; column?: number };
    throw noToml(place, text, { line, column, rule: message.split('\n')[0].replace(/^Invalid TOML document: |\.$/g, '') });
  }
}

interface NoToml {
  readonly line?: number;
  readonly column?: number;
  readonly rule: string;

  /** @default - the line */
  readonly value?: unknown;
}

function noToml(place: string, text: string, { line, column, rule, value }: NoToml): Error {
  return invalid([place, line, column].filter((part) => part !== undefined).join(':'), {
    field: 'TOML',
    value: line === undefined ? value : text.split('\n')[line - 1]?.trim(),
    rule,
    fix: 'write it as TOML 1.0',
    code: RuleCode.INVALID_SPIN_MANIFEST,
  });
}

function longInteger(table: TomlTable): bigint | undefined {
  const waiting: unknown[] = [table];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value) {
      return value;
    }
    Object.values(typeof value === 'object' ? value! : {}).forEach((inner) => waiting.push(inner));
  }
  return undefined;
}
