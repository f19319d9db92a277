import { App, Size } from 'cdk8s';
import fc from 'fast-check';
import { checkValues, copied, merged } from '../../../src/install/private/chart-values';
import { Report } from '../../../src/rules/problem';

const key = fc.string({ minLength: 1, maxLength: 3 }).filter((text) => text !== '__proto__');
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const tree = fc.letrec((tie) => ({
  map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar, { maxLength: 3 }), tie('map')),
})).map as fc.Arbitrary<{ [key: string]: unknown }>;

function messages(value: unknown, takesNull = false): string[] {
  const report = new Report(new App());
  checkValues(report, 'values', value, takesNull);
  return report.messages();
}

describe('merged values', () => {
  test('have what the user says, and the rest of the base, at every depth', () => {
    expect(merged({ a: 1, b: { c: 2, d: { e: 3 } }, l: [1, 2] }, { b: { d: { f: 4 } }, l: [3], g: 5 }))
      .toEqual({ a: 1, b: { c: 2, d: { e: 3, f: 4 } }, l: [3], g: 5 });
  });

  test.each([
    ['a map in place of a value', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['a value in place of a map', { a: { b: 2 } }, { a: 1 }, { a: 1 }],
    ['an empty map', { a: { b: 2 } }, { a: {} }, { a: { b: 2 } }],
    ['an empty list', { a: [1] }, { a: [] }, { a: [] }],
    ['false', { a: true }, { a: false }, { a: false }],
    ['undefined', { a: 1 }, { a: undefined }, { a: 1 }],
    ['undefined in a map', { a: { b: 1 } }, { a: { b: undefined } }, { a: { b: 1 } }],
  ])('take %s', (_, base, over, expected) => {
    expect(merged(base, over)).toEqual(expected);
  });

  test('change neither side, keep each text of the user, and are the same when merged again', () => {
    fc.assert(fc.property(tree, tree, (base, over) => {
      const before = JSON.stringify([base, over]);
      const result = merged(base, over);
      expect(JSON.stringify([base, over])).toBe(before);
      expect(merged(result, over)).toEqual(result);
      expect(result).toMatchObject(Object.fromEntries(Object.entries(over).filter(([, value]) => typeof value !== 'object')));
      expect(Object.keys(result).sort()).toEqual([...new Set([...Object.keys(base), ...Object.keys(over)])].sort());
    }));
  });
});

describe('copied values', () => {
  test('are equal and share no map or list', () => {
    fc.assert(fc.property(tree, (values) => {
      const copy = copied(values);
      expect(copy).toEqual(values);
      expect(copy).not.toBe(values);
      for (const [name, value] of Object.entries(values)) {
        if (typeof value === 'object') expect(copy[name]).not.toBe(value);
      }
    }));
  });

  test('may be nothing', () => {
    expect(copied(undefined)).toBeUndefined();
  });
});

describe('checked values', () => {
  test('may be all that YAML and Helm have', () => {
    expect(messages({ text: 'a', number: 1.5, flag: false, list: ['a', { b: 1 }, []], map: {}, nothing: undefined })).toEqual([]);
    expect(messages({ nothing: null }, true)).toEqual([]);
  });

  const kinds = 'values of a chart are maps, lists, texts, finite numbers and booleans; write it as one of these, such as a quantity as text (InvalidValues)';
  test.each<[string, unknown, string]>([
    ['null, which would be lost', { a: { b: null } },
      'values["a"]["b"]: got null; cdk8s leaves null out of an object, and the chart keeps its own value; '
      + 'write the value that the chart is to have instead (InvalidValues)'],
    ['a quantity of cdk8s', { memory: Size.mebibytes(1) }, `values["memory"]: got "a Size"; ${kinds}`],
    ['a date', { a: [new Date(0)] }, `values["a"]["0"]: got "a Date"; ${kinds}`],
    ['infinity', { a: Infinity }, `values["a"]: got Infinity; ${kinds}`],
    ['no number', { a: NaN }, `values["a"]: got NaN; ${kinds}`],
    ['a big integer', { a: BigInt(1) }, `values["a"]: got 1; ${kinds}`],
    ['a symbol', { a: Symbol('x') }, `values["a"]: got Symbol(x); ${kinds}`],
    ['a text that kubectl reads as a number', { tag: '0o17' },
      "values[\"tag\"]: got \"0o17\"; some YAML readers, kubectl's among them, would take it for something else; "
      + 'make the app a FleetApp, which quotes it (AmbiguousScalar)'],
  ])('fails for %s', (_, values, message) => {
    expect(messages(values)).toEqual([message]);
  });
});
