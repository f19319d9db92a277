/** Holds the pages of docs/ to what the library does: their programs compile and run, and their tables are what is made. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Chart, Size, Yaml } from 'cdk8s';
import ts from 'typescript';
import { spinOperatorCrds } from '../crds/spin-operator';
import * as library from '../src';
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

function textOf(page: string): string {
  return readFileSync(path.join(ROOT, 'docs', page), 'utf8');
}

/** Pages with tests of their own: one reads raw YAML, and one has two programs that need each other. */
const APART = ['raw-to-wasm-app.md', 'platform-and-teams.md'];

/** Whole programs; pages with a part of a program have tests of their own, too. */
const SNIPPETS = PAGES.filter((page) => !APART.includes(page)).flatMap(snippetsOf).filter(({ text }) => text.includes('import '));

/** The object that stands first on the page about raw YAML, whose program includes it. */
const [, CART] = /```yaml\n([\s\S]*?)```/.exec(textOf('raw-to-wasm-app.md'))!;

/** Locks of the images that programs speak of. */
const LOCK = JSON.stringify({ 'ghcr.io/acme/api:v1': `sha256:${'0'.repeat(64)}` });

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
  const outputs = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(outputs.length).toBeGreaterThan(0);
  for (const output of outputs) {
    const clusters = clustersIn(path.join(place, output.name));
    expect(clusters.length).toBeGreaterThan(0);
    clusters.forEach((objects) => expect(problemsOf(objects, executorsSaid(text))).toEqual([]));
  }
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

/** The rows of the table of a page that has these columns. */
function tableOf(page: string, ...columns: string[]): string[][] {
  const cells = (line: string) => line.split('|').slice(1, -1).map((cell) => cell.trim());
  const lines = textOf(page).split('\n');
  const head = lines.findIndex((line) => cells(line).join() === columns.join());
  const rows = lines.slice(head + 2);
  return rows.slice(0, rows.findIndex((line) => !line.startsWith('|'))).map(cells);
}

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

describe('the upgrade from 0.5.0 to 0.6.1', () => {
  const objectsOf = (version: string) => {
    const app = new App();
    new library.SpinKubeInstall(app, 'spinkube', { version: library.SpinKubeVersion.of(version), appNamespaces: ['apps'] });
    return new Map(app.charts.flatMap((chart) => chart.toJson()).map((object: any) => [`${object.kind} ${object.metadata.name}`, object]));
  };

  /** The places where two values differ, each with both. */
  function differences(before: any, after: any, place: string): [string, unknown, unknown][] {
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    if (![before, after].every((value) => typeof value === 'object' && value !== null)) return [[place, before, after]];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], `${place}/${key}`));
  }

  const [before, after] = [objectsOf('0.5.0'), objectsOf('0.6.1')];

  test('changes what the page lists, and nothing else', () => {
    expect([...before.keys()]).toEqual([...after.keys()]);
    const changes = [...before].flatMap(([title, object]) => differences(object, after.get(title), title));
    const label = '/metadata/labels/app.kubernetes.io/version';
    const labels = changes.filter(([place]) => place.endsWith(label));
    const others = changes.filter(([place]) => !place.endsWith(label)).map(([place, ...values]) => [place.replace(/\/spec\/.*\//, ' … '), ...values]);
    expect(others).toEqual([
      ['CustomResourceDefinition spinapps.core.spinkube.dev … invocationLimits', undefined, { additionalProperties: { type: 'string' }, type: 'object' }],
      ['Deployment spin-operator-controller-manager … image', 'ghcr.io/spinkube/spin-operator:v0.5.0', 'ghcr.io/spinframework/spin-operator:v0.6.1'],
    ]);
    expect(labels).toHaveLength(17);
    expect(new Set(labels.map(([, ...values]) => values.join()))).toEqual(new Set(['0.5.0,0.6.1']));
    const rows = tableOf('upgrade-0.5-to-0.6.1.md', 'where', '0.5.0', '0.6.1');
    expect(rows).toHaveLength(others.length + 1);
    expect(rows[0][0]).toContain('spec.invocationLimits');
    expect(rows[1].slice(1)).toEqual(others[1].slice(1).map((image) => `\`${image}\``));
    expect(rows[2]).toEqual(['every object of the operator: the label `app.kubernetes.io/version`', '`0.5.0`', '`0.6.1`']);
  });

  test('cannot be rolled back while an app has the new field', () => {
    const program = (version: string) => {
      const app = new App();
      new library.SpinKubeInstall(app, 'spinkube', { version: library.SpinKubeVersion.of(version) });
      new library.WasmApp(new Chart(app, 'apps', { namespace: 'apps' }), 'api', { image: 'a/b:1', maxInstanceMemory: Size.mebibytes(16) });
      return app.synthYaml();
    };
    expect(program('0.6.1')).toContain('invocationLimits');
    expect(() => program('0.5.0')).toThrow('(FieldTooNew)');
  });
});
