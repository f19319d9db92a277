import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import {
  NodeProvisioning, RuleCode, Rules, SpinAppExecutor, WasmApp, WasmCluster, WasmImage, WasmNodePool, WasmPod, WasmRuntime,
  WasmtimeRuntimeClass,
} from '../../src';
import { ShimRelease } from '../../src/nodes/shim-release';
import { ShimRollout, WasmShim, WasmShimProps } from '../../src/nodes/wasm-shim';
import { chartOf, failureOf, orderOf, synth, yamlOf } from '../support/synth';

const RELEASE = ShimRelease.WASMTIME_0_6_0;
const MIRROR_RULE = 'a mirror must be a host with a dot or a port, optionally followed by a path in lower case, without a scheme; '
  + 'write it as "mirror.example.com" or "mirror.example.com:5000/wasm" (InvalidMirror)';
const CLASS_RULE = 'must be an RFC 1123 subdomain of at most 63 characters, after which runtime-class-manager cuts it; '
  + 'use lower-case letters, digits, dashes and dots (InvalidName)';

/** A cluster whose nodes get their shims by runtime-class-manager. */
function clusterOf(app = new App(), id = 'prod', shimVersion?: string): WasmCluster {
  return new WasmCluster(app, id, { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }), shimVersion });
}

/** A chart in such a cluster. */
function shims(cluster = clusterOf()): Chart {
  return new Chart(cluster, 'shims');
}

/** The spec of a Shim with the properties. */
function specOf(props: Partial<WasmShimProps> = {}, chart = shims()): any {
  new WasmShim(chart, 'shim', { release: RELEASE, ...props });
  return synth(chart).find(({ kind }) => kind === 'Shim').spec;
}

/** What a Shim with the properties fails with. */
function failure(props: Partial<WasmShimProps>): string {
  return failureOf((chart) => new WasmShim(chart, 'shim', { release: RELEASE, ...props }));
}

test('a Shim of known releases is what runtime-class-manager takes', () => {
  const chart = shims();
  const shim = new WasmShim(chart, 'spin', { release: ShimRelease.SPIN_0_23_0, nodeSelector: { spin: 'true' }, systemdCgroup: true });
  new WasmShim(chart, 'wasmtime', { release: ShimRelease.WASMTIME_0_6_0 });
  synth(chart);
  expect([shim.shimName, shim.handler, shim.runtimeClass.runtimeClassName, shim.runtimeClass.runtime])
    .toEqual(['spin-v2', 'spin-v2', 'spin-v2', WasmRuntime.SPIN]);
  expect(yamlOf(chart)).toMatchInlineSnapshot(`
"apiVersion: runtime.spinkube.dev/v1alpha1
kind: Shim
metadata:
  name: spin-v2
spec:
  containerdRuntimeOptions:
    SystemdCgroup: "true"
  fetchStrategy:
    platforms:
      - arch: amd64
        location: https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0/containerd-shim-spin-v2-linux-x86_64.tar.gz
        os: linux
        sha256: eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281
      - arch: arm64
        location: https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0/containerd-shim-spin-v2-linux-aarch64.tar.gz
        os: linux
        sha256: a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4
  nodeSelector:
    spin: "true"
  rolloutStrategy:
    type: recreate
  runtimeClass:
    handler: spin-v2
    name: spin-v2
---
apiVersion: runtime.spinkube.dev/v1alpha1
kind: Shim
metadata:
  name: wasmtime-v1
spec:
  fetchStrategy:
    platforms:
      - arch: amd64
        location: https://github.com/containerd/runwasi/releases/download/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-x86_64-linux-musl.tar.gz
        os: linux
      - arch: arm64
        location: https://github.com/containerd/runwasi/releases/download/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-aarch64-linux-musl.tar.gz
        os: linux
  rolloutStrategy:
    type: recreate
  runtimeClass:
    handler: wasmtime-v1
    name: wasmtime-v1
"
`);
});

test.each([
  ['spin-v2', 'spin-v2', ShimRelease.SPIN_0_24_0],
  ['wasmtime-v1', 'wasmtime-v1', ShimRelease.WASMTIME_0_6_0],
  ['wasmedge-v1', 'wasmedge-v1', ShimRelease.WASMEDGE_0_6_0],
  ['wasmer-v1', 'wasmer-v1', ShimRelease.WASMER_0_6_0],
  ['wamr-v1', 'wamr-v1', ShimRelease.WAMR_0_2_0],
])('Shim, handler and binary are all called %s, and the RuntimeClass %s', (name, runtimeClass, release) => {
  const chart = shims();
  new WasmShim(chart, 'shim', { release });
  const [{ metadata, spec }] = synth(chart);
  expect([metadata.name, spec.runtimeClass]).toEqual([name, { name: runtimeClass, handler: name }]);
  expect(release.runtime.binary).toBe(`containerd-shim-${name}`);
});

test('the RuntimeClass is not emitted, and pods and executors refer to it', () => {
  const cluster = clusterOf();
  const chart = shims(cluster);
  const { runtimeClass } = new WasmShim(chart, 'wasmtime', { release: RELEASE, runtimeClassName: 'wasm' });
  const spin = new WasmShim(chart, 'spin', { release: ShimRelease.SPIN_0_24_0 });
  const apps = new Chart(cluster, 'apps', { namespace: 'apps' });
  new WasmPod(apps, 'pod', { runtimeClass, image: WasmImage.container('ghcr.io/example/hello:v1') });
  new SpinAppExecutor(apps, 'executor', { runtimeClass: spin.runtimeClass });
  const objects = synth(cluster);
  expect(objects.filter(({ kind }) => kind === 'RuntimeClass')).toEqual([]);
  expect(objects.find(({ kind }) => kind === 'Pod').spec.runtimeClassName).toBe('wasm');
  expect(objects.find(({ kind }) => kind === 'SpinAppExecutor').spec.deploymentConfig.runtimeClassName).toBe('spin-v2');
});

test('apps without a placement run by the RuntimeClass of the Shim for Spin', () => {
  const cluster = clusterOf();
  const chart = shims(cluster);
  const { runtimeClass } = new WasmShim(chart, 'spin', { release: ShimRelease.SPIN_0_24_0 });
  new WasmApp(new Chart(cluster, 'apps', { namespace: 'apps' }), 'api', { image: 'ghcr.io/example/api:v1' });
  const executor = synth(cluster).find(({ kind }) => kind === 'SpinAppExecutor');
  expect(executor.spec.deploymentConfig.runtimeClassName).toBe(runtimeClass.runtimeClassName);
});

test('what depends on the RuntimeClass comes after the Shim', () => {
  const cluster = clusterOf();
  const apps = new Chart(cluster, 'apps');
  const { runtimeClass } = new WasmShim(shims(cluster), 'wasmtime', { release: RELEASE });
  new ApiObject(apps, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } }).node.addDependency(runtimeClass);
  expect(orderOf(cluster)).toEqual(['shims: Shim wasmtime-v1', 'apps: ConfigMap config']);
});

test('a tainted pool has a RuntimeClass of its own with the handler of the Shim', () => {
  const chart = shims();
  const shim = new WasmShim(chart, 'spin', { release: ShimRelease.SPIN_0_24_0, nodeSelector: { pool: 'wasm' } });
  new WasmNodePool(chart, 'edge', {
    handler: shim.handler,
    nodeSelector: { pool: 'wasm' },
    tolerations: [{ key: 'wasm', operator: 'Exists', effect: 'NoSchedule' }],
    runtimeClassName: 'edge-spin',
  });
  expect(synth(chart).map(({ kind, handler, scheduling, spec }) => [kind, handler ?? spec.runtimeClass, scheduling])).toEqual([
    ['Shim', { name: 'spin-v2', handler: 'spin-v2' }, undefined],
    ['RuntimeClass', 'spin-v2', { nodeSelector: { pool: 'wasm' }, tolerations: [{ key: 'wasm', operator: 'Exists', effect: 'NoSchedule' }] }],
  ]);
});

test('a tainted pool of another runtime takes the handler of its Shim too', () => {
  const chart = shims();
  const { handler } = new WasmShim(chart, 'wasmtime', { release: RELEASE });
  new WasmNodePool(chart, 'batch', {
    runtime: WasmRuntime.WASMTIME, handler, runtimeClassName: 'batch', tolerations: [{ key: 'batch', operator: 'Exists' }],
  });
  expect(synth(chart).find(({ kind }) => kind === 'RuntimeClass').handler).toBe('wasmtime-v1');
});

describe('options', () => {
  test('left out, write nothing', () => {
    expect(Object.keys(specOf()).sort()).toEqual(['fetchStrategy', 'rolloutStrategy', 'runtimeClass']);
    expect(specOf({ nodeSelector: {} })).toEqual(specOf());
    expect(specOf({ rolloutStrategy: ShimRollout.RECREATE })).toEqual(specOf());
  });

  test.each([true, false])('systemdCgroup %p is a text', (systemdCgroup) => {
    expect(specOf({ systemdCgroup }).containerdRuntimeOptions).toEqual({ SystemdCgroup: String(systemdCgroup) });
  });

  test('nodeSelector is copied', () => {
    const selector = { wasm: 'true' };
    const chart = shims();
    new WasmShim(chart, 'shim', { release: RELEASE, nodeSelector: selector });
    selector.wasm = 'false';
    expect(synth(chart)[0].spec.nodeSelector).toEqual({ wasm: 'true' });
  });

  test('an archive for one architecture alone, with its SHA-256', () => {
    const arm64 = { location: 'https://downloads.example.com/spin.tar.gz', sha256: 'ab'.repeat(32) };
    const release = ShimRelease.custom({ runtime: WasmRuntime.SPIN, arm64 });
    expect(specOf({ release }).fetchStrategy.platforms).toEqual([{ os: 'linux', arch: 'arm64', ...arm64 }]);
  });

  test.each([
    [{ host: 'mirror.example.com' }, 'https://mirror.example.com/containerd/runwasi/'],
    [{ host: 'mirror.example.com:5000/wasm', keepHosts: false }, 'https://mirror.example.com:5000/wasm/containerd/runwasi/'],
    [{ host: 'mirror.example.com/wasm', keepHosts: true }, 'https://mirror.example.com/wasm/github.com/containerd/runwasi/'],
  ])('mirror %j', (mirror, start) => {
    expect(specOf({ mirror }).fetchStrategy.platforms.map(({ location }: any) => location)).toEqual([
      `${start}releases/download/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-x86_64-linux-musl.tar.gz`,
      `${start}releases/download/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-aarch64-linux-musl.tar.gz`,
    ]);
  });

  test('a mirror leaves the SHA-256 as it is', () => {
    const release = ShimRelease.SPIN_0_23_0;
    expect(specOf({ release, mirror: { host: 'mirror.example.com' } }).fetchStrategy.platforms[0].sha256).toBe(release.amd64?.sha256);
  });

  test('metadata has labels and annotations, and no namespace reaches the Shim', () => {
    const chart = new Chart(clusterOf(), 'shims', { namespace: 'apps' });
    new WasmShim(chart, 'shim', { release: RELEASE, metadata: { labels: { tier: 'edge' }, annotations: { note: 'x' } } });
    expect(synth(chart)[0].metadata).toEqual({ name: 'wasmtime-v1', labels: { tier: 'edge' }, annotations: { note: 'x' } });
  });

  test('a JSON patch survives', () => {
    const chart = shims();
    const shim = new WasmShim(chart, 'shim', { release: RELEASE });
    ApiObject.of(shim).addJsonPatch(JsonPatch.add('/spec/containerdRuntimeOptions', { Debug: 'true' }));
    expect(synth(chart)[0].spec.containerdRuntimeOptions).toEqual({ Debug: 'true' });
  });
});

describe('a Shim fails', () => {
  test.each<[string, Partial<WasmShimProps>, string]>([
    ['with its name as a key of its selector', { nodeSelector: { 'wasmtime-v1': 'true' } },
      'spec.nodeSelector["wasmtime-v1"]: got "true"; runtime-class-manager writes its state into the node label with the name of the Shim, '
      + 'which would unselect the node; select nodes by another label (ShimSelectsItself)'],
    ['with a rolling rollout', { rolloutStrategy: ShimRollout.ROLLING },
      'spec.rolloutStrategy.type: got "rolling"; runtime-class-manager answers "rolling strategy not implemented yet", and no node gets the '
      + 'shim; leave it out, or label the nodes a few at a time (UnsupportedRollout)'],
    ['with a name of its own', { metadata: { name: 'wasmtime' } },
      'metadata.name: got "wasmtime"; runtime-class-manager looks for a binary of this name in the archive, which holds '
      + 'containerd-shim-wasmtime-v1; leave it out, and the Shim is called "wasmtime-v1" (InvalidName)'],
    ['with a RuntimeClass name in capitals', { runtimeClassName: 'Wasm' }, `spec.runtimeClass.name: got "Wasm"; ${CLASS_RULE}`],
    ['with a RuntimeClass name that would be cut', { runtimeClassName: 'w'.repeat(64) },
      `spec.runtimeClass.name: got "${'w'.repeat(64)}"; ${CLASS_RULE}`],
    ['with a mirror that is an address', { mirror: { host: 'https://mirror.example.com' } },
      `mirror.host: got "https://mirror.example.com"; ${MIRROR_RULE}`],
    ['with a selector that no label meets', { nodeSelector: { wasm: 'a b' } },
      'spec.nodeSelector["wasm"]: got "a b"; a label value must be empty or at most 63 letters, digits, \'-\', \'_\' and \'.\', starting and '
      + 'ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)'],
    ['for Spin on nodes that are said to have another handler', { release: ShimRelease.SPIN_0_24_0 },
      'spec.runtimeClass.handler: got "spin-v2"; the nodes of this cluster are said to have the handler "spin", and pods of another never '
      + 'start; say NodeProvisioning.runtimeClassManager() on the WasmCluster (HandlerMismatch)'],
  ])('%s', (_what, props, message) => {
    expect(failure(props)).toBe(`[test/shim] ${message}`);
  });

  test('with an option that its shim does not take', () => {
    const amd64 = { location: 'https://downloads.example.com/acme.tar.gz' };
    const acme = { binary: 'containerd-shim-acme-v1', runtimeType: 'io.containerd.acme.v1', handler: 'acme' };
    const release = (takesSystemdCgroup?: boolean) => ShimRelease.custom({ runtime: WasmRuntime.custom({ ...acme, takesSystemdCgroup }), amd64 });
    expect(failure({ release: release(), systemdCgroup: false })).toBe('[test/shim] systemdCgroup: got false; a shim without this option may start no '
      + 'container with it: containerd-shim-acme-v1; leave it out; a runtime of your own says that it has it by takesSystemdCgroup (UnusedOption)');
    expect(() => new WasmShim(chartOf(), 'shim', { release: release(true), systemdCgroup: false })).not.toThrow();
  });

  test('with all its problems at once', () => {
    expect(failure({ rolloutStrategy: ShimRollout.ROLLING, mirror: { host: 'mirror' }, runtimeClassName: '' }).split('\n'))
      .toEqual([
        expect.stringMatching(/^\[test\/shim\] spec\.runtimeClass\.name: got "";/),
        expect.stringMatching(/^\[test\/shim\] mirror\.host: got "mirror";/),
        expect.stringMatching(/^\[test\/shim\] spec\.rolloutStrategy\.type: got "rolling";/),
      ]);
  });

  test('for Spin of another release than the cluster is said to have', () => {
    const chart = shims(clusterOf(new App(), 'prod', '0.23.0'));
    expect(() => new WasmShim(chart, 'shim', { release: ShimRelease.SPIN_0_24_0 })).toThrow(new Error(
      '[prod/shims/shim] release: got "0.24.0"; the nodes of this cluster are said to have containerd-shim-spin 0.23.0; '
      + 'name the same release as shimVersion of the WasmCluster (VersionConflict)'));
    expect(() => new WasmShim(chart, 'same', { release: ShimRelease.SPIN_0_23_0 })).not.toThrow();
    expect(() => new WasmShim(chart, 'wasmtime', { release: RELEASE })).not.toThrow();
  });

  const classRule = (path: string) => `a RuntimeClass of this name is also made by ${path}, and runtime-class-manager makes it for this Shim `
    + 'only where there is none; give one of them another name (DuplicateObject)';

  test('beside a RuntimeClass of its name', () => {
    expect(failureOf((chart) => {
      new WasmShim(chart, 'shim', { release: RELEASE });
      new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime-v1' }, handler: 'wasmtime-v1' });
    })).toBe(`[test/shim] spec.runtimeClass.name: got "wasmtime-v1"; ${classRule('test/class/Resource')}`);
  });

  test('beside another Shim that asks for its RuntimeClass', () => {
    expect(failureOf((chart) => {
      new WasmShim(chart, 'a', { release: RELEASE, runtimeClassName: 'wasm' });
      new WasmShim(chart, 'b', { release: ShimRelease.WASMER_0_6_0, runtimeClassName: 'wasm' });
    }).split('\n')).toEqual([
      `[test/a] spec.runtimeClass.name: got "wasm"; ${classRule('test/b')}`,
      `[test/b] spec.runtimeClass.name: got "wasm"; ${classRule('test/a')}`,
    ]);
  });

  test('beside a RuntimeClass of its runtime with another handler', () => {
    expect(failureOf((chart) => {
      new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' } });
      new WasmShim(chart, 'shim', { release: RELEASE });
    })).toBe('[test/shim] spec.runtimeClass.handler: got "wasmtime-v1"; test/class starts containerd-shim-wasmtime-v1 by the handler '
      + '"wasmtime", which this Shim does not install; give it the handler "wasmtime-v1" (HandlerMismatch)');
  });

  test('beside another of its name', () => {
    expect(failureOf((chart) => {
      new WasmShim(chart, 'a', { release: RELEASE });
      new WasmShim(chart, 'b', { release: RELEASE, runtimeClassName: 'other' });
    })).toBe('[test/b] metadata.name: got "wasmtime-v1"; Shim of this name and namespace is also made by test/a/Resource, and a cluster '
      + 'holds one; give it another name or namespace, or put it into another WasmCluster (DuplicateObject)');
  });
});

test('clusters of one program have Shims and RuntimeClasses of one name', () => {
  const app = new App();
  for (const id of ['one', 'two']) {
    new WasmShim(shims(clusterOf(app, id)), 'shim', { release: RELEASE });
  }
  new WasmtimeRuntimeClass(new Chart(new WasmCluster(app, 'three'), 'classes'), 'class', { metadata: { name: 'wasmtime-v1' } });
  expect(() => app.synthYaml()).not.toThrow();
});

test('a relaxed rule writes what was given', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = shims();
  Rules.of(chart).warnOnly(RuleCode.UNSUPPORTED_ROLLOUT, 'our own build has it');
  expect(specOf({ rolloutStrategy: ShimRollout.ROLLING }, chart).rolloutStrategy).toEqual({ type: 'rolling' });
  expect(write.mock.calls.join('')).toMatch(/^warning: \[prod\/shims\/shim\] spec\.rolloutStrategy\.type: .*; allowed here: our own build has it\n$/);
  write.mockRestore();
});

test('a runtime without releases is warned of', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const amd64 = { location: 'https://downloads.example.com/slight.tar.gz' };
  specOf({ release: ShimRelease.custom({ runtime: WasmRuntime.SLIGHT, amd64 }) });
  expect(write.mock.calls.join('')).toBe('warning: [prod/shims/shim] release: got "containerd-shim-slight-v1"; it has had no release since June '
    + '2024; move to a runtime that is maintained (UnmaintainedRuntime)\n');
  write.mockRestore();
});

test('every render gives the same bytes', () => {
  const chart = chartOf();
  new WasmShim(chart, 'shim', { release: RELEASE, systemdCgroup: true });
  expect(yamlOf(chart)).toBe(yamlOf(chart));
});
