/**
 * Values that are mostly fine and sometimes odd, for programs that get far before something is wrong.
 */
import fc from 'fast-check';

/** Texts at the edges of Kubernetes' grammars, and outside of them. */
const ODD_TEXTS = [
  '', ' ', 'A', 'a.b', 'a_b', '-a', 'a-', 'a/b', 'a//b', '/a', '.', '..', '../a', 'a:b', '1', '1a', 'é', 'a b', 'a\nb', 'a--b', '$(HOME)', 'http-app', 'spin-ca',
  'spin-runtime-config', 'kubernetes.io/a', 'a.io/b', 'a'.repeat(15), 'a'.repeat(16), 'a'.repeat(52), 'a'.repeat(53), 'a'.repeat(63), 'a'.repeat(64),
  'a'.repeat(253), 'a'.repeat(254), `${'a'.repeat(63)}.${'b'.repeat(63)}`, '10.0.0.0/8', '10.0.0.1', '::1', 'cpu', 'memory', 'true', 'core.spinkube.dev/app-name',
];

const ODD_NUMBERS = [-1, 0, 1, 2, 3, 80, 443, 1024, 30_000, 32_767, 32_768, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 0.5, 1.5];

export const oddText = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
export const oddNumber = fc.constantFrom(...ODD_NUMBERS);

/** A word that every grammar takes. */
export const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);

/** Mostly the fine value, once in a while an odd one. */
export const mostly = <T>(fine: fc.Arbitrary<T>, odd: fc.Arbitrary<any> = oddText, times = 40): fc.Arbitrary<T> =>
  fc.oneof({ weight: times, arbitrary: fine }, { weight: 1, arbitrary: odd as fc.Arbitrary<T> });
export const text = mostly(word);
export const number = (min: number, max: number) => mostly(fc.integer({ min, max }), oddNumber);

/** There once in a few times, or left out once in a few times. */
export const maybe = <T>(arbitrary: fc.Arbitrary<T>, absent = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
export const usually = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 5, arbitrary });
export const list = <T>(items: fc.Arbitrary<T>, maxLength = 2) => fc.array(items, { maxLength });

/** A record with a prototype: cdk8s writes no other. */
export const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(model, { noNullPrototype: true });
export const dictionary = <T>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<T>) =>
  fc.dictionary(keys, values, { maxKeys: 2, noNullPrototype: true });
export const labels = dictionary(text, text);
export const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
