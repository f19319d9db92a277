import { existsSync, readdirSync, readFileSync } from 'fs';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as library from '../src';
import { WasmApp } from '../src';

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
    expect(blocks('yaml')).toEqual([readFileSync('dist/hello/0001-hello.k8s.yaml', 'utf8')]);
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

  test('has exactly two commands that set up a fresh machine', () => {
    const setUps = blocks('sh').filter((block) => block.includes('npm ci'));
    expect(setUps).toEqual(['npm ci && npx projen synth\n', 'npm ci && npx projen test\n']);
  });
});
