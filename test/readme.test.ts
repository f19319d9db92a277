import { existsSync, readdirSync, readFileSync } from 'fs';
import { App, Chart } from 'cdk8s';
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

  test('names the files of dist/guide by how they begin', () => {
    const files = readdirSync('dist/guide').map((file) => file.replace(/(-c8[0-9a-f]{6})?\.k8s\.yaml$/, ''));
    const named = [...README.matchAll(/`(\d{4}-[a-z-]+?)(-…)?`/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(files.sort());
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
