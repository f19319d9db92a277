import { besideEachOther, Group, lengths, linkedFirst } from '../../src/synth/private/topology/placement';
import { Workload } from '../../src/synth/private/topology/workloads';

/** A box of one workload, named as its box. */
function box(name: string): Group {
  return [name, [{ name, kind: 'Deployment', namespace: 'apps', nodes: name, labels: {} } as unknown as Workload]];
}

const BOXES = ['a', 'b', 'c', 'd', 'e'].map(box);

/** Arrows such as `a-c`. */
function links(...arrows: string[]) {
  return arrows.map((arrow) => arrow.split('-').map((name) => BOXES.find(([title]) => title === name)![1][0]))
    .map(([from, to]) => ({ from, to }));
}

function titles(groups: readonly Group[]): string {
  return groups.map(([title]) => title).join('');
}

test.each([
  ['abcde'],
  ['bdace', 'b-d'],
  ['acbde', 'a-c', 'b-d'],
  ['aecbd', 'a-c', 'e-a', 'a-e'],
])('boxes stand in the order %s', (order, ...arrows) => {
  expect(titles(besideEachOther(BOXES, links(...arrows)))).toBe(order);
});

test('what stands outside the boxes moves nobody but to the linked ones', () => {
  const entry = { from: { outside: 'Ingress' }, to: BOXES[3][1][0] };
  expect(titles(besideEachOther(BOXES, [entry]))).toBe('dabce');
  expect(titles(linkedFirst(BOXES, [entry]))).toBe('dabce');
});

test.each([
  ['none', [], []],
  ['one', ['a-b'], [1]],
  ['a chain beside a single arrow', ['a-b', 'b-c', 'd-e'], [1, 1, 2]],
  ['a short cut', ['a-b', 'b-c', 'a-c'], [1, 1, 2]],
  ['an answer', ['a-b', 'b-a'], [1, 1]],
  ['a circle with an entry', ['a-b', 'b-c', 'c-a', 'd-a'], [1, 1, 1, 1]],
  ['to oneself', ['a-a'], [1]],
])('arrows of %s go down as many rows as it needs', (_, arrows, rows) => {
  expect(lengths(arrows.map((arrow) => arrow.split('-')).map(([from, to]) => ({ from, to })))).toEqual(rows);
});
