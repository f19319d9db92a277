/** Holds the pages of docs/ to what the library does: their programs compile and run, and their tables are what is made. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Yaml } from 'cdk8s';
import ts from 'typescript';
import { tableOf, textOf } from './docs/pages';
import { spinOperatorCrds } from '../crds/spin-operator';
import * as library from '../src';
import { PEM } from './install/pem';
import { checkManifest, checkManifests, readManifests } from './support/manifest-check';

const ROOT = path.resolve(__dirname, '..');
const PAGES = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).sort();
const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-wasm-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Snippet {
  readonly name: string;
  readonly text: string;
}

/** The programs of a page. */
function snippetsOf(page: string): Snippet[] {
  const found = [...textOf(page).matchAll(/^( *)```ts\n([\s\S]*?)^ *```/gm)];
  return found.map(([, indent, text], index) => ({ name: `${page}-${index + 1}.ts`, text: text.replace(new RegExp(`^${indent}`, 'gm'), '') }));
}

/** Pages with tests of their own: one reads raw YAML, and one has two programs that need each other. */
const APART = ['raw-to-wasm-app.md', 'platform-and-teams.md'];

/** Whole programs; pages with a part of a program have tests of their own, too. */
const SNIPPETS = PAGES.filter((page) => !APART.includes(page)).flatMap(snippetsOf).filter(({ text }) => text.includes('import '));

/** The object that stands first on the page about raw YAML, whose program includes it. */
const [, CART] = /```yaml\n([\s\S]*?)```/.exec(textOf('raw-to-wasm-app.md'))!;

/** Locks of the images that programs speak of. */
const LOCK = JSON.stringify({ 'ghcr.io/acme/api:v1': `sha256:${'0'.repeat(64)}` });

test('each block of all pages ends', () => {
  const open = PAGES.filter((page) => [...textOf(page).matchAll(/^ *```/gm)].length % 2 === 1);
  expect(open).toEqual([]);
});

test('the programs of all pages compile', () => {
  const texts = new Map(SNIPPETS.map(({ name, text }) => [path.join(ROOT, 'docs', name), text]));
  const config = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(ROOT, 'test/tsconfig.json'), ts.sys.readFile).config, ts.sys, path.join(ROOT, 'test'));
  const options: ts.CompilerOptions = {
    ...config.options, isolatedModules: false, noEmit: true, paths: { 'cdk8s-wasm': [path.join(ROOT, 'src/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const found = [...texts.keys()].flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)));
  expect(found.map(({ file, messageText }) => `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)).toEqual([]);
  expect(texts.size).toBeGreaterThan(3);
});

test.each(SNIPPETS.map(({ name, text }) => [name, text]))('the program %s runs offline, and what it writes passes every check', (_, text) => {
  const here = process.cwd();
  const place = mkdtempSync(path.join(folder, 'run-'));
  writeFileSync(path.join(place, 'spin-operator.crds.yaml'), Yaml.stringify(...spinOperatorCrds(() => true)));
  writeFileSync(path.join(place, 'cart.yaml'), CART);
  writeFileSync(path.join(place, 'ca.crt'), PEM);
  ['images', 'staging', 'production'].forEach((lock) => writeFileSync(path.join(place, `${lock}.lock.json`), LOCK));
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  process.chdir(place);
  jest.spyOn(console, 'log').mockReturnValue();
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    new Function('require', 'exports', outputText)((wanted: string) => (wanted === 'cdk8s-wasm' ? library : require(wanted)), {});
  } finally {
    process.chdir(here);
  }
  const clusters = clustersIn(path.join(place, 'dist'));
  expect(clusters.length).toBeGreaterThan(0);
  clusters.forEach((objects) => expect(problemsOf(objects, executorsSaid(text))).toEqual([]));
});

/** The objects of an output, by cluster: a layout has a folder for each. */
function clustersIn(output: string): any[][] {
  const clusters = new Map<string, any[]>();
  for (const { file, objects } of readManifests(output)) {
    const [first] = file.split('/');
    const cluster = first.endsWith('.yaml') || /^\d-/.test(first) ? '' : first;
    clusters.set(cluster, [...clusters.get(cluster) ?? [], ...objects]);
  }
  return [...clusters.values()];
}

/** The executors that a program says to exist. */
function executorsSaid(program: string): string[] {
  return [...program.matchAll(/fromSpinAppExecutorName\(\w+, '\w+', '([\w-]+)'\)/g)].map(([, name]) => name);
}

/** What is wrong with objects; of a large fleet, with each of a sample. */
function problemsOf(objects: any[], executors: string[]): string[] {
  return objects.length > 500 ? objects.slice(0, 50).flatMap(checkManifest) : checkManifests(objects, { runtimeClasses: ['spin', 'spin-v2'], executors });
}

test.each(PAGES.flatMap(snippetsOf).map(({ name, text }) => [name, text]))('the program %s writes where cdk8s-cli says', (_, text) => {
  expect(text.match(/outdir: .*/g) ?? []).toEqual(text.includes('process.env.CDK8S_OUTDIR') ? ['outdir: `${output}/${name}` });'] : []);
});

test.each(PAGES)('%s links to pages that exist', (page) => {
  const targets = [...textOf(page).matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target).filter((target) => !target.includes('://'));
  expect(targets.filter((target) => !existsSync(path.join(ROOT, 'docs', target)))).toEqual([]);
});

test.each(PAGES)('%s names files that exist', (page) => {
  const named = [...textOf(page).matchAll(/`((src|test|crds|docs|examples|bench)\/[\w./-]*)`/g)].map(([, file]) => file);
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

test.each(PAGES)('%s names rules that exist', (page) => {
  const codes = Object.values(library.RuleCode) as string[];
  const named = [...textOf(page).matchAll(/\(`([A-Z][a-z]+[A-Z]\w+)`/g)].map(([, code]) => code);
  expect(named.filter((code) => !codes.includes(code))).toEqual([]);
});

describe('the table of sources', () => {
  const rows = tableOf('platform.md', 'component', 'source', 'in the output', 'needs the network');
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
  const file = path.join(folder, 'manifest.yaml');
  writeFileSync(file, Yaml.stringify(object));
  const { ComponentSource, SpinKubeVersion } = library;
  const sources: { [name: string]: () => library.ComponentSource } = {
    existing: () => ComponentSource.existing(),
    bundled: () => ComponentSource.bundled(),
    manifestUrl: () => ComponentSource.manifestUrl('https://example.com/releases/manifest.yaml'),
    include: () => ComponentSource.include(file),
    argoCd: () => ComponentSource.argoCd({ version: '0.6.1' }),
    flux: () => ComponentSource.flux({ version: '0.6.1' }),
  };
  const makers: { [component: string]: (app: App, source: library.ComponentSource) => unknown } = {
    'cert-manager': (app, source) => new library.CertManager(app, 'made', { source }),
    'spin-operator': (app, source) => new library.SpinKubeInstall(app, 'made', { version: SpinKubeVersion.V0_6_1, operator: { source } }),
    'runtime-class-manager': (app, source) => new library.RuntimeClassManager(app, 'made', { source }),
  };

  test('has a row for each component and source that there is', () => {
    const all = Object.keys(makers).flatMap((component) => [...Object.keys(sources), 'helm'].map((source) => `${component} ${source}`));
    expect(rows.map(([component, source]) => `${component} ${source.replace(/`/g, '')}`).sort())
      .toEqual(all.filter((row) => row !== 'cert-manager bundled').sort());
  });

  test.each(rows.filter(([, source]) => source !== '`helm`'))('says what is made of %s by %s', (component, source, output) => {
    const app = new library.FleetApp({ outdir: path.join(folder, 'never') });
    makers[component](app, sources[source.replace(/`/g, '')]());
    const objects = app.charts.flatMap((chart) => chart.toJson())
      .filter(({ metadata }: any) => component !== 'spin-operator' || !metadata.name.endsWith('core.spinkube.dev'));
    const kinds = [...new Set(objects.map(({ kind }: any) => (kind === 'ConfigMap' ? 'its objects' : `\`${kind}\``)))];
    const said = output === 'nothing' ? [] : output.split(', ');
    expect(kinds.sort()).toEqual(said.sort());
  });

  test('says that include and helm alone use the network at synthesis', () => {
    expect([...new Set(rows.filter(([, , , network]) => network.includes('synthesis')).map(([, source]) => source))]).toEqual(['`include`', '`helm`']);
  });
});

describe('the table of nodes', () => {
  const { NodeProvisioning } = library;
  test.each(tableOf('platform.md', '', 'handler', 'RuntimeClass', 'made by'))('says what %s means', (how, handler, runtimeClass, by) => {
    const name = /\.(\w+)\(\)/.exec(how)![1] as 'preinstalled' | 'k3s' | 'runtimeClassManager';
    const nodes = NodeProvisioning[name]();
    expect([handler, runtimeClass]).toEqual([`\`${nodes.handler}\``, `\`${nodes.runtimeClassName}\``]);
    expect(by === 'this library').toBe(!nodes.makesRuntimeClass);
  });
});
