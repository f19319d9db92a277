import { App, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { NAMESPACE, PORT } from '../../src/rules/grammar';
import { holdAll, invalid, isUnresolved, Report, UnheardReport, validateTree, wording } from '../../src/rules/problem';
import { RuleCode } from '../../src/rules/rule-code';

const LAZY = Lazy.any({ produce: () => 80 });
const TOKEN = { resolve: () => 80 };

/** A construct at the path `apps/api`. */
function api(): Construct {
  return new Construct(new Construct(new App(), 'apps'), 'api');
}

/** A problem with the value. */
function problemOf(value: unknown) {
  return { field: 'spec.replicas', value, rule: 'must be >= 1', fix: 'use 2', code: RuleCode.INVALID_REPLICAS };
}

/** What the wording shows of a value. */
function shown(value: unknown): string {
  return /^spec\.replicas: got (.*); must be >= 1; use 2 \(InvalidReplicas\)$/.exec(wording(problemOf(value)))![1];
}

describe('the wording of a problem', () => {
  test('says field, value, rule, fix and code', () => {
    expect(wording(problemOf(0))).toBe('spec.replicas: got 0; must be >= 1; use 2 (InvalidReplicas)');
  });

  test.each<[unknown, string]>([
    [0, '0'],
    [1.5, '1.5'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [undefined, 'nothing'],
    [null, 'null'],
    [true, 'true'],
    ['', '""'],
    ['80', '"80"'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [{ cpu: '1', memory: ['64Mi'] }, '{"cpu":"1","memory":["64Mi"]}'],
    [[], '[]'],
    ['x'.repeat(198), `"${'x'.repeat(198)}"`],
    ['x'.repeat(199), `"${'x'.repeat(199)}… (201 characters)`],
    ['x'.repeat(100_000), `"${'x'.repeat(199)}… (100002 characters)`],
  ])('shows a value as JSON, cut where it is long (%#)', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  test('is one short line for any value of JSON, and never [object Object]', () => {
    const texts = fc.string({ maxLength: 1000 }).filter((text) => !text.includes('[object'));
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), texts), (value) => {
      const words = wording(problemOf(value));
      expect(words).not.toContain('[object Object]');
      expect(words).not.toContain('\n');
      expect(words.length).toBeLessThan(300);
    }));
  });
});

test('an error outside the tree names its place', () => {
  expect(invalid('SpinKubeVersion', problemOf('x'))).toBeInstanceOf(Error);
  expect(invalid('SpinKubeVersion', problemOf('x')).message)
    .toBe('[SpinKubeVersion] spec.replicas: got "x"; must be >= 1; use 2 (InvalidReplicas)');
});

test.each<[boolean, string, unknown]>([
  [true, 'a Lazy', LAZY],
  [true, 'a token', TOKEN],
  [false, 'a number', 80],
  [false, 'a string', 'resolve'],
  [false, 'nothing', undefined],
  [false, 'null', null],
  [false, 'a map with a value named resolve', { resolve: 'x' }],
])('it is %s that %s is known only at synthesis', (unresolved, _what, value) => {
  expect(isUnresolved(value)).toBe(unresolved);
});

describe('a report', () => {
  test('without problems does not throw', () => {
    const report = new Report(api());
    report.hold('port', 80, PORT);
    expect(() => report.throwIfAny()).not.toThrow();
    expect(report.messages()).toEqual([]);
  });

  test('fails once with all problems, each with the path of the construct', () => {
    const report = new Report(api());
    report.hold('metadata.namespace', 'My NS', NAMESPACE);
    report.hold('port', 80, PORT);
    report.add(problemOf(NaN));
    report.hold('ports[1].port', 99999, PORT);
    expect(() => report.throwIfAny()).toThrow(new Error([
      "[apps/api] metadata.namespace: got \"My NS\"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidNamespace)",
      '[apps/api] spec.replicas: got NaN; must be >= 1; use 2 (InvalidReplicas)',
      '[apps/api] ports[1].port: got 99999; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)',
    ].join('\n')));
  });

  test('fails with the path of a child that is about to be made', () => {
    const report = new Report(api(), 'service');
    report.add(problemOf(0));
    expect(() => report.throwIfAny())
      .toThrow(new Error('[apps/api/service] spec.replicas: got 0; must be >= 1; use 2 (InvalidReplicas)'));
  });

  test('gives its messages without the path, which cdk8s puts before them', () => {
    const report = new Report(api(), 'service');
    report.add(problemOf(0));
    expect(report.messages()).toEqual(['spec.replicas: got 0; must be >= 1; use 2 (InvalidReplicas)']);
  });

  test.each<[string, unknown]>([['a Lazy', LAZY], ['a token', TOKEN]])('skips %s', (_what, value) => {
    const report = new Report(api());
    report.hold('port', value, PORT);
    report.holdGiven('port', value, PORT);
    expect(report.messages()).toEqual([]);
  });

  test('skips what is not given, where it need not be', () => {
    const report = new Report(api());
    report.holdGiven('port', undefined, PORT);
    expect(report.messages()).toEqual([]);
    report.holdGiven('port', 0, PORT);
    report.hold('port', undefined, PORT);
    expect(report.messages().map((message) => message.split(';')[0])).toEqual(['port: got 0', 'port: got nothing']);
  });

  test('fails for a string that fits its grammar and that kubectl would not take for a string', () => {
    const report = new Report(api());
    report.hold('metadata.namespace', '0o17', NAMESPACE);
    expect(report.messages()).toEqual([
      "metadata.namespace: got \"0o17\"; some YAML readers, kubectl's among them, would take it for something else; make the app a FleetApp, which quotes it (AmbiguousScalar)",
    ]);
  });

  test('is clean until something is wrong', () => {
    const report = new Report(api());
    report.hold('port', 80, PORT);
    expect(report.isClean).toBe(true);
    report.hold('port', 0, PORT);
    expect(report.isClean).toBe(false);
  });

  test('that nobody hears says nothing', () => {
    const report = new UnheardReport(api());
    report.hold('port', 0, PORT);
    expect(report.messages()).toEqual([]);
    expect(() => report.throwIfAny()).not.toThrow();
  });
});

describe('a validation of the tree', () => {
  test('starts afresh each time', () => {
    const construct = api();
    validateTree(construct, (report) => report.hold('port', 0, PORT));
    const message = 'port: got 0; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)';
    expect(construct.node.validate()).toEqual([message]);
    expect(construct.node.validate()).toEqual([message]);
  });

  test('sees what was said after it was added', () => {
    const construct = api();
    let port = 0;
    validateTree(construct, (report) => report.hold('port', port, PORT));
    port = 80;
    expect(construct.node.validate()).toEqual([]);
  });

  test('fails at synthesis with the problems of all constructs at once', () => {
    const app = new App();
    for (const id of ['one', 'two']) {
      validateTree(new Construct(app, id), (report) => report.add(problemOf(id)));
    }
    expect(() => app.synthYaml()).toThrow(new Error([
      'Validation failed with the following errors:',
      '  [one] spec.replicas: got "one"; must be >= 1; use 2 (InvalidReplicas)',
      '  [two] spec.replicas: got "two"; must be >= 1; use 2 (InvalidReplicas)',
    ].join('\n')));
  });
});

describe('the values of something outside the tree', () => {
  const field = (value: unknown) => ({ field: 'port', value, grammar: PORT });

  test('pass when all of them fit, or there are none', () => {
    expect(() => holdAll('Thing', [field(80), field(443)])).not.toThrow();
    expect(() => holdAll('Thing', [])).not.toThrow();
  });

  test('fail in one error, a line each', () => {
    const rule = 'a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)';
    expect(() => holdAll('Thing', [field(0), field(80), field('x')]))
      .toThrow(new Error(`[Thing] port: got 0; ${rule}\n[Thing] port: got "x"; ${rule}`));
  });
});
