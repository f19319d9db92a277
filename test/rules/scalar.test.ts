import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { SCALAR } from '../../src/rules/scalar';

/**
 * Whether goyaml, which reads YAML in kubectl, takes a plain scalar for a number (goyaml.v2 resolve.go): behind a sign or
 * digit it drops underscores, then tries Go's integers with prefixes, then floats.
 */
function readAsNumber(plain: string): boolean {
  if (!/^[-+0-9]/.test(plain)) return false;
  const digits = plain.replaceAll('_', '');
  const unsigned = digits.replace(/^[-+]/, '');
  const octal = /^0[0-7]+$/.test(unsigned);
  const prefixed = /^0[xob]/i.test(unsigned) && !Number.isNaN(Number(unsigned));
  const decimal = /^[-+]?[.0-9e+-]+$/i.test(digits) && /[0-9]/.test(digits) && Number.isFinite(Number(digits));
  return octal || prefixed || decimal;
}

/** The text that stands for a string in our YAML. */
function written(text: string): string {
  return Yaml.stringify(text).replace(/\n$/, '');
}

test.each([
  '0o17', '0O17', '0X1F', '0B1', '0o_7', '-0o7', '+0o7', '1e_3', '+_1', '-0B1', 'a\u0085b', 'a\u2028b', 'a\u2029b', '\uFEFFa',
])('fails for %j, which YAML readers take for something else', (text) => {
  expect(SCALAR.accepts(text)).toBe(false);
});

test.each([
  '', ' ', 'api', 'v1', '1', '17', '-1', '0.5', '1e3', '0x1f', '0b1', '1_000', '0o8', '0x', '_1', 'o17', 'true', 'yes', 'NO', 'null', '~', '.inf', '2001-01-01',
  '12:30', '<<', '- a', 'a: b', '# no comment', '"quoted"', 'two\nlines', 'tab\there', 'größe', '世界', '🦀',
])('is %j, whatever it looks like, where our YAML says that it is a string', (text) => {
  expect(SCALAR.accepts(text)).toBe(true);
});

test('fails for each string that kubectl would take for a number', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0011789abfxXoObBeE+-_..'), minLength: 1, maxLength: 8 });
  const prefix = fc.constantFrom('', '0x', '0X', '0o', '0O', '0b', '0B', '0', '-', '+', '-0o', '+0B', '0_', '1_', '.');
  fc.assert(fc.property(prefix, digits, (head, tail) => {
    const text = head + tail;
    expect({ text, accepted: SCALAR.accepts(text), misread: written(text) === text && readAsNumber(text) })
      .not.toMatchObject({ accepted: true, misread: true });
  }), { numRuns: 2000 });
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
