import fc, { Arbitrary } from 'fast-check';
import { Grammar, integer, LABEL_VALUE, NAMESPACE, PORT, qualifiedKey, rfc1035Label, rfc1123Label, SUBDOMAIN } from '../../src/rules/grammar';
import { RuleCode } from '../../src/rules/rule-code';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const UPPER = LOWER.toUpperCase();

const LABEL_1123 = rfc1123Label('a label', RuleCode.INVALID_NAME);
const LABEL_1035 = rfc1035Label('a label', 63);
const KEY = qualifiedKey('a key', RuleCode.INVALID_LABEL);

/** A string of the characters. */
function of(characters: string, minLength: number, maxLength: number): Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

/** Words with characters for their beginning, middle and end. */
function word([first, middle, last]: [string, string, string], maxLength = 63): Arbitrary<string> {
  return fc.oneof(
    of([...first].filter((character) => last.includes(character)).join(''), 1, 1),
    fc.tuple(of(first, 1, 1), of(middle, 0, maxLength - 2), of(last, 1, 1)).map((parts) => parts.join('')),
  );
}

/** Valid words with one character that the grammar has nowhere. */
function tainted(valid: Arbitrary<string>, allowed: string): Arbitrary<string> {
  const foreign = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((character) => !allowed.includes(character));
  return fc.tuple(valid, fc.nat(), foreign).map(([text, at, character]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + character + text.slice(place);
  });
}

function accepts(grammar: Grammar, values: Arbitrary<unknown>): void {
  fc.assert(fc.property(values, (value) => grammar.accepts(value)));
}

function refuses(grammar: Grammar, values: Arbitrary<unknown>): void {
  fc.assert(fc.property(values, (value) => !grammar.accepts(value)));
}

const label1123 = word([LOWER + DIGITS, `${LOWER}${DIGITS}-`, LOWER + DIGITS]);
const label1035 = word([LOWER, `${LOWER}${DIGITS}-`, LOWER + DIGITS]);
const name = word([LOWER + UPPER + DIGITS, `${LOWER}${UPPER}${DIGITS}-_.`, LOWER + UPPER + DIGITS]);
const subdomain = fc.array(label1123, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.')).filter((text) => text.length <= 253);
const nothingButText = fc.anything().filter((value) => typeof value !== 'string');

describe('an RFC 1123 label', () => {
  test('is lower-case letters, digits and inner dashes', () => {
    accepts(LABEL_1123, label1123);
    accepts(NAMESPACE, label1123);
  });

  test('has no other character anywhere', () => refuses(LABEL_1123, tainted(label1123, `${LOWER}${DIGITS}-`)));

  test('does not begin or end with a dash', () => {
    refuses(LABEL_1123, label1123.map((text) => `-${text}`));
    refuses(LABEL_1123, label1123.map((text) => `${text}-`));
  });

  test('has 1 to 63 characters', () => {
    expect(LABEL_1123.accepts('')).toBe(false);
    expect(LABEL_1123.accepts('a'.repeat(63))).toBe(true);
    refuses(LABEL_1123, of(LOWER, 64, 300));
  });

  test('is a string', () => refuses(LABEL_1123, nothingButText));
});

describe('an RFC 1035 label', () => {
  test('begins with a letter', () => {
    accepts(LABEL_1035, label1035);
    refuses(LABEL_1035, label1123.filter((text) => DIGITS.includes(text[0])));
  });

  test('has no other character anywhere, and no dash at its end', () => {
    refuses(LABEL_1035, tainted(label1035, `${LOWER}${DIGITS}-`));
    refuses(LABEL_1035, label1035.map((text) => `${text}-`));
  });

  test('has at most the characters that are left for it', () => {
    fc.assert(fc.property(label1035, fc.integer({ min: 1, max: 63 }), (text, length) =>
      rfc1035Label('a label', length).accepts(text) === text.length <= length));
  });

  test('is a string', () => refuses(LABEL_1035, nothingButText));
});

describe('an RFC 1123 subdomain', () => {
  test('is labels joined by dots', () => accepts(SUBDOMAIN, subdomain));

  test('has no other character anywhere', () => refuses(SUBDOMAIN, tainted(subdomain, `${LOWER}${DIGITS}-.`)));

  test('has no empty label and no label with a dash at an end', () => {
    const broken = fc.constantFrom('..', '.-', '-.', '.-.');
    refuses(SUBDOMAIN, fc.tuple(subdomain, broken, subdomain).map((parts) => parts.join('')));
    refuses(SUBDOMAIN, fc.tuple(fc.constantFrom('.', '-'), subdomain).map((parts) => parts.join('')));
    refuses(SUBDOMAIN, fc.tuple(subdomain, fc.constantFrom('.', '-')).map((parts) => parts.join('')));
  });

  test('has at most 253 characters, in labels of any length as Kubernetes reads it', () => {
    expect(SUBDOMAIN.accepts('a'.repeat(253))).toBe(true);
    expect(SUBDOMAIN.accepts('a'.repeat(254))).toBe(false);
  });

  test('is a string', () => refuses(SUBDOMAIN, nothingButText));
});

describe('a qualified key', () => {
  test('is a name, or a DNS prefix, a slash and a name', () => {
    accepts(KEY, name);
    accepts(KEY, fc.tuple(subdomain, name).map((parts) => parts.join('/')));
  });

  test('has one slash, with something on both sides', () => {
    refuses(KEY, name.map((text) => `/${text}`));
    refuses(KEY, subdomain.map((text) => `${text}/`));
    refuses(KEY, fc.tuple(subdomain, name, name).map((parts) => parts.join('/')));
  });

  test('has no upper-case letter before the slash', () => {
    refuses(KEY, fc.tuple(tainted(subdomain, `${LOWER}${DIGITS}-.`), name).map((parts) => parts.join('/')));
  });

  test('has no other character, and a letter or digit at both ends of the name', () => {
    refuses(KEY, tainted(name, `${LOWER}${UPPER}${DIGITS}-_./`));
    refuses(KEY, fc.tuple(fc.constantFrom('-', '_', '.'), name).map((parts) => parts.join('')));
    refuses(KEY, fc.tuple(name, fc.constantFrom('-', '_', '.')).map((parts) => parts.join('')));
  });

  test.each([
    [true, 'a name of 63 characters', `example.com/${'a'.repeat(63)}`],
    [false, 'a name of 64 characters', `example.com/${'a'.repeat(64)}`],
    [true, 'a prefix of 253 characters', `${'a'.repeat(253)}/name`],
    [false, 'a prefix of 254 characters', `${'a'.repeat(254)}/name`],
    [false, 'nothing', ''],
    [false, 'a key with a space', 'my key'],
  ])('is %s of %s', (valid, _what, key) => {
    expect(KEY.accepts(key)).toBe(valid);
  });

  test('is a string', () => refuses(KEY, nothingButText));
});

describe('a label value', () => {
  test('is empty, or letters, digits and inner dashes, underscores and dots', () => {
    expect(LABEL_VALUE.accepts('')).toBe(true);
    accepts(LABEL_VALUE, name);
  });

  test('has no other character anywhere, and a letter or digit at both ends', () => {
    refuses(LABEL_VALUE, tainted(name, `${LOWER}${UPPER}${DIGITS}-_.`));
    refuses(LABEL_VALUE, fc.tuple(fc.constantFrom('-', '_', '.'), name).map((parts) => parts.join('')));
    refuses(LABEL_VALUE, fc.tuple(name, fc.constantFrom('-', '_', '.')).map((parts) => parts.join('')));
  });

  test('has at most 63 characters', () => {
    expect(LABEL_VALUE.accepts('a'.repeat(63))).toBe(true);
    refuses(LABEL_VALUE, of(LOWER, 64, 300));
  });

  test('is a string', () => refuses(LABEL_VALUE, nothingButText));
});

describe('an integer', () => {
  const BOUNDED = integer({ min: -2, max: 7, rule: 'must be small', fix: 'use 1', code: RuleCode.INVALID_REPLICAS });

  test('is a whole number within its bounds', () => {
    fc.assert(fc.property(fc.integer({ min: -20, max: 20 }), (value) => BOUNDED.accepts(value) === (value >= -2 && value <= 7)));
  });

  test('is no fraction, no infinity and nothing else than a number', () => {
    refuses(BOUNDED, fc.double().filter((value) => !Number.isInteger(value)));
    refuses(BOUNDED, fc.anything().filter((value) => typeof value !== 'number'));
  });

  test('fits 32 bits, as Kubernetes stores it, where no bound is named', () => {
    const open = integer({ min: 1, rule: 'must be positive', fix: 'use 1', code: RuleCode.INVALID_REPLICAS });
    expect([2 ** 31 - 1, 2 ** 31].map((value) => open.accepts(value))).toEqual([true, false]);
  });

  test('brings its own words', () => {
    expect(BOUNDED).toMatchObject({ rule: 'must be small', fix: 'use 1', code: 'InvalidReplicas' });
  });
});

test('a port is 1 to 65535', () => {
  accepts(PORT, fc.integer({ min: 1, max: 65535 }));
  expect([0, 1, 65535, 65536].map((port) => PORT.accepts(port))).toEqual([false, true, true, false]);
  refuses(PORT, fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 65536 }), fc.constantFrom(80.5, NaN, '80', undefined)));
});

test.each<[string, Grammar, string, string, string]>([
  [
    'an RFC 1035 label', rfc1035Label('the name of a SpinApp', 52, ', since the operator needs it'),
    "the name of a SpinApp must be an RFC 1035 label of at most 52 characters: a-z, 0-9 and '-', starting with a letter, since the operator needs it",
    'set a shorter name of lower-case letters, digits and dashes', 'InvalidName',
  ],
  [
    'a subdomain', SUBDOMAIN,
    "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'",
    'use lower-case letters, digits, dashes and dots', 'InvalidName',
  ],
  [
    'a namespace', NAMESPACE,
    "a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'",
    'use lower-case letters, digits and dashes', 'InvalidNamespace',
  ],
  [
    'a key', qualifiedKey('a taint key', RuleCode.INVALID_TOLERATION),
    "a taint key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'",
    'write it as "name" or "example.com/name"', 'InvalidToleration',
  ],
  [
    'a label value', LABEL_VALUE,
    "a label value must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit",
    'shorten it, or use an annotation for free text', 'InvalidLabel',
  ],
  [
    'a port', PORT,
    'a port must be an integer from 1 to 65535',
    'use the port that clients connect to, usually 80', 'InvalidPort',
  ],
])('the words for %s say the rule with its numbers, and what to write', (_what, { rule, fix, code }, ...words) => {
  expect([rule, fix, code]).toEqual(words);
});
