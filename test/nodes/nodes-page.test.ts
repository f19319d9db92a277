import { readFileSync } from 'fs';
import { App } from 'cdk8s';
import {
  ContainerdConfig, ContainerdConfigForm, ContainerdConfigVersion, ContainerdDistribution, RuleCode, Rules, WasmRuntime,
} from '../../src';

const PAGE = readFileSync('docs/nodes.md', 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(PAGE)![1];
}

/** The rows of the table of distributions; a row without a name goes on with the one above. */
function places(): Array<{ distribution: string; form: string; paths: string[]; restart: string }> {
  const names: string[] = [];
  const restarts: string[] = [];
  return [...PAGE.matchAll(/^\| (`[A-Z0-9]+`)? ?\| `(DROP_IN|APPENDIX|TEMPLATE)`.*? \| `(\S+)`.*? \| `(\S+)`.*? \| (`.*`)? ?\|$/gm)].map(
    ([, name, form, v2, v3, restart]) => {
      if (name) names.push(name.replace(/`/g, ''));
      if (restart) restarts.push(restart.replace(/`/g, ''));
      return { distribution: names[names.length - 1], form, paths: [v2, v3], restart: restarts[restarts.length - 1] };
    });
}

describe('the page about the node', () => {
  test('shows the file that its program writes', () => {
    const written: string[] = [];
    const write = jest.spyOn(ContainerdConfig.prototype, 'writeTo').mockImplementation(function (this: any) {
      written.push(this.toToml());
    });
    const synth = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App) {
      this.synthYaml();
    });
    const source = block('ts').replace(/import \{(.*)\} from '(.*)';/g, 'const {$1} = load("$2");');
    const modules: { [name: string]: unknown } = { 'cdk8s': jest.requireActual('cdk8s'), 'cdk8s-wasm': jest.requireActual('../../src') };
    new Function('load', source)((name: string) => modules[name]);
    [write, synth].forEach((spy) => spy.mockRestore());
    expect(written).toEqual([block('toml')]);
  });

  test('names each path and restart as the library does', () => {
    const app = new App();
    Rules.of(app).silence(RuleCode.REPLACING_IMPORT);
    const rows = places();
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map(({ distribution }) => distribution))).toEqual(new Set(Object.keys(ContainerdDistribution)));
    for (const { distribution, form, paths, restart } of rows) {
      const made = [ContainerdConfigVersion.V2, ContainerdConfigVersion.V3].map((version) => (
        new ContainerdConfig(app, `${distribution}-${form}-${version}`, {
          version,
          distribution: ContainerdDistribution[distribution as keyof typeof ContainerdDistribution],
          form: ContainerdConfigForm[form as keyof typeof ContainerdConfigForm],
          runtimes: [{ runtime: WasmRuntime.WAMR }],
        })));
      expect(made.map(({ path }) => path)).toEqual(paths);
      expect(made.map(({ restartCommand }) => restartCommand)).toEqual([restart, restart]);
    }
  });

  test('calls the form usual that a distribution has by default', () => {
    const usual = new Map([...places()].reverse().map(({ distribution, form }) => [distribution, form]));
    for (const [distribution, form] of usual) {
      for (const version of [ContainerdConfigVersion.V2, ContainerdConfigVersion.V3]) {
        const made = new ContainerdConfig(new App(), 'nodes', {
          version,
          distribution: ContainerdDistribution[distribution as keyof typeof ContainerdDistribution],
          runtimes: [{ runtime: WasmRuntime.WAMR }],
        });
        expect([distribution, made.form]).toEqual([distribution, ContainerdConfigForm[form as keyof typeof ContainerdConfigForm]]);
      }
    }
    expect([...PAGE.matchAll(/^\| `([A-Z0-9]+)` \| `[A-Z_]+`, usual/gm)].map(([, distribution]) => distribution)).toEqual(['CONTAINERD', 'K3S', 'RKE2']);
  });

  test('gives the commands of the file that it shows, the drain before the restart', () => {
    const made = new ContainerdConfig(new App(), 'nodes', {
      version: ContainerdConfigVersion.V3, runtimes: [{ runtime: WasmRuntime.WASMTIME }], systemdCgroup: true,
    });
    const said = made.toToml().replace(/<node>/g, '"$NODE"').split('\n').filter((line) => line.startsWith('#')).join('\n');
    const commands = block('sh').trim().split('\n').slice(1);
    expect(commands.find((command) => command.startsWith('sudo tee'))).toBe(`sudo tee -a ${made.path} < wasm.toml`);
    const others = commands.filter((command) => !command.startsWith('sudo tee')).map((command) => command.replace(/^sudo /, ''));
    expect(others).toHaveLength(6);
    expect(others.filter((command) => !said.includes(`: ${command}`))).toEqual([]);
    expect(others.map((command) => said.indexOf(`: ${command}`))).toEqual(others.map((command) => said.indexOf(`: ${command}`)).sort((a, b) => a - b));
    expect(others).toContain(made.checkCommand);
  });

  test('leads to headings that there are', () => {
    const links = [...PAGE.matchAll(/\]\(([a-z-]+\.md)#([a-z-]+)\)/g)];
    expect(links.length).toBeGreaterThan(1);
    for (const [, page, anchor] of links) {
      const headings = [...readFileSync(`docs/${page}`, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/ /g, '-'));
      expect(headings).toContain(anchor);
    }
  });

  test('names shims, ports and handlers as the library does', () => {
    const living = Object.entries(WasmRuntime).filter(([, { maintained }]) => maintained);
    for (const [name, { binary, defaultPort, runsComponents, servesHttp }] of living) {
      const row = new RegExp(`^\\| \`${name}\` \\| \`${binary}\` \\| (.*) \\| (yes|no).* \\| (\\d*) ?\\|`, 'm').exec(PAGE)!;
      expect([row[1].includes('components'), row[2] === 'yes', row[3]]).toEqual([runsComponents, servesHttp, String(defaultPort ?? '')]);
    }
    expect(PAGE).toContain(`| runtime-class-manager | \`${WasmRuntime.SPIN.shimName}\` | \`${WasmRuntime.WASMTIME.shimName}\` |`);
  });
});
