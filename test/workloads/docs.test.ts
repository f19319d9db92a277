import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'cdk8s';
import * as library from '../../src';
import { synth } from '../support/synth';

const PAGE = readFileSync('docs/which-workload.md', 'utf8');

describe('the page that chooses a workload', () => {
  test('names only classes and codes that there are', () => {
    const words = [...PAGE.matchAll(/`((?:Wasm|Spin|EdgeWasm)[A-Z][A-Za-z]+)[`(.]/g)].map(([, word]) => word);
    expect(words.filter((word) => !(word in library))).toEqual([]);
    const refused = PAGE.slice(PAGE.indexOf('## What is refused'), PAGE.indexOf('## SpinDeployment beside'));
    const codes = [...refused.matchAll(/`([A-Z][a-zA-Z]+)`(?:, `([A-Z][a-zA-Z]+)`)? \|$/gm)].flatMap(([, ...found]) => found.filter(Boolean));
    expect(codes.length).toBeGreaterThan(8);
    expect(codes.filter((code) => !Object.values<string>(library.RuleCode).includes(code))).toEqual([]);
  });

  test('names every workload', () => {
    const workloads = Object.keys(library).filter((name) => /^(Wasm|Spin).*(Pod|Deployment|Set|Job)$/.test(name));
    expect(workloads).toHaveLength(9);
    expect(workloads.filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
  });

  test('shows a program that passes every check', () => {
    const [, program] = /```ts\n([\s\S]*?)```/.exec(PAGE)!;
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-wasm-page-'));
    const file = join(folder, 'main.ts');
    writeFileSync(file, program.replace("'cdk8s-wasm'", JSON.stringify(join(process.cwd(), 'src'))).replace("'cdk8s'", JSON.stringify(require.resolve('cdk8s'))));
    const apps: App[] = [];
    const write = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: any) {
      apps.push(this);
    });
    jest.requireActual(file);
    write.mockRestore();
    rmSync(folder, { recursive: true });
    expect(synth(apps[0]).map(({ kind }) => kind)).toEqual(['RuntimeClass', 'Deployment', 'Service']);
  });

  test('links to files that exist', () => {
    const links = [...PAGE.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => join('docs', target));
    expect(links.filter((target) => !existsSync(target))).toEqual([]);
  });
});
