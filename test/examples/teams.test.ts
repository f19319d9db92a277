/** The two programs of examples/teams: what the team refers to is what the platform writes. */
import { Run } from './programs';
import { missing, titled } from './references';
import { checkManifests, parseManifests } from '../support/manifest-check';

const run = (program: string) => {
  const ran = new Run(`teams/${program}`);
  const files = ran.files();
  ran.discard();
  return Object.entries(files).filter(([file]) => file.endsWith('.yaml')).map(([file, text]) => ({ file, objects: parseManifests(file, text) }));
};
const platform = run('platform');
const team = run('team').flatMap(({ objects }) => objects);
const made = platform.flatMap(({ objects }) => objects);

/** The phases of the platform, as its page applies them one after the other. */
function stages(without = /^$/): { readonly name: string; readonly objects: any[] }[] {
  const phases = new Map<string, any[]>();
  for (const { file, objects } of platform) {
    const [, , , phase] = file.split('/');
    const kept = objects.filter((object) => !without.test(titled(object)));
    phases.set(phase, [...phases.get(phase) ?? [], ...kept]);
  }
  return [...phases].map(([name, objects]) => ({ name, objects }));
}

test('the team writes neither executors nor RuntimeClasses nor namespaces', () => {
  expect(team.map(titled)).toEqual(['SpinApp shop/cart', 'Service shop/cart-loadbalancer', 'SpinApp shop/checkout']);
});

test('the platform writes for each team what its apps name', () => {
  expect(made.filter(({ kind }) => kind === 'SpinAppExecutor').map(titled).sort()).toEqual([
    'SpinAppExecutor billing/billing-edge', 'SpinAppExecutor billing/billing-spin', 'SpinAppExecutor shop/shop-edge', 'SpinAppExecutor shop/shop-spin',
  ]);
});

test('each reference of the team resolves in what the platform writes, and each of the platform\'s in itself', () => {
  expect(missing([...stages(), { name: 'team', objects: team }], [])).toEqual([]);
  expect(checkManifests([...made, ...team])).toEqual([]);
});

test.each([
  [/^SpinAppExecutor shop\/shop-spin$/, ['team: SpinApp shop/cart needs SpinAppExecutor shop/shop-spin, ready']],
  [/^SpinAppExecutor shop\/shop-edge$/, ['team: SpinApp shop/checkout needs SpinAppExecutor shop/shop-edge, ready']],
  [/^RuntimeClass edge-/, ['billing', 'shop'].map((namespace) => expect.stringMatching(
    new RegExp(`^4-executors: SpinAppExecutor ${namespace}/${namespace}-edge needs RuntimeClass edge-[0-9a-f]{8}$`)))],
  [/^Namespace shop$/, expect.arrayContaining(['team: SpinApp shop/cart needs Namespace shop'])],
])('without %s there is something missing', (gone, messages) => {
  expect(missing([...stages(gone), { name: 'team', objects: team }], [])).toEqual(messages);
});

test('no object is written by both, so that what the team deletes is its own', () => {
  expect(team.map(titled).filter((object) => made.map(titled).includes(object))).toEqual([]);
});
