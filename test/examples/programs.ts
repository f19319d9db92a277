/** The example programs, run in the process of the test. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'cdk8s';
import { load } from '../support/manifest/load';
import { withEnvironment } from '../support/variables';

const ROOT = path.join(__dirname, '../..');

const FOLDERS = fs.readdirSync(path.join(ROOT, 'examples'));

/** The folders of examples/ that hold a program. */
export const FOLDER_EXAMPLES = FOLDERS.filter((name) => fs.existsSync(path.join(ROOT, 'examples', name, 'main.ts')));

/** Those that hold several short ones. */
export const SHELVES = ['apps', 'teams'];

/** The short programs, as `<folder>/<file>`. */
export const SHORT_EXAMPLES = SHELVES.flatMap((shelf) => fs.readdirSync(path.join(ROOT, 'examples', shelf))
  .filter((name) => name.endsWith('.ts')).map((name) => `${shelf}/${path.basename(name, '.ts')}`));

/** All programs; what each writes is in the folder of its name in dist/. */
export const EXAMPLES = [...FOLDER_EXAMPLES, ...SHORT_EXAMPLES];

/** Those whose output is one folder of numbered files, held to the order of the files; the others have tests of their own. */
export const FLAT_EXAMPLES = ['hello', 'runtimes'];

/** What is in the cluster before an example is applied, beside cert-manager. */
export const BEFORE: { [example: string]: { spinKube: boolean } } = {
  hello: { spinKube: true },
  runtimes: { spinKube: false },
};

/** The folder of an example in dist/. */
export function committed(example: string): string {
  return path.join(ROOT, 'dist', example);
}

/** What programs import that is not theirs. */
const LIBRARIES: { readonly [name: string]: any } = Object.fromEntries(
  ['cdk8s', 'cdk8s-plus-28', 'cdk8s-wasm', 'constructs'].map((name) => [name, load(name)]),
);

/** A program that ran, its apps, and the working folder that it wrote to. */
export class Run {
  readonly apps: App[];
  private readonly folder: string;

  /** Runs a program as it is, in a temporary folder that stands in for the root of the repository. */
  constructor(example: string) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-example-'));
    fs.symlinkSync(path.join(ROOT, 'examples'), path.join(this.folder, 'examples'));
    const apps = new Set<App>();
    this.inFolder(() => withEnvironment({ CDK8S_OUTDIR: `dist/${example}` }, () => jest.isolateModules(() => {
      // to load the library anew takes longer than most programs
      Object.entries(LIBRARIES).forEach(([name, library]) => jest.doMock(name, () => library));
      const { App: Stock } = LIBRARIES.cdk8s;
      const { FleetApp } = LIBRARIES['cdk8s-wasm'];
      const spies = [Stock, FleetApp].map(({ prototype }) => jest.spyOn(prototype, 'synth'));
      load(path.join(ROOT, 'examples', SHORT_EXAMPLES.includes(example) ? example : `${example}/main`));
      spies.flatMap(({ mock }) => mock.contexts).forEach((app) => apps.add(app as App));
      spies.forEach((spy) => spy.mockRestore());
    })));
    this.apps = [...apps];
  }

  /** Synthesises all apps once more, over what they wrote. */
  synth(): void {
    this.inFolder(() => this.apps.forEach((app) => app.synth()));
  }

  /** What the program wrote anywhere in its folder, by the path from there. */
  files(): { [file: string]: string } {
    return Object.fromEntries(Object.entries(filesIn(this.folder)).filter(([file]) => !file.startsWith('examples/')));
  }

  /** Removes what the program wrote. */
  discard(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  private inFolder(action: () => void): void {
    const before = process.cwd();
    process.chdir(this.folder);
    try {
      action();
    } finally {
      process.chdir(before);
    }
  }
}

/** The source of a program, and of what it imports of its own. */
export function sourcesOf(example: string): string[] {
  const place = path.join(ROOT, 'examples', example);
  return SHORT_EXAMPLES.includes(example) ? [fs.readFileSync(`${place}.ts`, 'utf8')]
    : Object.entries(filesIn(place)).filter(([file]) => file.endsWith('.ts')).map(([, text]) => text);
}

/** What is committed of a program, by the path from the root of the repository. */
export function committedFiles(example: string): { [file: string]: string } {
  const folder = `dist/${example}`;
  return Object.fromEntries(Object.entries(filesIn(path.join(ROOT, folder))).map(([file, text]) => [`${folder}/${file}`, text]));
}

/** The text of each file of a folder and of those below it; nothing where there is no folder. */
export function filesIn(folder: string): { [file: string]: string } {
  if (!fs.existsSync(folder)) return {};
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(names.sort().map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}
