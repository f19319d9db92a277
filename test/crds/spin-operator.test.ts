import { createHash } from 'crypto';
import { CustomResourceDefinition } from '../../crds/schema';
import { spinOperatorCrds } from '../../crds/spin-operator';

// what each release contains of the fields that came after 0.4.0
const releases: { [release: string]: string[] } = {
  '0.4.0': [],
  '0.5.0': ['0.5.0'],
  '0.6.0': ['0.5.0', '0.6.0'],
  '0.6.1': ['0.5.0', '0.6.0', '0.6.1'],
};

// sha256 of the structure of each released CRD
const executor = 'e2aa5915290fd3746d1d4466142ff910326d637e40fc2689dc664f2447c00853';
const digests: { [release: string]: string[] } = {
  '0.4.0': [executor, 'f70ae3576fdfe0cba9cb1114d5658ec274cb3a1cd40da5d1b77d4ac3486e3e0a'],
  '0.5.0': [executor, 'ce5cdb12e22f6d3d6f394f3d93517c95cafb02ca3edcd23abbb967c98b0e5159'],
  '0.6.0': [executor, 'b86f7245dbcd61d44984766157eed03fd78f897bf5b093046648ba0b1210dabf'],
  '0.6.1': [executor, 'b86f7245dbcd61d44984766157eed03fd78f897bf5b093046648ba0b1210dabf'],
};

describe.each(Object.keys(releases))('the CRDs of spin-operator %s', (release) => {
  test('have the structure of the release', () => {
    expect(crdsOf(release).map(digest)).toEqual(digests[release]);
  });

  test('are SpinAppExecutor and SpinApp, in this order, named after plural and group', () => {
    expect(crdsOf(release).map(({ spec, ...head }) => ({ ...head, kindMade: spec.names.kind }))).toEqual([
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'spinappexecutors.core.spinkube.dev' },
        kindMade: 'SpinAppExecutor',
      },
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'spinapps.core.spinkube.dev' },
        kindMade: 'SpinApp',
      },
    ]);
  });

  test('are plain JSON', () => {
    expect(JSON.parse(JSON.stringify(crdsOf(release)))).toStrictEqual(crdsOf(release));
  });

  test('hold no description', () => {
    expect(JSON.stringify(crdsOf(release))).not.toContain('"description"');
  });

  test('ask of no object a field that it does not have', () => {
    for (const node of nodes(crdsOf(release)).filter((n) => Array.isArray(n.required))) {
      expect(Object.keys(node.properties as object)).toEqual(expect.arrayContaining(node.required as string[]));
    }
  });

  test.each([
    ['serviceAccountName', '0.5.0'],
    ['invocationLimits', '0.6.0'],
  ])('contain SpinApp field %s only from %s on', (field, since) => {
    expect(field in spinAppFields(release)).toBe(releases[release].includes(since));
  });
});

test('each call makes fresh objects, which share nothing among themselves either', () => {
  const all = [crdsOf('0.6.1'), crdsOf('0.6.1')].flatMap(nodes);
  expect(all.length).toBeGreaterThan(1000);
  expect(new Set(all).size).toBe(all.length);
});

test('a caller who changes a CRD changes no other', () => {
  const [, mine] = crdsOf('0.6.1');
  mine.spec.versions.pop();
  expect(crdsOf('0.6.1').map(digest)).toEqual(digests['0.6.1']);
});

test('only releases that brought a field are asked for', () => {
  const asked = new Set<string>();
  spinOperatorCrds((release) => asked.add(release).has(release));
  expect([...asked].sort()).toEqual(['0.5.0', '0.6.0']);
});

function crdsOf(release: string): CustomResourceDefinition[] {
  return spinOperatorCrds((wanted) => releases[release].includes(wanted));
}

function spinAppFields(release: string): object {
  return crdsOf(release)[1].spec.versions[0].schema.openAPIV3Schema.properties?.spec.properties ?? {};
}

/** The sha256 of a CRD's spec as JSON with sorted keys, without the descriptions of its schema nodes. */
function digest(crd: CustomResourceDefinition): string {
  return createHash('sha256').update(JSON.stringify(canonical(crd.spec))).digest('hex');
}

function canonical(node: unknown, isFields = false): unknown {
  if (Array.isArray(node)) return node.map((item) => canonical(item));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => isFields || key !== 'description');
  return Object.fromEntries(entries
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => [key, canonical(value, key === 'properties')]));
}

/** Every object and list below a value, itself included. */
function nodes(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(nodes)];
}
