import { App, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { WasmApp } from '../../src';
import { synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';

/** The name of an app at a path of ids, the first of which is its chart. */
function nameAt(ids: string[], props = {}): string {
  const [chart, ...rest] = ids;
  const scope = rest.slice(0, -1).reduce<Construct>((parent, id) => new Construct(parent, id), new Chart(new App(), chart, props));
  return new WasmApp(scope, rest[rest.length - 1], { image: IMAGE }).name;
}

/** What both a Service and a label of the operator can carry. */
const NAME = /^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/;

describe('the name of an app without one', () => {
  it('is cdk8s\' own', () => {
    expect(nameAt(['shop', 'api'])).toBe('shop-api-c8f8f8d3');
  });

  it('is cut where cdk8s\' own has more than 52 characters', () => {
    const ids = ['a-very-long-name-of-a-chart', 'a-very-long-name-of-a-team', 'api'];
    const name = nameAt(ids);
    expect(name).toBe('a-v-a-very-long-name-of-a-team-api-c8c690b8');
    expect(name).toMatch(NAME);
  });

  it('differs between apps whose names are cut', () => {
    const name = (id: string) => nameAt(['a-very-long-name-of-a-chart', 'a-very-long-name-of-a-team', id]);
    expect(name('api')).not.toBe(name('web'));
  });

  it('follows a chart that names objects its own way', () => {
    class OwnChart extends Chart {
      public generateObjectName(): string {
        return 'mine';
      }
    }
    expect(new WasmApp(new OwnChart(new App(), 'shop'), 'api', { image: IMAGE }).name).toBe('mine');
  });

  it('has no hash where the chart wants none', () => {
    expect(nameAt(['shop', 'api'], { disableResourceNameHashes: true })).toBe('shop-api');
  });

  it.each([['my_app', 'shop-my-app-'], ['my.app', 'shop-my-app-'], ['a_b.c', 'shop-a-b-c-']])('has dashes for other characters of its id: %s', (id, begin) => {
    expect(nameAt(['shop', id])).toMatch(new RegExp(`^${begin}[0-9a-f]{8}$`));
  });

  it('is one that the operator can carry, whatever the ids below a chart', () => {
    const id = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !(text in {}));
    fc.assert(fc.property(fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,30}$/), fc.array(id, { minLength: 1, maxLength: 3 }), (chart, ids) => {
      expect(nameAt([chart, ...ids])).toMatch(NAME);
    }));
  });

  it('leaves no trace of how it was found', () => {
    const chart = new Chart(new App(), 'shop');
    const app = new WasmApp(chart, 'api', { image: IMAGE });
    expect(app.node.children.map(({ node }) => node.id)).toEqual(['Resource']);
    expect(synth(chart.node.root).filter(({ kind }) => kind === 'SpinApp')).toHaveLength(1);
  });
});

describe('a name that users give', () => {
  it.each(['a', 'api', 'a1', 'my-api', 'a--b', 'a'.repeat(52)])('may be "%s"', (name) => {
    const chart = new Chart(new App(), 'shop');
    expect(new WasmApp(chart, 'api', { metadata: { name }, image: IMAGE }).name).toBe(name);
    synth(chart.node.root);
  });

  it('is refused if only synthesis would tell it', () => {
    const name = Lazy.any({ produce: () => 'api' });
    expect(() => new WasmApp(new Chart(new App(), 'shop'), 'api', { metadata: { name }, image: IMAGE })).toThrow(new Error(
      '[shop/api] metadata.name: got "a lazy value"; the names of an app and its namespace are known when the app is made; give a plain string (InvalidName)'));
  });

  it('is refused exactly where the operator could not carry it', () => {
    const text = fc.oneof(fc.string({ maxLength: 60 }), fc.stringMatching(/^[a-z0-9.-]{0,54}$/), fc.stringMatching(/^[a-z]([a-z0-9-]{0,55}[a-z0-9])?$/));
    fc.assert(fc.property(text, (name) => {
      const make = () => new WasmApp(new Chart(new App(), 'shop'), 'api', { metadata: { name }, image: IMAGE });
      if (NAME.test(name)) {
        expect(make().name).toBe(name);
      } else {
        expect(make).toThrow(/\(InvalidName\)$/);
      }
    }), { numRuns: 300 });
  });
});
