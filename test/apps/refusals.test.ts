import { Namespace } from 'cdk8s-plus-28';
import { ACTS, ADVICE, FLOORS, makeApp, OTHERS, PROPS } from './refusals';
import { failureOf, warningsOf } from '../support/synth';

describe('an app fails with one message for', () => {
  it.each([...PROPS, ...ACTS])('%s', (_, program, message) => {
    expect(failureOf(program)).toBe(`[test/api] ${message}`);
  });

  it.each(FLOORS)('a field that is newer than the cluster: %s', (_, program, message) => {
    expect(failureOf(program)).toBe(`[prod/test/api] ${message}`);
  });
});

describe('an app works, and is advised against once, for', () => {
  it.each(ADVICE)('%s', (_, program, message) => {
    expect(warningsOf(program)).toBe(`[test/api] ${message}`);
  });
});

describe('a program fails with one message for', () => {
  it.each(OTHERS)('%s', (_, program, message) => {
    expect(failureOf(program)).toBe(message);
  });

  it('two objects of cdk8s-plus with one name', () => {
    expect(failureOf((chart) => {
      makeApp(chart);
      new Namespace(chart, 'one', { metadata: { name: 'shop' } });
      new Namespace(chart, 'other', { metadata: { name: 'shop' } });
    })).toBe('[.wasm-cluster] metadata.name of test/other/Resource: got "shop"; Namespace of this name and namespace is also made by '
      + 'test/one/Resource, and a cluster holds one; give it another name or namespace, or put it into another WasmCluster (DuplicateObject)');
  });
});
