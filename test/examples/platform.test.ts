import fs from 'node:fs';
import path from 'node:path';
import { committed, filesIn } from './programs';
import { missing, Stage, titled } from './references';
import { checkManifests, parseManifests } from '../support/manifest-check';

const ROOT = path.join(__dirname, '../..');
const WAVE = 'argocd.argoproj.io/sync-wave';

/** What must be there before, each with how the page says it. */
const PREREQUISITES: { readonly [variant: string]: { readonly [name: string]: string } } = {
  bundled: {},
  argocd: { 'Namespace argocd': 'the namespace `argocd`', 'kinds of argoproj.io': 'Argo CD' },
  flux: {
    'Namespace flux-system': 'the namespace `flux-system`',
    'GitRepository flux-system/clusters': 'the GitRepository `clusters`',
    'kinds of kustomize.toolkit.fluxcd.io': 'Flux 2.6',
    'kinds of source.toolkit.fluxcd.io': 'Flux 2.6',
    'kinds of helm.toolkit.fluxcd.io': 'Flux 2.6',
  },
  airgap: {},
};
const VARIANTS = Object.keys(PREREQUISITES);

const filesOf = (variant: string) => filesIn(committed(`platform/${variant}`));

/** The objects below a folder of a variant, by files in the order of their names. */
function objectsIn(variant: string, folder = ''): any[] {
  const files = Object.entries(filesOf(variant)).filter(([file]) => file.startsWith(folder) && file.endsWith('.yaml'));
  return files.flatMap(([file, text]) => parseManifests(file, text));
}

/** The commands of a page before those that uninstall. */
function commandsOf(variant: string): string[] {
  return filesOf(variant)['APPLY.md'].split('## Uninstall')[0].split('\n').filter((line) => line.startsWith('kubectl '));
}

/** What each command of a page applies. */
function byPage(variant: string): Stage[] {
  return commandsOf(variant).flatMap((command) => {
    const [, folder] = command.match(/^kubectl apply (?:-R -f|-k) (\S+)$/) ?? [];
    return folder === undefined ? [] : [{ name: folder, objects: objectsIn(variant, `${folder}/`) }];
  });
}

/** What Argo CD syncs, wave by wave. */
function byWave(variant: string): Stage[] {
  const objects = objectsIn(variant, 'manifests/');
  const waves = [...new Set(objects.map(({ metadata }) => metadata.annotations?.[WAVE]))].sort((a, b) => Number(a) - Number(b));
  return waves.map((wave) => ({ name: wave, objects: objects.filter(({ metadata }) => metadata.annotations?.[WAVE] === wave) }));
}

/** What Flux applies, each phase after that which it waits for. */
function byKustomization(variant: string): Stage[] {
  const phases = objectsIn(variant, 'flux/');
  const after = (before?: string): any[] => phases.filter(({ spec }) => spec.dependsOn?.[0].name === before)
    .flatMap((phase) => [phase, ...after(phase.metadata.name)]);
  return after().map(({ metadata, spec }) => {
    const [, folder] = spec.path.match(/^\.\/dist\/platform\/flux\/(manifests\/.+)$/);
    return { name: metadata.name, objects: objectsIn(variant, `${folder}/`) };
  });
}

const STAGES: { readonly [variant: string]: (variant: string) => Stage[] } = {
  bundled: byPage, argocd: byWave, flux: byKustomization, airgap: byPage,
};
const stagesOf = (variant: string) => STAGES[variant](variant);
const withBefore = (variant: string, stages: Stage[]) => missing(stages, Object.keys(PREREQUISITES[variant]));

test('the program is short', () => {
  expect(fs.readFileSync(path.join(ROOT, 'examples/platform/main.ts'), 'utf8').split('\n').length).toBeLessThanOrEqual(110);
  expect(fs.readdirSync(committed('platform')).sort()).toEqual([...VARIANTS].sort());
});

describe.each(VARIANTS)('the variant %s', (variant) => {
  const stages = stagesOf(variant);
  const objects = stages.flatMap((stage) => stage.objects);

  test('holds objects that a strict API server and the operators take', () => {
    expect(checkManifests(objectsIn(variant))).toEqual([]);
  });

  test('is applied whole, no file twice', () => {
    const others = ['argocd/', 'flux/'].flatMap((folder) => objectsIn(variant, folder));
    expect([...objects, ...others].map(titled).sort()).toEqual(objectsIn(variant).map(titled).sort());
  });

  test('has whatever its objects refer to, when they are applied', () => {
    expect(withBefore(variant, stages)).toEqual([]);
  });

  test('ends with one app, which says what the quota counts', () => {
    const [hello, ...more] = stages[stages.length - 1].objects;
    expect(more).toEqual([]);
    expect(hello).toMatchObject({ kind: 'SpinApp', metadata: { name: 'hello', namespace: 'wasm-apps' }, spec: { executor: 'wasm-apps-spin' } });
    const { spec: { hard } } = objects.find(({ kind, metadata }) => kind === 'ResourceQuota' && metadata.namespace === 'wasm-apps');
    const asked = ['limits', 'requests'].flatMap((field) => Object.keys(hello.spec.resources[field]).map((resource) => `${field}.${resource}`));
    expect(asked).toEqual(expect.arrayContaining(Object.keys(hard).filter((resource) => resource !== 'pods')));
    const { metadata: { labels } } = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'wasm-apps');
    expect(labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'baseline' });
  });

  test('brings the shim with its SHA-256, and leaves its RuntimeClass to runtime-class-manager', () => {
    const [{ spec }] = objects.filter(({ kind }) => kind === 'Shim');
    expect(spec.fetchStrategy.platforms.map(({ arch, sha256 }: any) => [arch, sha256.length])).toEqual([['amd64', 64], ['arm64', 64]]);
    expect(objects.filter(({ kind }) => kind === 'RuntimeClass')).toEqual([]);
    const page = Object.entries(filesOf(variant)).find(([file]) => file.endsWith('APPLY.md'))![1];
    expect(page).toContain('\nkubectl label node NODE spin=true\n');
  });

  test('says in the docs what must be there before', () => {
    const row = fs.readFileSync(path.join(ROOT, 'docs/platform.md'), 'utf8').split('\n').find((line) => line.startsWith(`| \`${variant}\` |`))!;
    expect(Object.values(PREREQUISITES[variant]).filter((words) => !row.includes(words))).toEqual([]);
  });

  test('lacks something without any one of its stages, and when a stage comes after the next', () => {
    for (const index of stages.slice(0, -1).keys()) {
      expect(withBefore(variant, stages.filter((_, other) => other !== index))).not.toEqual([]);
    }
    expect(withBefore(variant, [...stages].reverse()).length).toBeGreaterThan(5);
    const [last, before] = [stages.length - 1, stages.length - 2];
    expect(withBefore(variant, [...stages.slice(0, before), { name: 'both', objects: [...stages[before].objects, ...stages[last].objects] }]))
      .toEqual(['both: SpinApp wasm-apps/hello needs SpinAppExecutor wasm-apps/wasm-apps-spin, ready']);
  });
});

test.each(VARIANTS.flatMap((variant) => Object.keys(PREREQUISITES[variant]).map((name) => [variant, name])))('%s needs %s from outside', (variant, name) => {
  const delivery = { name: 'delivery', objects: ['argocd/', 'flux/'].flatMap((folder) => objectsIn(variant, folder)) };
  const others = Object.keys(PREREQUISITES[variant]).filter((other) => other !== name);
  expect(missing([delivery, ...stagesOf(variant)], others)).not.toEqual([]);
  expect(missing([delivery, ...stagesOf(variant)], [...others, name])).toEqual([]);
});

test.each([
  ['bundled', 'Shim spin-v2', '4-executors: SpinAppExecutor wasm-apps/wasm-apps-spin needs RuntimeClass spin-v2'],
  ['bundled', 'Namespace wasm-apps', '5-apps: SpinApp wasm-apps/hello needs Namespace wasm-apps'],
  ['bundled', 'Service spin-operator/spin-operator-webhook-service',
    '3-operator: ValidatingWebhookConfiguration spin-operator-validating-webhook-configuration needs Service spin-operator/spin-operator-webhook-service'],
  ['bundled', 'Issuer spin-operator/spin-operator-selfsigned-issuer',
    '3-operator: Certificate spin-operator/spin-operator-serving-cert needs Issuer spin-operator/spin-operator-selfsigned-issuer'],
  ['bundled', 'Certificate spin-operator/spin-operator-serving-cert',
    '3-operator: Deployment spin-operator/spin-operator-controller-manager needs Secret spin-operator/webhook-server-cert'],
  ['bundled', 'ServiceAccount runtime-class-manager/runtime-class-manager',
    '3-operator: Deployment runtime-class-manager/runtime-class-manager needs ServiceAccount runtime-class-manager/runtime-class-manager'],
  ['bundled', 'Role spin-operator/spin-operator-leader-election-role',
    '3-operator: RoleBinding spin-operator/spin-operator-leader-election-rolebinding needs Role spin-operator/spin-operator-leader-election-role'],
  ['airgap', 'Kustomization cert-manager', '3-operator: Issuer spin-operator/spin-operator-selfsigned-issuer needs a running cert-manager, ready'],
  ['argocd', 'Application argocd/runtime-class-manager', '-10: Shim spin-v2 needs kinds of runtime.spinkube.dev, ready'],
  ['argocd', 'Namespace cert-manager', '-30: Application argocd/cert-manager needs Namespace cert-manager'],
  ['flux', 'HelmRepository flux-system/cert-manager', 'wasm-cert-manager: HelmRelease flux-system/cert-manager needs HelmRepository flux-system/cert-manager'],
  ['flux', 'OCIRepository flux-system/spin-operator', 'wasm-operator: HelmRelease flux-system/spin-operator needs OCIRepository flux-system/spin-operator'],
])('%s is incomplete without the %s', (variant, left, message) => {
  const reduced = stagesOf(variant).map(({ name, objects }) => ({ name, objects: objects.filter((object) => titled(object) !== left) }));
  expect(withBefore(variant, reduced)).toContain(message);
});

describe.each(['bundled', 'airgap'])('the page of %s', (variant) => {
  const commands = commandsOf(variant);

  test('waits for all that a later phase needs, before that phase', () => {
    const awaited = (phase: string, next: string) => commands.slice(commands.findIndex((command) => command.endsWith(` ${phase}`)),
      commands.findIndex((command) => command.endsWith(` ${next}`))).join('\n');
    for (const [phase, next] of [['1-crds', '2-cert-manager-kustomize/cert-manager'], ['3-operator', '4-executors']]) {
      const waits = awaited(phase, next);
      for (const { kind, metadata } of objectsIn(variant, `${phase}/`)) {
        if (kind === 'CustomResourceDefinition') expect(waits).toContain(` crd/${metadata.name}`);
        if (kind === 'Deployment') expect(waits).toContain(`kubectl rollout status --timeout=5m -n ${metadata.namespace} deployment/${metadata.name}`);
        if (kind === 'Certificate') expect(waits).toContain(`-n ${metadata.namespace} certificates.cert-manager.io/${metadata.name}`);
      }
    }
    expect(awaited('2-cert-manager-kustomize/cert-manager', '3-operator')).toContain('kubectl wait --for=condition=Available --timeout=5m -n cert-manager deployment --all');
    expect(commands[commands.length - 1]).toBe('kubectl wait --for=condition=Available --timeout=5m -n wasm-apps spinapps.core.spinkube.dev/hello');
  });

  test('uninstalls in reverse', () => {
    const targets = (lines: string[]) => lines.map((line) => line.match(/ (?:-f|-k) (\S+)$/)?.[1]).filter((folder) => folder !== undefined);
    const deletions = filesOf(variant)['APPLY.md'].split('## Uninstall')[1].split('\n').filter((line) => line.startsWith('kubectl delete '));
    expect(targets(deletions)).toEqual(targets(commands).reverse());
  });
});

describe('Argo CD', () => {
  const [root] = objectsIn('argocd', 'argocd/root/');

  test('syncs the folder by itself, with the health checks that its waves need', () => {
    expect(root.spec.source).toMatchObject({ path: 'dist/platform/argocd/manifests', directory: { recurse: true } });
    expect(root.spec.syncPolicy).toEqual({ automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'] });
    const [{ data }] = objectsIn('argocd', 'argocd/config/');
    expect(Object.keys(data)).toEqual(['argoproj.io_Application', 'core.spinkube.dev_SpinApp'].map((kind) => `resource.customizations.health.${kind}`));
  });

  test('has a wave for each phase, and installs all components in them', () => {
    expect(byWave('argocd').map(({ name }) => name)).toEqual(['-40', '-30', '-20', '-10', '0']);
    const charts = byWave('argocd').flatMap(({ name, objects }) => objects.filter(({ kind }) => kind === 'Application')
      .map(({ metadata, spec }) => [name, metadata.name, spec.source.targetRevision, spec.syncPolicy.automated]));
    expect(charts).toEqual([['-30', 'cert-manager', 'v1.21.1', {}], ['-20', 'spin-operator', '0.6.1', {}], ['-20', 'runtime-class-manager', '0.2.0', {}]]);
  });
});

describe('Flux', () => {
  const phases = objectsIn('flux', 'flux/');

  test('waits in each phase, and in the last for the app', () => {
    expect(phases.map(({ metadata, spec }) => [metadata.name, spec.wait])).toEqual(byKustomization('flux').map(({ name }) => [name, true]));
    expect(phases.filter(({ spec }) => spec.healthCheckExprs).map(({ metadata }) => metadata.name)).toEqual(['wasm-apps']);
  });

  test('reads the source that its Kustomizations name', () => {
    expect(new Set(phases.map(({ spec }) => JSON.stringify(spec.sourceRef)))).toEqual(new Set(['{"kind":"GitRepository","name":"clusters"}']));
  });
});

describe('without the internet', () => {
  /** The hosts of all that is pulled or downloaded: of what looks like an address, wherever it stands. */
  function hosts(value: any, place = ''): string[] {
    if (typeof value !== 'string') return Object.entries(value ?? {}).flatMap(([key, inner]) => hosts(inner, `${place}/${key}`));
    // API groups, labels, and what a kustomization replaces
    if (/\/(apiVersion|key)$|^\/images\/\d+\/name$/.test(place)) return [];
    return [...value.matchAll(/(?:^|[\s=/"])((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?\//g)].slice(0, 1).map(([, host]) => host);
  }
  const hostsOf = (variant: string) => objectsIn(variant).filter(({ kind }) => kind !== 'CustomResourceDefinition').flatMap((object) => hosts(object));

  test('everything comes from the mirror', () => {
    expect([...new Set(hostsOf('airgap'))]).toEqual(['mirror.example.com']);
    expect(filesOf('airgap')['APPLY.md']).not.toMatch(/https?:/);
  });

  test('everything would come from elsewhere', () => {
    expect([...new Set(hostsOf('bundled'))].sort()).toEqual(['ghcr.io', 'github.com']);
    // and cert-manager's images, which stand in its file
    expect(hostsOf('airgap').length).toBe(hostsOf('bundled').length + 4);
  });
});
