import fc from 'fast-check';
import { nearMiss } from '../../src/rules/near-miss';

test.each([
  ['db-secrt', ['db-secret', 'cache'], 'db-secret'],
  ['sepc', ['spec', 'status'], 'spec'],
  ['DB_SECRET', ['db-secret'], 'db-secret'],
  ['api', ['web'], undefined],
  ['api', [], undefined],
  ['ap', ['api', 'app'], 'api'],
  ['a', ['b'], 'b'],
])('of %s among %j is %s', (typed, names, near) => {
  expect(nearMiss(typed, names)).toBe(near);
});

test('is a name itself, when it is among them, and always one of them', () => {
  fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.array(fc.string({ maxLength: 12 })), (typed, names) => {
    expect([undefined, ...names]).toContain(nearMiss(typed, names));
    expect(nearMiss(typed, [...names, typed])).toBeDefined();
  }));
});
