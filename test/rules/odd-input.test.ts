/** Odd and hostile input. */
import { Lazy, Size } from 'cdk8s';
import { IMAGE } from '../../src/rules/image';
import { annotations } from '../../src/rules/maps';
import { Report, wording } from '../../src/rules/problem';
import { bytes } from '../../src/rules/quantity';
import { RuleCode } from '../../src/rules/rule-code';
import { SCALAR, UNICODE } from '../../src/rules/scalar';
import { tolerations } from '../../src/rules/scheduling';
import { holdUrl, HTTP } from '../../src/rules/url';
import { chartOf } from '../support/synth';

/** The problems that a check finds. */
function problems(check: (report: Report) => void): string[] {
  const report = new Report(chartOf());
  check(report);
  return report.messages();
}

function tolerationProblems(given: object): string[] {
  return problems((report) => tolerations(report, 'tolerations', [given]));
}

function urlProblems(address: string): string[] {
  return problems((report) => holdUrl(report, 'endpoint', address, { schemes: HTTP, fix: 'take it from a Secret' }));
}

describe('a string that kubectl cannot read at all is refused', () => {
  test.each(['a\u007fb', 'a\u0080b', 'a\u009fb', 'a\uFFFEb', 'a\uFFFFb'])('%j as cdk8s writes it', (text) => {
    expect(SCALAR.accepts(text)).toBe(false);
  });

  test.each(['Hello 😀'.slice(0, 7), '😀'.slice(1), '\uDE00\uD83D'])('%j, which is half a character', (text) => {
    expect([UNICODE.accepts(text), SCALAR.accepts(text)]).toEqual([false, true]);
  });

  test.each(['Hello 😀', '\uFFFD', '\x00\x7F\x80\uFFFE\uFFFF', '\u{10FFFF}', 7, undefined])('but not for being no whole character: %j', (value) => {
    expect(UNICODE.accepts(value)).toBe(true);
  });
});

describe('the wording shows any value', () => {
  const circular: { self?: object } = {};
  circular.self = circular;

  test.each<[string, unknown, RegExp]>([
    ['a construct or another circular value', circular, /^f: got .+; r; x \(InvalidName\)$/],
    ['a function', () => 1, /^f: got .+; r; x \(InvalidName\)$/],
    ['a bigint', 5n, /^f: got 5n?; r; x \(InvalidName\)$/],
    ['bigints in a list', [5n, 2n ** 60n], /^f: got \[5,"1152921504606846976"\]; r; x \(InvalidName\)$/],
    ['NaN in a list', [NaN], /^f: got \["NaN"\]; r; x \(InvalidName\)$/],
  ])('%s', (_what, value, words) => {
    expect(wording({ field: 'f', value, rule: 'r', fix: 'x', code: RuleCode.INVALID_NAME })).toMatch(words);
  });
});

describe('a toleration', () => {
  const later = (value: string) => Lazy.any({ produce: () => value });

  test.each<[string, object]>([
    ['with an operator that is left out as undefined', { key: 'edge', operator: undefined }],
    ['with an empty operator, which is Equal', { key: 'edge', operator: '' }],
    ['with an operator that is known only at synthesis', { key: 'edge', operator: later('Exists') }],
    ['with a value that is known only at synthesis', { key: 'edge', operator: 'Equal', value: later('north') }],
    ['with an effect that is known only at synthesis', { key: 'edge', operator: 'Exists', effect: later('NoSchedule') }],
  ])('%s is taken', (_what, given) => {
    expect(tolerationProblems(given)).toEqual([]);
  });

  test.each<[string, object]>([
    ['with a value that kubectl reads as a number', { key: 'edge', operator: 'Equal', value: '0o17' }],
    ['with a fraction of a second', { key: 'edge', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 1.5 }],
  ])('%s is refused', (_what, given) => {
    expect(tolerationProblems(given)).toHaveLength(1);
  });
});

describe('an address', () => {
  test.each([
    'http://example.com:4318/users/@me',
    'http://example.com:4318/a@b',
    'http://example.com/search?author=me',
  ])('without a secret is taken: %s', (address) => {
    expect(urlProblems(address)).toEqual([]);
  });

  test('that is known only at synthesis is skipped', () => {
    expect(urlProblems(Lazy.any({ produce: () => 'http://example.com' }))).toEqual([]);
  });
});

describe('an image reference', () => {
  test.each([
    ['a path of 255 characters behind a domain', `ghcr.io/${'a'.repeat(255)}`],
    ['no domain, and an underscore and a dot before the first slash', 'foo_bar.com/app'],
  ])('may have %s', (_what, reference) => {
    expect(IMAGE.accepts(reference)).toBe(true);
  });

  test('is not the bare id of an image, which container runtimes refuse', () => {
    expect(IMAGE.accepts('0123456789abcdef'.repeat(4))).toBe(false);
  });
});

describe('annotations', () => {
  test('may have upper-case letters before the slash: the server lowers them before it looks', () => {
    expect(problems((report) => annotations(report, 'annotations', { 'Example.com/note': 'x' }))).toEqual([]);
  });

  const RULE = 'the annotations of an object hold at most 262144 bytes in all, keys and values; '
    + 'keep long texts in a ConfigMap (InvalidAnnotation)';

  test.each([
    ['a long one', { note: 'x'.repeat(256 * 1024 - 3) }, 262145],
    ['several', { a: 'x'.repeat(128 * 1024), b: 'x'.repeat(128 * 1024) }, 262146],
    ['characters of several bytes', { note: '€'.repeat(90_000) }, 270004],
  ])('fail for more than 256 KiB in all: %s', (_what, given, size) => {
    expect(problems((report) => annotations(report, 'annotations', given))).toEqual([`annotations in bytes: got ${size}; ${RULE}`]);
  });

  test('may hold 256 KiB in all', () => {
    expect(problems((report) => annotations(report, 'annotations', { note: 'x'.repeat(256 * 1024 - 4) }))).toEqual([]);
  });
});

test('sizes of 8 PiB and more are whole numbers of bytes', () => {
  expect(bytes(Size.pebibyte(16))).toBe(2n ** 54n);
});
