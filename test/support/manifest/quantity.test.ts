import fc from 'fast-check';
import { canonicalQuantity, exceeds, parseQuantity } from './quantity';

describe('quantities', () => {
  test.each([
    ['0.5', '500m'], ['1024Mi', '1Gi'], ['0.1', '100m'], ['1000m', '1'], ['1500m', '1500m'], ['1.5Gi', '1536Mi'], ['0.5Ki', '512'],
    ['1.1Ki', '1126400m'], ['0', '0'], ['0Mi', '0'], ['1000', '1k'], ['1024', '1024'], ['64Mi', '64Mi'], ['128000000', '128M'], ['1e3', '1e3'],
    ['100e1', '1e3'], ['1E', '1E'], ['5.', '5'], ['.5', '500m'], ['+1', '1'], ['-1024Mi', '-1Gi'], ['0.0000000001', '1n'], ['1023Ki', '1023Ki'],
    ['2Ki', '2Ki'], ['250m', '250m'], ['12e-4', '1200e-6'],
  ])('%s is stored as %s', (written, stored) => {
    expect(canonicalQuantity(parseQuantity(written)!)).toBe(stored);
  });

  test.each(['', 'x', '1 Gi', '1GB', '1ki', '.', '1.2.3', 'Mi', '0x10', '1K', '--1'])('%p is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('are stored as equal amounts, in a form that stays', () => {
    const suffixes = ['', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3'];
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 999 }), fc.constantFrom(...suffixes), (whole, part, suffix) => {
      const quantity = parseQuantity(`${whole}.${part}${suffix}`)!;
      const stored = parseQuantity(canonicalQuantity(quantity))!;
      expect(stored.nano).toBe(quantity.nano);
      expect(canonicalQuantity(stored)).toBe(canonicalQuantity(quantity));
    }));
  });

  test('compare by amount', () => {
    expect(exceeds('1Gi', '1G')).toBe(true);
    expect(exceeds('1000m', '1')).toBe(false);
    expect(exceeds('x', '1')).toBe(false);
  });
});
