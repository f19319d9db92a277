import fs from 'node:fs';
import path from 'node:path';
import { ApiObject, Chart, JsonPatch, YamlOutputType } from 'cdk8s';
import { configMap, failure, laidOut, objectIn, objectsIn, platform, released, twoClusters } from './support/fleet-program';
import { filesBelow, newFolder } from './support/folder';
import { FleetApp, GitLayout, RuleCode, Rules, SpinAppExecutor, WasmApp, WasmCluster } from '../../src';
import { apply } from '../examples/apply';

const LAYOUTS: Array<[string, () => GitLayout, string]> = [
  ['kubectl', () => GitLayout.kubectl(), ''],
  ['kustomize', () => GitLayout.kustomize(), ''],
  ['argoCd', () => GitLayout.argoCd({ repoUrl: 'https://example.com/fleet.git' }), 'manifests/'],
  ['flux', () => GitLayout.flux({ sourceName: 'fleet' }), 'manifests/'],
];
const KUBECTL = GitLayout.kubectl();

describe('a Git layout', () => {
  it('has a folder for each phase and namespace of the one cluster, and the page beside them', () => {
    expect(Object.keys(laidOut({ layout: KUBECTL }, platform))).toEqual([
      '1-crds/+cluster/spinkube-crds.k8s.yaml',
      '2-cert-manager-kustomize/cert-manager/kustomization.yaml',
      '3-operator/+cluster/spinkube-operator.k8s.yaml',
      '3-operator/spin-operator/spinkube-operator.k8s.yaml',
      '4-executors/+cluster/namespace.k8s.yaml',
      '4-executors/+cluster/spinkube-executors.k8s.yaml',
      '4-executors/bare/bare.k8s.yaml',
      '4-executors/shop/spinkube-executors.k8s.yaml',
      '5-apps/bare/bare.k8s.yaml',
      '5-apps/shop/cart.k8s.yaml',
      'APPLY.md',
    ]);
  });

  it('has a folder for each WasmCluster, also for nested ones', () => {
    const files = laidOut({ layout: KUBECTL }, (app) => {
      configMap(new WasmCluster(app, 'north'), 'a');
      configMap(new WasmCluster(new WasmCluster(app, 'eu'), 'berlin'), 'a');
    });
    expect(Object.keys(files)).toEqual([
      'eu-berlin/5-apps/shop/a.k8s.yaml', 'eu-berlin/APPLY.md', 'north/5-apps/shop/a.k8s.yaml', 'north/APPLY.md',
    ]);
  });

  it('keeps apart what has no namespace, and what the cluster has', () => {
    const files = laidOut({ layout: KUBECTL }, (app) => {
      const chart = new Chart(app, 'a');
      new ApiObject(chart, 'unset', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'unset' } });
      new ApiObject(chart, 'set', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'set', namespace: '0' } });
      new ApiObject(chart, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'role' } });
    });
    expect(Object.keys(files)).toEqual(['5-apps/+cluster/a.k8s.yaml', '5-apps/+no-namespace/a.k8s.yaml', '5-apps/0/a.k8s.yaml', 'APPLY.md']);
  });

  it('goes by what is rendered: a patch moves an object', () => {
    const files = laidOut({ layout: KUBECTL }, (app) => {
      const object = configMap(app, 'a').node.findChild('object') as ApiObject;
      object.addJsonPatch(JsonPatch.replace('/metadata/namespace', 'elsewhere'));
    });
    expect(Object.keys(files)).toEqual(['5-apps/elsewhere/a.k8s.yaml', 'APPLY.md']);
  });

  it('writes nothing outside of its folder, whatever a namespace says', () => {
    const files = laidOut({ layout: KUBECTL }, (app) => {
      configMap(app, 'a', '../../../etc');
      configMap(app, 'b', '..');
    });
    expect(Object.keys(files)).toEqual(['5-apps/chart-5d6a1a3e/b.k8s.yaml', '5-apps/etc/a.k8s.yaml', 'APPLY.md'].map((name) =>
      name.replace(/chart-[0-9a-f]{8}/, Object.keys(files)[0].split('/')[1])));
    expect(Object.keys(files)[0]).toMatch(/^5-apps\/chart-[0-9a-f]{8}\/b\.k8s\.yaml$/);
  });

  it('writes a chart that renders itself by the kinds in it', () => {
    class Own extends Chart {
      toJson() {
        return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'own' } }, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'own' } }];
      }
    }
    const files = laidOut({ layout: KUBECTL }, (app) => new Own(app, 'own'));
    expect(Object.keys(files)).toEqual(['4-executors/+cluster/own.k8s.yaml', '5-apps/own/own.k8s.yaml', 'APPLY.md']);
  });

  it('names files by ids, in small letters, cut where a file system would refuse them, and never as kustomize reads them', () => {
    const files = laidOut({ layout: KUBECTL, outputFileExtension: '.yaml' }, (app) => {
      ['Two Words', 'kustomization', 'x'.repeat(300)].forEach((id) => configMap(app, id));
    });
    expect(Object.keys(files)).toEqual([
      '5-apps/shop/kustomization-chart.yaml', '5-apps/shop/two-words.yaml',
      expect.stringMatching(/^5-apps\/shop\/x{200}-[0-9a-f]{8}\.yaml$/), 'APPLY.md',
    ]);
  });

  it.each([
    [YamlOutputType.FILE_PER_APP, ['4-executors/app.k8s.yaml', '5-apps/app.k8s.yaml']],
    [YamlOutputType.FILE_PER_CHART, ['4-executors/+cluster/a.k8s.yaml', '5-apps/shop/a.k8s.yaml', '5-apps/shop/b.k8s.yaml']],
    [YamlOutputType.FILE_PER_RESOURCE, [
      '4-executors/+cluster/Namespace.shop.k8s.yaml', '5-apps/shop/ConfigMap.a.k8s.yaml', '5-apps/shop/ConfigMap.b.k8s.yaml',
    ]],
    [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, [
      '4-executors/+cluster/a/Namespace.shop.k8s.yaml', '5-apps/shop/a/ConfigMap.a.k8s.yaml', '5-apps/shop/b/ConfigMap.b.k8s.yaml',
    ]],
  ])('writes output type %s', (yamlOutputType, names) => {
    const files = laidOut({ layout: KUBECTL, yamlOutputType }, (app) => {
      new ApiObject(configMap(app, 'a'), 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      configMap(app, 'b');
    });
    expect(Object.keys(files)).toEqual([...names, 'APPLY.md']);
    expect(objectsIn(files, '5-apps')).toHaveLength(2);
  });

  it.each(LAYOUTS)('writes the same bytes again, and in another run of the program (%s)', (_, layout) => {
    const outdir = newFolder();
    const app = new FleetApp({ outdir, layout: layout() });
    twoClusters(app);
    app.synth();
    const first = filesBelow(outdir);
    app.synth();
    expect(filesBelow(outdir)).toEqual(first);
    expect(laidOut({ layout: layout() }, twoClusters)).toEqual(first);
  });

  it.each(LAYOUTS)('renames nothing for a chart that is added, and changes no file of another (%s)', (_, layout, manifests) => {
    const before = laidOut({ layout: layout() }, twoClusters);
    const after = laidOut({ layout: layout() }, (app) => {
      const [north, south] = ['north', 'south'].map((id) => new WasmCluster(app, id));
      const added = configMap(north, 'added');
      [north, south].forEach(platform);
      (north.node.findChild('cart') as Chart).addDependency(added);
    });
    const own = (name: string) => name.startsWith(manifests) && !/(APPLY\.md|kustomization\.yaml)$/.test(name);
    expect(Object.keys(after).filter((name) => !(name in before))).toEqual([`${manifests}north/5-apps/shop/added.k8s.yaml`]);
    expect(Object.keys(before).filter((name) => !(name in after))).toEqual([]);
    expect(Object.keys(before).filter((name) => own(name) && before[name] !== after[name])).toEqual([]);
  });

  it.each(LAYOUTS)('removes the files of a cluster that is gone, and lists all that it writes (%s)', (_, layout) => {
    const app = new FleetApp({ outdir: newFolder(), layout: layout() });
    twoClusters(app);
    app.synth();
    const listed = () => fs.readFileSync(path.join(app.outdir, '.cdk8s-wasm-files'), 'utf8').split('\n').slice(1, -1);
    expect(listed()).toEqual(Object.keys(filesBelow(app.outdir)));
    app.node.tryRemoveChild('south');
    app.synth();
    expect(listed()).toEqual(Object.keys(filesBelow(app.outdir)));
    expect(filesBelow(app.outdir)).toEqual(laidOut({ layout: layout() }, (other) => platform(new WasmCluster(other, 'north'))));
  });

  it('touches no file that says the same', () => {
    const app = new FleetApp({ outdir: newFolder(), layout: KUBECTL });
    platform(app);
    app.synth();
    const times = () => Object.keys(filesBelow(app.outdir)).map((name) => fs.statSync(path.join(app.outdir, name)).mtimeMs);
    const before = times();
    app.synth();
    expect(times()).toEqual(before);
  });

  it('changes nothing where it is left out', () => {
    const text = (props: object) => laidOut(props, (app) => ['b', 'a'].forEach((id) => configMap(app, id)));
    expect(text({})).toEqual(text({ layout: undefined }));
    expect(Object.keys(text({}))).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  });

  it('writes no more than files for an app without objects', () => {
    for (const [, layout] of LAYOUTS) {
      expect(laidOut({ layout: layout() }, (app) => new Chart(app, 'empty'))).toEqual({});
    }
  });

  it('can be applied phase by phase: what an object needs is there', () => {
    const files = laidOut({ layout: KUBECTL }, platform);
    const phases = ['1-crds/', '3-operator/', '4-executors/', '5-apps/'].map((file) => ({ file, objects: objectsIn(files, file) }));
    // the API server asks for neither what a binding nor what a webhook names
    expect(apply(phases, false).filter((message) => !/: \w+(RoleBinding|WebhookConfiguration) /.test(message))).toEqual([]);
    expect(apply([...phases].reverse(), false)).not.toEqual([]);
  });

  it('says all objects in synthYaml, without a layout', () => {
    const [plain, laid] = [undefined, KUBECTL].map((layout) => {
      const app = new FleetApp({ layout });
      platform(app);
      return app.synthYaml();
    });
    expect(laid).toBe(plain);
  });
});

describe('a kustomization of a program without a layout', () => {
  it.each([
    [YamlOutputType.FILE_PER_APP, ['0000-cert-manager/kustomization.yaml', 'app.k8s.yaml']],
    [YamlOutputType.FILE_PER_CHART, ['0000-cert-manager/kustomization.yaml', '0001-a.k8s.yaml']],
    [YamlOutputType.FILE_PER_RESOURCE, ['0000-cert-manager/kustomization.yaml', 'ConfigMap.a.k8s.yaml']],
    [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, ['0000-cert-manager/kustomization.yaml', '0001-a/ConfigMap.a.k8s.yaml']],
  ])('stands in a folder of its own, output type %s', (yamlOutputType, names) => {
    const files = laidOut({ yamlOutputType }, (app) => configMap(app, 'a').addDependency(released(app, 'cert-manager')));
    expect(Object.keys(files)).toEqual(names);
    expect(objectIn(files, names[0])).toMatchObject({ kind: 'Kustomization', resources: ['https://example.com/cert-manager.yaml'] });
  });

  it('stays out of the folder of a chart that has other objects too', () => {
    const files = laidOut({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE }, (app) => {
      new ApiObject(released(app, 'both'), 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    });
    expect(Object.keys(files)).toEqual(['both-both/kustomization.yaml', 'both/ConfigMap.a.k8s.yaml']);
  });

  it('fails for two in one chart', () => {
    expect(failure(() => laidOut({}, (app) => {
      new ApiObject(released(app, 'both'), 'second', { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', metadata: { name: 'b' } });
    }))).toBe('[both] file: got "both/kustomization.yaml"; another object or chart of this app has the same file name, which would lose its objects; '
      + 'give one of them another name, or take a YamlOutputType that keeps charts apart (FileCollision)');
  });
});

describe('a Git layout fails', () => {
  const twoOf = (ids: string[]) => (app: FleetApp) => ids.forEach((id) => configMap(new WasmCluster(app, id), 'a'));

  it.each<[string, (app: FleetApp) => unknown, string]>([
    ['a cluster that is no label', twoOf(['EU West']),
      '[] cluster EU West: got "EU West"; the name of a cluster, which is a folder and a part of names, must be an RFC 1123 label of at most '
      + "63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidName)"],
    ['two clusters of one name', (app) => {
      configMap(new WasmCluster(app, 'eu-one'), 'a');
      configMap(new WasmCluster(new WasmCluster(app, 'eu'), 'one'), 'a');
    }, '[] cluster eu/one: got "eu-one"; another WasmCluster has the same folder; give one of them another id (InvalidLayout)'],
    ['a chart beside clusters', (app) => {
      configMap(new WasmCluster(app, 'eu'), 'a');
      configMap(app, 'stray');
    }, '[] chart stray: got "no WasmCluster"; a Git layout with WasmClusters has a folder for each, and this chart would belong to none; '
      + 'stand the chart in a WasmCluster (InvalidLayout)'],
    ['two charts of one file', (app) => ['a b', 'A B'].forEach((id, index) => configMap(app, id).node.addMetadata('n', index)),
      '[A B] file: got "5-apps/shop/a-b.k8s.yaml"; another object or chart of this app has the same file name, which would lose its objects; '
      + 'give one of them another name, or take a YamlOutputType that keeps charts apart (FileCollision)'],
    ['an executor that waits for an app', (app) => {
      const first = new Chart(app, 'first', { namespace: 'shop' });
      new WasmApp(first, 'app', { metadata: { name: 'app' }, image: 'ghcr.io/acme/app:v1', executor: new SpinAppExecutor(first, 'executor', { spinImage: 'ghcr.io/acme/spin:v1' }) });
      const second = new Chart(app, 'second', { namespace: 'late' });
      new SpinAppExecutor(second, 'executor', { spinImage: 'ghcr.io/acme/spin:v1' });
      second.addDependency(first);
    }, '[first/app/Resource] phase: got "apps"; second/executor/Resource waits for it and is applied in the earlier phase executors; '
      + 'drop that dependency, or depend on single constructs instead of whole charts (PhaseConflict)'],
  ])('for %s', (_, program, message) => {
    expect(failure(() => laidOut({ layout: KUBECTL }, program))).toBe(message);
  });

  it('for an extension that no tool reads', () => {
    expect(failure(() => new FleetApp({ layout: KUBECTL, outputFileExtension: '.json' }))).toBe(
      '[layout] outputFileExtension: got ".json"; kubectl, Argo CD and Flux read files in the folders of a Git layout by their extension: '
      + 'it must end in ".yaml" or ".yml"; leave it out, or write ".yaml" (InvalidLayout)');
  });

  it('not where a scope relaxes the rule: the app stays in its phase', () => {
    const files = laidOut({ layout: KUBECTL }, (app) => {
      Rules.of(app).warnOnly(RuleCode.PHASE_CONFLICT, 'a test');
      Rules.of(app).silence(RuleCode.PHASE_CONFLICT);
      const first = new Chart(app, 'first', { namespace: 'shop' });
      new ApiObject(first, 'app', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'app' } });
      const second = new Chart(app, 'second', { namespace: 'late' });
      new ApiObject(second, 'executor', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppExecutor', metadata: { name: 'executor' } });
      second.addDependency(first);
    });
    expect(Object.keys(files)).toEqual(['4-executors/late/second.k8s.yaml', '5-apps/shop/first.k8s.yaml', 'APPLY.md']);
  });

  it('and leaves the old output whole', () => {
    const outdir = newFolder();
    const before = new FleetApp({ outdir, layout: KUBECTL });
    configMap(before, 'a');
    before.synth();
    const files = filesBelow(outdir);
    const after = new FleetApp({ outdir, layout: KUBECTL });
    ['b', 'B'].forEach((id, index) => configMap(after, id, `shop${index}`));
    new ApiObject(after.node.findChild('B') as Chart, 'same', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'shop0' } });
    expect(() => after.synth()).toThrow('(FileCollision)');
    expect(filesBelow(outdir)).toEqual(files);
  });
});
