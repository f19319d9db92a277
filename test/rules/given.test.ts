import { given } from '../../src/rules/given';

test('what is given is what is not undefined, in its order', () => {
  expect(Object.entries(given({ b: 0, a: undefined, c: null, d: '', e: false }))).toEqual([['b', 0], ['c', null], ['d', ''], ['e', false]]);
});

test('of several objects the later ones stand over the earlier ones', () => {
  expect(given({ a: 1, b: 2 }, { b: 3, a: undefined }, { c: 4 })).toEqual({ a: 1, b: 3, c: 4 });
});
