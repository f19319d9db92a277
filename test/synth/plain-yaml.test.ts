import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { isMisread } from '../../src/rules/misread';
import { PlainYaml } from '../../src/synth/private/plain-yaml';

const joined = (words: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength }).map((parts) => parts.join(''));

/** Strings over which writers of YAML stumble: words of its own, numbers, signs, lines, spaces, lengths. */
const hostile = fc.oneof(
  fc.constantFrom('yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'False', 'null', 'Null', '~', '', '.inf', '.NaN', '2024-01-01', '12:30:45', '0x1f', '017', '1e3',
    '1_000', '---', '--- a', '...', '%TAG', '? a', '- a', 'a: b', 'a #b', "it's", '"quoted"', '\'"', 'a:', ':a', '*a', '&a', '!a', '<<', '@a', '`a', '|', '>'),
  fc.stringMatching(/^[eE][-+]?[0-9]{1,9}$/),
  joined(['0', '1', '9', 'x', 'o', 'b', 'e', '_', '.', '-', '+', ':', 'T', 'Z'], 8),
  joined(['word', 'Yes', 'null', '-', '_', '.', '/', ':', '@', '0', 'v1', 'é', '😀'], 6),
  joined([' ', '\t', '\n', '#', ':', '-', '?', '|', '>', '%', '@', '"', "'", '\\', '{', '}', '[', ']', ',', '&', '*', '!', 'a', '...', '---'], 10),
  joined(['line', ' ', '\n', '\n\n', '  led', 'k: v', '# c', '- i', '\t', '"', '\\n', '\r', '\x01', '---', '%'], 12),
  joined(['a long word ', 'and another', '\n', ' '], 40),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
).filter((text) => !isMisread(text));

/** Documents of any shape, some with the same object in two places and some with values that JSON lacks. */
const documents = fc.letrec<{ value: unknown; map: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: hostile, weight: 5 },
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined, -0, 2 ** 60, 1e21)),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.array(fc.tuple(hostile.filter((key) => key !== '__proto__'), tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
})).map;

function stock(document: unknown): unknown {
  return Yaml.stringify(document);
}

describe('the writer of plain documents', () => {
  it('writes the bytes of cdk8s for any strings, shapes and depths', () => {
    const writer = new PlainYaml();
    let tries = 0;
    let written = 0;
    fc.assert(fc.property(documents, (document) => {
      const text = writer.tryWrite(document);
      tries++;
      written += Number(text !== undefined);
      expect(text ?? stock(document)).toBe(stock(document));
    }), { numRuns: 10_000 });
    // Much of what is drawn here is plain: the property is about this writer and not about what it leaves alone.
    expect(written / tries).toBeGreaterThan(0.3);
  }, 120_000);

  it('writes the bytes of cdk8s for each string, as a key, a value and an item at several depths', () => {
    const writer = new PlainYaml();
    fc.assert(fc.property(hostile, (text) => {
      const document = { value: text, list: [text, { deep: [[text], { [text]: text }] }], [text]: { last: text } };
      expect(writer.tryWrite(document) ?? stock(document)).toBe(stock(document));
    }), { numRuns: 10_000 });
  }, 120_000);

  it('writes what manifests are made of', () => {
    const document = {
      kind: 'ConfigMap', metadata: { name: 'a', labels: {}, finalizers: [] }, data: { motd: 'two\nlines\n', port: '8080', on: null }, list: [1, true, [{ a: 1, b: [2] }]],
    };
    expect(new PlainYaml().tryWrite(document)).toBe(stock(document));
  });

  const shared = { a: 1 };
  const loop: { [key: string]: unknown } = { a: 1 };
  loop.self = loop;
  it.each<[string, unknown]>([
    ['an object in two places, which becomes an alias', { one: shared, two: shared }],
    ['an empty list in two places', { one: shared, list: [[], [shared]] }],
    ['an object in itself', loop],
    ['a class of its own', { at: new Date(0) }],
    ['a list of its own class', { list: Uint8Array.of(1) }],
    ['a list with gaps', { list: [1, , 2] }],
    ['a function', { a: () => 1 }],
    ['nothing', { a: undefined }],
    ['a number with a fraction', { a: 0.5 }],
    ['a long key', { ['k'.repeat(1025)]: 1 }],
    ['a key of two lines', { 'a\nb': 1 }],
    ['a text that keeps its last lines', { a: 'text\n\n' }],
    ['a mark between documents', { a: '--- b' }],
    ['a bare string', 'a'],
    ['an empty map', {}],
    ['no document', undefined],
  ])('leaves %s to cdk8s', (_, document) => {
    expect(new PlainYaml().tryWrite(document)).toBeUndefined();
  });

  it('remembers strings without growing', () => {
    const writer = new PlainYaml();
    const texts = Array.from({ length: 10_100 }, (_, index) => `# ${index}`);
    texts.forEach((text) => expect(writer.tryWrite({ text })).toBe(`text: "${text}"\n`));
    expect((writer as any).known.size).toBeLessThanOrEqual(10_000);
  });
});
