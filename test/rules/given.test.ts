import { given } from '../../src/rules/given';

test('what is given is what is not undefined, in its order', () => {
  expect(Object.entries(given({ b: 0, a: undefined, c: null, d: '', e: false }))).toEqual([['b', 0], ['c', null], ['d', ''], ['e', false]]);
});
