/** What platforms and teams write in each layout: executors of their names in their phase, and nothing of the platform's among the teams'. */
import { Chart } from 'cdk8s';
import {
  EdgeWasmApp, ExecutorManagement, FleetApp, GitLayout, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster, WasmClusterProps, WasmNodePool,
} from '../../../src';
import { Files, laidOut, objectsIn } from '../support/fleet-program';

const IMAGE = 'ghcr.io/acme/api:v1';
const LAYOUTS: [string, () => GitLayout, string][] = [
  ['kubectl', () => GitLayout.kubectl(), ''],
  ['kustomize', () => GitLayout.kustomize(), ''],
  ['argoCd', () => GitLayout.argoCd({ repoUrl: 'https://example.com/fleet.git' }), 'manifests/'],
  ['flux', () => GitLayout.flux({ sourceName: 'fleet' }), 'manifests/'],
];

/** Two clusters, each with an app and an edge app in two namespaces. */
function teams(app: FleetApp, props: WasmClusterProps): void {
  for (const id of ['north', 'south']) {
    const cluster = new WasmCluster(app, id, props);
    for (const namespace of ['shop', 'site']) {
      const chart = new Chart(cluster, namespace, { namespace });
      new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE });
      new EdgeWasmApp(chart, 'edge', { metadata: { name: 'edge' }, image: IMAGE });
    }
  }
}

/** Two clusters with all that such apps name. */
function platforms(app: FleetApp, props: WasmClusterProps): void {
  for (const id of ['north', 'south']) {
    const cluster = new WasmCluster(app, id, props);
    const edge = new WasmNodePool(new Chart(cluster, 'nodes'), 'edge', cluster.edge);
    new SpinKubeInstall(cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop', 'site'], nodePools: [edge] });
  }
}

const manifestsOf = (files: Files, folder: string) => Object.keys(files).filter((name) => name.startsWith(folder) && name.endsWith('.k8s.yaml'));

function executorsOf(files: Files, folder: string): string[] {
  return objectsIn(files, folder).filter(({ kind }) => kind === 'SpinAppExecutor').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort();
}

function namedOf(files: Files, folder: string): string[] {
  return objectsIn(files, folder).filter(({ kind }) => kind === 'SpinApp').map(({ metadata, spec }) => `${metadata.namespace}/${spec.executor}`).sort();
}

describe.each(LAYOUTS)('the layout %s', (_, layout, folder) => {
  const { EXISTING, MANAGED } = ExecutorManagement;

  it.each<[string, WasmClusterProps, string[]]>([
    ['no owner', {}, ['shop/shop-edge', 'shop/shop-spin', 'site/site-edge', 'site/site-spin']],
    ['an owner', { owner: 'web' }, ['shop/web-shop-edge', 'shop/web-shop-spin', 'site/web-site-edge', 'site/web-site-spin']],
  ])('has what teams name in the platform\'s phase of executors, in each cluster, with %s', (_owner, props, names) => {
    const written = laidOut({ layout: layout() }, (app) => platforms(app, props));
    const named = laidOut({ layout: layout() }, (app) => teams(app, { ...props, executors: EXISTING }));
    const together = laidOut({ layout: layout() }, (app) => teams(app, { ...props, executors: MANAGED }));
    for (const cluster of ['north', 'south']) {
      expect(executorsOf(written, `${folder}${cluster}/4-executors/`)).toEqual(names);
      expect(namedOf(named, `${folder}${cluster}/5-apps/`)).toEqual(names);
      expect(executorsOf(together, `${folder}${cluster}/4-executors/`)).toEqual(names);
      expect(namedOf(together, `${folder}${cluster}/5-apps/`)).toEqual(names);
    }
  });

  it('has nothing but apps for teams whose executors exist', () => {
    const files = laidOut({ layout: layout() }, (app) => teams(app, { executors: EXISTING }));
    expect(manifestsOf(files, folder)).toEqual(['north', 'south'].flatMap((cluster) =>
      ['shop', 'site'].map((namespace) => `${folder}${cluster}/5-apps/${namespace}/${namespace}.k8s.yaml`)));
  });
});
