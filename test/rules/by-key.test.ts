import { byKey, sortedMap } from '../../src/rules/by-key';

test('a map is read by its keys, in the order of code units and of no locale', () => {
  const map = { 'b': 1, 'a-c': 2, 'a_c': 3, 'Z': 4, 'ä': 5, 'a.c': 6, 'ac': 7, '\u{1f600}': 8, '\uffee': 9 };
  expect(byKey(map).map(([key]) => key)).toEqual(['Z', 'a-c', 'a.c', 'a_c', 'ac', 'b', 'ä', '\u{1f600}', '\uffee']);
  expect(Object.keys(sortedMap(map))).toEqual(byKey(map).map(([key]) => key));
});

test('a copy has what the map has, keys that objects know included', () => {
  const map = JSON.parse('{"constructor":"1","__proto__":"2"}');
  expect(byKey(sortedMap(map))).toEqual([['__proto__', '2'], ['constructor', '1']]);
});

test('no map is an empty one', () => {
  expect([byKey(undefined), sortedMap(undefined)]).toEqual([[], {}]);
});
