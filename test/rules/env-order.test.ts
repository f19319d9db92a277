import fc from 'fast-check';
import { envOrder } from '../../src/rules/env-order';

/** The names of an environment in the order in which it is written. */
const ordered = (env: { [name: string]: unknown }) => envOrder(Object.entries(env).map(([name, value]) => ({ name, value }))).map(({ name }) => name).join(' ');

test.each<[string, { [name: string]: unknown }, string]>([
  ['by name, in the order of code units', { b: '1', B: '2', a_c: '3', AC: '4' }, 'AC B a_c b'],
  ['after those that they refer to', { A: '$(Z)/$(C)', B: 'x', C: '$(D)', D: '1', Z: '2' }, 'Z D C A B'],
  ['after those that they refer to, each once', { A: '$(B)$(C)', B: '$(C)', C: '$(D)$(D)', D: '' }, 'D C B A'],
  ['by name where a value says that it refers to none', { A: '$$(B)', B: '1' }, 'A B'],
  ['after one that stands behind an escaped sign', { A: '$$$(B)', B: '1' }, 'B A'],
  ['by name where a reference has no end', { A: '$(B', B: '1' }, 'A B'],
  ['by name where a reference is to none of them', { A: '$(HOME)', B: '$(A)' }, 'A B'],
  ['by name but for the first where they refer to each other', { A: '$(B)', B: '$(C)', C: '$(A)', D: '' }, 'C B A D'],
  ['by name where one refers to itself', { B: '$(B)', A: '' }, 'A B'],
  ['by name where values come from elsewhere', { B: undefined, A: { token: '$(B)' } }, 'A B'],
  ['with names that objects know', { constructor: '1', A: '$(toString)$(constructor)' }, 'constructor A'],
])('variables stand %s', (_, env, names) => {
  expect(ordered(env)).toBe(names);
});

test('the order is one of what is given, whatever the order of that, and shows each what it refers to unless they go round', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F'];
  // a value refers to names after its own alone, so that nothing goes round
  const env = fc.tuple(...names.map((__, index) => fc.subarray(names.slice(index + 1))))
    .map((all) => names.map((name, index) => ({ name, value: all[index].map((other) => `$(${other})`).join('') })));
  const drawn = env.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(fc.property(drawn, ([all, shuffled]) => {
    const written = envOrder(shuffled);
    expect(written).toEqual(envOrder(all));
    expect(written.map(({ name }) => name).sort()).toEqual(names);
    written.forEach(({ value }, index) => {
      const before = written.slice(0, index).map(({ name }) => name);
      expect(before).toEqual(expect.arrayContaining([...value.matchAll(/\$\((.)\)/g)].map(([, name]) => name)));
    });
  }));
});

test('a long chain of references is no burden', () => {
  const long = Array.from({ length: 20_000 }, (_, index) => ({ name: `V${String(index).padStart(5, '0')}`, value: `$(V${String(index + 1).padStart(5, '0')})` }));
  expect(envOrder(long)).toEqual([...long].reverse());
});
