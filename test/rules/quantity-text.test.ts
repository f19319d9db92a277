import fc from 'fast-check';
import { parseQuantity, quantityBytes } from '../../src/rules/quantity-text';

const UNIT = 10n ** 9n;

test.each<[unknown, bigint]>([
  ['1', UNIT], [1, UNIT], ['0.5', UNIT / 2n], ['.5', UNIT / 2n], ['5.', 5n * UNIT], ['500m', UNIT / 2n], ['1n', 1n], ['1u', 1000n], ['0.1n', 1n],
  ['1k', 1000n * UNIT], ['1Ki', 1024n * UNIT], ['1.5Gi', 3n * 512n * 1024n * 1024n * UNIT], ['1E', 10n ** 18n * UNIT], ['1Ei', 2n ** 60n * UNIT],
  ['1e3', 1000n * UNIT], ['1E3', 1000n * UNIT], ['1e-3', UNIT / 1000n], ['-2', -2n * UNIT], ['+2', 2n * UNIT], [0.5, UNIT / 2n],
])('%s is a quantity', (text, amount) => {
  expect(parseQuantity(text)).toBe(amount);
});

test.each(['', '.', 'Mi', '1 Mi', '1mi', '1KI', '1e', '1e1.5', 'much', '0x1', 'NaN', '1_000', undefined, null, {}])('%j is none', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});

test('bytes are rounded up', () => {
  expect([quantityBytes('1500m'), quantityBytes('64Mi'), quantityBytes('x')]).toEqual([2n, 67108864n, undefined]);
});

test('more digits never mean less', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom('', 'm', 'k', 'Ki', 'Mi', 'G'), (digits, suffix) => {
    expect(parseQuantity(`${digits + 1n}${suffix}`)).toBeGreaterThan(parseQuantity(`${digits}${suffix}`)!);
  }));
});
