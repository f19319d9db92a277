/** The example programs, run in the process of the test. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'cdk8s';
import { load } from '../support/manifest/load';

const ROOT = path.join(__dirname, '../..');

/** The folders of examples/ that hold a program. */
export const EXAMPLES = fs.readdirSync(path.join(ROOT, 'examples')).filter((name) => fs.existsSync(path.join(ROOT, 'examples', name, 'main.ts')));

/** Those whose output is one folder of numbered files; the others have tests of their own. */
export const FLAT_EXAMPLES = EXAMPLES.filter((name) => name !== 'fleet');

/** What is in the cluster before an example is applied, beside cert-manager. */
export const BEFORE: { [example: string]: { spinKube: boolean } } = {
  guide: { spinKube: false },
  hello: { spinKube: true },
  runtimes: { spinKube: false },
};

/** The folder of an example in dist/. */
export function committed(example: string): string {
  return path.join(ROOT, 'dist', example);
}

/** The folder of what a program writes for its nodes, beside its manifests in a folder. */
export function nodesBeside(folder: string): string {
  return `${folder}.nodes`;
}

/** The folder of what a program writes for people, beside its manifests in a folder. */
export function pagesBeside(folder: string): string {
  return `${folder}.docs`;
}

/** Runs a program in modules of its own. It hands over its app, with a temporary folder for the output that it would write to dist/. */
export function run(example: string): App {
  const apps: App[] = [];
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), `cdk8s-wasm-${example}-`));
  jest.isolateModules(() => {
    const { App: Stock } = load('cdk8s');
    const { ContainerdConfig, Topology } = load(path.join(ROOT, 'src'));
    const writes = [ContainerdConfig, Topology].map(({ prototype }) => {
      const { writeTo } = prototype;
      return jest.spyOn(prototype, 'writeTo').mockImplementation(function (this: any, file: any) {
        writeTo.call(this, path.join(dist, path.relative('dist', file)));
      });
    });
    const { FleetApp } = load(path.join(ROOT, 'src/synth/fleet-app'));
    const synths = [Stock, FleetApp].map(({ prototype }) => jest.spyOn(prototype, 'synth').mockImplementation(function (this: any) {
      apps.push(this);
    }));
    load(path.join(ROOT, `examples/${example}/main`));
    [...writes, ...synths].forEach((spy) => spy.mockRestore());
  });
  expect(apps.map(({ outdir }) => outdir)).toEqual([`dist/${example}`]);
  Object.defineProperty(apps[0], 'outdir', { value: path.join(dist, example) });
  return apps[0];
}

/** Removes what a program wrote. */
export function discard({ outdir }: App): void {
  fs.rmSync(path.dirname(outdir), { recursive: true });
}

/** The text of each file of a folder and of those below it; nothing where there is no folder. */
export function filesIn(folder: string): { [file: string]: string } {
  if (!fs.existsSync(folder)) return {};
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(names.sort().map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}
