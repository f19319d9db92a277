import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { spinOperatorCrds } from '../../crds/spin-operator';
import { ComponentSource, SpinKubeInstall, SpinKubeVersion, WasmCluster } from '../../src';
import { SpinOperator } from '../../src/install/spin-operator';
import { synth, printedBy } from '../support/synth';

const NEWER = 'got "99.0.0"; this library knows spin-operator up to 0.6.1, and takes it for what that one is; '
  + 'read what the release changes, then silence this rule (NewerRelease)';
const RELEASES = ['0.4.0', '0.5.0', '0.6.0', '0.6.1'];

test.each([
  [SpinKubeVersion.V0_4_0, '0.4.0'],
  [SpinKubeVersion.V0_5_0, '0.5.0'],
  [SpinKubeVersion.V0_6_0, '0.6.0'],
  [SpinKubeVersion.V0_6_1, '0.6.1'],
])('%j is the release %s, by its number with or without a v', (version, number) => {
  expect(version.version).toBe(number);
  expect(SpinKubeVersion.of(number)).toBe(version);
  expect(SpinKubeVersion.of(`v${number}`)).toBe(version);
});

test('a release includes what came with it and before it', () => {
  const included = RELEASES.map((version) => RELEASES.filter((release) => SpinKubeVersion.of(version).includes(release)));
  expect(included).toEqual(RELEASES.map((_, index) => RELEASES.slice(0, index + 1)));
});

test.each(['', '0.6', '0.5.1', '0.6.1-rc.1', 'vv0.6.1', '0.6.1 ', 'latest', '99', '99.0.0+build.1', '0.3.0'])('fails for the release %j, naming those that are known', (version) => {
  const error = new Error(`[SpinKubeVersion] version: got ${JSON.stringify(version)}; must be a release that this library knows: 0.4.0, 0.5.0, 0.6.0, 0.6.1; `
    + 'use one of them, or SpinKubeVersion.custom() with the release\'s own CRD file (UnknownVersion)');
  expect(() => SpinKubeVersion.of(version)).toThrow(error);
  expect(() => SpinKubeVersion.V0_6_1.includes(version)).toThrow(error);
});

describe('a release that is newer than those that this library knows', () => {
  const newer = SpinKubeVersion.of('v99.0.0');

  test('has its number, and is like the newest known one', () => {
    expect([newer.version, newer.basedOn]).toEqual(['99.0.0', SpinKubeVersion.V0_6_1]);
    expect(RELEASES.filter((release) => newer.includes(release))).toEqual(RELEASES);
    expect(SpinKubeVersion.V0_6_1.includes('99.0.0')).toBe(false);
  });

  test('may be a candidate of the next', () => {
    expect(SpinKubeVersion.of('0.7.0-rc.1').version).toBe('0.7.0-rc.1');
  });

  test('is installed by a chart of its own number, without CRDs, and said to be new once', () => {
    const app = new App();
    const told = printedBy(() => {
      new SpinKubeInstall(app, 'spinkube', { version: newer, operator: { source: ComponentSource.argoCd() } });
      expect(synth(app).map(({ kind }) => kind)).not.toContain('CustomResourceDefinition');
      expect(synth(app).find(({ kind }) => kind === 'Application').spec.source.targetRevision).toBe('99.0.0');
    });
    expect(told).toEqual(['warning: [spinkube] version: got "99.0.0"; this library knows spin-operator up to 0.6.1, and writes no CRDs of this one; '
      + "apply the release's own spin-operator.crds.yaml first, or give it to SpinKubeVersion.custom() (NewerRelease)"]);
  });

  test('may be there already', () => {
    const app = new App();
    const told = printedBy(() => {
      const cluster = new WasmCluster(app, 'prod', { operatorVersion: newer });
      new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.of('99.0.0'), operator: { source: ComponentSource.existing() } });
      app.synthYaml();
    });
    expect(told).toEqual([`warning: [prod] operatorVersion: ${NEWER}`]);
  });

  const refused = 'version: got "99.0.0"; this library has no objects of spin-operator 99.0.0: the newest that it knows is 0.6.1; '
    + "give the operator ComponentSource.helm() or manifestUrl(), or use SpinKubeVersion.custom() with the release's own CRD file (UnknownVersion)";

  test('fails where this library would have to write it', () => {
    expect(() => new SpinKubeInstall(new App(), 'spinkube', { version: newer })).toThrow(new Error(`[spinkube] ${refused}`));
    expect(() => new SpinOperator(new Chart(new App(), 'operator'), 'spinkube', { version: newer, namespace: 'spin' }))
      .toThrow(new Error(`[operator/spinkube] ${refused}`));
  });
});

describe('a release that this library does not know', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-wasm-crds-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const [executors, apps] = spinOperatorCrds(() => true) as any[];
  let count = 0;
  const file = (...documents: unknown[]): string => {
    const place = path.join(folder, `crds ${count++}.yaml`);
    writeFileSync(place, Yaml.stringify(...documents));
    return place;
  };
  const crds = file(
    { ...apps, metadata: { ...apps.metadata, annotations: { 'controller-gen.kubebuilder.io/version': 'v0.18.0' }, creationTimestamp: null }, status: {} },
    executors,
  );

  test('is the newest one with its own CRDs and image tag, and carries its number', () => {
    const version = SpinKubeVersion.custom('v99.0.0-rc.1', { crds });
    expect([version.version, version.basedOn]).toEqual(['99.0.0-rc.1', SpinKubeVersion.V0_6_1]);
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version });
    const objects = synth(app);
    expect(objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ metadata }) => metadata))
      .toEqual([{ name: 'spinapps.core.spinkube.dev' }, { name: 'spinappexecutors.core.spinkube.dev' }]);
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    expect(deployment.metadata.labels['app.kubernetes.io/version']).toBe('99.0.0-rc.1');
    expect(deployment.spec.template.spec.containers[0].image).toBe('ghcr.io/spinframework/spin-operator:v99.0.0-rc.1');
  });

  test('is read when it is named, and through a link', () => {
    const link = path.join(folder, 'link.yaml');
    symlinkSync(crds, link);
    const version = SpinKubeVersion.custom('99.0.0', { crds: link });
    rmSync(link);
    expect(() => new SpinKubeInstall(new App(), 'spinkube', { version })).not.toThrow();
  });

  test('may be like an older one, or like another that is not known', () => {
    const fork = SpinKubeVersion.custom('0.4.9', { crds, basedOn: SpinKubeVersion.V0_4_0 });
    const next = SpinKubeVersion.custom('0.4.10', { crds, basedOn: fork });
    expect([fork.basedOn, next.basedOn]).toEqual([SpinKubeVersion.V0_4_0, SpinKubeVersion.V0_4_0]);
    expect(SpinKubeVersion.custom('99.0.0', { crds, basedOn: undefined }).basedOn).toBe(SpinKubeVersion.V0_6_1);
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version: next });
    const { containers } = synth(app).find(({ kind }) => kind === 'Deployment').spec.template.spec;
    expect(containers.map(({ image }: any) => image)).toEqual(['ghcr.io/spinkube/spin-operator:v0.4.10', 'quay.io/brancz/kube-rbac-proxy:v0.15.0']);
  });

  test.each([
    ['0.3.0', []], ['0.4.1', ['0.4.0']], ['0.6.1-rc.1', ['0.4.0', '0.5.0', '0.6.0']], ['99.0.0-rc.1', RELEASES], ['99.0.0', RELEASES], ['0.100.0', RELEASES],
  ])('%s includes what came with %j', (number, included) => {
    const version = SpinKubeVersion.custom(number, { crds });
    expect(RELEASES.filter((release) => version.includes(release))).toEqual(included);
  });

  test('may be named by the cluster and by the install, each for itself', () => {
    const app = new App();
    const cluster = new WasmCluster(app, 'prod', { operatorVersion: SpinKubeVersion.custom('99.0.0', { crds }) });
    new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.custom('99.0.0', { crds }) });
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('serves several clusters', () => {
    const app = new App();
    const version = SpinKubeVersion.custom('99.0.0', { crds });
    const found = ['a', 'b'].map((id) => synth(new SpinKubeInstall(new WasmCluster(app, id), 'spinkube', { version })));
    expect(found[0]).toEqual(found[1]);
  });

  const semantic = 'must be a semantic version of at most 63 characters, without metadata of a build; write it as "0.7.0" (UnknownVersion)';
  test.each([
    ['', semantic], ['0.7', semantic], ['next', semantic], ['vv0.7.0', semantic], ['=0.7.0', semantic], [' 0.7.0', semantic], ['0.7.0+build.1', semantic],
    [`0.7.0-${'a'.repeat(60)}`, semantic], ['0.6.1', 'this library knows the release; use SpinKubeVersion.of("0.6.1") (UnknownVersion)'],
    ['v0.4.0', 'this library knows the release; use SpinKubeVersion.of("0.4.0") (UnknownVersion)'],
  ])('fails for the version %j', (number, rule) => {
    expect(() => SpinKubeVersion.custom(number, { crds })).toThrow(new Error(`[SpinKubeVersion] version: got ${JSON.stringify(number)}; ${rule}`));
  });

  const fix = 'name the spin-operator.crds.yaml of the release, downloaded beforehand (InvalidCrdFile)';
  const names = 'must define spinappexecutors.core.spinkube.dev and spinapps.core.spinkube.dev, once each and nothing else, and has ';
  test.each<[string, () => string, (place: string) => string]>([
    ['no file', () => '/nowhere/crds.yaml', (place) => `there is no file ${JSON.stringify(place)}`],
    ['an address', () => 'https://example.com/crds.yaml', () => `there is no file ${JSON.stringify(path.resolve('https://example.com/crds.yaml'))}`],
    ['a folder', () => folder, () => `${names}nothing`],
    ['nothing', () => file(), () => `${names}nothing`],
    ['one CRD alone', () => file(apps), () => `${names}spinapps.core.spinkube.dev`],
    ['a CRD twice', () => file(apps, apps, executors), () => `${names}spinapps.core.spinkube.dev, spinapps.core.spinkube.dev, spinappexecutors.core.spinkube.dev`],
    ['more than CRDs', () => file(apps, executors, { kind: 'Namespace' }), () => `${names}spinapps.core.spinkube.dev, spinappexecutors.core.spinkube.dev, Namespace`],
    ['texts', () => file('one', 'two'), () => `${names}no object, no object`],
    ['a CRD that defines nothing', () => file({ ...apps, spec: undefined }, executors), () => `${names}CustomResourceDefinition, spinappexecutors.core.spinkube.dev`],
    ['CRDs of the former group', () => file({ ...apps, metadata: { name: 'spinapps.core.spinoperator.dev' } }, executors),
      () => `${names}spinapps.core.spinoperator.dev, spinappexecutors.core.spinkube.dev`],
  ])('fails for a file with %s', (_, place, rule) => {
    const given = place();
    expect(() => SpinKubeVersion.custom('99.0.0', { crds: given }))
      .toThrow(new Error(`[SpinKubeVersion] crds: got ${JSON.stringify(given)}; ${rule(given)}; ${fix}`));
  });

  test('fails for a file that is no YAML', () => {
    const place = path.join(folder, 'broken.yaml');
    writeFileSync(place, 'a: [');
    expect(() => SpinKubeVersion.custom('99.0.0', { crds: place })).toThrow('(InvalidCrdFile)');
  });
});
