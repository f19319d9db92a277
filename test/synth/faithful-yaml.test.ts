import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import * as YAML from 'yaml';
import { FaithfulYaml } from '../../src/synth/private/faithful-yaml';
import { hostileStrings, READERS } from '../support/yaml-strings';

const toYaml = (documents: unknown[]) => new FaithfulYaml().write(documents);

/** Strings that stock cdk8s writes as they are and that kubectl 1.32 reads as numbers, breaks, changes or refuses. */
const NUMBERS = ['0o17', '0O17', '0X1F', '0B1', '0o_7', '-0o7', '+0o7', '1.5e3_0', '-_1', '1e1_'];
const SPECIAL = ['=', '<<'];
const UNPRINTABLE = ['a\u0085b', '\u2028', 'x\u2029', 'a\ufeffb', 'a\x7fb', 'a\x80b', 'a\ufffeb', 'two\nlines\u2028\n'];
const SPACES = [' \n\n\n\n\n \n\n\n\n\n \n\n\n\n\n', ' \n', '\n  \n', '\t\n', '\ta\nb', '\n\t-', `${'word '.repeat(10)}\n \nmore\n `];

const TABS = ['a\tb', '...\tx', '---\tx', '--- \t%'];
const TIMES = ['2001-12-14 21:59:43.', '2001-12-14T21:59:43+35', '2001-12-14T21:59:43.Z', '2001-1-4t1:59:43 +99:99', '2001-12-14\t21:59:43 -9'];

function holding(text: string): object {
  return { kind: 'ConfigMap', [text]: 1, value: text, list: [text, { deep: text }], last: 'end' };
}

describe('YAML that every reader takes for what was meant', () => {
  it.each([...NUMBERS, ...SPECIAL, ...UNPRINTABLE, ...SPACES, ...TABS, ...TIMES])('holds %j', (text) => {
    for (const [reader, read] of READERS) {
      expect([reader, read(toYaml([holding(text)]))]).toEqual([reader, holding(text)]);
    }
    expect(toYaml([{ value: text }])).toMatch(/^value: "[\x20-\x7e]*"\n$/);
  });

  it('holds any string', () => {
    fc.assert(fc.property(hostileStrings, (text) => {
      const written = toYaml([holding(text)]);
      for (const [reader, read] of READERS) {
        expect([reader, read(written)]).toEqual([reader, holding(text)]);
      }
    }), { numRuns: 3000 });
  }, 60_000);

  it.each([
    'plain', '8080', '0x1F', '017', 'yes', '', '~', 'two\nlines\n', 'tab\tin\nlines', '  led\n  by spaces\n', 'a\n \nb\n', 'x'.repeat(300), '\t', '\n ', 'é', '😀', '\n \n\t',
    '2001-12-14', '2001-12-14T21:59:43Z', '2001-12-14 21:59:43.5 +1', '2001-12-14T21:59', '2001-12-14T21:59:43 UTC', '... x', '"\ufeff"',
  ])('has the bytes of cdk8s for %j', (text) => {
    expect(toYaml([holding(text)])).toBe(Yaml.stringify(holding(text)));
  });

  it('has the bytes of cdk8s around a quoted string', () => {
    const written = (text: string) => Yaml.stringify({ a: ['one', text, { b: text, c: 'two\nlines\n' }], [text]: { d: text }, e: undefined, f: 1.5 });
    expect(toYaml([{ 'a': ['one', '0o17', { b: '0o17', c: 'two\nlines\n' }], '0o17': { d: '0o17' }, 'e': undefined, 'f': 1.5 }]))
      .toBe(written('word').replace(/word/g, '"0o17"'));
  });

  it('holds words like those that it puts in for quoted strings', () => {
    const value = { a: 'quoted0z', b: 'quotedx0z', c: '0o17', d: '0X1F' };
    expect(YAML.parse(toYaml([value]))).toEqual(value);
  });

  it('joins documents as cdk8s does', () => {
    const documents = [{ a: 1 }, undefined, { b: 'x' }];
    expect(toYaml(documents)).toBe(Yaml.stringify(...documents));
    expect(toYaml([])).toBe('');
  });
});
