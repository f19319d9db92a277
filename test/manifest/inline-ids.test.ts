import { inlineIds, triggerIds } from '../../src/manifest/private/inline-ids';

const one = { inline: 1, all: 1, taken: [] };

test('triggers are named after their component, or counted by their type', () => {
  expect(triggerIds([
    { type: 'http', id: '' },
    { type: 'http', id: 'http-trigger2' },
    { type: 'http', id: '' },
    { type: 'http', id: '', component: 'web' },
    { type: 'http', id: '', component: 'web' },
    { type: 'redis', id: '' },
  ])).toEqual(['http-trigger1', 'http-trigger2', 'http-trigger3', 'web-http-trigger', 'http-trigger4', 'redis-trigger1']);
});

test.each<[string, string, Parameters<typeof inlineIds>[1], string[]]>([
  ['after its trigger', 'http-trigger1', one, ['http-trigger1-component']],
  ['by a number where that is taken', 'front', { ...one, taken: ['front-component', 'inline-component1'] }, ['inline-component2']],
  ['by a number where that is no id', 'my_front', one, ['inline-component1']],
  ['by a number beside others', 'front', { inline: 2, all: 3, taken: ['inline-component1'] }, ['inline-component2', 'inline-component3']],
])('a component in its trigger is named %s', (_, trigger, beside, ids) => {
  expect(inlineIds(trigger, beside)).toEqual(ids);
});
