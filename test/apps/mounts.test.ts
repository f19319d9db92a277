import { App, Chart, Size } from 'cdk8s';
import {
  ConfigMap, EmptyDirMedium, IStorage, MountOptions, MountPropagation, PersistentVolumeAccessMode, PersistentVolumeClaim, Secret, Volume,
} from 'cdk8s-plus-28';
import { ExecutorManagement, ISpinAppExecutor, SpinAppExecutor, SpinAppExecutorProps, WasmApp, WasmCluster } from '../../src';
import { chartOf, failureOf, synth, warningsOf, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

/** Volumes and mounts of an app with one volume at `/data`, as YAML. */
function mounted(storage: (chart: Chart) => IStorage, options?: MountOptions): string {
  const chart = chartOf();
  new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }).mount('/data', storage(chart), options);
  return yamlOfKind(chart.node.root, 'SpinApp').split('  replicas: 2\n')[1].replace(/^ {2}/gm, '');
}

const emptyDir = (chart: Chart) => Volume.fromEmptyDir(chart, 'volume', 'scratch');

describe('mount', () => {
  it('writes a volume and where it is mounted', () => {
    expect(mounted(emptyDir)).toMatchInlineSnapshot(`
      volumeMounts:
        - mountPath: /data
          name: scratch
      volumes:
        - emptyDir: {}
          name: scratch
    `);
  });

  it('writes how it is mounted', () => {
    expect(mounted(emptyDir, { readOnly: true, subPath: 'inner', propagation: MountPropagation.HOST_TO_CONTAINER })).toMatchInlineSnapshot(`
      volumeMounts:
        - mountPath: /data
          mountPropagation: HostToContainer
          name: scratch
          readOnly: true
          subPath: inner
      volumes:
        - emptyDir: {}
          name: scratch
    `);
  });

  it('writes sizes as the API server stores them', () => {
    expect(mounted((chart) => Volume.fromEmptyDir(chart, 'volume', 'scratch', {
      medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(1024),
    }))).toMatchInlineSnapshot(`
      volumeMounts:
        - mountPath: /data
          name: scratch
      volumes:
        - emptyDir:
            medium: Memory
            sizeLimit: 1Gi
          name: scratch
    `);
  });

  it('writes a ConfigMap', () => {
    expect(mounted((chart) => Volume.fromConfigMap(chart, 'volume', ConfigMap.fromConfigMapName(chart, 'map', 'settings'), {
      items: { 'app.toml': { path: 'settings.toml' } },
    }))).toMatchInlineSnapshot(`
      volumeMounts:
        - mountPath: /data
          name: configmap-settings
      volumes:
        - configMap:
            items:
              - key: app.toml
                path: settings.toml
            name: settings
          name: configmap-settings
    `);
  });

  it('writes a Secret', () => {
    expect(mounted((chart) => Volume.fromSecret(chart, 'volume', Secret.fromSecretName(chart, 'secret', 'keys'), {
      defaultMode: 0o400,
    }))).toMatchInlineSnapshot(`
      volumeMounts:
        - mountPath: /data
          name: secret-keys
      volumes:
        - name: secret-keys
          secret:
            defaultMode: 256
            secretName: keys
    `);
  });

  it('writes a PersistentVolumeClaim', () => {
    expect(mounted((chart) => Volume.fromPersistentVolumeClaim(chart, 'volume', PersistentVolumeClaim.fromClaimName(chart, 'claim', 'files'))))
      .toMatchInlineSnapshot(`
        volumeMounts:
          - mountPath: /data
            name: pvc-files
        volumes:
          - name: pvc-files
            persistentVolumeClaim:
              claimName: files
      `);
  });

  it('writes a claim that the program makes beside it', () => {
    const chart = chartOf();
    const claim = new PersistentVolumeClaim(chart, 'claim', {
      metadata: { name: 'files' }, accessModes: [PersistentVolumeAccessMode.READ_WRITE_MANY], storage: Size.gibibytes(1),
    });
    new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }).mount('/data', Volume.fromPersistentVolumeClaim(chart, 'volume', claim));
    expect((chart.node.root as App).synthYaml()).toContain('persistentVolumeClaim:\n        claimName: files\n');
  });

  it('writes a volume once that is mounted twice', () => {
    const chart = chartOf();
    const app = new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' });
    const volume = emptyDir(chart);
    app.mount('/data', volume, { subPath: 'a' });
    app.mount('/cache', volume, { subPath: 'b' });
    const { volumes, volumeMounts } = synth(chart.node.root)[1].spec;
    expect(volumes).toEqual([{ name: 'scratch', emptyDir: {} }]);
    expect(volumeMounts).toEqual([
      { name: 'scratch', mountPath: '/data', subPath: 'a' }, { name: 'scratch', mountPath: '/cache', subPath: 'b' },
    ]);
  });

  it('keeps volumes in the order in which they are mounted', () => {
    const chart = chartOf();
    const app = new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' });
    ['z', 'a', 'm'].forEach((name) => app.mount(`/${name}`, Volume.fromEmptyDir(chart, name, name)));
    expect(synth(chart.node.root)[1].spec.volumes.map(({ name }: any) => name)).toEqual(['z', 'a', 'm']);
  });

  it.each(['/runtime-config', '/etc/ssl/certs/own.crt', '/spin', '/.cached', '/spin.json.d', '/data/.spin'])('allows %s', (path) => {
    const chart = chartOf();
    new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }).mount(path, emptyDir(chart));
    expect(synth(chart.node.root)[1].spec.volumeMounts[0].mountPath).toBe(path);
  });
});

describe('mount at the CA certificates', () => {
  type Executor = (chart: Chart) => ISpinAppExecutor | undefined;
  const executor = (props: Partial<SpinAppExecutorProps>): Executor => (chart) =>
    new SpinAppExecutor(chart, 'executor', { metadata: { name: 'own' }, spinImage: 'ghcr.io/acme/spin:v1', ...props });
  const mountedWith = (given: Executor) => (chart: Chart) =>
    new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1', executor: given(chart) }).mount('/etc/ssl/certs', emptyDir(chart));

  it.each<[string, Executor]>([
    ['has none', executor({ installDefaultCaCerts: false })],
    ['makes no Deployment', executor({ createDeployment: false })],
    ['is made elsewhere', (chart) => SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'own')],
  ])('is fine where the executor %s', (_what, given) => {
    const chart = chartOf();
    mountedWith(given)(chart);
    const app = synth(chart.node.root, { executors: ['own'] }).find(({ kind }) => kind === 'SpinApp');
    expect(app.spec.volumeMounts[0].mountPath).toBe('/etc/ssl/certs');
  });

  it.each<[string, Executor]>([
    ['its default ones', executor({})],
    ['a Secret', (chart) => executor({ caCertSecret: Secret.fromSecretName(chart, 'ca', 'ca') })(chart)],
    ['those of an implicit executor', () => undefined],
  ])('fails where the operator mounts %s', (_what, given) => {
    expect(failureOf(mountedWith(given))).toContain('[test/api] spec.volumeMounts[0].mountPath: got "/etc/ssl/certs"; it would hide the CA certificates');
  });

  it('fails for an executor that is declared after the app, and for that of SpinKube where it exists', () => {
    expect(failureOf((chart) => {
      mountedWith(() => undefined)(chart);
      executor({})(chart);
    })).toContain('it would hide the CA certificates');
    const existing = new WasmCluster(new App(), 'prod', { executors: ExecutorManagement.EXISTING });
    mountedWith(() => undefined)(new Chart(existing, 'test', { namespace: 'apps' }));
    expect(() => (existing.node.root as App).synthYaml()).toThrow('it would hide the CA certificates');
  });

  it('is fine for an executor without them that is declared after the app', () => {
    const chart = chartOf();
    mountedWith(() => undefined)(chart);
    executor({ installDefaultCaCerts: false })(chart);
    expect(synth(chart.node.root).map(({ kind }) => kind)).toContain('SpinApp');
  });
});

describe('mount fails for', () => {
  const PATH = 'spec.volumeMounts.mountPath: got';
  const PLAIN = "a mount path is absolute, without ':', '.' or '..' parts and a slash at its end; write it as \"/data\" (InvalidMount)";
  const INSIDE = "is a path inside the volume: relative, without '..'; write it as \"folder/file\" (InvalidMount)";

  const failure = (path: string, options?: MountOptions) => failureOf((chart) =>
    new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }).mount(path, emptyDir(chart), options));

  it.each(['//spin.json', '/data/../spin.json', '//', 'spin.json/', './'])('a path that another spelling does not make free: %s', (path) => {
    expect(failure(path)).toMatch(/it would hide what Spin and the operator keep at .*\(InvalidMount\)$/);
  });

  // a cluster ran the pods of apps with such paths
  it.each(['/data/', '/data/../files', '/./data', 'data', '/a:b'])('nothing but its spelling, which is only advised against: %s', (path) => {
    expect(warningsOf((chart) => new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }).mount(path, emptyDir(chart))))
      .toBe(`[test/api] ${PATH} "${path}"; ${PLAIN}`);
  });

  it('a path that kubectl reads as something else', () => {
    expect(failure('/data\u2028')).toBe(`[test/api] ${PATH} "/data\u2028"; some YAML readers, kubectl's among them, would take it for something else; `
      + 'make the app a FleetApp, which quotes it (AmbiguousScalar)');
  });

  it.each<[MountOptions, string]>([
    [{ subPath: 'a', subPathExpr: '$(B)' }, 'subPathExpr: got "$(B)"; goes without subPath; give one of the two (InvalidMount)'],
    [{ subPath: '../a' }, `subPath: got "../a"; ${INSIDE}`],
    [{ subPath: 'a/..' }, `subPath: got "a/.."; ${INSIDE}`],
    [{ subPath: '/a' }, `subPath: got "/a"; ${INSIDE}`],
    [{ subPathExpr: '/$(A)' }, `subPathExpr: got "/$(A)"; ${INSIDE}`],
    [{ propagation: MountPropagation.BIDIRECTIONAL },
      'mountPropagation: got "Bidirectional"; is for privileged containers; use HostToContainer, or leave it out (InvalidMount)'],
  ])('options that the Deployment of the operator could not have: %j', (options, message) => {
    expect(failure('/data', options)).toBe(`[test/api] spec.volumeMounts.${message}`);
  });

  it.each<[string, (chart: Chart) => IStorage, string]>([
    ['a path on the node', (chart) => Volume.fromHostPath(chart, 'volume', 'data', { path: '/a/../b' }), 'spec.volumes["data"].hostPath.path: got "/a/../b"; '
      + 'a path on the node is not empty and has no \'..\'; write it as "/var/data" (InvalidVolume)'],
    ['a mode', (chart) => Volume.fromSecret(chart, 'volume', Secret.fromSecretName(chart, 'secret', 'keys'), { defaultMode: 1000 }),
      'spec.volumes["secret-keys"].secret.defaultMode: got 1000; the mode of a file is 0 to 0777 in octal digits, 511 in decimal ones; '
      + 'write it as 0o644 in a program and as 420 in a manifest (InvalidVolume)'],
    ['a managed disk of the default kind', (chart) => Volume.fromAzureDisk(chart, 'volume', 'disk', '/subscriptions/s', { name: 'disk' }),
      'spec.volumes["disk"].azureDisk.diskURI: got "/subscriptions/s"; a disk of kind Shared, which is the default, or Dedicated is named by its address; '
      + 'use kind Managed for a disk below /subscriptions/, or write it as "https://<account>.blob.core.windows.net/<container>/<disk>.vhd" (InvalidVolume)'],
    ['a claim by a name that none has', (chart) => Volume.fromPersistentVolumeClaim(chart, 'volume', PersistentVolumeClaim.fromClaimName(chart, 'c', 'Bad_'), {
      name: 'files',
    }), 'spec.volumes["files"].persistentVolumeClaim.claimName: got "Bad_"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; '
      + 'use lower-case letters, digits, dashes and dots (InvalidReference)'],
  ])('a volume that the pods of the operator could not have: %s', (_, storage, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }).mount('/data', storage(chart)))).toBe(`[test/api] ${message}`);
  });

  it('something wrong, and then adds nothing', () => {
    const app = new WasmApp(chartOf(), 'api', { image: 'ghcr.io/acme/api:v1' });
    expect(() => app.mount('/data', Volume.fromEmptyDir(app, 'volume', 'spin-ca'))).toThrow(/\(ReservedVolume\)$/);
    expect(() => app.mount('/spin.json', Volume.fromEmptyDir(app, 'other', 'other'))).toThrow(/\(InvalidMount\)$/);
    const { spec } = synth(app.node.root)[1];
    expect([spec.volumes, spec.volumeMounts]).toEqual([undefined, undefined]);
  });
});
