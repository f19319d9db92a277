import { ApiObjectMetadata, App, Chart, Lazy } from 'cdk8s';
import { SUBDOMAIN } from '../../src/rules/grammar';
import { annotations, labels, metadata } from '../../src/rules/maps';
import { Report } from '../../src/rules/problem';
import { chartOf } from '../support/synth';

type Check = (report: Report) => unknown;

/** The problems that a check finds. */
function problems(check: Check): string[] {
  const report = new Report(chartOf());
  check(report);
  return report.messages();
}

const LABEL_KEY = "a label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidLabel)";
const LABEL_VALUE = "a label value must be empty or at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)";
const ANNOTATION_KEY = "an annotation key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidAnnotation)";
const SCALAR = "some YAML readers, kubectl's among them, would take it for something else; make the app a FleetApp, which quotes it (AmbiguousScalar)";

describe('labels', () => {
  test('are copied', () => {
    const given = { 'app.kubernetes.io/name': 'api', 'tier': '', 'Version': 'v1.0_a' };
    const report = new Report(chartOf());
    const taken = labels(report, 'podLabels', Object.freeze(given));
    expect(taken).toEqual(given);
    expect(taken).not.toBe(given);
    expect(report.messages()).toEqual([]);
    expect(labels(report, 'podLabels')).toEqual({});
  });

  test.each<[string, { [key: string]: any }, string[]]>([
    ['a key with a space', { 'my key': 'x' }, [`podLabels key: got "my key"; ${LABEL_KEY}`]],
    ['an empty key', { '': 'x' }, [`podLabels key: got ""; ${LABEL_KEY}`]],
    ['a value with a space', { app: 'my app' }, [`podLabels["app"]: got "my app"; ${LABEL_VALUE}`]],
    ['a value that is a number', { app: 1 }, [`podLabels["app"]: got 1; ${LABEL_VALUE}`]],
    ['no value', { app: undefined }, [`podLabels["app"]: got nothing; ${LABEL_VALUE}`]],
    ['a value that kubectl reads as a number', { build: '0o17' }, [`podLabels["build"]: got "0o17"; ${SCALAR}`]],
    ['a key that kubectl reads as a number', { '0o17': 'x' }, [`podLabels key: got "0o17"; ${SCALAR}`]],
    ['a key that cdk8s cannot render', { constructor: 'x' },
      ['podLabels key: got "constructor"; cdk8s cannot render a map with this key; use another key, or one with a prefix (InvalidLabel)']],
    ['all of them at once', { '-a': 'b-', 'c': '.d' }, [
      `podLabels key: got "-a"; ${LABEL_KEY}`,
      `podLabels["-a"]: got "b-"; ${LABEL_VALUE}`,
      `podLabels["c"]: got ".d"; ${LABEL_VALUE}`,
    ]],
  ])('fail for %s', (_what, given, messages) => {
    expect(problems((report) => labels(report, 'podLabels', given))).toEqual(messages);
  });

  test('may have a value that is known only at synthesis', () => {
    expect(problems((report) => labels(report, 'podLabels', { app: Lazy.any({ produce: () => 'api' }) }))).toEqual([]);
  });
});

describe('annotations', () => {
  test('are copied, with any text for a value', () => {
    const given = { 'example.com/note': 'Any text:\n- of several lines', 'empty': '' };
    const report = new Report(chartOf());
    const taken = annotations(report, 'podAnnotations', Object.freeze(given));
    expect(taken).toEqual(given);
    expect(taken).not.toBe(given);
    expect(report.messages()).toEqual([]);
    expect(annotations(report, 'podAnnotations')).toEqual({});
  });

  test.each<[string, { [key: string]: any }, string[]]>([
    ['a key with two slashes', { 'a/b/c': 'x' }, [`podAnnotations key: got "a/b/c"; ${ANNOTATION_KEY}`]],
    ['a value that is a number', { port: 80 }, ['podAnnotations["port"]: got 80; an annotation value must be a string; put the value in quotes (InvalidAnnotation)']],
    ['a value that is a map', { a: { b: 1 } }, ['podAnnotations["a"]: got {"b":1}; an annotation value must be a string; put the value in quotes (InvalidAnnotation)']],
    ['a value that YAML readers change', { note: 'a\u2028b' }, [`podAnnotations["note"]: got "a\u2028b"; ${SCALAR}`]],
  ])('fail for %s', (_what, given, messages) => {
    expect(problems((report) => annotations(report, 'podAnnotations', given))).toEqual(messages);
  });
});

describe('metadata', () => {
  test.each<[string, ApiObjectMetadata | undefined]>([
    ['nothing', undefined],
    ['an empty map', {}],
    ['names that fit', { name: 'api.v1', namespace: 'apps', labels: { app: 'api' }, annotations: { note: 'x' } }],
    ['names that are known only at synthesis', { name: Lazy.any({ produce: () => 'api' }), namespace: Lazy.any({ produce: () => 'apps' }) }],
  ])('may be %s', (_what, given) => {
    expect(problems((report) => metadata(report, chartOf(), given, SUBDOMAIN))).toEqual([]);
  });

  const NAMESPACE = "a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidNamespace)";

  test('fails for all that does not fit, at once', () => {
    expect(problems((report) => metadata(report, chartOf(), {
      name: 'My API', namespace: 'a.b', labels: { 'my key': 'x' }, annotations: { 'my note': 'x' },
    }, SUBDOMAIN))).toEqual([
      "metadata.name: got \"My API\"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidName)",
      `metadata.namespace: got "a.b"; ${NAMESPACE}`,
      `metadata.labels key: got "my key"; ${LABEL_KEY}`,
      `metadata.annotations key: got "my note"; ${ANNOTATION_KEY}`,
    ]);
  });

  test('fails for an owner without a uid, and a finalizer that is no name', () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '' }];
    expect(problems((report) => metadata(report, chartOf(), { finalizers: ['a b'], ownerReferences }, SUBDOMAIN))).toEqual([
      expect.stringContaining('metadata.finalizers[0]: got "a b"; a finalizer must be a name'),
      expect.stringContaining('metadata.ownerReferences[0].uid: got ""; an owner is told by'),
    ]);
  });

  test('fails for what a chart adds', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'My NS', labels: { 'my key': 'x' } });
    expect(problems((report) => metadata(report, chart, {}, SUBDOMAIN))).toEqual([
      `metadata.namespace: got "My NS"; ${NAMESPACE}`,
      `metadata.labels key: got "my key"; ${LABEL_KEY}`,
    ]);
  });

  test('may be better than what its chart would add', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'My NS', labels: { app: 'my api' } });
    expect(problems((report) => metadata(report, chart, { namespace: 'apps', labels: { app: 'api' } }, SUBDOMAIN))).toEqual([]);
  });
});
