import { createHash } from 'crypto';
import { runtimeClassManagerCrds } from '../../crds/runtime-class-manager';

// sha256 of the structure of the released CRD
const SHIM_0_2_0 = '50ed098dc493c12ad2ae8d023b3ab171eebea8fb5fe06637b9b99ce0c218872e';

test('the CRD has the structure of the release', () => {
  const [{ spec }, ...more] = runtimeClassManagerCrds();
  expect(createHash('sha256').update(JSON.stringify(canonical(spec))).digest('hex')).toBe(SHIM_0_2_0);
  expect(more).toEqual([]);
});

test('it is Shim, of the cluster, named after plural and group', () => {
  const [{ spec, ...head }] = runtimeClassManagerCrds();
  expect(head).toEqual({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'shims.runtime.spinkube.dev' },
  });
  expect([spec.names.kind, spec.scope]).toEqual(['Shim', 'Cluster']);
});

test('it is plain JSON without descriptions', () => {
  const crds = runtimeClassManagerCrds();
  expect(JSON.parse(JSON.stringify(crds))).toStrictEqual(crds);
  expect(JSON.stringify(crds)).not.toContain('"description"');
});

test('each call makes fresh objects, which share nothing among themselves either', () => {
  const all = [...runtimeClassManagerCrds(), ...runtimeClassManagerCrds()].flatMap(nodes);
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(all).size).toBe(all.length);
});

/** The structure with sorted keys, without the descriptions of its schema nodes. */
function canonical(node: unknown, isFields = false): unknown {
  if (Array.isArray(node)) return node.map((item) => canonical(item));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => isFields || key !== 'description');
  return Object.fromEntries(entries
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => [key, canonical(value, key === 'properties')]));
}

/** Every object and list below a value, itself included. */
function nodes(value: unknown): object[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(nodes)] : [];
}
