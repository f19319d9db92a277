import { Kustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import { ApiObject, Chart, Duration } from 'cdk8s';
import {
  ComponentSource, FleetApp, FluxLayoutOptions, FluxSourceKind, GitLayout, ShimRelease, SpinKubeInstall, SpinKubeVersion, WasmCluster,
} from '../../../src';
import { EXECUTOR_END, handlerCheck } from '../support/commands';
import { configMap, failure, Files, laidOut, objectIn, platform, twoClusters } from '../support/fleet-program';

const layout = (options: Partial<FluxLayoutOptions> = {}) => GitLayout.flux({ sourceName: 'fleet', ...options });
const one = (app: FleetApp) => configMap(app, 'a');
const both = (app: FleetApp) => ['north', 'south'].forEach((id) => configMap(new WasmCluster(app, id), 'a'));

const apps = (options?: Partial<FluxLayoutOptions>, program: (app: FleetApp) => unknown = one) =>
  objectIn(laidOut({ layout: layout(options) }, program), 'flux/5-apps.yaml');

/** Kustomizations of a folder by name, held against the schema; it is of Flux 2.3, so that what 2.5 added is held here. */
function kustomizations(files: Files, folder = 'flux/'): { [name: string]: any } {
  const objects = Object.keys(files).filter((name) => name.startsWith(folder) && name.endsWith('.yaml')).map((name) => objectIn(files, name));
  for (const { spec: { healthCheckExprs = [], deletionPolicy = 'MirrorPrune', ...spec }, ...object } of objects) {
    new Kustomization({ ...object, spec }).validate();
    expect(['MirrorPrune', 'Delete', 'WaitForTermination', 'Orphan']).toContain(deletionPolicy);
    for (const { apiVersion, kind, current, failed, ...unknown } of healthCheckExprs) {
      expect([apiVersion, kind, current, failed].map((text) => typeof text)).toEqual(['string', 'string', 'string', 'string']);
      expect(unknown).toEqual({});
    }
  }
  return Object.fromEntries(objects.map((object) => [object.metadata.name, object]));
}

describe('the Kustomizations of a Flux layout', () => {
  const files = laidOut({ layout: layout() }, platform);
  const found = kustomizations(files);

  it('are one for each phase, each waiting for the phase before it', () => {
    expect(Object.entries(found).map(([name, { spec }]) => [name, spec.dependsOn, spec.path, spec.wait])).toEqual([
      ['wasm-crds', undefined, './manifests/1-crds', true],
      ['wasm-cert-manager', [{ name: 'wasm-crds' }], './manifests/2-cert-manager', true],
      ['wasm-operator', [{ name: 'wasm-cert-manager' }], './manifests/3-operator', true],
      ['wasm-executors', [{ name: 'wasm-operator' }], './manifests/4-executors', true],
      ['wasm-apps', [{ name: 'wasm-executors' }], './manifests/5-apps', true],
    ]);
  });

  it('read folders that are there, and stand in none of them', () => {
    const folders = Object.values(found).map(({ spec }) => spec.path.replace('./', ''));
    expect(folders.filter((folder) => !Object.keys(files).some((name) => name.startsWith(`${folder}/`)))).toEqual([]);
    expect(Object.keys(files).filter((name) => folders.some((folder) => name.startsWith(`${folder}/`)) && /toolkit\.fluxcd\.io/.test(files[name]))).toEqual([]);
  });

  it('build a released file with its phase', () => {
    expect(files['manifests/2-cert-manager/+kustomize/cert-manager/kustomization.yaml']).toContain('https://example.com/cert-manager.yaml');
  });

  it('remove what is gone, but no custom resource definition', () => {
    expect(Object.values(found).map(({ spec }) => [spec.prune, spec.deletionPolicy])).toEqual([
      [false, undefined], ...Array(4).fill([true, 'WaitForTermination']),
    ]);
    const kept = kustomizations(laidOut({ layout: layout({ prune: false }) }, platform));
    expect(Object.values(kept).map(({ spec }) => [spec.prune, spec.deletionPolicy])).toEqual(Array(5).fill([false, undefined]));
  });

  it('skip phases that have no objects', () => {
    const few = kustomizations(laidOut({ layout: layout() }, (app) => {
      one(app);
      new ApiObject(new Chart(app, 'crd'), 'crd', { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a.example.com' } });
    }));
    expect(few['wasm-apps'].spec.dependsOn).toEqual([{ name: 'wasm-crds' }]);
  });

  it('take all options', () => {
    const object = apps({
      sourceKind: FluxSourceKind.OCI_REPOSITORY,
      sourceNamespace: 'sources',
      path: 'dist/fleet/',
      namespace: 'gitops',
      name: 'shops',
      interval: Duration.hours(1),
      timeout: Duration.seconds(90),
    });
    expect(object).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'shops-apps', namespace: 'gitops' },
      spec: {
        sourceRef: { kind: 'OCIRepository', name: 'fleet', namespace: 'sources' },
        path: './dist/fleet/manifests/5-apps',
        interval: '60m',
        timeout: '90s',
        prune: true,
        deletionPolicy: 'WaitForTermination',
        wait: true,
      },
    });
  });

  it('have the defaults', () => {
    expect(apps().spec).toMatchObject({ sourceRef: { kind: 'GitRepository', name: 'fleet' }, interval: '10m', timeout: '5m' });
    expect(apps().metadata.namespace).toBe('flux-system');
  });

  it('stand in a folder for each cluster, whose own Flux reads it, unless a Secret leads there', () => {
    const two = laidOut({ layout: layout({ kubeConfigSecrets: { south: 'south-kubeconfig' } }) }, twoClusters);
    const [north, south] = ['north', 'south'].map((cluster) => kustomizations(two, `flux/${cluster}/`));
    expect(Object.keys(north)).toEqual(['crds', 'cert-manager', 'operator', 'executors', 'apps'].map((phase) => `wasm-north-${phase}`));
    expect(Object.values(north).map(({ spec }) => spec.kubeConfig)).toEqual(Array(5).fill(undefined));
    expect(Object.values(south).map(({ spec }) => spec.kubeConfig)).toEqual(Array(5).fill({ secretRef: { name: 'south-kubeconfig' } }));
    expect(south['wasm-south-apps'].spec.dependsOn).toEqual([{ name: 'wasm-south-executors' }]);
    expect(south['wasm-south-apps'].spec.path).toBe('./manifests/south/5-apps');
  });
});

describe('the health checks of a Flux layout', () => {
  it('say when a SpinApp is ready, in the phase that has some', () => {
    const found = kustomizations(laidOut({ layout: layout() }, platform));
    expect(Object.keys(found).filter((name) => found[name].spec.healthCheckExprs)).toEqual(['wasm-apps']);
    expect(found['wasm-apps'].spec.healthCheckExprs).toEqual([{
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      current: "metadata.namespace + '/' + spec.executor in ['bare/external'] || (has(status.conditions) && "
        + "status.conditions.exists(c, c.type == 'Available' && c.status == 'True') && "
        + "!status.conditions.exists(c, c.type == 'Progressing' && c.reason == 'ReplicaSetUpdated'))",
      failed: "!(metadata.namespace + '/' + spec.executor in ['bare/external']) && has(status.conditions) && "
        + "status.conditions.exists(c, c.type == 'Progressing' && c.reason == 'ProgressDeadlineExceeded')",
    }]);
  });

  it('except no app where the operator makes all Deployments', () => {
    const spinApp = (app: FleetApp, executor?: object) => {
      const chart = new Chart(app, 'a');
      new ApiObject(chart, 'app', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'app' }, spec: { executor: 'own' } } as any);
      if (executor) {
        new ApiObject(chart, 'executor', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppExecutor', metadata: { name: 'own' }, spec: executor } as any);
      }
    };
    const [plain, own, unset] = [undefined, { createDeployment: true }, { createDeployment: false }]
      .map((executor) => apps({}, (app) => spinApp(app, executor)).spec.healthCheckExprs[0]);
    expect(plain.current).toMatch(/^has\(status\.conditions\) && /);
    expect(own).toEqual(plain);
    expect(unset.current).toMatch(/^spec\.executor in \['own'\] \|\| \(has/);
  });
});

describe('the page for Flux', () => {
  const commands = (page: string) => page.split('\n').filter((line) => /^(kubectl|CLUSTER|#) ?/.test(line) && !/^#+ [A-Z]/.test(line));

  it('hands over the folder, and removes the phases in reverse', () => {
    expect(commands(laidOut({ layout: layout() }, platform)['flux/APPLY.md'])).toEqual([
      'kubectl apply -f flux',
      handlerCheck('spin'),
      ...['apps', 'executors', 'operator', 'cert-manager', 'crds']
        .map((phase) => `kubectl delete -n flux-system kustomizations.kustomize.toolkit.fluxcd.io/wasm-${phase}`),
      ...EXECUTOR_END,
    ]);
  });

  it('labels the nodes of shims, and says which Flux the charts take', () => {
    const pageOf = (source: ComponentSource) => laidOut({ layout: layout() }, (app) => ['north', 'south', 'west'].forEach((id) => {
      new SpinKubeInstall(new WasmCluster(app, id), 'spinkube', {
        version: SpinKubeVersion.V0_6_1,
        runtimeClassManager: id === 'west' ? undefined : { release: ShimRelease.SPIN_0_24_0, nodeSelector: { spin: 'true' }, source },
      });
    }))['flux/APPLY.md'];
    expect(pageOf(ComponentSource.flux())).toContain('Needs Flux 2.6 or later');
    expect(pageOf(ComponentSource.bundled())).toContain('Needs Flux 2.5 or later');
    expect(pageOf(ComponentSource.bundled())).toContain([
      '```sh', '# in the cluster itself, for each of these: north south',
      '# for each node that is to have the shim spin-v2, in place of NODE; containerd is restarted there: where pods for WebAssembly run, drain it first', 'kubectl label node NODE spin=true', '```',
    ].join('\n'));
    expect(laidOut({ layout: layout() }, platform)['flux/APPLY.md']).not.toContain('## Nodes');
  });

  it('says in which cluster', () => {
    const page = laidOut({ layout: layout({ kubeConfigSecrets: { south: 'key' } }) }, both)['flux/APPLY.md'];
    expect(commands(page.split('## Kustomizations')[1]).slice(0, 6)).toEqual([
      "# in Flux' own cluster, for each of these: south", 'CLUSTER=south', 'kubectl apply -f flux/$CLUSTER',
      '# in the cluster itself, for each of these: north', 'CLUSTER=north', 'kubectl apply -f flux/$CLUSTER',
    ]);
  });
});

describe('a Flux layout fails', () => {
  const LABEL = "the name becomes the value of a label, so it must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes";
  const NAME = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots";
  const DURATION = 'must be whole seconds, at least one; write it as Duration.minutes(10) (InvalidLayout)';

  it.each<[string, Partial<FluxLayoutOptions>, string]>([
    ['a source that is no name', { sourceName: 'My Source' }, `[layout] sourceName: got "My Source"; ${NAME} (InvalidReference)`],
    ['a name in capitals', { name: 'Root' }, `[layout] name: got "Root"; ${LABEL} (InvalidName)`],
    ['an absolute path', { path: '/dist' }, '[layout] path: got "/dist"; must be a path inside the repository: relative, with \'/\', and without \'..\'; '
      + 'write it from the root of the repository, as "dist/fleet" (InvalidPath)'],
    ['a part of a second', { interval: Duration.millis(1500) }, `[layout] interval: got "1500ms"; ${DURATION}`],
    ['no time at all', { timeout: Duration.seconds(0) }, `[layout] timeout: got "0ms"; ${DURATION}`],
    ['a Secret that is no name', { kubeConfigSecrets: { a: 'A B' } }, `[layout] kubeConfigSecrets["a"]: got "A B"; ${NAME} (InvalidReference)`],
  ])('for %s', (_, options, message) => {
    expect(failure(() => new FleetApp({ layout: layout(options) }))).toBe(message);
  });

  it('for a Secret of no cluster', () => {
    expect(failure(() => laidOut({ layout: layout({ kubeConfigSecrets: { west: 'key' } }) }, both))).toBe(
      '[] kubeConfigSecrets["west"]: got "west"; the program has no WasmCluster of this name with objects; name one of north, south (InvalidLayout)');
  });

  it('for names that are too long with a cluster and a phase', () => {
    const name = 'x'.repeat(45);
    expect(failure(() => laidOut({ layout: layout({ name }) }, both))).toBe(['north', 'south']
      .map((cluster) => `[] name with cluster ${cluster}: got "${name}-${cluster}-cert-manager"; ${LABEL} (InvalidName)`).join('\n'));
    expect(Object.keys(laidOut({ layout: layout({ name: name.slice(1) }) }, both))).toHaveLength(5);
    expect(failure(() => laidOut({ layout: layout({ name: `${name}${'y'.repeat(6)}` }) }, one))).toBe(
      `[] name with phase: got "${name}yyyyyy-cert-manager"; ${LABEL} (InvalidName)`);
  });
});
