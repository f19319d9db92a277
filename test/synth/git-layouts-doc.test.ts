import fs from 'node:fs';
import ts from 'typescript';
import { filesBelow, newFolder } from './support/folder';
import * as library from '../../src';
import { load } from '../support/manifest/load';
import { withEnvironment } from '../support/variables';

const DOC = fs.readFileSync('docs/git-layouts.md', 'utf8');
const blocks = (language: string): string[] => [...DOC.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);
const [PROGRAM, ARGO_CD, FLUX, OVERRIDES] = blocks('ts');
const [KUBECTL_FILES, ARGO_CD_FILES, FLUX_FILES] = blocks('text');

/** What the program writes with a layout. */
function write(layout: string, program = PROGRAM): { [name: string]: string } {
  const outdir = newFolder();
  const source = program.replace('GitLayout.kubectl()', () => layout);
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 } });
  withEnvironment({ CDK8S_OUTDIR: outdir }, () => {
    new Function('require', 'exports', outputText)((name: string) => (name === 'cdk8s-wasm' ? library : load(name)), {});
  });
  return filesBelow(outdir);
}

const namesOf = (layout: string, program?: string) => Object.keys(write(layout, program)).filter((name) => !name.includes('madrid')).map((name) => `${name}\n`).join('');

describe('docs/git-layouts.md', () => {
  test('lists the files of its program for each delivery', () => {
    expect(KUBECTL_FILES).toBe(namesOf('GitLayout.kubectl()'));
    expect(ARGO_CD_FILES).toBe(namesOf(ARGO_CD.trim()));
    expect(FLUX_FILES).toBe(namesOf(FLUX.trim()));
  });

  test('shows the commands of its program, and those that start Argo CD and Flux', () => {
    const [kubectl, argoCd, flux] = blocks('sh');
    const commands = (page: string) => page.split('\n').filter((line) => line.startsWith('kubectl')).join('\n');
    expect(kubectl.trim()).toBe(commands(write('GitLayout.kubectl()')['berlin/APPLY.md'].split('## Uninstall')[0]));
    const page = write(ARGO_CD.trim())['argocd/APPLY.md'];
    expect(argoCd.trim().split('\n').filter((line) => !page.includes(line))).toEqual([]);
    expect(write(FLUX.trim())['flux/APPLY.md']).toContain(flux.trim().replace('berlin', '$CLUSTER'));
  });

  test('shows an override that works', () => {
    const [declaration, app] = OVERRIDES.trim().split('\n');
    const program = PROGRAM
      .replace('GitLayout.kubectl() });', `GitLayout.kubectl() });\n${declaration}`)
      .replace(/ {2}new WasmApp.*/, app.replace('{ image:', "{ metadata: { name: 'cart' }, image:"))
      .replace('import { FleetApp', 'import { AppOverrides, FleetApp');
    const files = write('GitLayout.kubectl()', program);
    expect(files['madrid/5-apps/shop/cart.k8s.yaml']).toContain('cart:v1.5.0');
    expect(files['berlin/5-apps/shop/cart.k8s.yaml']).toContain('cart:v1.4.2');
  });

  test('shows an overlay of a base that is there, with fields of kustomize', () => {
    const [overlay] = blocks('yaml');
    const { resources, ...fields } = load('yaml').parse(overlay);
    expect(resources.map((folder: string) => `${folder.replace('../../dist/', '')}/kustomization.yaml` in write('GitLayout.kustomize()'))).toEqual([true]);
    expect(Object.keys(fields)).toEqual(['namePrefix', 'images', 'replicas']);
  });

  test('names the waves, codes and files that there are', () => {
    const argoCd = Object.values(write(ARGO_CD.trim())).join('\n');
    const waves = [...new Set([...argoCd.matchAll(/sync-wave: "(-?\d+)"/g)].map(([, wave]) => wave))];
    expect(waves.filter((wave) => !DOC.includes(`\`${wave}\``))).toEqual([]);
    const codes = [...DOC.matchAll(/\(`([A-Z][A-Za-z]+)`\)/g)].map(([, code]) => code);
    expect(codes.filter((code) => !(Object.values(library.RuleCode) as string[]).includes(code))).toEqual([]);
    expect(codes.length).toBeGreaterThan(2);
    const links = [...DOC.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
    expect(links.filter((target) => !fs.existsSync(`docs/${target}`))).toEqual([]);
  });
});
