import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { fittingName, generatedName, OBJECT_ID } from '../../../src/cluster/private/generated-name';
import { chartOf } from '../../support/synth';

const TYPE = { apiVersion: 'v1', kind: 'ConfigMap' };
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

test('a name is the one that cdk8s gives, where that fits', () => {
  const scope = new Construct(chartOf(), 'config');
  const name = generatedName(scope, TYPE);
  expect(scope.node.children).toEqual([]);
  expect(new ApiObject(scope, OBJECT_ID, TYPE).name).toBe(name);
});

test('a chart may have its own way to name', () => {
  class Named extends Chart {
    generateObjectName(object: ApiObject): string {
      return `named-${object.node.scope!.node.id}`;
    }
  }
  expect(generatedName(new Construct(new Named(new App(), 'chart'), 'config'), TYPE)).toBe('named-config');
});

test('a name is a DNS label of the length for any ids', () => {
  // constructs takes an id such as "constructor" for one that is there already.
  const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !(text in {}));
  fc.assert(fc.property(id, id, fc.constantFrom(52, 63), (...[outer, inner, length]) => {
    const name = generatedName(new Construct(new Construct(chartOf(), outer), inner), TYPE, length);
    expect(name).toMatch(LABEL);
    expect(name.length).toBeLessThanOrEqual(length);
  }));
});

test('names of different paths differ, also where both are cut', () => {
  const [one, two] = ['1', '2'].map((end) => generatedName(new Construct(chartOf(), 'a'.repeat(100) + end), TYPE, 52));
  expect(one).not.toBe(two);
});

test.each([
  ['config', 'config'], ['My_Config 1', 'my-config-1'], ['a__b', 'a-b'], ['-a-', 'a'], ['größe', 'gr-e'], ['a.b', 'a-b'], ['世界', ''],
])('what fits of %j is %j', (name, fitting) => {
  expect(fittingName(name)).toBe(fitting);
});
