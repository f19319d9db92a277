import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { bytes, canonicalBytes, canonicalCpu, canonicalQuantity, milliCpus } from '../../src/rules/quantity';
import { canonicalQuantity as storedForm, parseQuantity } from '../support/manifest/quantity';

const NANO = 1_000_000_000n;
const LARGEST = 2n ** 63n - 1n;

const UNITS: [string, (amount: number) => Size, bigint][] = [
  ['Ki', (amount) => Size.kibibytes(amount), 2n ** 10n],
  ['Mi', (amount) => Size.mebibytes(amount), 2n ** 20n],
  ['Gi', (amount) => Size.gibibytes(amount), 2n ** 30n],
  ['Ti', (amount) => Size.tebibytes(amount), 2n ** 40n],
  ['Pi', (amount) => Size.pebibyte(amount), 2n ** 50n],
];

const milli = fc.oneof(
  fc.bigInt({ min: 0n, max: 10_000n }),
  fc.bigInt({ min: 0n, max: LARGEST }),
  fc.tuple(fc.bigInt({ min: 0n, max: 999n }), fc.nat(18)).map(([digits, zeros]) => digits * 10n ** BigInt(zeros)),
);

const size = fc.oneof(
  fc.bigInt({ min: 0n, max: LARGEST / 1024n }).map((kibibytes) => kibibytes * 1024n),
  fc.tuple(fc.bigInt({ min: 1n, max: 1023n }), fc.integer({ min: 10, max: 53 })).map(([digits, power]) => digits * 2n ** BigInt(power)),
  fc.bigInt({ min: 0n, max: LARGEST }),
  fc.bigInt({ min: 0n, max: 10_000n }).map((thousands) => thousands * 1000n),
);

/** The stored form and the value, as Kubernetes' own grammar has them. */
function stored(text: string): [string, bigint] {
  const quantity = parseQuantity(text)!;
  return [storedForm(quantity), quantity.nano];
}

describe('canonical CPU', () => {
  test('is the form that the API server stores, of exactly the value', () => {
    fc.assert(fc.property(milli, (amount) => {
      const text = canonicalCpu(amount);
      expect(stored(text)).toEqual([text, amount * (NANO / 1000n)]);
    }), { numRuns: 1000 });
  });

  test.each([
    [0n, '0'], [1n, '1m'], [100n, '100m'], [500n, '500m'], [1000n, '1'], [1500n, '1500m'], [2000n, '2'], [10_000n, '10'], [1_000_000n, '1k'],
  ])('of %d thousandths is %s', (amount, text) => {
    expect(canonicalCpu(amount)).toBe(text);
  });
});

describe('the thousandths of a CPU', () => {
  test('are those that cdk8s-plus was told', () => {
    fc.assert(fc.property(fc.nat(10 ** 9), (amount) => {
      expect(milliCpus(Cpu.millis(amount))).toBe(BigInt(amount));
      expect(milliCpus(Cpu.units(amount))).toBe(BigInt(amount) * 1000n);
      expect(milliCpus(Cpu.units(amount / 1000))).toBe(BigInt(amount));
    }));
  });

  test('come back from the canonical form', () => {
    fc.assert(fc.property(milli.filter((amount) => amount % 1_000_000n !== 0n), (amount) => {
      expect(milliCpus({ amount: canonicalCpu(amount) })).toBe(amount);
    }));
  });

  test('do not come of an amount that is finer than one thousandth', () => {
    const finest = fc.bigInt({ min: 1n, max: 10n ** 12n }).filter((digits) => digits % 10n !== 0n);
    fc.assert(fc.property(finest, fc.integer({ min: 4, max: 12 }), (digits, scale) => {
      const text = digits.toString().padStart(scale + 1, '0');
      expect(milliCpus({ amount: `${text.slice(0, -scale)}.${text.slice(-scale)}` })).toBeUndefined();
    }));
  });

  test.each([
    '-5m', '-1', '0.5m', '0.0005', '1e-7', '5e-8m', '1e+21', '1e+400', 'NaN', 'NaNm', 'Infinity', '-Infinity', '', 'm', ' 1', '1 ', '0x10', '1k', '1Ki', '1,5',
  ])('do not come of %j', (amount) => {
    expect(milliCpus({ amount })).toBeUndefined();
  });

  test.each([['1.0', 1000n], ['1.500', 1500n], ['250.0m', 250n], ['00.1', 100n], ['1e3', 1_000_000n], ['0', 0n], ['0m', 0n]])('come of %j', (amount, value) => {
    expect(milliCpus({ amount })).toBe(value);
  });
});

describe('canonical bytes', () => {
  test('are the form that the API server stores, of exactly the value', () => {
    fc.assert(fc.property(size, (amount) => {
      const text = canonicalBytes(amount);
      expect(stored(text)).toEqual([text, amount * NANO]);
    }), { numRuns: 1000 });
  });

  test.each([
    [0n, '0'], [1n, '1'], [512n, '512'], [1000n, '1k'], [2000n, '2k'], [1024n, '1Ki'], [1536n, '1536'], [2n ** 20n, '1Mi'], [1536n * 2n ** 20n, '1536Mi'], [2n ** 30n, '1Gi'],
    [2n ** 60n, '1Ei'], [4n * 2n ** 60n, '4Ei'],
  ])('of %d are %s', (amount, text) => {
    expect(canonicalBytes(amount)).toBe(text);
  });
});

describe('the bytes of a size', () => {
  test.each(UNITS)('are those of its whole %s', (_unit, make, factor) => {
    fc.assert(fc.property(fc.nat(Number(2n ** 53n / factor) - 1), (amount) => {
      expect(bytes(make(amount))).toBe(BigInt(amount) * factor);
    }));
  });

  test('may come of a fraction', () => {
    expect(bytes(Size.gibibytes(1.5))).toBe(1536n * 2n ** 20n);
    expect(bytes(Size.kibibytes(0.5))).toBe(512n);
  });

  test.each([
    ['a part of a byte', Size.mebibytes(0.1)],
    ['no number', Size.mebibytes(NaN)],
    ['no end', Size.mebibytes(Infinity)],
    ['more than can be counted exactly', Size.kibibytes(1e21)],
  ])('do not come of %s', (_what, given) => {
    expect(bytes(given)).toBeUndefined();
  });
});

describe('a canonical quantity', () => {
  const text = fc.oneof(
    fc.tuple(fc.nat(2 ** 20), fc.constantFrom(...UNITS.slice(0, 3))).map(([amount, [unit]]) => `${amount}${unit}`),
    fc.nat(10 ** 9).map((amount) => `${amount}m`),
    fc.nat(10 ** 9).map((amount) => String(amount / 1000)),
  );

  test('is the form that the API server stores, of exactly the value', () => {
    fc.assert(fc.property(text, (given) => {
      expect(canonicalQuantity(given)).toBe(stored(given)[0]);
      expect(stored(canonicalQuantity(given))[1]).toBe(stored(given)[1]);
    }));
  });

  test('stays as it is', () => {
    fc.assert(fc.property(fc.oneof(text, milli.map(canonicalCpu), size.map(canonicalBytes)), (given) => {
      expect(canonicalQuantity(canonicalQuantity(given))).toBe(canonicalQuantity(given));
    }));
  });

  test.each([
    ['0.5', '500m'], ['0.1', '100m'], ['1024Mi', '1Gi'], ['1.5Gi', '1536Mi'], ['1536Mi', '1536Mi'], ['0.5Ki', '512'], ['0Mi', '0'], ['1000m', '1'], ['1.953125Ki', '2k'], ['2000', '2k'],
  ])('of %s is %s', (given, form) => {
    expect(canonicalQuantity(given)).toBe(form);
  });

  test.each(['', 'much', '-1', '0.1Mi', '99999999999Pi'])('leaves %j to whoever checks it', (given) => {
    expect(canonicalQuantity(given)).toBe(given);
  });
});
