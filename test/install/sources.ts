/** Sources of components to test with, all of which work offline. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Yaml } from 'cdk8s';
import { phasesOf } from './installs';
import { CertManager, CertManagerProps, ComponentSource, FleetApp } from '../../src';

const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-wasm-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** The path of a file of its own with a text, or with objects. */
export function file(content: string | object[], name = `manifest-${count++}.yaml`): string {
  const place = path.join(folder, name);
  writeFileSync(place, typeof content === 'string' ? content : Yaml.stringify(...content));
  return place;
}

/** A helm that prints objects, and notes how it was called. */
export class FakeHelm {
  readonly helmExecutable: string;
  private readonly place: string;

  constructor(objects: object[] = [configMap()], script = '') {
    this.place = mkdtempSync(path.join(folder, 'helm-'));
    writeFileSync(path.join(this.place, 'out.yaml'), Yaml.stringify(...objects));
    this.helmExecutable = path.join(this.place, 'helm');
    writeFileSync(this.helmExecutable, `#!/bin/sh
${script}
printf '%s\\n' "$@" > '${this.place}/arguments'
[ "$2" = -f ] && cp "$3" '${this.place}/values.yaml'
cat '${this.place}/out.yaml'
`);
    chmodSync(this.helmExecutable, 0o755);
  }

  /** What it was called with, apart from the file of values. */
  get arguments(): string[] {
    const given = readFileSync(path.join(this.place, 'arguments'), 'utf8').trim().split('\n');
    return given.filter((_, index) => given[1] !== '-f' || (index !== 1 && index !== 2));
  }

  /** The values that it was given. */
  get values(): any {
    const place = path.join(this.place, 'values.yaml');
    return existsSync(place) ? Yaml.load(place)[0] : {};
  }
}

/** An object that needs no other. */
export function configMap(name = 'settings'): any {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { key: 'value' } };
}

/** A Deployment as a manifest of another project has one. */
export function deployment(image: string, container: object = {}): any {
  const labels = { app: 'other' };
  const resources = {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'other' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'other', image, resources, ...container }] } } },
  };
}

/** The objects of a cert-manager in an app of its own; nothing for one that exists. */
export function certManagerOf(source: ComponentSource, props: Partial<CertManagerProps> = {}): any[] {
  const app = fleet();
  new CertManager(app, 'certs', { source, ...props });
  return phasesOf(app)['certs/cert-manager'] ?? [];
}

/** What a program fails with when its constructs are made. */
export function refusal(program: (app: App) => unknown, app: App = fleet()): string {
  try {
    program(app);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the program did not fail');
}

/** An app that may hold every source. */
export function fleet(): App {
  return new FleetApp({ outdir: path.join(folder, `dist-${count++}`) });
}
