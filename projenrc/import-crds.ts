/**
 * Makes imports/ from crds/ with `cdk8s import`. Run by `npx projen import`; needs no network.
 */
import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, dirname, join, resolve } from 'path';
import { bin, version } from 'cdk8s-cli/package.json';
import { stringify } from 'yaml';
import { spinOperatorCrds } from '../crds/spin-operator';

const header = `// Made from crds/ (spin-operator 0.6.1) by cdk8s-cli ${version}.
// Never edit: change crds/ and run \`npx projen import\`.
`;

const folder = mkdtempSync(join(tmpdir(), 'import-crds-'));
try {
  writeModules(importedModules());
} finally {
  rmSync(folder, { recursive: true });
}

/** The text that `cdk8s import` makes of the newest CRDs, by file name. */
function importedModules(): Map<string, string> {
  const everything = spinOperatorCrds(() => true);
  writeFileSync(join(folder, 'crds.yaml'), everything.map((crd) => stringify(crd)).join('---\n'));
  const cdk8s = join(dirname(require.resolve('cdk8s-cli/package.json')), bin.cdk8s);
  // the temporary folder as working directory keeps any cdk8s.yaml of the project out of it
  execFileSync(process.execPath, [
    cdk8s, 'import', 'crds.yaml',
    '--language', 'typescript', '--output', 'imports', '--no-class-prefix', '--no-save', '--no-check-upgrade',
  ], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const files = readdirSync(join(folder, 'imports')).sort();
  return new Map(files.map((file) => [file, readFileSync(join(folder, 'imports', file), 'utf8')]));
}

/** Replaces imports/ by the modules and an index of them. */
function writeModules(modules: Map<string, string>) {
  const index = [...modules.keys()].map((file) => `export * from './${basename(file, '.ts')}';\n`).join('');
  const target = resolve(__dirname, '..', 'imports');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  for (const [file, text] of [...modules, ['index.ts', index]]) {
    writeFileSync(join(target, file), `${header}${text}`);
  }
}
