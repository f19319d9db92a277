/** One program has the same bytes in every language: a map of Java has another order in every run. */
import { Chart } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { SpinDeployment, WasmApp } from '../src';
import { APP_PROGRAMS } from './order/app-programs';
import { Given, Program } from './order/given';
import { mapProps } from './order/map-props';
import { PLATFORM_PROGRAMS } from './order/platform-programs';
import { WORKLOAD_PROGRAMS } from './order/workload-programs';
import { chartOf, yamlOf } from './support/synth';

const PROGRAMS = { ...APP_PROGRAMS, ...WORKLOAD_PROGRAMS, ...PLATFORM_PROGRAMS };

/** Maps that nobody hands over. */
const RESULTS = [
  'RuntimeConfigContent.keyValueStores',
  'RuntimeConfigContent.sqliteDatabases',
  'SpinManifestComponent.environment',
  'SpinManifestComponent.variables',
];

/** The maps of cdk8s and cdk8s-plus that our own props and methods reach. */
const OF_OTHERS = [
  'ApiObjectMetadata.annotations',
  'ApiObjectMetadata.labels',
  'ChartProps.labels',
  'ConfigMapVolumeOptions.items',
  'ContainerOpts.envVariables',
  'CsiVolumeOptions.attributes',
  'LabelSelector.matchLabels',
  'PodsSelectOptions.labels',
  'SecretVolumeOptions.items',
];

const asWritten: Given = (_, map) => map;

/** A value in which the keys of every map stand in another order, drawn by a number. */
function shuffled<T>(value: T, seed: number): T {
  if (Array.isArray(value)) {
    return value.map((item) => shuffled(item, seed)) as T;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const [drawn] = fc.sample(fc.shuffledSubarray(Object.entries(value), { minLength: Object.keys(value).length }), { seed, numRuns: 1 });
  return Object.fromEntries(drawn.map(([key, inner]) => [key, shuffled(inner, seed)])) as T;
}

/** What comes of a program: what it writes, or says. */
async function outcome(program: Program, given: Given): Promise<string> {
  try {
    return await program(given);
  } catch (error) {
    return (error as Error).message;
  }
}

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => jest.restoreAllMocks());

/** What comes of a program, with its warnings. */
async function all(program: Program, given: Given): Promise<string> {
  said.length = 0;
  return `${await outcome(program, given)}${said.join('')}`;
}

/** The maps of a program by their props. */
async function mapsOf(program: Program): Promise<[string, string[]][]> {
  const found: [string, string[]][] = [];
  await program((prop, map) => {
    found.push([prop, Object.keys(map)]);
    return map;
  });
  return found;
}

describe.each(Object.entries(PROGRAMS))('%s', (_, program) => {
  test('has the same bytes and warnings in whatever order its maps have', async () => {
    const expected = await program(asWritten) + said.join('');
    await fc.assert(fc.asyncProperty(fc.nat(), async (seed) => {
      expect(await all(program, (__, map) => shuffled(map, seed))).toBe(expected);
    }), { numRuns: 8 });
  });

  test('fails with the same words, where keys are wrong', async () => {
    const broken = <T>(map: { [key: string]: T }) => Object.fromEntries(Object.entries(map).map(([key, value]) => [`${key} !`, value]));
    const expected = await all(program, (__, map) => broken(map));
    await fc.assert(fc.asyncProperty(fc.nat(), async (seed) => {
      expect(await all(program, (__, map) => shuffled(broken(map), seed))).toBe(expected);
    }), { numRuns: 4 });
  });

  test('writes something of each of its maps', async () => {
    const expected = await program(asWritten);
    for (const [prop, keys] of await mapsOf(program)) {
      expect(keys.length).toBeGreaterThan(2);
      const without = (key: string): Given => (name, { ...map }) => {
        if (name === prop) {
          delete map[key];
        }
        return map;
      };
      const others = await Promise.all(keys.map((key) => outcome(program, without(key))));
      expect({ prop, counts: others.some((other) => other !== expected) }).toEqual({ prop, counts: true });
    }
  });
});

test.each<[string, (chart: Chart) => WasmApp | SpinDeployment]>([
  ['an app', (chart) => new WasmApp(chart, 'made', { image: 'ghcr.io/acme/api:v1', variables: { b: EnvValue.fromValue('$(SPIN_VARIABLE_C)') } })],
  ['a Spin app without the operator', (chart) => new SpinDeployment(chart, 'made', {
    image: 'ghcr.io/acme/api:v1', variables: { b: EnvValue.fromValue('$(SPIN_VARIABLE_C)') },
  })],
])('%s takes variables by calls in any order', (_, make) => {
  const [one, other] = [['c', 'a', 'd'], ['d', 'a', 'c']].map((names) => {
    const chart = chartOf();
    const made = make(chart);
    names.forEach((name) => made.addVariable(name, EnvValue.fromValue(name)));
    return yamlOf(chart);
  });
  expect(other).toBe(one);
  expect([...one.matchAll(/- name: (?:SPIN_VARIABLE_)?(\w)\n/g)].map(([, name]) => name.toLowerCase())).toEqual(['a', 'c', 'b', 'd']);
});

test('the programs hand over every map of the public API', async () => {
  const given = (await Promise.all(Object.values(PROGRAMS).map(mapsOf))).flat().map(([prop]) => prop);
  expect([...new Set([...given, ...RESULTS])].sort()).toEqual([...new Set([...mapProps(), ...OF_OTHERS])].sort());
});
