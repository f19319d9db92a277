import fc from 'fast-check';
import { Report } from '../../src/rules/problem';
import { checkKeyReference, checkPullSecrets } from '../../src/rules/references';
import { chartOf } from '../support/synth';

/** The problems that a check finds. */
function problems(check: (report: Report) => void): string[] {
  const report = new Report(chartOf());
  check(report);
  return report.messages();
}

const NAME = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidReference)";
const KEY = "a key of a Secret or ConfigMap is at most 253 letters, digits, '-', '_' and '.'; use the key that the object has (InvalidReference)";

test('names of other objects are subdomains, each named once', () => {
  expect(problems((report) => checkPullSecrets(report, [{ name: 'ghcr' }, { name: 'quay.io' }]))).toEqual([]);
  expect(problems((report) => checkPullSecrets(report))).toEqual([]);
  expect(problems((report) => checkPullSecrets(report, [{ name: '' }]))).toEqual([]); // the API server takes it, and the kubelet passes over it
});

test('fails for each name that no object has, and each that is named again', () => {
  expect(problems((report) => checkPullSecrets(report, ['ghcr', 'My Secret', 'ghcr', '', ''].map((name) => ({ name })), 'imagePullSecrets'))).toEqual([
    `imagePullSecrets[1].name: got "My Secret"; ${NAME}`,
    'imagePullSecrets[2].name: got "ghcr"; it is named already; name it once (DuplicateKey)',
    'imagePullSecrets[4].name: got ""; it is named already; name it once (DuplicateKey)',
  ]);
});

describe('a key of a Secret or ConfigMap', () => {
  function keyProblems(key: unknown): string[] {
    return problems((report) => checkKeyReference(report, 'valueFrom', { secretKeyRef: { name: 'secret', key: key as string } }));
  }

  test('is letters, digits, dashes, underscores and dots', () => {
    const characters = fc.constantFrom(...'abcxyzABCXYZ0189-_.');
    const keys = fc.string({ unit: characters, minLength: 1, maxLength: 253 }).filter((key) => /[a-zA-Z]/.test(key[0]) && key !== '.' && key !== '..');
    fc.assert(fc.property(keys, (key) => keyProblems(key).length === 0));
  });

  test.each(['', '.', '..', 'a b', 'a/b', 'größe', 'a'.repeat(254), undefined])('fails as %j', (key) => {
    expect(keyProblems(key)).toEqual([`valueFrom.secretKeyRef.key: got ${key === undefined ? 'nothing' : shown(key)}; ${KEY}`]);
  });

  /** Long values are cut. */
  function shown(key: string): string {
    const json = JSON.stringify(key);
    return json.length > 200 ? `${json.slice(0, 200)}… (${json.length} characters)` : json;
  }
});

test('a value may come from nowhere, or from what has a name and a key', () => {
  for (const source of [undefined, {}, { configMapKeyRef: { name: 'config', key: 'a.toml' } }, { secretKeyRef: { name: 'secret.v1', key: '_A-1' } }]) {
    expect(problems((report) => checkKeyReference(report, 'valueFrom', source))).toEqual([]);
  }
});

test('fails for a name and a key that no object has, at once', () => {
  expect(problems((report) => checkKeyReference(report, 'valueFrom', { configMapKeyRef: { name: 'My Config', key: 'my key' }, secretKeyRef: {} }))).toEqual([
    `valueFrom.secretKeyRef.name: got nothing; ${NAME}`,
    `valueFrom.secretKeyRef.key: got nothing; ${KEY}`,
    `valueFrom.configMapKeyRef.name: got "My Config"; ${NAME}`,
    `valueFrom.configMapKeyRef.key: got "my key"; ${KEY}`,
  ]);
});
