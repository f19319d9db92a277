import { checkLabelSelector, checkNodeRequirement, LabelSelectorFields } from '../../src/rules/label-selector';
import { Report } from '../../src/rules/problem';
import { chartOf } from '../support/synth';

function problems(check: (report: Report) => void): string[] {
  const report = new Report(chartOf());
  check(report);
  return report.messages();
}

const ofLabels = (selector?: LabelSelectorFields) => problems((report) => checkLabelSelector(report, 'selector', selector));
const ofNodes = (requirement: object) => problems((report) => checkNodeRequirement(report, 'node', requirement));

const key = "a label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; "
  + 'write it as "name" or "example.com/name" (InvalidLabel)';
const value = "a label value must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit; "
  + 'shorten it, or use an annotation for free text (InvalidLabel)';
const count = 'give as many, or use another operator (InvalidLabel)';

describe('a selector of labels', () => {
  test.each<[string, LabelSelectorFields | undefined]>([
    ['nothing', undefined],
    ['everything', {}],
    ['labels', { matchLabels: { 'app': 'web', 'example.com/tier': '' } }],
    ['each operator', {
      matchExpressions: [
        { key: 'a', operator: 'In', values: ['b', ''] }, { key: 'a', operator: 'NotIn', values: ['b'] }, { key: 'a', operator: 'Exists' },
        { key: 'a', operator: 'DoesNotExist', values: [] },
      ],
    }],
  ])('may be of %s', (_what, selector) => expect(ofLabels(selector)).toEqual([]));

  test.each<[string, LabelSelectorFields, string[]]>([
    ['a key and a value', { matchLabels: { 'a b': '-' } }, [
      `selector.matchLabels key: got "a b"; ${key}`,
      `selector.matchLabels["a b"]: got "-"; ${value}`,
    ]],
    ['all of an expression', { matchExpressions: [{ key: 'a', operator: 'Exists' }, { key: '', operator: 'in', values: ['-'] }] }, [
      `selector.matchExpressions[1].key: got ""; ${key}`,
      'selector.matchExpressions[1].operator: got "in"; must be one of In, NotIn, Exists, DoesNotExist; use one of them (InvalidLabel)',
      `selector.matchExpressions[1].values[0]: got "-"; ${value}`,
    ]],
    ['no values', { matchExpressions: [{ key: 'a', operator: 'NotIn' }] }, [
      `selector.matchExpressions[0].values: got []; operator NotIn needs at least one value; ${count}`,
    ]],
    ['values that are not asked', { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] }, [
      `selector.matchExpressions[0].values: got ["b"]; operator Exists takes no values; ${count}`,
    ]],
    ['numbers', { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }, [
      'selector.matchExpressions[0].operator: got "Gt"; must be one of In, NotIn, Exists, DoesNotExist; use one of them (InvalidLabel)',
    ]],
  ])('fails for %s', (_what, selector, messages) => expect(ofLabels(selector)).toEqual(messages));
});

describe('a condition on nodes', () => {
  test.each(['In', 'NotIn', 'Gt', 'Lt'])('may compare by %s', (operator) => {
    expect(ofNodes({ key: 'cores', operator, values: ['4'] })).toEqual([]);
    expect(ofNodes({ key: 'cores', operator })).toHaveLength(1);
  });

  test('fails for two numbers to compare with', () => {
    expect(ofNodes({ key: 'cores', operator: 'Lt', values: ['4', '5'] }))
      .toEqual([`node.values: got ["4","5"]; operator Lt takes one value; ${count}`]);
  });
});
