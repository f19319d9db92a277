import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Size } from 'cdk8s';
import * as library from '../../src';
import { chartOf, synth } from '../support/synth';

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

  test('says from which memory limit on a plain image is not warned of', () => {
    const [, amount] = /a plain image with a memory limit below (\d+)Mi is a warning \(`SmallMemoryLimit`\)/.exec(PAGE)!;
    const doc = readFileSync('src/workloads/wasm-image.ts', 'utf8');
    expect(doc).toContain(`a memory limit below ${amount}Mi is a warning (\`SmallMemoryLimit\`)`);
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const warned = [Number(amount) - 1, Number(amount)].map((mebibytes) => {
      const chart = chartOf();
      const runtimeClass = new library.WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' } });
      const image = library.WasmImage.container('hello:v1');
      new library.WasmPod(chart, 'hello', { runtimeClass, image, resources: { memory: { limit: Size.mebibytes(mebibytes) } } });
      stderr.mockClear();
      synth(chart);
      return stderr.mock.calls.length;
    });
    stderr.mockRestore();
    expect(warned).toEqual([1, 0]);
  });

  test('pushes images that a kubelet can pull, with the flags that the constructs name', () => {
    const commands = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, text]) => text.trim().split('\n'));
    const [config, oras, dockerfile, docker] = commands;
    expect(JSON.parse(/'(.*)'/.exec(config.replace('%s', '0'))![1].replace(/' "\$\(.*$/, ''))).toEqual({
      architecture: 'wasm', os: 'wasip1', layerDigests: ['sha256:0'],
    });
    const doc = readFileSync('src/workloads/wasm-image.ts', 'utf8');
    const types = [...oras.matchAll(/\w:(application\/[\w.+-]+)/g)].map(([, type]) => type);
    const flags = [...docker.matchAll(/--(?:provenance|sbom)=false/g)].map(([flag]) => flag);
    expect([types, flags].map(({ length }) => length)).toEqual([2, 2]);
    expect([...types, ...flags].filter((word) => !doc.includes(word))).toEqual([]);
    const [, entrypoint] = /ENTRYPOINT (\[.*?\])/.exec(dockerfile)!;
    expect(dockerfile).toContain(`COPY hello.wasm ${JSON.parse(entrypoint)[0]}\\n`);
  });

  test('links to files that exist', () => {
    const links = [...PAGE.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => join('docs', target));
    expect(links.filter((target) => !existsSync(target))).toEqual([]);
  });
});
