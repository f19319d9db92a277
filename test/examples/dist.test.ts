import fs from 'node:fs';
import { apply, applyPhases } from './apply';
import { BEFORE, committed, FLAT_EXAMPLES } from './programs';
import { checkManifests, Known, ManifestFile, readManifests } from '../support/manifest-check';

const known: { [example: string]: Known } = { hello: { runtimeClasses: ['wasmtime-spin-v2'] }, runtimes: {} };

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

/** The phases of the guide, each as kubectl reads it at once: one file after the other, by their names. */
const phases = phasesOf('guide');

function phasesOf(example: string): ManifestFile[] {
  const found = new Map<string, any[]>();
  for (const { file, objects } of readManifests(committed(example)).filter(({ file: name }) => !name.endsWith('/kustomization.yaml'))) {
    const phase = file.slice(0, 1);
    found.set(phase, [...found.get(phase) ?? [], ...objects]);
  }
  return [...found].map(([file, objects]) => ({ file, objects }));
}

describe('dist/guide', () => {
  test('holds objects that a strict API server and the operator take', () => {
    expect(checkManifests(phases.flatMap(({ objects }) => objects))).toEqual([]);
  });

  test('applies phase by phase: whatever an object refers to is there before it', () => {
    expect(applyPhases(phases, false)).toEqual([]);
  });
});

describe('the simulated apply', () => {
  const reduced = (kind: string, name = '') => phases.map(({ file, objects }): ManifestFile =>
    ({ file, objects: objects.filter((object) => !(object.kind === kind && object.metadata.name.includes(name))) }));

  test('fails in the reverse order', () => {
    expect(applyPhases([...phases].reverse(), false).length).toBeGreaterThan(10);
  });

  test('fails in one pass over all files, for what needs an established CRD or a running operator', () => {
    const [whole] = [{ file: 'all', objects: phases.flatMap(({ objects }) => objects) }];
    expect(applyPhases([whole], false)).toEqual(expect.arrayContaining([
      'all: SpinAppExecutor wasm-apps/containerd-shim-spin needs CustomResourceDefinition spinappexecutors.core.spinkube.dev in an earlier file',
      'all: SpinAppExecutor wasm-apps/containerd-shim-spin needs the operator in an earlier file',
      'all: SpinApp wasm-apps/my-wasm-api needs SpinAppExecutor wasm-apps/containerd-shim-spin in an earlier file',
    ]));
  });

  test.each(phases.slice(0, -1).map(({ file }) => file))('fails without the phase %s', (phase) => {
    expect(applyPhases(phases.filter(({ file }) => file !== phase), false)).not.toEqual([]);
  });

  test.each([
    ['Namespace', 'edge-apps', [
      '4: SpinAppExecutor edge-apps/containerd-shim-spin needs Namespace edge-apps',
      '4: SpinAppExecutor edge-apps/edge-apps-edge needs Namespace edge-apps',
      '5: SpinApp edge-apps/edge-processor needs Namespace edge-apps',
    ]],
    ['RuntimeClass', 'wasmtime-spin-v2', [
      '4: SpinAppExecutor edge-apps/containerd-shim-spin needs RuntimeClass wasmtime-spin-v2',
      '4: SpinAppExecutor mixed-apps/containerd-shim-spin needs RuntimeClass wasmtime-spin-v2',
      '4: SpinAppExecutor wasm-apps/containerd-shim-spin needs RuntimeClass wasmtime-spin-v2',
    ]],
    ['ServiceAccount', 'otel-collector', [
      '5: Deployment monitoring/otel-collector needs ServiceAccount monitoring/otel-collector',
      '5: ClusterRoleBinding monitoring-otel-collector needs ServiceAccount monitoring/otel-collector',
    ]],
  ])('fails without the %s %s', (kind, name, messages) => {
    expect(applyPhases(reduced(kind, name), false)).toEqual(messages);
  });

  test('fails for the hello example where there is no SpinKube', () => {
    expect(apply(readManifests(committed('hello')), false)).toHaveLength(5);
  });
});
