import fc from 'fast-check';
import * as jsYaml from 'js-yaml';
import * as YAML from 'yaml';

/** Readers of YAML, each with its own idea of what needs no quotes. */
export const READERS: Array<[string, (text: string) => unknown]> = [
  ['YAML 1.1', (text) => YAML.parse(text, { version: '1.1' })],
  ['YAML 1.2', (text) => YAML.parse(text, { version: '1.2' })],
  ['js-yaml', (text) => jsYaml.load(text)],
];

const pieces = (...words: string[]) => fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
const oneOfEach = (...places: string[][]) => fc.tuple(...places.map((words) => fc.constantFrom(...words))).map((parts) => parts.join(''));

/** Strings over which writers and readers of YAML stumble: numbers, times, signs, spaces, lines. */
export const hostileStrings = fc.oneof(
  pieces('0', '1', '7', 'x', 'X', 'o', 'O', 'b', 'B', 'e', '_', '.', '-', '+', 'a', ':', '=', '<<', '~', 'null', 'yes', 'inf', 'nan'),
  oneOfEach(
    ['2001-12-14', '2001-1-1', '01-1-1'], ['', 'T', 't', ' ', '\t', ' \t', 'x'], ['', '21:59:43', '1:59:43', '21:5:43', '99:99:99', '21:59'],
    ['', '.', '.1', '.123456789', ',5'], ['', ' ', '\t'], ['', 'Z', 'z', '+3', '+35', '-05', '+05:30', '+0530', '+5:3', 'UTC'],
  ),
  pieces(' ', '\t', '\n', '\r', '#', ':', '-', '?', '|', '>', '%', '@', '"', "'", '\\', '{', '}', '[', ']', ',', '&', '*', '!', 'a',
    '\u0085', '\u2028', '\ufeff', '\x7f'),
  pieces(' ', '\t', '\n', 'a'),
  pieces('---', '...', '%', '\t', ' ', '\n', 'x'),
  pieces('word', ' ', '\n', '\t', '\r\n', 'k: v', '# c', '\n\n', '\x01').map((text) => text.repeat(4)),
  fc.string({ unit: 'binary' }),
);
