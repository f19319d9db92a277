/** Installs that stand in a chart, as cdk8s users write their programs. */
import { ApiObject, App, AppProps, Chart, Testing, YamlOutputType } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  CertManager, ComponentSource, FleetApp, FleetAppProps, GitLayout, RuntimeClassManager, ShimRelease, SpinKubeInstall, SpinKubeInstallProps,
  SpinKubeVersion, WasmApp, WasmCluster,
} from '../../src';
import { checkManifests, parseManifests } from '../support/manifest-check';
import { filesBelow, newFolder } from '../synth/support/folder';

const CHART = ComponentSource.argoCd({ version: '1.14.0' });

/** A chart of a user, with an install in it. */
class Platform extends Chart {
  constructor(scope: Construct, id: string, props: Partial<SpinKubeInstallProps> = {}) {
    super(scope, id);
    new SpinKubeInstall(this, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop'], ...props });
  }
}

const configMap = (scope: Construct, name = 'map') => (
  new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } }));

/** The files of a program, none of them empty, all of which a cluster takes. */
function filesOf(app: App): string[] {
  app.synth();
  const files = filesBelow(app.outdir);
  expect(Object.keys(files).filter((name) => files[name] === '')).toEqual([]);
  const manifests = Object.entries(files).filter(([name]) => name.endsWith('.k8s.yaml'));
  for (const cluster of [/north/, /south/, /^(?!.*(north|south))/]) {
    expect(checkManifests(manifests.filter(([name]) => cluster.test(name)).flatMap(([name, text]) => parseManifests(name, text)))).toEqual([]);
  }
  return Object.keys(files);
}

/** Without the hash that cdk8s puts behind the path of a chart. */
const plain = (name: string) => name.replace(/-c8[0-9a-f]{6}/, '').replace('.k8s.yaml', '');

describe.each<[string, new (props?: AppProps) => App]>([['App', App], ['FleetApp', FleetApp]])('under %s an install', (_, type) => {
  const program = (make: (app: App) => unknown, props: AppProps = {}) => {
    const app = new type({ outdir: newFolder(), ...props });
    make(app);
    return app;
  };
  const plainFilesOf = (make: (app: App) => unknown, props?: AppProps) => filesOf(program(make, props)).map(plain);

  test('in a chart of its own has the files of its phases, in their order, and no other', () => {
    expect(plainFilesOf((app) => new Platform(app, 'platform', { certManager: CHART, runtimeClassManager: { release: ShimRelease.SPIN_0_24_0 } }))).toEqual([
      '0000-platform-spinkube-crds', '0001-platform-spinkube-cert-manager', '0002-platform-spinkube-operator',
      '0003-platform-spinkube-runtime-class-manager-crds', '0004-platform-spinkube-runtime-class-manager-manager',
      '0005-platform-spinkube-shims', '0006-platform-spinkube-executors',
    ]);
  });

  test('in a chart of its own is no chart of the app, as often as it is asked', () => {
    const app = program((made) => new Platform(made, 'platform'));
    const paths = () => app.charts.map(({ node }) => node.path).sort();
    const charts = ['platform/spinkube/crds', 'platform/spinkube/executors', 'platform/spinkube/operator'];
    expect(paths()).toEqual(charts);
    app.synth();
    expect(paths()).toEqual(charts);
    expect(Testing.synth(app.node.findChild('platform') as Chart)).toEqual([]);
  });

  test('writes the same twice, and the same text', () => {
    const app = program((made) => new Platform(made, 'platform'));
    const first = app.synthYaml();
    const files = filesOf(app);
    expect(filesOf(app)).toEqual(files);
    expect(app.synthYaml()).toBe(first);
  });

  test('in charts within charts, and in a construct of one, leaves none of them', () => {
    expect(plainFilesOf((app) => new Platform(new Construct(new Chart(app, 'outer'), 'team'), 'platform'))).toEqual([
      '0000-outer-team-platform-spinkube-crds', '0001-outer-team-platform-spinkube-operator', '0002-outer-team-platform-spinkube-executors',
    ]);
  });

  test('in a chart with an app comes before the app', () => {
    expect(plainFilesOf((app) => {
      const chart = new Chart(app, 'platform', { namespace: 'shop' });
      new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' });
      new SpinKubeInstall(chart, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop'] });
    })).toEqual(['0000-platform-spinkube-crds', '0001-platform-spinkube-operator', '0002-platform-spinkube-executors', '0003-platform']);
  });

  test('in a chart with the Namespace of its executors comes around it', () => {
    expect(plainFilesOf((app) => {
      const platform = new Platform(app, 'platform', { appNamespaceOptions: { shop: { existing: true } } });
      new Namespace(platform, 'shop', { metadata: { name: 'shop' } });
    })).toEqual(['0000-platform-spinkube-crds', '0001-platform-spinkube-operator', '0002-platform', '0003-platform-spinkube-executors']);
  });

  test('in a chart of its own comes before all that comes after the chart', () => {
    expect(plainFilesOf((app) => {
      const first = new Chart(app, 'a-first');
      configMap(first);
      first.addDependency(new Platform(app, 'platform'));
    })).toEqual(['0000-platform-spinkube-crds', '0001-platform-spinkube-operator', '0002-platform-spinkube-executors', '0003-a-first']);
  });

  test('in a chart with another object comes before all that comes after the install', () => {
    expect(plainFilesOf((app) => {
      const first = new Chart(app, 'a-first');
      configMap(first, 'first');
      const platform = new Platform(app, 'platform');
      configMap(platform);
      first.addDependency(platform, platform.node.findChild('spinkube'));
    })).toEqual(['0000-platform', '0001-platform-spinkube-crds', '0002-platform-spinkube-operator', '0003-platform-spinkube-executors', '0004-a-first']);
  });

  test('in a chart of each of two clusters is one of each', () => {
    expect(plainFilesOf((app) => ['north', 'south'].forEach((id) => new Platform(new WasmCluster(app, id), 'platform')))).toEqual([
      '0000-north-platform-spinkube-crds', '0001-north-platform-spinkube-operator', '0002-north-platform-spinkube-executors',
      '0003-south-platform-spinkube-crds', '0004-south-platform-spinkube-operator', '0005-south-platform-spinkube-executors',
    ]);
  });

  test('may share a chart with the cert-manager and the runtime-class-manager of the cluster', () => {
    expect(plainFilesOf((app) => {
      const platform = new Chart(app, 'platform');
      new CertManager(platform, 'certs', { source: CHART });
      new RuntimeClassManager(platform, 'rcm');
      new SpinKubeInstall(platform, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    })).toEqual([
      '0000-platform-certs-cert-manager', '0001-platform-rcm-crds', '0002-platform-rcm-manager', '0003-platform-spinkube-crds',
      '0004-platform-spinkube-operator',
    ]);
  });

  test('in a chart leaves no folder of it', () => {
    const names = plainFilesOf((app) => new Platform(app, 'platform'), { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    expect([...new Set(names.map((name) => name.split('/')[0]))])
      .toEqual(['0000-platform-spinkube-crds', '0001-platform-spinkube-operator', '0002-platform-spinkube-executors']);
  });

  test('leaves to the app a chart that renders itself, and empty ones without an install', () => {
    const rendered = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rendered' } };
    const { charts } = program((app) => {
      Object.assign(new Platform(app, 'platform'), { toJson: () => [rendered] });
      new Chart(app, 'empty');
    });
    expect(charts.map(({ node }) => node.path)).toEqual(expect.arrayContaining(['platform', 'empty']));
  });
});

test('both apps write the same files', () => {
  const [stock, fleet] = [App, FleetApp].map((type) => {
    const app = new type({ outdir: newFolder() });
    const apps = new Chart(app, 'apps', { namespace: 'shop' });
    new WasmApp(apps, 'api', { image: 'ghcr.io/acme/api:v1' });
    apps.addDependency(new Platform(app, 'platform'));
    app.synth();
    return filesBelow(app.outdir);
  });
  expect(fleet).toEqual(stock);
});

describe('a layout', () => {
  const folders = (props: FleetAppProps, make: (app: FleetApp) => unknown) => {
    const app = new FleetApp({ outdir: newFolder(), ...props });
    make(app);
    return filesOf(app).filter((name) => name.endsWith('.k8s.yaml')).map(plain);
  };

  test('has the phases of an install in a chart in their folders', () => {
    expect(folders({ layout: GitLayout.kubectl() }, (app) => new Platform(app, 'platform', { certManager: CHART }))).toEqual([
      '1-crds/+cluster/platform-spinkube-crds',
      '2-cert-manager/+cluster/platform-spinkube-cert-manager-cert-manager',
      '2-cert-manager/argocd/platform-spinkube-cert-manager-cert-manager',
      '3-operator/+cluster/platform-spinkube-operator',
      '3-operator/spin-operator/platform-spinkube-operator',
      '4-executors/+cluster/platform-spinkube-executors',
      '4-executors/shop/platform-spinkube-executors',
    ]);
  });

  test('has what stands beside the install in the phase of its kind', () => {
    expect(folders({ layout: GitLayout.kubectl() }, (app) => {
      const platform = new Platform(app, 'platform');
      new Namespace(platform, 'office', { metadata: { name: 'office' } });
      configMap(platform);
    })).toEqual([
      '1-crds/+cluster/platform-spinkube-crds', '3-operator/+cluster/platform-spinkube-operator', '3-operator/spin-operator/platform-spinkube-operator',
      '4-executors/+cluster/platform-spinkube-executors', '4-executors/+cluster/platform', '4-executors/shop/platform-spinkube-executors',
      '5-apps/shop/platform',
    ]);
  });

  test('has a folder for each cluster with such a chart', () => {
    const names = folders({ layout: GitLayout.flux({ sourceName: 'fleet' }) }, (app) => (
      ['north', 'south'].forEach((id) => new Platform(new WasmCluster(app, id), 'platform'))));
    expect(names.filter((name) => name.includes('crds'))).toEqual(['manifests/north/1-crds/+cluster/platform-spinkube-crds',
      'manifests/south/1-crds/+cluster/platform-spinkube-crds']);
  });
});
