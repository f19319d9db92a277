import { ApiObjectMetadata } from 'cdk8s';
import { checkBuiltInFinalizers, checkLifetime } from '../../src/rules/object-metadata';
import { Report } from '../../src/rules/problem';
import { chartOf } from '../support/synth';

function problems(check: typeof checkLifetime, given?: ApiObjectMetadata): string[] {
  const report = new Report(chartOf());
  check(report, given);
  return report.messages();
}

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '7d4b8f0a-2c1e-4d53-9a55-3d8d6c1f2b10' };
const part = 'an owner is told by its apiVersion, kind, name and uid; '
  + 'give what the owner has in the cluster; an owner of the same program has no uid yet, so leave it out (InvalidReference)';
const built = 'a finalizer of a kind of Kubernetes has a domain, unless it is one of kubernetes, orphan, foregroundDeletion; '
  + 'write it as "example.com/name" (InvalidName)';

test.each<[string, ApiObjectMetadata | undefined]>([
  ['nothing', undefined],
  ['an owner', { ownerReferences: [owner, { ...owner, controller: true }] }],
  ['finalizers', { finalizers: ['example.com/backup', 'foregroundDeletion', 'orphan'] }],
])('metadata may have %s', (_what, given) => {
  expect(problems(checkLifetime, given)).toEqual([]);
  expect(problems(checkBuiltInFinalizers, given)).toEqual([]);
});

test('fails for an owner without a uid or another part', () => {
  expect(problems(checkLifetime, { ownerReferences: [owner, { ...owner, uid: '', kind: undefined as any }] })).toEqual([
    `metadata.ownerReferences[1].kind: got nothing; ${part}`,
    `metadata.ownerReferences[1].uid: got ""; ${part}`,
  ]);
});

test('fails for a finalizer that is no name, once', () => {
  const given = { finalizers: ['example.com/a b'] };
  expect(problems(checkLifetime, given)).toEqual([
    "metadata.finalizers[0]: got \"example.com/a b\"; a finalizer must be a name of at most 63 letters, digits, '-', '_' and '.', "
    + 'optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidName)',
  ]);
  expect(problems(checkBuiltInFinalizers, given)).toEqual([]);
});

test('fails for a finalizer without a domain on kinds of Kubernetes alone', () => {
  const given = { finalizers: ['kubernetes', 'backup'] };
  expect(problems(checkLifetime, given)).toEqual([]);
  expect(problems(checkBuiltInFinalizers, given)).toEqual([`metadata.finalizers[1]: got "backup"; ${built}`]);
});
