/** The example programs, run in the process of the test. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'cdk8s';
import { load } from '../support/manifest/load';

const ROOT = path.join(__dirname, '../..');

/** The folders of examples/ that hold a program. */
export const EXAMPLES = fs.readdirSync(path.join(ROOT, 'examples')).filter((name) => fs.existsSync(path.join(ROOT, 'examples', name, 'main.ts')));

/** What is in the cluster before an example is applied, beside cert-manager. */
export const BEFORE: { [example: string]: { spinKube: boolean } } = {
  guide: { spinKube: false },
  hello: { spinKube: true },
};

/** The folder of an example in dist/. */
export function committed(example: string): string {
  return path.join(ROOT, 'dist', example);
}

/** Runs a program in modules of its own. Instead of writing, it hands over its app, with a temporary folder for its output. */
export function run(example: string): App {
  const apps: App[] = [];
  jest.isolateModules(() => {
    const { App: Stock } = load('cdk8s');
    const synth = jest.spyOn(Stock.prototype, 'synth').mockImplementation(function (this: any) {
      apps.push(this);
    });
    load(path.join(ROOT, `examples/${example}/main`));
    synth.mockRestore();
  });
  expect(apps.map(({ outdir }) => outdir)).toEqual([`dist/${example}`]);
  Object.defineProperty(apps[0], 'outdir', { value: fs.mkdtempSync(path.join(os.tmpdir(), `cdk8s-wasm-${example}-`)) });
  return apps[0];
}

/** The text of each file of a folder. */
export function filesIn(folder: string): { [file: string]: string } {
  return Object.fromEntries(fs.readdirSync(folder).sort().map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}
