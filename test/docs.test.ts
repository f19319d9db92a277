import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { load } from './support/manifest/load';
import { checkManifests, parseManifests } from './support/manifest-check';
import { readFolder } from './support/synth';

/** The pages whose programs stand for themselves. */
const PAGES = ['spin-manifest.md', 'network.md'];

const programs = PAGES.flatMap((page) => [...readFileSync(join('docs', page), 'utf8').matchAll(/```ts\n([^]*?)```/g)]
  .map(([, program], index): [string, string] => [`${page}, program ${index + 1}`, program]));

test('the pages are there', () => {
  expect(readdirSync('docs')).toEqual(expect.arrayContaining(PAGES));
  expect(programs.length).toBeGreaterThanOrEqual(PAGES.length);
});

test.each(programs)('%s runs, and its objects pass every check', (_, program) => {
  const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, esModuleInterop: true } });
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-wasm-docs-'));
  process.env.CDK8S_OUTDIR = outdir;
  const library = jest.requireActual('../src');
  new Function('require', 'exports', outputText)((name: string) => (name === 'cdk8s-wasm' ? library : load(name)), {});
  delete process.env.CDK8S_OUTDIR;
  const objects = Object.entries(readFolder(outdir)).flatMap(([name, text]) => parseManifests(name, text));
  expect(objects.length).toBeGreaterThan(0);
  expect(checkManifests(objects)).toEqual([]);
});
