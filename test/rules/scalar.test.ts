import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { SCALAR } from '../../src/rules/scalar';

test.each([
  '0o17', '0O17', '0X1F', '0B1', '0o_7', '-0o7', '+0o7', '1e_3', '+_1', '-0B1', 'a\u0085b', 'a\u2028b', 'a\u2029b', '\uFEFFa',
  '<<', '=', 'tab\there', '...\tx', '\tindented\nblock', '2001-12-14 21:59:43.', '2001-12-14T21:59:43+35', '2001-12-14T21:59:43.Z',
])('fails for %j, which YAML readers take for something else', (text) => {
  expect(SCALAR.accepts(text)).toBe(false);
});

test.each([' \n', ' \n\n \n'])('fails for %j where cdk8s writes it as a block, which its older releases do not', (text) => {
  expect(SCALAR.accepts(text)).toBe(!Yaml.stringify({ text }).startsWith('text: |'));
});

test.each([
  '', ' ', 'api', 'v1', '1', '17', '-1', '0.5', '1e3', '0x1f', '0b1', '1_000', '0o8', '0x', '_1', 'o17', 'true', 'yes', 'NO', 'null', '~', '.inf', '2001-01-01',
  '2001-12-14T21:59:43Z', '12:30', '- a', 'a: b', '# no comment', '"quoted"', 'two\nlines', 'two\n\tlines', '\t', '\x01', '\x1b[0m', '\uFEFF: ', 'größe', '世界', '🦀',
])('is %j, whatever it looks like, where our YAML says that it is a string', (text) => {
  expect(SCALAR.accepts(text)).toBe(true);
});

test('takes every string that begins with a letter and holds no separator', () => {
  fc.assert(fc.property(fc.constantFrom(...'abcxyzABCXYZ'), fc.string({ unit: 'grapheme-ascii' }), (head, tail) => SCALAR.accepts(head + tail)));
});

test('leaves what is no string to other rules', () => {
  fc.assert(fc.property(fc.anything().filter((value) => typeof value !== 'string'), (value) => SCALAR.accepts(value)));
});

test('says who misreads it, and what to write', () => {
  expect(SCALAR).toMatchObject({
    rule: "some YAML readers, kubectl's among them, would take it for something else",
    fix: 'make the app a FleetApp, which quotes it',
    code: 'AmbiguousScalar',
  });
});
