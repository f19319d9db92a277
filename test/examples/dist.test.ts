import fs from 'node:fs';
import { apply } from './apply';
import { BEFORE, committed, FLAT_EXAMPLES } from './programs';
import { checkManifests, Known, ManifestFile, readManifests } from '../support/manifest-check';

const known: { [example: string]: Known } = { guide: {}, hello: { runtimeClasses: ['wasmtime-spin-v2'] }, runtimes: {} };

describe.each(FLAT_EXAMPLES)('dist/%s', (example) => {
  const files = readManifests(committed(example));

  test('holds manifests alone, all of them in one folder, none empty', () => {
    expect(fs.readdirSync(committed(example)).sort()).toEqual(files.map(({ file }) => file));
    expect(files.map(({ file }) => file).filter((file) => !/^\d{4}-[a-z0-9-]+\.k8s\.yaml$/.test(file))).toEqual([]);
    expect(files.filter(({ objects }) => objects.length === 0)).toEqual([]);
    expect(files.length).toBeGreaterThan(1);
  });

  test('holds objects that a strict API server and the operator take', () => {
    expect(checkManifests(files.flatMap(({ objects }) => objects), known[example])).toEqual([]);
  });

  test('applies file by file in the order of names: whatever an object refers to is there before it', () => {
    expect(apply(files, BEFORE[example].spinKube)).toEqual([]);
  });
});

describe('the simulated apply', () => {
  const files = readManifests(committed('guide'));
  const without = (part: string) => files.filter(({ file }) => !file.includes(part));
  const reduced = (kind: string, name = '') => files.map(({ file, objects }): ManifestFile =>
    ({ file: file.slice(0, 4), objects: objects.filter((object) => !(object.kind === kind && object.metadata.name.includes(name))) }));

  test('fails in the reverse order', () => {
    expect(apply([...files].reverse(), false).length).toBeGreaterThan(10);
  });

  test('fails in one pass over all files, for what needs an established CRD or a running operator', () => {
    const [whole] = [{ file: 'all', objects: files.flatMap(({ objects }) => objects) }];
    expect(apply([whole], false)).toEqual(expect.arrayContaining([
      'all: SpinAppExecutor wasm-apps/containerd-shim-spin needs CustomResourceDefinition spinappexecutors.core.spinkube.dev in an earlier file',
      'all: SpinAppExecutor wasm-apps/containerd-shim-spin needs the operator in an earlier file',
      'all: SpinApp wasm-apps/my-wasm-api needs SpinAppExecutor wasm-apps/containerd-shim-spin in an earlier file',
    ]));
  });

  test.each(['-crds', '-operator', '-executors', '-wasm-platform'])('fails without the file *%s*', (part) => {
    expect(apply(without(part), false)).not.toEqual([]);
  });

  test.each([
    ['Namespace', 'edge-apps', [
      '0002: SpinAppExecutor edge-apps/containerd-shim-spin needs Namespace edge-apps',
      expect.stringMatching(/^0006: SpinAppExecutor edge-apps\/edge-[0-9a-f]{8} needs Namespace edge-apps$/),
      '0007: SpinApp edge-apps/edge-processor needs Namespace edge-apps',
    ]],
    ['RuntimeClass', 'wasmtime-spin-v2', [
      '0002: SpinAppExecutor wasm-apps/containerd-shim-spin needs RuntimeClass wasmtime-spin-v2',
      '0002: SpinAppExecutor edge-apps/containerd-shim-spin needs RuntimeClass wasmtime-spin-v2',
      '0002: SpinAppExecutor mixed-apps/containerd-shim-spin needs RuntimeClass wasmtime-spin-v2',
    ]],
    ['ServiceAccount', '', [
      '0001: RoleBinding spin-operator/spin-operator-leader-election-rolebinding '
      + 'needs ServiceAccount spin-operator/spin-operator-controller-manager',
      '0001: ClusterRoleBinding spin-operator-manager-rolebinding needs ServiceAccount spin-operator/spin-operator-controller-manager',
      '0001: ClusterRoleBinding spin-operator-proxy-rolebinding needs ServiceAccount spin-operator/spin-operator-controller-manager',
      '0001: Deployment spin-operator/spin-operator-controller-manager needs ServiceAccount spin-operator/spin-operator-controller-manager',
      '0010: ClusterRoleBinding monitoring-otel-collector needs ServiceAccount monitoring/otel-collector',
      '0010: Deployment monitoring/otel-collector needs ServiceAccount monitoring/otel-collector',
    ]],
  ])('fails without the %s %s', (kind, name, messages) => {
    expect(apply(reduced(kind, name), false)).toEqual(messages);
  });

  test('fails for the hello example where there is no SpinKube', () => {
    expect(apply(readManifests(committed('hello')), false)).toHaveLength(5);
  });
});
