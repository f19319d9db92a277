import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import ts from 'typescript';
import * as library from '../src';
import { WasmApp } from '../src';
import { cdk8sSynth, compiled } from './support/cdk8s-cli';
import { readFolder } from './support/synth';

const README = readFileSync('README.md', 'utf8');

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);
}

describe('the README', () => {
  test('shows the hello example, whole and in at most 15 lines', () => {
    expect(blocks('ts')).toEqual([readFileSync('examples/hello/main.ts', 'utf8')]);
    expect(blocks('ts')[0].trim().split('\n').length).toBeLessThanOrEqual(15);
  });

  test('shows the YAML that the hello example makes', () => {
    expect(blocks('yaml')[0]).toBe(readFileSync('dist/hello/0001-hello.k8s.yaml', 'utf8'));
  });

  test('shows an error in the words of the library', () => {
    const app = new App();
    const message = (() => {
      try {
        return new WasmApp(new Chart(app, 'apps'), 'api', { image: 'registry.example.com/api:v1', replicas: 0 }).name;
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(blocks('text')).toEqual([`${message}\n`]);
  });

  test('names the folders of dist/guide, and no others', () => {
    const guide = README.slice(README.indexOf('## A guide that works'), README.indexOf('## What is in it'));
    const named = [...guide.matchAll(/`((?:\d-|nodes)[a-z-]*(?:\/[a-z-]+)?)`/g)].map(([, name]) => name);
    expect(named.filter((name) => !existsSync(`dist/guide/${name}`))).toEqual([]);
    const folders = readdirSync('dist/guide', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect([...new Set(named.map((name) => name.split('/')[0]))].sort()).toEqual(folders.sort());
  });

  test('names constructs that the library exports, all of them', () => {
    const table = README.slice(README.indexOf('## What is in it'), README.indexOf('## Errors'));
    const named = [...table.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name]) => name);
    const exported = Object.entries(library).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct).map(([name]) => name);
    const parts = ['AppOverrides', 'HttpAutoscaler', 'HttpRoute', 'ScaledObject', 'SpinOperator', 'WasmValidationPlugin'];
    expect(exported.filter((name) => !named.includes(name) && !parts.includes(name))).toEqual([]);
  });

  test('links to files that exist', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target).filter((target) => !target.includes('://'));
    expect(links.filter((target) => !existsSync(target))).toEqual([]);
    expect(links.length).toBeGreaterThan(0);
  });

  test('installs what the package and its commands need', () => {
    const { name, version, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const [install, apply] = blocks('sh').filter((block) => !block.includes('npm ci'));
    expect(install.split('\n').slice(0, 3)).toEqual([
      'npm init --yes',
      `npm install ../${name}/${name}-${version}.tgz ${Object.keys(peerDependencies).join(' ')}`,
      'npm install --save-dev cdk8s-cli tsx',
    ]);
    expect(README).toContain(`writes \`${name}-${version}.tgz\``);
    expect(apply).toBe('npx cdk8s synth\nkubectl apply -f dist/\n');
  });

  test('writes the files of its program by cdk8s-cli, with its cdk8s.yaml, and nothing else into their folder', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-wasm-readme-'));
    mkdirSync(path.join(folder, 'node_modules'));
    ['cdk8s', 'cdk8s-plus-28', 'constructs'].forEach((peer) => symlinkSync(path.resolve('node_modules', peer), path.join(folder, 'node_modules', peer)));
    symlinkSync(path.join(compiled(), 'src'), path.join(folder, 'node_modules/cdk8s-wasm'));
    // the compiler that is here stands in for tsx, which a user installs
    const { outputText } = ts.transpileModule(blocks('ts')[0], { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    writeFileSync(path.join(folder, 'main.js'), outputText);
    writeFileSync(path.join(folder, 'cdk8s.yaml'), blocks('yaml')[1].replace('npx tsx main.ts', 'node main.js'));
    for (const [flags, output] of [[[], 'dist'], [['--output', 'build'], 'build']] as const) {
      const { status, stderr } = cdk8sSynth(folder, [...flags]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(readFolder(path.join(folder, output))).toEqual(readFolder('dist/hello'));
    }
    // why the README does not pipe it to kubectl
    expect(cdk8sSynth(folder, ['--stdout']).stdout).not.toContain(Object.values(readFolder('dist/hello')).join('---\n'));
  }, 60_000);

  test('has exactly two commands that set up a fresh machine', () => {
    const setUps = blocks('sh').filter((block) => block.includes('npm ci'));
    expect(setUps).toEqual(['npm ci && npx projen synth\n', 'npm ci && npx projen test\n']);
  });
});
