import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { isMisread } from '../../src/rules/misread';
import { hostileStrings, READERS } from '../support/yaml-strings';

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

/** What readers that are not at hand refuse or change of what cdk8s writes: libyaml, PyYAML and goyaml. */
function misreadElsewhere(text: string, written: string): boolean {
  const isPlain = written === text;
  return /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(written)
    || (isPlain && (/\t/.test(text) || ['=', '<<'].includes(text) || readAsNumber(text)))
    || (/^[^"']/.test(written) && /\ufeff/.test(text))
    || /^\|[-+]?\n(?: *\n)* *\t/.test(written);
}

function misreaders(text: string): string[] {
  const document = { value: text, list: [text, { deep: text }], last: 'end' };
  const stock = Yaml.stringify(document);
  const here = READERS.filter(([, read]) => JSON.stringify(attempt(() => read(stock))) !== JSON.stringify(document)).map(([name]) => name);
  return misreadElsewhere(text, Yaml.stringify({ k: text }).slice(3, -1)) ? [...here, 'another'] : here;
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

test('a string is called misread where some reader takes what cdk8s writes for something else, and nowhere else', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0011789abfxXoObBeE+-_..'), minLength: 1, maxLength: 8 });
  const prefix = fc.constantFrom('', '0x', '0X', '0o', '0O', '0b', '0B', '0', '-', '+', '-0o', '+0B', '0_', '1_', '.');
  const numbers = fc.tuple(prefix, digits).map((parts) => parts.join(''));
  let misread = 0;
  fc.assert(fc.property(fc.oneof({ arbitrary: hostileStrings, weight: 3 }, numbers), (text) => {
    const found = misreaders(text);
    misread += Number(found.length > 0);
    expect({ text, found, misread: isMisread(text) }).toEqual({ text, found, misread: found.length > 0 });
  }), { numRuns: 3000 });
  expect(misread).toBeGreaterThan(300);
}, 120_000);
