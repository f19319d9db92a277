import { k8s } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { Report } from '../../src/rules/problem';
import { nodeSelector, tolerations } from '../../src/rules/scheduling';
import { checkManifest } from '../support/manifest-check';
import { chartOf } from '../support/synth';

/** The problems of a toleration. */
function problems(given: object): string[] {
  const report = new Report(chartOf());
  tolerations(report, 'tolerations', [given]);
  return report.messages();
}

describe('a node selector', () => {
  test('is copied', () => {
    const given = Object.freeze({ 'node-role': 'edge', 'kubernetes.io/arch': 'arm64', 'spin': '' });
    const report = new Report(chartOf());
    const taken = nodeSelector(report, 'nodeSelector', given);
    expect(taken).toEqual(given);
    expect(taken).not.toBe(given);
    expect(report.messages()).toEqual([]);
    expect(nodeSelector(report, 'nodeSelector')).toEqual({});
  });

  test('fails for each key and value outside the grammar of labels', () => {
    const report = new Report(chartOf());
    nodeSelector(report, 'nodeSelector', { 'node role': 'edge', 'zone': 'north east', 'build': '0B1' });
    expect(report.messages()).toEqual([
      "nodeSelector[\"build\"]: got \"0B1\"; some YAML readers, kubectl's among them, would take it for something else; make the app a FleetApp, which quotes it (AmbiguousScalar)",
      "nodeSelector key: got \"node role\"; a node label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidLabel)",
      "nodeSelector[\"zone\"]: got \"north east\"; a label value must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)",
    ]);
  });
});

describe('a toleration', () => {
  test.each<[string, k8s.Toleration]>([
    ['any taint', { operator: 'Exists' }],
    ['any value of a taint', { key: 'edge', operator: 'Exists' }],
    ['one value of a taint', { key: 'edge', operator: 'Equal', value: 'north' }],
    ['one value of a taint, by the default operator', { key: 'edge', value: 'north' }],
    ['an empty value', { key: 'edge' }],
    ['one effect', { key: 'example.com/edge', operator: 'Exists', effect: 'NoSchedule' }],
    ['one effect for some time', { key: 'edge', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
  ])('may be for %s', (_what, given) => {
    expect(problems(given)).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['another operator', { key: 'edge', operator: 'In' }, [
      'tolerations[0].operator: got "In"; must be Exists or Equal; use Exists for any value of the taint (InvalidToleration)',
    ]],
    ['no key and no operator', {}, [
      'tolerations[0].key: got nothing; only operator Exists goes without a key; name the taint (InvalidToleration)',
    ]],
    ['an empty key with operator Equal', { key: '', operator: 'Equal', value: 'x' }, [
      'tolerations[0].key: got ""; only operator Exists goes without a key; name the taint (InvalidToleration)',
    ]],
    ['a value with operator Exists', { key: 'edge', operator: 'Exists', value: 'north' }, [
      'tolerations[0].value: got "north"; operator Exists takes no value; leave it out, or use operator Equal (InvalidToleration)',
    ]],
    ['a value that no taint can have', { key: 'edge', operator: 'Equal', value: 'far north' }, [
      "tolerations[0].value: got \"far north\"; the value of a taint must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit; write the value that the taint has (InvalidToleration)",
    ]],
    ['such a value by the default operator', { key: 'edge', value: '-' }, [
      "tolerations[0].value: got \"-\"; the value of a taint must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit; write the value that the taint has (InvalidToleration)",
    ]],
    ['another effect', { key: 'edge', operator: 'Exists', effect: 'Never' }, [
      'tolerations[0].effect: got "Never"; must be one of NoSchedule, PreferNoSchedule, NoExecute; use the effect of the taint, or leave it out for all (InvalidToleration)',
    ]],
    ['seconds with another effect', { key: 'edge', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 30 }, [
      'tolerations[0].tolerationSeconds: got 30; goes with effect NoExecute only; leave it out (InvalidToleration)',
    ]],
    ['seconds without an effect', { key: 'edge', operator: 'Exists', tolerationSeconds: 0 }, [
      'tolerations[0].tolerationSeconds: got 0; goes with effect NoExecute only; leave it out (InvalidToleration)',
    ]],
    ['a key that no taint can have', { key: 'my edge', operator: 'Exists' }, [
      "tolerations[0].key: got \"my edge\"; a taint key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidToleration)",
    ]],
    ['several at once', { operator: 'Exists', value: 'x', effect: 'Never', tolerationSeconds: 1 }, [
      'tolerations[0].value: got "x"; operator Exists takes no value; leave it out, or use operator Equal (InvalidToleration)',
      'tolerations[0].effect: got "Never"; must be one of NoSchedule, PreferNoSchedule, NoExecute; use the effect of the taint, or leave it out for all (InvalidToleration)',
      'tolerations[0].tolerationSeconds: got 1; goes with effect NoExecute only; leave it out (InvalidToleration)',
    ]],
  ])('fails for %s', (_what, given, messages) => {
    expect(problems(given)).toEqual(messages);
  });

  test('fails in its place of the list', () => {
    const report = new Report(chartOf());
    tolerations(report, 'scheduling.tolerations', [{ operator: 'Exists' }, { operator: 'Exists', value: 'x' }]);
    expect(report.messages()).toEqual([
      'scheduling.tolerations[1].value: got "x"; operator Exists takes no value; leave it out, or use operator Equal (InvalidToleration)',
    ]);
  });

  test('is copied', () => {
    const given = Object.freeze([Object.freeze({ key: 'edge', operator: 'Exists' })]);
    const report = new Report(chartOf());
    const taken = tolerations(report, 'tolerations', given as k8s.Toleration[]);
    expect(taken).toEqual(given);
    expect(taken[0]).not.toBe(given[0]);
    expect(tolerations(report, 'tolerations')).toEqual([]);
  });

  test('is taken once, however often and in whatever words it is given', () => {
    const report = new Report(chartOf());
    const given = [
      { key: 'edge', operator: 'Exists' },
      { operator: 'Exists', key: 'edge' },
      { key: 'edge', operator: 'Exists', value: '', effect: '' },
      { key: 'edge' },
      { key: 'edge', operator: 'Equal', value: '' },
      { key: 'edge', operator: 'Exists', effect: 'NoExecute' },
      { key: 'edge', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 },
    ];
    expect(tolerations(report, 'tolerations', given)).toEqual([given[0], given[3], given[5], given[6]]);
    expect(report.messages()).toEqual([]);
  });

  test('is written without the empty strings that the API server drops', () => {
    const taken = tolerations(new Report(chartOf()), 'tolerations', [{ key: '', operator: 'Exists', value: '', effect: '' }]);
    expect(taken).toEqual([{ operator: 'Exists' }]);
    expect(Object.keys(taken[0])).toEqual(['operator']);
  });

  test('fails in the place where it was given', () => {
    const report = new Report(chartOf());
    tolerations(report, 'tolerations', [{ operator: 'Exists' }, { operator: 'Exists' }, { operator: 'Never' }]);
    expect(report.messages()).toEqual([expect.stringContaining('tolerations[2].operator: got "Never"')]);
  });

  test('is taken only where a strict API server takes it', () => {
    const toleration = fc.record({
      key: fc.constantFrom('', 'edge', 'example.com/edge', 'my edge', 'a/b/c'),
      operator: fc.constantFrom('Exists', 'Equal', 'In'),
      value: fc.constantFrom('', 'north'),
      effect: fc.constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute', 'Never'),
      tolerationSeconds: fc.constantFrom(0, 30),
    }, { requiredKeys: [] });
    fc.assert(fc.property(toleration, (given) => {
      const object = {
        apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'wasm' }, handler: 'wasm', scheduling: { tolerations: [given] },
      };
      expect(problems(given).length > 0 || checkManifest(object).length === 0).toBe(true);
    }), { numRuns: 500 });
  });
});
