/** Installs to test with. Whatever is synthesised here is held against what a cluster takes. */
import { App } from 'cdk8s';
import { SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion } from '../../src';
import { synth } from '../support/synth';

/** The releases that can be installed. */
export const VERSIONS = ['0.4.0', '0.5.0', '0.6.0', '0.6.1'];

/** The objects of each chart, in the order of its file; the charts are in the order in which they are to be applied. */
export type Phases = { [chart: string]: any[] };

const known = new Map<string, Phases>();

/** An install in an app of its own, as written; made once for the same props, since its CRDs are long. */
export function installed(version: string, props: Partial<SpinKubeInstallProps> = {}): Phases {
  const key = JSON.stringify([version, props]);
  if (!known.has(key)) {
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.of(version), ...props });
    known.set(key, phasesOf(app));
  }
  return known.get(key)!;
}

/** All charts of an app, as written. */
export function phasesOf(app: App): Phases {
  synth(app);
  return Object.fromEntries(app.charts.map((chart) => [chart.node.path, chart.toJson()]));
}

/** The one object of a kind whose name ends so. */
export function find(objects: any[], kind: string, ending = ''): any {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name.endsWith(ending));
  expect(found.map(({ metadata }) => metadata.name)).toHaveLength(1);
  return found[0];
}

/** The operator's objects of an install. */
export function operatorOf(version: string, props: Partial<SpinKubeInstallProps> = {}): any[] {
  return installed(version, props)['spinkube/operator'];
}

/** `<Kind> <namespace>/<name>`, without a namespace for what belongs to the cluster. */
export function title({ kind, metadata: { namespace, name } }: any): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Each text in a value with its place. */
export function texts(value: any, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${place}/${key}`));
}
