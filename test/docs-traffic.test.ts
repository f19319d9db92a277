import { existsSync, readFileSync } from 'fs';
import { App, Chart, Yaml } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import ts from 'typescript';
import * as library from '../src';

const MODULES: { [name: string]: unknown } = { 'cdk8s': { App, Chart }, 'cdk8s-plus-28': plus, 'cdk8s-wasm': library };

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block);
}

beforeEach(() => {
  jest.spyOn(App.prototype, 'synth').mockReturnValue();
});

/** Runs a program of a page but for its files, and gives its app. */
function run(program: string): App {
  const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  return new Function('require', 'exports', `${outputText}\nreturn app;`)((name: string) => MODULES[name], {});
}

describe.each(['docs/scaling.md', 'docs/exposure.md'])('%s', (file) => {
  const page = readFileSync(file, 'utf8');

  test('shows the YAML that its program makes', () => {
    const [program] = blocks(page, 'ts');
    const [yaml] = blocks(page, 'yaml');
    const app = run(program);
    app.synthYaml();
    const made = app.charts.flatMap((chart) => chart.toJson()).map((object) => Yaml.stringify(object));
    expect(made).toContain(yaml);
  });

  test('links to files that exist', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => `docs/${target}`);
    expect(links.filter((target) => !existsSync(target))).toEqual([]);
    expect(links.length).toBeGreaterThan(0);
  });
});
