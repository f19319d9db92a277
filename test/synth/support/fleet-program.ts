import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { filesBelow, newFolder } from './folder';
import { FleetApp, FleetAppProps, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster } from '../../../src';
import { markPhase, Phase } from '../../../src/cluster/private/phase';
import { parseManifests } from '../../support/manifest-check';

/** The files of a program by name, and nothing but files. */
export type Files = { [name: string]: string };

/** What a program with a layout writes. */
export function laidOut(props: FleetAppProps, program: (app: FleetApp) => void): Files {
  const app = new FleetApp({ outdir: newFolder(), ...props });
  program(app);
  app.synth();
  return filesBelow(app.outdir);
}

/** What a program fails with, one problem a line. */
export function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message.replace(/^Validation failed with the following errors:\n {2}/, '').replace(/\n {2}/g, '\n');
  }
  throw new Error('the program did not fail');
}

/** A chart with one object. */
export function configMap(scope: Construct, id: string, namespace: string | undefined = 'shop'): Chart {
  const chart = new Chart(scope, id, { namespace });
  new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
  return chart;
}

/** A released file that kustomize fetches. */
export function released(scope: Construct, id: string, phase: Phase = Phase.CERT_MANAGER): Chart {
  const chart = new Chart(scope, id);
  markPhase(chart, phase);
  new ApiObject(chart, 'kustomization', {
    apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', metadata: { name: id }, resources: [`https://example.com/${id}.yaml`],
  } as any);
  return chart;
}

/** All phases: cert-manager, SpinKube with an app's namespace, an app, and one whose executor makes no Deployment. */
export function platform(scope: Construct): void {
  const certManager = released(scope, 'cert-manager');
  const install = new SpinKubeInstall(scope, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop'] });
  install.node.children[1].node.addDependency(certManager);
  const cart = new Chart(scope, 'cart', { namespace: 'shop' });
  new WasmApp(cart, 'cart', { metadata: { name: 'cart' }, image: 'ghcr.io/acme/cart:v1' }).exposeViaService();
  const namespace = new Chart(scope, 'namespace');
  new ApiObject(namespace, 'bare', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bare' } });
  const bare = new Chart(scope, 'bare', { namespace: 'bare' });
  const executor = new SpinAppExecutor(bare, 'executor', { metadata: { name: 'external' }, createDeployment: false, spinImage: 'ghcr.io/acme/spin:v1' });
  new WasmApp(bare, 'queue', { metadata: { name: 'queue' }, image: 'ghcr.io/acme/queue:v1', executor });
}

/** Two clusters with all phases. */
export function twoClusters(app: FleetApp): void {
  ['north', 'south'].forEach((id) => platform(new WasmCluster(app, id)));
}

/** The objects in files of a folder, in the order in which `kubectl apply -R -f` reads them. */
export function objectsIn(files: Files, folder: string): any[] {
  return Object.keys(files).filter((name) => name.startsWith(folder) && name.endsWith('.yaml')).sort()
    .flatMap((name) => parseManifests(name, files[name]));
}

/** The one object of a file. */
export function objectIn(files: Files, name: string): any {
  const objects = parseManifests(name, files[name]);
  expect(objects).toHaveLength(1);
  return objects[0];
}
