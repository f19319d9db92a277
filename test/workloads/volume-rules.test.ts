import { Chart } from 'cdk8s';
import { ConfigMap, MountOptions, MountPropagation, PersistentVolumeClaim, Secret, Volume } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenPod } from './wasm-pods';
import { WasmPodProps } from '../../src';

type Make = (chart: Chart) => Volume;

const config = (chart: Chart) => ConfigMap.fromConfigMapName(chart, 'config', 'config');
const data: Make = (chart) => Volume.fromEmptyDir(chart, 'volume', 'data');
const file = (path: string, mode?: number): Make => (chart) => Volume.fromConfigMap(chart, 'volume', config(chart), { name: 'data', items: { a: { path, mode } } });
const onHost = (path: string): Make => (chart) => Volume.fromHostPath(chart, 'volume', 'data', { path });

function pod(make: Make, options: MountOptions = {}, props: Partial<WasmPodProps> = {}) {
  const chart = chartOf();
  podIn(chart, { ...props, volumeMounts: [{ path: '/data', volume: make(chart), ...options }] });
  return writtenPod(chart).spec;
}

describe('a volume may be', () => {
  test.each<[string, Make]>([
    ['files with modes', file('a/b..c/.hidden', 0o777)],
    ['a Secret with a mode for all', (chart) => Volume.fromSecret(chart, 'volume', Secret.fromSecretName(chart, 's', 'a.b'), { name: 'data', defaultMode: 0 })],
    ['a directory of the node', onHost('/var/a..b/')],
    ['a claim', (chart) => Volume.fromPersistentVolumeClaim(chart, 'volume', PersistentVolumeClaim.fromClaimName(chart, 'c', 'claim'), { name: 'data' })],
    ['on a server', (chart) => Volume.fromNfs(chart, 'volume', 'data', { path: '/', server: 'nfs.example.com' })],
  ])('%s', (_what, make) => expect(pod(make).volumes).toHaveLength(1));
});

describe('a mount may be', () => {
  test.each<[string, MountOptions, Partial<WasmPodProps>]>([
    ['of a part', { subPath: 'a/..b' }, {}],
    ['of a part by a variable', { subPathExpr: '$(POD)/a' }, {}],
    ['for what the node mounts', { propagation: MountPropagation.HOST_TO_CONTAINER }, {}],
    ['for the node, of a privileged container', { propagation: MountPropagation.BIDIRECTIONAL }, { containerSecurityContext: { privileged: true } }],
  ])('%s', (_what, options, props) => expect(pod(data, options, props).containers[0].volumeMounts[0]).toMatchObject({ name: 'data' }));
});

const mode = 'the mode of a file is 0 to 0777 in octal digits, 511 in decimal ones; write it as 0o644 in a program and as 420 in a manifest (InvalidVolume)';
const upwards = "a path on the node is not empty and has no '..'; write it as \"/var/data\" (InvalidVolume)";
const filePath = "the path of a file in a volume is relative, without '..', and not empty; write it as \"folder/file\" (InvalidVolume)";
const inner = "is a path inside the volume: relative, without '..'; write it as \"folder/file\" (InvalidMount)";
const reference = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; "
  + 'use lower-case letters, digits, dashes and dots (InvalidReference)';

describe('a pod fails for a volume', () => {
  test.each<[string, Make, string]>([
    ['of a directory above', onHost('/a/../b'), `hostPath.path: got "/a/../b"; ${upwards}`],
    ['of no directory', onHost(''), `hostPath.path: got ""; ${upwards}`],
    ['with an absolute file', file('/abs'), `configMap.items[0].path: got "/abs"; ${filePath}`],
    ['with a file above', file('a/../../b'), `configMap.items[0].path: got "a/../../b"; ${filePath}`],
    ['with a file that seems above', file('..data'), `configMap.items[0].path: got "..data"; ${filePath}`],
    ['with a file of no name', file(''), `configMap.items[0].path: got ""; ${filePath}`],
    ['with a mode in decimal', file('a', 644), `configMap.items[0].mode: got 644; ${mode}`],
    ['with such a mode for all', (chart) => Volume.fromSecret(chart, 'volume', Secret.fromSecretName(chart, 's', 's'), { name: 'data', defaultMode: 512 }),
      `secret.defaultMode: got 512; ${mode}`],
    ['of a Secret that none is named like', (chart) => Volume.fromSecret(chart, 'volume', Secret.fromSecretName(chart, 's', 'S_'), { name: 'data' }),
      `secret.secretName: got "S_"; ${reference}`],
    ['of such a ConfigMap', (chart) => Volume.fromConfigMap(chart, 'volume', ConfigMap.fromConfigMapName(chart, 'c', 'C_'), { name: 'data' }),
      `configMap.name: got "C_"; ${reference}`],
    ['of such a claim', (chart) => Volume.fromPersistentVolumeClaim(chart, 'volume', PersistentVolumeClaim.fromClaimName(chart, 'c', 'C_'), { name: 'data' }),
      `persistentVolumeClaim.claimName: got "C_"; ${reference}`],
    ['at a relative path of a server', (chart) => Volume.fromNfs(chart, 'volume', 'data', { path: 'rel', server: 'nfs' }),
      'nfs.path: got "rel"; an exported path is absolute; write it as "/exports/data" (InvalidVolume)'],
    ['of no server', (chart) => Volume.fromNfs(chart, 'volume', 'data', { path: '/', server: '' }),
      'nfs.server: got ""; must not be empty; give it (InvalidVolume)'],
  ])('%s', (_what, make, message) => {
    expect(() => pod(make)).toThrow(new Error(`[test/hello] spec.volumes["data"].${message}`));
  });
});

describe('a pod fails for a mount', () => {
  test.each<[string, MountOptions, string]>([
    ['of what is above', { subPath: '../a' }, `subPath: got "../a"; ${inner}`],
    ['of an absolute part', { subPath: '/a' }, `subPath: got "/a"; ${inner}`],
    ['of what is above by a variable', { subPathExpr: '$(A)/..' }, `subPathExpr: got "$(A)/.."; ${inner}`],
    ['of two parts', { subPath: 'a', subPathExpr: 'b' },
      'subPathExpr: got "b"; goes without subPath; give one of the two (InvalidMount)'],
    ['for the node', { propagation: MountPropagation.BIDIRECTIONAL },
      'mountPropagation: got "Bidirectional"; is for privileged containers; use HostToContainer, or leave it out (InvalidMount)'],
  ])('%s', (_what, options, message) => {
    expect(() => pod(data, options)).toThrow(new Error(`[test/hello] spec.containers["main"].volumeMounts[0].${message}`));
  });
});
