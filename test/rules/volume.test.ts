import { canonicalVolume } from '../../src/rules/volume';

test.each<[string, object, object]>([
  ['sizes in the form that the server stores', { name: 'scratch', emptyDir: { sizeLimit: '1024Mi' } }, { name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }],
  ['a source without fields', { name: 'scratch', emptyDir: {} }, { name: 'scratch', emptyDir: {} }],
  ['what is true', { name: 'data', persistentVolumeClaim: { claimName: 'data', readOnly: true } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data', readOnly: true } }],
  ['nothing that is false by default', { name: 'data', persistentVolumeClaim: { claimName: 'data', readOnly: false } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  ['every other field as it is', { name: 'config', configMap: { name: 'c', optional: false, items: [{ key: 'a', path: 'b' }] } },
    { name: 'config', configMap: { name: 'c', optional: false, items: [{ key: 'a', path: 'b' }] } }],
])('a volume is written with %s', (_what, volume, written) => {
  expect(canonicalVolume(Object.freeze(volume))).toEqual(written);
});
