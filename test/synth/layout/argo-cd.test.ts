import { Application, ApplicationSet } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1';
import { ApiObject, Chart } from 'cdk8s';
import {
  ArgoCdDestination, ArgoCdLayoutOptions, ComponentSource, FleetApp, GitLayout, ShimRelease, SpinKubeInstall, SpinKubeVersion, WasmCluster,
} from '../../../src';
import { checkManifest } from '../../support/manifest-check';
import { configMap, failure, laidOut, objectIn, objectsIn, platform, twoClusters } from '../support/fleet-program';
import { healthBy } from '../support/lua';

const WAVE = 'argocd.argoproj.io/sync-wave';
const OPTIONS: ArgoCdLayoutOptions = { repoUrl: 'https://git.example.com/fleet.git' };
const layout = (options: Partial<ArgoCdLayoutOptions> = {}) => GitLayout.argoCd({ ...OPTIONS, ...options });
const one = (app: FleetApp) => configMap(app, 'a');
const both = (app: FleetApp) => ['north', 'south'].forEach((id) => configMap(new WasmCluster(app, id), 'a'));

const application = (options?: Partial<ArgoCdLayoutOptions>, program: (app: FleetApp) => unknown = one) =>
  objectIn(laidOut({ layout: layout(options) }, program), 'argocd/root/application.yaml');
const applicationSet = (options?: Partial<ArgoCdLayoutOptions>, program: (app: FleetApp) => unknown = both) =>
  objectIn(laidOut({ layout: layout(options) }, program), 'argocd/root/applicationset.yaml');

describe('the Application', () => {
  it('syncs the folder of the manifests, outside of which it stands', () => {
    const object = application();
    expect(object).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'wasm', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/fleet.git', path: 'manifests', directory: { recurse: true } },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
        syncPolicy: { syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'] },
      },
    });
    new Application(object).validate();
  });

  it('takes all options', () => {
    const object = application({
      path: './dist/fleet/', targetRevision: 'release/1.2', project: 'shops', namespace: 'gitops', name: 'root', destinationNamespace: 'shop', automated: true,
    });
    expect(object).toMatchObject({
      metadata: { name: 'root', namespace: 'gitops' },
      spec: {
        project: 'shops',
        source: { path: 'dist/fleet/manifests', targetRevision: 'release/1.2' },
        destination: { namespace: 'shop' },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['CreateNamespace=true', 'ServerSideApply=true', 'SkipDryRunOnMissingResource=true'],
        },
      },
    });
    new Application(object).validate();
  });

  it.each(['git@git.example.com:fleet.git', 'ssh://git@git.example.com:22/fleet.git'])('takes the repository %s', (repoUrl) => {
    expect(application({ repoUrl }).spec.source.repoURL).toBe(repoUrl);
  });

  it('builds the folder where a released file is in it, which no plain folder can hold', () => {
    const files = laidOut({ layout: layout() }, platform);
    expect(objectIn(files, 'argocd/root/application.yaml').spec.source.directory).toBeUndefined();
    expect(objectIn(files, 'manifests/kustomization.yaml').resources).toEqual([
      '1-crds/+cluster/spinkube-crds.k8s.yaml',
      '2-cert-manager-kustomize/cert-manager',
      '3-operator/+cluster/spinkube-operator.k8s.yaml',
      '3-operator/spin-operator/spinkube-operator.k8s.yaml',
      '4-executors/+cluster/namespace.k8s.yaml',
      '4-executors/+cluster/spinkube-executors.k8s.yaml',
      '4-executors/bare/bare.k8s.yaml',
      '4-executors/shop/spinkube-executors.k8s.yaml',
      '5-apps/bare/bare.k8s.yaml',
      '5-apps/shop/cart.k8s.yaml',
    ]);
    expect(objectIn(files, 'manifests/2-cert-manager-kustomize/cert-manager/kustomization.yaml').commonAnnotations).toEqual({ [WAVE]: '-30' });
  });
});

describe('the ApplicationSet', () => {
  it('makes an Application for each cluster, known to Argo CD by its name', () => {
    const object = applicationSet({ path: 'dist' });
    expect(object).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'wasm', namespace: 'argocd' },
      spec: {
        syncPolicy: { preserveResourcesOnDeletion: true },
        generators: [{ list: { elements: [{ cluster: 'north', name: 'north' }, { cluster: 'south', name: 'south' }] } }],
        template: {
          metadata: { name: 'wasm-{{cluster}}' },
          spec: {
            project: 'default',
            source: { repoURL: 'https://git.example.com/fleet.git', path: 'dist/manifests/{{cluster}}', directory: { recurse: true } },
            destination: { name: '{{name}}', namespace: 'default' },
            syncPolicy: { syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'] },
          },
        },
      },
    });
    new ApplicationSet(object).validate();
  });

  it('takes destinations by name and by server', () => {
    const { spec } = applicationSet({ destinations: { north: ArgoCdDestination.server('https://10.0.0.1:6443'), south: ArgoCdDestination.named('eu-south') } });
    expect(spec.generators[0].list.elements).toEqual([
      { cluster: 'north', name: '', server: 'https://10.0.0.1:6443' }, { cluster: 'south', name: 'eu-south', server: '' },
    ]);
    expect(spec.template.spec.destination).toEqual({ name: '{{name}}', server: '{{server}}', namespace: 'default' });
    const local = applicationSet({ destinations: { north: ArgoCdDestination.inCluster(), south: ArgoCdDestination.inCluster() } });
    expect(local.spec.template.spec.destination).toEqual({ server: '{{server}}', namespace: 'default' });
    expect(local.spec.generators[0].list.elements[0]).toEqual({ cluster: 'north', server: 'https://kubernetes.default.svc' });
  });

  it('reads folders that are there, each with all files of its cluster', () => {
    const files = laidOut({ layout: layout() }, twoClusters);
    const object = objectIn(files, 'argocd/root/applicationset.yaml');
    for (const { cluster } of object.spec.generators[0].list.elements) {
      const listed: string[] = objectIn(files, `manifests/${cluster}/kustomization.yaml`).resources;
      const own = Object.keys(files).filter((name) => name.startsWith(`manifests/${cluster}/`)).map((name) => name.split('/').slice(2).join('/'));
      expect(own.filter((name) => !listed.some((entry) => name === entry || name === `${entry}/kustomization.yaml`))).toEqual(['kustomization.yaml']);
    }
  });

  it('leaves nothing of the two in the folders that it syncs', () => {
    const files = laidOut({ layout: layout() }, both);
    expect(Object.keys(files)).toEqual([
      'argocd/APPLY.md', 'argocd/config/argocd-cm.yaml', 'argocd/root/applicationset.yaml',
      'manifests/north/5-apps/shop/a.k8s.yaml', 'manifests/south/5-apps/shop/a.k8s.yaml',
    ]);
  });
});

describe('sync waves', () => {
  it('follow the phases, apps in the wave that Argo CD takes for granted', () => {
    const files = laidOut({ layout: layout() }, platform);
    const waves = ['1-crds/', '3-operator/', '4-executors/', '5-apps/'].map((folder) => [
      folder, [...new Set(objectsIn(files, `manifests/${folder}`).map(({ metadata }) => metadata.annotations[WAVE]))],
    ]);
    expect(Object.fromEntries(waves)).toEqual({ '1-crds/': ['-40'], '3-operator/': ['-20'], '4-executors/': ['-10'], '5-apps/': ['0'] });
  });

  it('leave a wave as the user gave it, and other annotations, in their order', () => {
    const files = laidOut({ layout: layout() }, (app) => {
      const chart = configMap(app, 'a');
      new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', annotations: { [WAVE]: '5', z: '1', a: '2' } } });
      new ApiObject(chart, 'c', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', annotations: { z: '1', a: '2' } } });
    });
    expect(objectsIn(files, 'manifests/').map(({ metadata }) => Object.entries(metadata.annotations))).toEqual([
      [[WAVE, '0']], [['a', '2'], [WAVE, '5'], ['z', '1']], [['a', '2'], [WAVE, '0'], ['z', '1']],
    ]);
  });

  it('leave the constructs as they are: a second synthesis says the same, and synthYaml has none', () => {
    const app = new FleetApp({ layout: layout() });
    configMap(app, 'a');
    expect(app.synthYaml()).not.toContain(WAVE);
  });
});

describe('the health checks', () => {
  const data = (program: (app: FleetApp) => unknown = one, options: Partial<ArgoCdLayoutOptions> = {}) =>
    objectIn(laidOut({ layout: layout(options) }, program), 'argocd/config/argocd-cm.yaml');
  const spinApp = (status?: object, metadata: object = {}) => ({ metadata: { name: 'cart', namespace: 'shop', ...metadata }, spec: { executor: 'spin' }, status });
  const condition = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message });
  const of = (object: object, program?: (app: FleetApp) => unknown) =>
    healthBy(data(program).data['resource.customizations.health.core.spinkube.dev_SpinApp'], JSON.parse(JSON.stringify(object))).status;

  it('are a part of the ConfigMap that Argo CD reads', () => {
    const object = data(one, { namespace: 'gitops' });
    expect(object.metadata).toEqual({ name: 'argocd-cm', namespace: 'gitops', labels: { 'app.kubernetes.io/part-of': 'argocd' } });
    expect(checkManifest(object)).toEqual([]);
    expect(Object.keys(object.data)).toEqual([
      'resource.customizations.health.argoproj.io_Application', 'resource.customizations.health.core.spinkube.dev_SpinApp',
    ]);
  });

  it.each<[string, object | undefined, string]>([
    ['without a status', undefined, 'Progressing'],
    ['with an empty status', {}, 'Progressing'],
    ['before its Deployment is there', { conditions: [condition('Available', 'Unknown', 'DeploymentNotFound'), condition('Progressing', 'Unknown', 'DeploymentNotFound')] }, 'Progressing'],
    ['while it starts', { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable'), condition('Progressing', 'True', 'ReplicaSetUpdated')] }, 'Progressing'],
    ['when it is ready', { conditions: [condition('Available', 'True', 'MinimumReplicasAvailable'), condition('Progressing', 'True', 'NewReplicaSetAvailable')] }, 'Healthy'],
    ['when it is ready and says no more', { conditions: [condition('Available', 'True')] }, 'Healthy'],
    ['when it is ready and does not progress', { conditions: [condition('Progressing', 'False'), condition('Available', 'True')] }, 'Healthy'],
    ['while it rolls', { conditions: [condition('Available', 'True'), condition('Progressing', 'True', 'ReplicaSetUpdated')] }, 'Progressing'],
    ['when its rollout gave up', { conditions: [condition('Available', 'False'), condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'timed out')] }, 'Degraded'],
  ])('say of a SpinApp %s: %s', (_, status, health) => {
    expect(of(spinApp(status))).toBe(health);
  });

  it('say Progressing of a SpinApp that is being deleted', () => {
    expect(of(spinApp({ conditions: [condition('Available', 'True')] }, { deletionTimestamp: '2026-01-01T00:00:00Z' }))).toBe('Progressing');
  });

  it('say Healthy of an app for which the operator makes no Deployment, and of no other', () => {
    const app = (namespace: string, executor: string) => ({ metadata: { namespace }, spec: { executor } });
    expect(of(app('bare', 'external'), platform)).toBe('Healthy');
    expect(of(app('shop', 'external'), platform)).toBe('Progressing');
    expect(of(app('bare', 'containerd-shim-spin'), platform)).toBe('Progressing');
    expect(of({ metadata: {} }, platform)).toBe('Progressing');
    const unset = (fleet: FleetApp) => new ApiObject(new Chart(fleet, 'a'), 'executor', {
      apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppExecutor', metadata: { name: 'external' }, spec: { createDeployment: false },
    } as any);
    expect([of(app('any', 'external'), unset), of(app('any', 'other'), unset)]).toEqual(['Healthy', 'Progressing']);
  });

  it('say the message of what they found', () => {
    const script = data().data['resource.customizations.health.core.spinkube.dev_SpinApp'];
    expect(healthBy(script, { metadata: {} })).toEqual({ status: 'Progressing', message: 'waiting for the operator' });
    expect(healthBy(script, { metadata: {}, status: { conditions: [condition('Available', 'True', '', 'has minimum availability')] } }))
      .toEqual({ status: 'Healthy', message: 'has minimum availability' });
  });

  it('say of an Application what Argo CD found', () => {
    const script = data().data['resource.customizations.health.argoproj.io_Application'];
    expect(healthBy(script, { metadata: {} })).toEqual({ status: 'Progressing', message: 'waiting for its first sync' });
    expect(healthBy(script, { status: { health: { status: 'Degraded', message: 'broken' } } })).toEqual({ status: 'Degraded', message: 'broken' });
    expect(healthBy(script, { status: { health: { status: 'Healthy' } } })).toEqual({ status: 'Healthy', message: undefined });
  });
});

describe('the page for Argo CD', () => {
  it('applies folders that are there', () => {
    const files = laidOut({ layout: layout() }, twoClusters);
    const page = files['argocd/APPLY.md'];
    const folders = [...page.matchAll(/ -[fk] (\S+)/g)].map(([, folder]) => folder.replace('$CLUSTER', 'north'));
    expect(folders).toHaveLength(8);
    expect(folders.filter((folder) => !Object.keys(files).some((name) => name.startsWith(`${folder}/`)))).toEqual([]);
    expect(page).toContain('kubectl apply --server-side --field-manager=cdk8s-wasm -f argocd/config\n');
    expect(page).toContain('argocd app sync --retry-limit 5 wasm-north wasm-south\n');
    expect(page).toContain('# in the cluster itself, for each of these: north south\nCLUSTER=north\n');
  });

  it('labels the nodes of shims, and lets Applications take along what they installed', () => {
    const page = laidOut({ layout: layout() }, (app) => new SpinKubeInstall(app, 'spinkube', {
      version: SpinKubeVersion.V0_6_1,
      operator: { source: ComponentSource.argoCd() },
      runtimeClassManager: { release: ShimRelease.SPIN_0_24_0, nodeSelector: { spin: 'true' } },
    }))['argocd/APPLY.md'];
    expect(page).toContain('## 3. Nodes\n');
    expect(page).toContain('```sh\n# for each node that is to have the shim spin-v2, in place of NODE; containerd is restarted there: where pods for WebAssembly run, drain it first\nkubectl label node NODE spin=true\n```\n');
    expect(page).toContain([
      'kubectl delete --ignore-not-found -R -f manifests/4-executors',
      'kubectl patch -n argocd applications.argoproj.io/spin-operator --type merge -p '
        + '\'{"metadata":{"finalizers":["resources-finalizer.argocd.argoproj.io"]}}\'',
      'kubectl delete --ignore-not-found -R -f manifests/3-operator',
    ].join('\n'));
    const plain = laidOut({ layout: layout() }, one)['argocd/APPLY.md'];
    expect(plain).not.toMatch(/Nodes|kubectl patch .*applications/);
  });

  it('starts no sync where Argo CD does', () => {
    expect(laidOut({ layout: layout({ automated: true }) }, one)['argocd/APPLY.md']).not.toContain('argocd app sync');
    expect(laidOut({ layout: layout() }, one)['argocd/APPLY.md']).toContain('argocd app sync --retry-limit 5 wasm\n');
  });
});

describe('an Argo CD layout fails', () => {
  const LABEL = "the name becomes the value of a label, so it must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes";
  const PATH = "must be a path inside the repository: relative, with '/', and without '..'; write it from the root of the repository, as \"dist/fleet\" (InvalidPath)";
  const long = 'x'.repeat(64);

  it.each<[string, Partial<ArgoCdLayoutOptions>, string]>([
    ['no URL', { repoUrl: 'fleet' }, '[layout] repoUrl: got "fleet"; must be a URL of scheme https or ssh or http; write it as "https://host:port" (InvalidUrl)'],
    ['a password', { repoUrl: 'https://me:secret@example.com/a.git' },
      '[layout] repoUrl: got "https:…"; a password does not stand in a manifest; let Argo CD have it in a Secret of type repository (SecretInClear)'],
    ['an absolute path', { path: '/dist' }, `[layout] path: got "/dist"; ${PATH}`],
    ['a path that leads out', { path: 'dist/../..' }, `[layout] path: got "dist/../.."; ${PATH}`],
    ['a path of another system', { path: 'dist\\fleet' }, `[layout] path: got "dist\\\\fleet"; ${PATH}`],
    ['a revision with a space', { targetRevision: 'the main' }, '[layout] targetRevision: got "the main"; a revision is a branch, tag or commit, without spaces; write it as "main" (InvalidLayout)'],
    ['a name that is too long', { name: long }, `[layout] name: got "${long}"; ${LABEL} (InvalidName)`],
    ['a name in capitals', { name: 'Root' }, `[layout] name: got "Root"; ${LABEL} (InvalidName)`],
    ['a server without TLS', { destinations: { a: ArgoCdDestination.server('http://10.0.0.1') } },
      '[layout] destinations["a"]: got "http://10.0.0.1"; must be a URL of scheme https; write it as "https://host:port" (InvalidUrl)'],
    ['two things at once', { name: 'Root', path: '/' }, `[layout] path: got "/"; ${PATH}\n[layout] name: got "Root"; ${LABEL} (InvalidName)`],
  ])('for %s', (_, options, message) => {
    expect(failure(() => new FleetApp({ layout: layout(options) }))).toBe(message);
  });

  it.each<[string, Partial<ArgoCdLayoutOptions>, string]>([
    ['a destination of no cluster', { destinations: { west: ArgoCdDestination.inCluster() } },
      '[] destinations["west"]: got "west"; the program has no WasmCluster of this name with objects; name one of north, south (InvalidLayout)'],
    ['names that are too long with a cluster', { name: 'x'.repeat(58) }, ['north', 'south']
      .map((cluster) => `[] name with cluster ${cluster}: got "${'x'.repeat(58)}-${cluster}"; ${LABEL} (InvalidName)`).join('\n')],
  ])('for %s', (_, options, message) => {
    expect(failure(() => laidOut({ layout: layout(options) }, both))).toBe(message);
  });

  it.each(['west', ''])('for a destination %p in a program without clusters', (name) => {
    expect(failure(() => laidOut({ layout: layout({ destinations: { [name]: ArgoCdDestination.inCluster() } }) }, one))).toBe(
      `[] destinations["${name}"]: got "${name}"; the program has no WasmCluster of this name with objects; name one of its clusters once it has some (InvalidLayout)`);
  });

  it('not for a change of the options after that', () => {
    const options = { ...OPTIONS, destinations: { north: ArgoCdDestination.inCluster() } as { [name: string]: ArgoCdDestination } };
    const made = GitLayout.argoCd(options);
    options.destinations.other = ArgoCdDestination.inCluster();
    options.repoUrl = 'changed';
    expect(laidOut({ layout: made }, both)['argocd/root/applicationset.yaml']).toContain('fleet.git');
  });
});
