import fc from 'fast-check';
import { contentHash, cutName, suffixedName } from '../../src/rules/content-hash';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const edge = fc.constantFrom(...'abcxyz019');
const label = fc.tuple(edge, fc.string({ unit: fc.constantFrom(...'abcxyz019--'), size: 'max', maxLength: 98 }), edge).map((parts) => parts.join(''));
const long = label.filter((name) => name.length > 63);

/** The same content with the keys of every map in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, entry]) => [key, turned(entry)]));
}

describe('contentHash', () => {
  test('is pinned, since names that end in it are in clusters', () => {
    expect(contentHash({ handler: 'spin', nodeSelector: { 'node-role': 'edge' } })).toBe('658b7497');
  });

  test('is eight hexadecimal digits for any content', () => {
    fc.assert(fc.property(fc.jsonValue(), (content) => {
      expect(contentHash(content)).toMatch(/^[0-9a-f]{8}$/);
    }));
    expect(contentHash(undefined)).toMatch(/^[0-9a-f]{8}$/);
  });

  test('is the same whatever the order of keys, at every depth', () => {
    fc.assert(fc.property(fc.jsonValue(), (content) => {
      expect(contentHash(turned(content))).toBe(contentHash(content));
    }));
  });

  test.each<[string, unknown, unknown]>([
    ['a value', { a: 1 }, { a: 2 }],
    ['a type', { a: 1 }, { a: '1' }],
    ['a key', { a: 1 }, { b: 1 }],
    ['a further key', { a: 1 }, { a: 1, b: 1 }],
    ['a deep value', { a: [{ b: 'x' }] }, { a: [{ b: 'y' }] }],
    ['the order of a list', { a: [1, 2] }, { a: [2, 1] }],
    ['an empty map for an empty list', { a: {} }, { a: [] }],
  ])('changes with %s', (_what, one, other) => {
    expect(contentHash(one)).not.toBe(contentHash(other));
  });

  test('takes what is left out and what is undefined as the same', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  test('leaves the content as it was', () => {
    const content = Object.freeze({ b: Object.freeze([Object.freeze({ d: 1, c: 2 })]), a: 1 });
    contentHash(content);
    expect(Object.keys(content)).toEqual(['b', 'a']);
  });
});

describe('cutName', () => {
  test('leaves a name that fits', () => {
    fc.assert(fc.property(label, fc.nat(50), (name, room) => {
      expect(cutName(name, name.length + room)).toBe(name);
    }));
  });

  test('cuts a longer one to a label that fits', () => {
    fc.assert(fc.property(long, fc.integer({ min: 20, max: 63 }), (name, length) => {
      const cut = cutName(name, length);
      expect(cut.length).toBeLessThanOrEqual(length);
      expect(cut).toMatch(LABEL);
    }));
  });

  test('keeps apart what differs behind the cut', () => {
    const name = 'a'.repeat(80);
    expect(cutName(`${name}1`, 52)).not.toBe(cutName(`${name}2`, 52));
    expect(cutName(`${name}1`, 52)).toBe(cutName(`${name}1`, 52));
  });

  test.each([
    ['of dashes', `${'a'.repeat(30)}${'-'.repeat(40)}b`],
    ['of dots', `${'a'.repeat(30)}${'.'.repeat(40)}b`],
  ])('ends the kept part before a run %s', (_what, name) => {
    expect(cutName(name, 52)).toMatch(/^a{30}-[0-9a-f]{8}$/);
  });
});

describe('suffixedName', () => {
  test('puts the suffix behind a dash', () => {
    expect(suffixedName('edge', 'ab12cd34', 63)).toBe('edge-ab12cd34');
  });

  test('cuts nothing where both just fit', () => {
    expect(suffixedName('a'.repeat(54), 'ab12cd34', 63)).toBe(`${'a'.repeat(54)}-ab12cd34`);
  });

  test('cuts the name and keeps the whole suffix where both are too long', () => {
    fc.assert(fc.property(fc.oneof(label, long), fc.stringMatching(/^[a-z0-9]{1,12}$/), (name, suffix) => {
      const whole = suffixedName(name, suffix, 63);
      expect(whole.length).toBeLessThanOrEqual(63);
      expect(whole).toMatch(LABEL);
      expect(whole.endsWith(`-${suffix}`)).toBe(true);
    }));
  });
});
