import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Deployment, Volume } from 'cdk8s-plus-28';
import fc from 'fast-check';
import {
  ContainerdConfig, ContainerdConfigForm, ContainerdConfigProps, ContainerdConfigVersion, ContainerdDistribution, ContainerdRuntime, FleetApp,
  NodeProvisioning, RuleCode, Rules, WasmCluster, WasmRuntime, WasmtimeRuntimeClass,
} from '../../src';
import { load } from '../support/manifest/load';
import { chartOf, failureOf, synth, yamlOf } from '../support/synth';
import '../support/yaml-snapshots';

const { parse } = load('smol-toml');
const { V2, V3 } = ContainerdConfigVersion;
const { APPENDIX, DROP_IN, TEMPLATE } = ContainerdConfigForm;
const { CONTAINERD, K3S, RKE2, MICROK8S, K0S } = ContainerdDistribution;

/** The plugin of the table, by the version of the file. */
const PLUGINS: { [version: number]: string } = { 2: 'io.containerd.grpc.v1.cri', 3: 'io.containerd.cri.v1.runtime' };
const BASE = '{{ template "base" . }}\n';
const ALL = Object.values(WasmRuntime);

let stderr: jest.SpyInstance;
beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => stderr.mockRestore());

function config(props: Partial<ContainerdConfigProps> = {}, scope = chartOf()): ContainerdConfig {
  return new ContainerdConfig(scope, 'nodes', { version: V2, runtimes: [{ runtime: WasmRuntime.WASMTIME }], ...props });
}

/** The TOML of a text, by the library and, line by line, by its grammar. */
function tables(text: string): any {
  const toml = text.startsWith(BASE) ? text.slice(BASE.length) : text;
  const read = parse(toml);
  expect(byLine(toml)).toEqual(read);
  return read;
}

/** Reads headers, keys, booleans, whole numbers and plain strings, one a line; anything else fails. */
function byLine(toml: string): any {
  const root: any = {};
  const seen = new Set<string>();
  let table = root;
  for (const line of toml.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    const header = /^\[((?:[A-Za-z0-9_-]+|"[^"\\]+")(?:\.(?:[A-Za-z0-9_-]+|"[^"\\]+"))*)\]$/.exec(line);
    const entry = /^([A-Za-z0-9_-]+) = (true|false|\d+|"[^"\\]*")$/.exec(line);
    expect([line, header ?? entry]).not.toEqual([line, null]);
    if (header) {
      expect(seen.has(line)).toBe(false);
      seen.add(line);
      table = (header[1].match(/"[^"]+"|[^.]+/g)!).reduce((at: any, key) => (at[JSON.parse(/^"/.test(key) ? key : `"${key}"`)] ??= {}), root);
    } else {
      table[entry![1]] = JSON.parse(entry![2]);
    }
  }
  return root;
}

/** What FACTS of containerd want below a version: one table a handler. */
function expected(version: number, runtimes: { [handler: string]: object }): object {
  return { plugins: { [PLUGINS[version]]: { containerd: { runtimes } } } };
}

describe('the text', () => {
  test('is what the guide appends to a file of version 2, for wasmtime', () => {
    expect(config().toToml()).toMatchInlineSnapshot(`
      # For the end of /etc/containerd/config.toml, on each node:
      # 1. Make the main file where there is none: test -e /etc/containerd/config.toml || (mkdir -p /etc/containerd && containerd config default > /etc/containerd/config.toml)
      # 2. See that the version there is 2: grep '^version' /etc/containerd/config.toml
      #    If it is 3 or 4, where these tables do nothing, use ContainerdConfigVersion.V3.
      # 3. See that none of the tables is there yet, so that this prints nothing: grep -E 'runtimes\\..?(wasmtime).?\\]' /etc/containerd/config.toml
      #    A table that is there twice keeps containerd from starting.
      # 4. Move the pods away: kubectl drain <node> --ignore-daemonsets --delete-emptydir-data
      #    A restart of containerd 1.7 or 2 loses each running container of WebAssembly, and leaves its process with its ports.
      #    If some of them stay, as those of a DaemonSet do, reboot the node in place of the restart.
      # 5. Add the text, once. containerd reads it after: systemctl restart containerd
      # 6. See that it took; this prints each handler: crictl info | grep -oE '"(wasmtime)"' | sort -u
      # 7. Let the pods come back: kubectl uncordon <node>

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.wasmtime]
      runtime_type = "io.containerd.wasmtime.v1"
    `);
  });

  test('is a whole file with its version as a drop-in, with cgroups by systemd for the shims that can', () => {
    const runtimes = [{ runtime: WasmRuntime.SPIN, shimPath: '/opt/wasm/bin/containerd-shim-spin-v2' }, { runtime: WasmRuntime.SLIGHT }];
    expect(config({ version: V3, form: DROP_IN, runtimes, systemdCgroup: true }).toToml()).toMatchInlineSnapshot(`
      # /etc/containerd/conf.d/wasm.toml, on each node:
      # 1. Make the main file where there is none: test -e /etc/containerd/config.toml || (mkdir -p /etc/containerd && containerd config default > /etc/containerd/config.toml)
      # 2. See that the version there is 3 or 4: grep '^version' /etc/containerd/config.toml
      #    If it is 2, with which containerd does not start, use ContainerdConfigVersion.V2.
      # 3. See that the main file imports the folder: grep '^imports' /etc/containerd/config.toml
      #    It needs this line before its first table, or the folder in a list that is there: imports = ["/etc/containerd/conf.d/*.toml"]
      #    Without it, containerd does not read this file, and does not say so.
      # 4. Move the pods away: kubectl drain <node> --ignore-daemonsets --delete-emptydir-data
      #    A restart of containerd 1.7 or 2 loses each running container of WebAssembly, and leaves its process with its ports.
      #    If some of them stay, as those of a DaemonSet do, reboot the node in place of the restart.
      # 5. Write the file. containerd reads it after: systemctl restart containerd
      # 6. See that it took; this prints each handler: crictl info | grep -oE '"(spin|slight)"' | sort -u
      # 7. Let the pods come back: kubectl uncordon <node>

      version = 3

      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.spin]
      runtime_type = "/opt/wasm/bin/containerd-shim-spin-v2"

      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.spin.options]
      SystemdCgroup = true

      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.slight]
      runtime_type = "io.containerd.slight.v1"
    `);
  });

  test('begins with what k3s would write itself, as its template', () => {
    expect(config({ version: V3, distribution: K3S, runtimes: [{ runtime: WasmRuntime.WAMR }] }).toToml()).toMatchInlineSnapshot(`
      {{ template "base" . }}

      # /var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.tmpl, on each node:
      # 1. See that the version there is 3 or 4: grep '^version' /var/lib/rancher/k3s/agent/etc/containerd/config.toml
      #    If it is 2, where these tables do nothing, or take the place of all others and leave runc its defaults, use ContainerdConfigVersion.V2.
      # 2. If there is a template already, add the tables below to its end, and nothing else.
      # 3. Move the pods away: kubectl drain <node> --ignore-daemonsets --delete-emptydir-data
      #    A restart of containerd 1.7 or 2 loses each running container of WebAssembly, and leaves its process with its ports.
      #    If some of them stay, as those of a DaemonSet do, reboot the node in place of the restart.
      # 4. Write the file. containerd reads it after: systemctl try-restart 'k3s*.service'
      # 5. See that it took; this prints each handler: k3s crictl info | grep -oE '"(wamr)"' | sort -u
      # 6. Let the pods come back: kubectl uncordon <node>

      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.wamr]
      runtime_type = "io.containerd.wamr.v1"
    `);
  });

  describe.each([V2, V3])('of version %d', (version) => {
    test.each(ALL)('has exactly the table of one runtime: $handler', (runtime) => {
      const { handler, runtimeType } = runtime;
      const text = config({ version, runtimes: [{ runtime }], form: APPENDIX }).toToml();
      expect(tables(text)).toEqual(expected(version, { [handler]: { runtime_type: runtimeType } }));
    });

    test('has exactly the tables of all runtimes', () => {
      const text = config({ version, form: DROP_IN, runtimes: ALL.map((runtime) => ({ runtime })) }).toToml();
      expect(tables(text)).toEqual({
        version,
        ...expected(version, Object.fromEntries(ALL.map(({ handler, runtimeType }) => [handler, { runtime_type: runtimeType }]))),
      });
    });

    test.each([true, false])('has SystemdCgroup as the boolean %p, in tables that hold nothing else, for shims that take it', (systemdCgroup) => {
      const text = config({ version, systemdCgroup, runtimes: ALL.map((runtime) => ({ runtime })) }).toToml();
      expect(tables(text)).toMatchObject(expected(version, Object.fromEntries(ALL.map(({ handler, runtimeType, maintained }) => [
        handler, maintained ? { runtime_type: runtimeType, options: { SystemdCgroup: systemdCgroup } } : { runtime_type: runtimeType },
      ]))));
      expect(text.match(/options\]/g)).toHaveLength(5);
    });
  });

  test('begins as a comment or a template, so that it may join a last line without an end', () => {
    for (const distribution of Object.values(ContainerdDistribution)) {
      const text = config({ distribution, runtimes: [{ runtime: WasmRuntime.WAMR }] }).toToml();
      expect(text.startsWith('# ') || text.startsWith(BASE)).toBe(true);
      expect(text.endsWith('\n')).toBe(true);
    }
  });

  test('is the same each time, in the order of its runtimes, and does not change with the props', () => {
    const runtimes: ContainerdRuntime[] = [{ runtime: WasmRuntime.WASMER }, { runtime: WasmRuntime.WASMEDGE }];
    const made = config({ runtimes });
    const before = made.toToml();
    runtimes.pop();
    expect(made.toToml()).toBe(before);
    expect(made.handlers).toEqual(['wasmer', 'wasmedge']);
    made.handlers.pop();
    expect(made.handlers).toHaveLength(2);
    expect(before.indexOf('wasmer')).toBeLessThan(before.indexOf('wasmedge'));
  });

  test.each<[string, Partial<ContainerdConfigProps>]>([
    ['distribution', { distribution: CONTAINERD }],
    ['form', { form: APPENDIX }],
    ['handler', { runtimes: [{ runtime: WasmRuntime.WASMTIME, handler: 'wasmtime' }] }],
    ['shimPath and systemdCgroup, as nothing', { runtimes: [{ runtime: WasmRuntime.WASMTIME, shimPath: undefined }], systemdCgroup: undefined }],
  ])('is the same with the default said for %s', (_prop, props) => {
    expect(config(props).toToml()).toBe(config().toToml());
  });

  test('has the handler of the cluster for Spin', () => {
    const cluster = new WasmCluster(new App(), 'prod', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    expect(config({ runtimes: [{ runtime: WasmRuntime.SPIN }] }, new Chart(cluster, 'chart')).handlers).toEqual(['spin-v2']);
  });

  // The grammars: RFC 1123 labels, POSIX paths of portable characters, and the runtimes of the library.
  const handler = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/).filter((label) => label !== 'runc');
  const folder = fc.stringMatching(/^(\/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]{0,10}){0,3}$/);
  const runtime = fc.constantFrom(...ALL.filter((one) => one !== WasmRuntime.SPIN));
  const one = fc.record({ handler, runtime, folder: fc.option(folder) });
  const many = fc.uniqueArray(one, { selector: (table) => table.handler, minLength: 1, maxLength: 8 });

  test('parses back to its tables, for any handlers, paths and runtimes', () => {
    fc.assert(fc.property(many, fc.constantFrom(V2, V3), fc.constantFrom(APPENDIX, DROP_IN), (given, version, form) => {
      const runtimes = given.map((table) => ({
        runtime: table.runtime,
        handler: table.handler,
        shimPath: table.folder === null ? undefined : `${table.folder}/${table.runtime.binary}`,
      }));
      const text = config({ version, form, runtimes }).toToml();
      expect(tables(text)).toEqual({
        ...(form === DROP_IN && { version }),
        ...expected(version, Object.fromEntries(runtimes.map((table) => (
          [table.handler, { runtime_type: table.shimPath ?? table.runtime.runtimeType }])))),
      });
    }), { numRuns: 60 });
  });
});

describe('the place on the node', () => {
  test.each([
    [CONTAINERD, V2, APPENDIX, '/etc/containerd/config.toml', 'systemctl restart containerd'],
    [CONTAINERD, V3, APPENDIX, '/etc/containerd/config.toml', 'systemctl restart containerd'],
    [K3S, V2, TEMPLATE, '/var/lib/rancher/k3s/agent/etc/containerd/config.toml.tmpl', "systemctl try-restart 'k3s*.service'"],
    [K3S, V3, TEMPLATE, '/var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.tmpl', "systemctl try-restart 'k3s*.service'"],
    [RKE2, V2, TEMPLATE, '/var/lib/rancher/rke2/agent/etc/containerd/config.toml.tmpl', "systemctl try-restart 'rke2-*.service'"],
    [RKE2, V3, TEMPLATE, '/var/lib/rancher/rke2/agent/etc/containerd/config-v3.toml.tmpl', "systemctl try-restart 'rke2-*.service'"],
    [MICROK8S, V2, APPENDIX, '/var/snap/microk8s/current/args/containerd-template.toml', 'systemctl restart snap.microk8s.daemon-containerd'],
    [K0S, V3, DROP_IN, '/etc/k0s/containerd.d/wasm.toml', "systemctl try-restart 'k0s*.service'"],
  ] as const)('on %s with version %d is a(n) %s at %s, read after %s', (...[distribution, version, form, file, restartCommand]) => {
    const made = config({ distribution, version, runtimes: [{ runtime: WasmRuntime.WAMR }] });
    expect([made.distribution, made.version, made.form, made.path, made.restartCommand]).toEqual([distribution, version, form, file, restartCommand]);
    expect(made.toToml()).toContain(file);
    expect(made.toToml()).toContain(restartCommand);
  });

  test.each([
    [CONTAINERD, V2, DROP_IN, '/etc/containerd/conf.d/wasm.toml'],
    [CONTAINERD, V3, DROP_IN, '/etc/containerd/conf.d/wasm.toml'],
    [K3S, V2, DROP_IN, '/var/lib/rancher/k3s/agent/etc/containerd/config.toml.d/wasm.toml'],
    [K3S, V3, DROP_IN, '/var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.d/wasm.toml'],
    [RKE2, V3, DROP_IN, '/var/lib/rancher/rke2/agent/etc/containerd/config-v3.toml.d/wasm.toml'],
  ])('on %s with version %d may be a(n) %s at %s', (distribution, version, form, file) => {
    const made = config({ distribution, version, form });
    expect(made.path).toBe(file);
    expect(tables(made.toToml()).version).toBe(form === DROP_IN ? version : undefined);
  });

  test('comes with a warning where containerd 1 would lose its other settings, and there alone', () => {
    for (const [distribution, version] of [[CONTAINERD, V3], [K3S, V2], [K0S, V2]] as const) config({ distribution, version, form: DROP_IN });
    const made = config({ form: DROP_IN });
    const quiet = chartOf();
    Rules.of(quiet).silence(RuleCode.REPLACING_IMPORT);
    expect(config({ form: DROP_IN }, quiet).node.metadata).toEqual([]);
    expect(made.node.metadata.map(({ data }) => data)).toEqual([
      '[test/nodes] form: got "drop-in"; containerd 1 replaces all settings of the CRI plugin, runc among them, by those of an imported file; '
      + 'use it with containerd 2 alone, or leave it out (ReplacingImport)',
    ]);
  });
});

describe('a configuration of version 2', () => {
  const told = (kubernetesVersion: string | undefined, props: Partial<ContainerdConfigProps> = {}) => {
    const cluster = new WasmCluster(new App(), 'prod', { kubernetesVersion });
    return config(props, new Chart(cluster, 'test')).node.metadata.map(({ data }) => data);
  };
  const OLD = (version: string) => `[prod/test/nodes] version: got 2; Kubernetes ${version} takes no containerd 1, and containerd 2 ignores tables of version 2 in the `
    + 'files that it writes; use ContainerdConfigVersion.V3, or see on the nodes that their main file says version = 2 (OldConfigVersion)';

  test.each(['1.36', '1.37.2'])('is a warning for the end of the main file on Kubernetes %s', (version) => {
    expect(told(version)).toEqual([OLD(version)]);
  });

  test('is none on a Kubernetes that takes containerd 1, nor in version 3', () => {
    expect([told(undefined), told('1.35'), told('1.36', { version: V3 })]).toEqual([[], [], []]);
  });

  test('is none where containerd 2 brings what is older up to date', () => {
    expect([told('1.36', { form: DROP_IN }), told('1.36', { distribution: K3S, form: TEMPLATE, runtimes: [{ runtime: WasmRuntime.WAMR }] })]).toEqual([[], []]);
  });
});

describe('the steps at the top of the text', () => {
  const steps = (props: Partial<ContainerdConfigProps>) => config({ runtimes: [{ runtime: WasmRuntime.WAMR }], ...props }).toToml()
    .split('\n').filter((line) => line.startsWith('#')).join('\n');
  const everywhere = Object.values(ContainerdDistribution).flatMap((distribution) => [V2, V3].flatMap((version) => (
    [APPENDIX, DROP_IN, TEMPLATE].map((form) => ({ distribution, version, form })))));
  const read = everywhere.filter((props) => {
    try {
      return config({ runtimes: [{ runtime: WasmRuntime.WAMR }], ...props });
    } catch {
      return false;
    }
  });

  test('are there for each form of each distribution, numbered, in the order in which they are taken', () => {
    expect(read).toHaveLength(16);
    for (const props of read) {
      const { restartCommand, checkCommand } = config({ runtimes: [{ runtime: WasmRuntime.WAMR }], ...props });
      const text = steps(props);
      const numbers = [...text.matchAll(/^# (\d)\. /gm)].map(([, number]) => Number(number));
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      const order = [': grep ', 'kubectl drain <node>', 'reboot the node', restartCommand, checkCommand, 'kubectl uncordon <node>'];
      expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).sort((a, b) => a - b));
      expect(order.filter((part) => !text.includes(part))).toEqual([]);
    }
  });

  test.each([
    [V2, 'See that the version there is 2:', 'If it is 3 or 4, where these tables do nothing, use ContainerdConfigVersion.V3.', {}],
    [V3, 'See that the version there is 3 or 4:',
      'If it is 2, where these tables do nothing, or take the place of all others and leave runc its defaults, use ContainerdConfigVersion.V2.', {}],
    [V3, 'See that the version there is 3 or 4:', 'If it is 2, with which containerd does not start, use ContainerdConfigVersion.V2.', { form: DROP_IN }],
  ])('hold version %d to the main file', (version, see, otherwise, props) => {
    expect(steps({ version, ...props })).toContain(`${see} grep '^version' /etc/containerd/config.toml\n#    ${otherwise}\n`);
  });

  test('make a main file on a node without one, of containerd itself alone', () => {
    const make = 'test -e /etc/containerd/config.toml || (mkdir -p /etc/containerd && containerd config default > /etc/containerd/config.toml)';
    expect(read.filter((props) => steps(props).includes(make)).map(({ distribution }) => distribution)).toEqual(Array(4).fill(CONTAINERD));
  });

  test('ask for the import of a drop-in where nobody else writes it', () => {
    const line = 'imports = ["/etc/containerd/conf.d/*.toml"]';
    expect(read.filter((props) => steps(props).includes(line)))
      .toEqual([V2, V3].map((version) => ({ distribution: CONTAINERD, version, form: DROP_IN })));
  });

  test('keep a drop-in of version 2 away from containerd 1, and take it to a main file of any version', () => {
    const ask = 'See that containerd is 2: containerd --version\n';
    const dropIn = [{ distribution: CONTAINERD, version: V2, form: DROP_IN }];
    expect(read.filter((props) => steps(props).includes(ask))).toEqual(dropIn);
    expect(read.filter((props) => !steps(props).includes("grep '^version' /"))).toEqual(dropIn);
  });

  test('keep an appendix from being there twice, by a command that finds its own tables', () => {
    for (const distribution of [CONTAINERD, MICROK8S]) {
      const made = config({ distribution, runtimes: [{ runtime: WasmRuntime.WAMR }, { runtime: WasmRuntime.SPIN }], systemdCgroup: true });
      const [, expression] = new RegExp(`grep -E '(.*)' ${made.path}`).exec(made.toToml())!;
      const quoted = made.toToml().replace('runtimes.wamr', "runtimes.'wamr'");
      for (const text of [made.toToml(), quoted]) {
        expect(text.split('\n').filter((line) => !line.startsWith('#') && new RegExp(expression).test(line))).toHaveLength(2);
      }
      expect('[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]').not.toMatch(new RegExp(expression));
    }
  });

  test.each([
    [CONTAINERD, 'crictl info'],
    [K3S, 'k3s crictl info'],
    [RKE2, '/var/lib/rancher/rke2/bin/crictl --runtime-endpoint unix:///run/k3s/containerd/containerd.sock info'],
    [MICROK8S, 'crictl --runtime-endpoint unix:///var/snap/microk8s/common/run/containerd.sock info'],
    [K0S, 'crictl --runtime-endpoint unix:///run/k0s/containerd.sock info'],
  ])('end on %s with %s, for the handlers', (distribution, info) => {
    const runtimes = [{ runtime: WasmRuntime.WAMR }, { runtime: WasmRuntime.WASMTIME, handler: 'wasm' }];
    expect(config({ distribution, runtimes }).checkCommand).toBe(`${info} | grep -oE '"(wamr|wasm)"' | sort -u`);
  });
});

describe('the file beside the manifests', () => {
  test('is written with its folders, again and again', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-nodes-'));
    const file = path.join(folder, 'nodes/edge/wasm.toml');
    const made = config();
    made.writeTo(file);
    made.writeTo(file);
    expect(fs.readFileSync(file, 'utf8')).toBe(made.toToml());
    fs.rmSync(folder, { recursive: true });
  });

  test.each([['App', App], ['FleetApp', FleetApp]])('changes nothing among the manifests of an %s, in which it may stand', (_name, Kind) => {
    const program = (withConfig: boolean) => {
      const app = new Kind({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-nodes-')) });
      if (withConfig) new ContainerdConfig(app, 'nodes', { version: V2, runtimes: [{ runtime: WasmRuntime.WASMTIME }] });
      new WasmtimeRuntimeClass(new Chart(app, 'chart'), 'class');
      app.synth();
      const files = fs.readdirSync(app.outdir).sort().map((file) => [file, fs.readFileSync(path.join(app.outdir, file), 'utf8')]);
      fs.rmSync(app.outdir, { recursive: true });
      return files;
    };
    expect(program(true)).toEqual(program(false));
  });
});

describe('the ConfigMap', () => {
  test('holds the text under the name of the file', () => {
    const chart = chartOf('kube-system');
    const made = config({ distribution: K3S, runtimes: [{ runtime: WasmRuntime.WAMR }] }, chart);
    const configMap = made.addConfigMap(chart, 'files', { metadata: { name: 'containerd', labels: { app: 'nodes' } } });
    expect(configMap.name).toBe('containerd');
    expect(synth(chart)).toEqual([{
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'containerd', namespace: 'kube-system', labels: { app: 'nodes' } },
      data: { 'config.toml.tmpl': made.toToml() },
    }]);
  });

  test.each<[string, Partial<ContainerdConfigProps>, string]>([
    ['an appendix', {}, 'wasm.toml'],
    ['a drop-in', { version: V3, form: DROP_IN }, 'wasm.toml'],
    ['a template', { version: V3, distribution: RKE2, runtimes: [{ runtime: WasmRuntime.WAMR }] }, 'config-v3.toml.tmpl'],
  ])('of %s has the key of that file, and a name by cdk8s', (_what, props, key) => {
    const chart = chartOf();
    const { name } = config(props, chart).addConfigMap(chart, 'files');
    expect(synth(chart)).toMatchObject([{ metadata: { name }, data: { [key]: expect.stringContaining('runtime_type') } }]);
  });

  test('is a volume of cdk8s-plus, and takes JSON patches', () => {
    const chart = chartOf();
    const configMap = config({}, chart).addConfigMap(chart, 'files');
    const deployment = new Deployment(chart, 'installer', { containers: [{ image: 'acme/installer:v1' }] });
    deployment.containers[0].mount('/config', Volume.fromConfigMap(chart, 'volume', configMap));
    ApiObject.of(chart.node.findChild('files')).addJsonPatch(JsonPatch.add('/immutable', true));
    expect(chart.toJson()[0].immutable).toBe(true);
    expect(yamlOf(chart)).toContain(`name: ${configMap.name}\n`);
    expect(yamlOf(chart)).toBe(yamlOf(chart));
  });

  test('fails outside a chart, and with a name that none has', () => {
    const app = new App();
    const made = new ContainerdConfig(app, 'nodes', { version: V2, runtimes: [{ runtime: WasmRuntime.WASMTIME }] });
    expect(() => made.addConfigMap(app, 'files')).toThrow(/^\[files] scope: .* \(NoChart\)$/);
    expect(failureOf((chart) => config({}, chart).addConfigMap(chart, 'files', { metadata: { name: 'My Files' } })))
      .toMatch(/^\[test\/files] metadata\.name: got "My Files"; .* \(InvalidName\)$/);
  });
});

describe('fails', () => {
  const { WASMTIME, WASMEDGE, WAMR, SPIN, SLIGHT } = WasmRuntime;
  const HANDLER = "a handler must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidHandler)";
  const PATH = "the path of a shim is absolute, of letters, digits, '.', '_', '+', '@' and '-', without '..'; "
    + 'write it as "/opt/wasm/bin/containerd-shim-acme-v1" (InvalidShimPath)';
  const ODD = WasmRuntime.custom({ handler: 'acme', binary: 'acme-shim', runtimeType: 'io.containerd.acme.v1' });
  const detected = (distribution: string) => `${distribution} finds the shim itself and writes this table, and containerd refuses a file with one `
    + 'table twice; leave the runtime out, or give its handler another name (DetectedHandler)';
  const LATER = Lazy.any({ produce: () => 'wasm' });
  const UNKNOWN = 'the file is no Kubernetes object, and nothing resolves what only a synthesis knows; give a plain string';
  const BY_NAME = { runtime_type: WASMTIME.runtimeType };
  const RUNC = 'containerd runs all ordinary pods by the handler of this name; name the handler after the runtime (DetectedHandler)';

  test.each<[string, any, string[]]>([
    ['for an unknown distribution', { distribution: 'minikube' }, ['distribution: got "minikube"; must be one of containerd, k3s, rke2, microk8s, k0s; '
      + 'use the one whose paths the nodes have, or ContainerdDistribution.CONTAINERD for a containerd of its own (UnknownDistribution)']],
    ['for an unknown version', { version: 1 }, ['version: got 1; containerd 1 has files of version 2, containerd 2 of version 3 or 4, whose tables are the same; '
      + 'use ContainerdConfigVersion.V2, or ContainerdConfigVersion.V3 for both 3 and 4 (UnknownVersion)']],
    ['for a template of containerd itself', { form: TEMPLATE },
      ['form: got "template"; containerd reads appendix or drop-in; leave it out (UnsupportedConfigForm)']],
    ['for a drop-in of MicroK8s', { form: DROP_IN, distribution: MICROK8S },
      ['form: got "drop-in"; microk8s reads appendix; leave it out (UnsupportedConfigForm)']],
    ['for an appendix of k3s', { form: APPENDIX, distribution: K3S },
      ['form: got "appendix"; k3s reads template or drop-in; leave it out (UnsupportedConfigForm)']],
    ['without a runtime', { runtimes: [] },
      ['runtimes: got []; a configuration is for at least one runtime; add one, such as { runtime: WasmRuntime.WASMTIME } (EmptyList)']],
    ['for a handler with a dot', { runtimes: [{ runtime: WASMTIME, handler: 'wasmtime.v1' }] },
      [`runtimes[0].handler: got "wasmtime.v1"; ${HANDLER}`]],
    ['for an empty handler', { runtimes: [{ runtime: WASMTIME, handler: '' }] }, [`runtimes[0].handler: got ""; ${HANDLER}`]],
    ['for a handler that k3s would take for its template', { runtimes: [{ runtime: WASMTIME, handler: '{{ .Node }}' }] },
      [`runtimes[0].handler: got "{{ .Node }}"; ${HANDLER}`]],
    ['for another handler for Spin than that of the cluster', { runtimes: [{ runtime: SPIN, handler: 'spin-v2' }] },
      ['runtimes[0].handler: got "spin-v2"; the nodes of this cluster are said to have the handler "spin", and pods of another never start; '
        + 'leave it out, or say NodeProvisioning.preinstalled({ handler }) on the WasmCluster (HandlerMismatch)']],
    ['for two runtimes with one handler', { runtimes: [{ runtime: WASMTIME, handler: 'wasm' }, { runtime: WASMEDGE, handler: 'wasm' }] },
      ['runtimes[1].handler: got "wasm"; runtimes[0] has this handler already, and containerd refuses a file with one table twice; '
        + 'give one of them another handler (DuplicateKey)']],
    ['for the handler of all other pods', { runtimes: [{ runtime: WASMTIME, handler: 'runc' }] }, [`runtimes[0].handler: got "runc"; ${RUNC}`]],
    ['for a relative path', { runtimes: [{ runtime: WASMTIME, shimPath: 'bin/shim' }] }, [`runtimes[0].shimPath: got "bin/shim"; ${PATH}`]],
    ['for the path of a folder', { runtimes: [{ runtime: WASMTIME, shimPath: '/opt/' }] }, [`runtimes[0].shimPath: got "/opt/"; ${PATH}`]],
    ['for a path upwards', { runtimes: [{ runtime: WASMTIME, shimPath: '/opt/../shim' }] }, [`runtimes[0].shimPath: got "/opt/../shim"; ${PATH}`]],
    ['for a path that templates change', { runtimes: [{ runtime: WASMTIME, shimPath: '/opt/{{.X}}' }] },
      [`runtimes[0].shimPath: got "/opt/{{.X}}"; ${PATH}`]],
    ['for a shim that containerd would not find', { runtimes: [{ runtime: ODD }] }, ['runtimes[0].runtime: got "io.containerd.acme.v1"; by this name '
      + 'containerd looks for containerd-shim-acme-v1, and the shim is called acme-shim; give its shimPath (InvalidRuntimeType)']],
    ['for a shim that k3s finds itself', { distribution: K3S, runtimes: [{ runtime: WAMR }, { runtime: WASMTIME }] },
      [`runtimes[1].handler: got "wasmtime"; ${detected('k3s')}`]],
    ['for a path where RKE2 finds a shim', { distribution: RKE2, runtimes: [{ runtime: WASMEDGE, shimPath: '/usr/bin/containerd-shim-wasmedge-v1' }] },
      [`runtimes[0].handler: got "wasmedge"; ${detected('rke2')}`]],
    ['for cgroups by systemd, and no shim that can', { systemdCgroup: true, runtimes: [{ runtime: SLIGHT }] },
      ['systemdCgroup: got true; a shim without this option may start no container with it: containerd-shim-slight-v1; leave it out; '
        + 'a runtime of your own says that it has it by takesSystemdCgroup (UnusedOption)']],
    ['for a handler and a path that only a synthesis knows', { runtimes: [{ runtime: WASMTIME, handler: LATER, shimPath: LATER }] },
      [`runtimes[0].handler: got "a lazy value"; ${UNKNOWN} (InvalidHandler)`, `runtimes[0].shimPath: got "a lazy value"; ${UNKNOWN} (InvalidShimPath)`]],
  ])('%s', (_what, props, messages) => {
    expect(() => config(props)).toThrow(new Error(messages.map((message) => `[test/nodes] ${message}`).join('\n')));
  });

  test('for all that is wrong, at once', () => {
    expect(failureOf((chart) => config({
      version: 4, distribution: 'eks', systemdCgroup: true, runtimes: [{ runtime: SLIGHT, handler: 'S' }, { runtime: SLIGHT, handler: 'S', shimPath: '' }],
    } as any, chart)).split('\n').map((line) => /\((\w+)\)$/.exec(line)?.[1])).toEqual([
      'UnknownVersion', 'UnknownDistribution', 'InvalidHandler', 'InvalidHandler', 'DuplicateKey', 'InvalidShimPath', 'UnusedOption',
    ]);
  });

  test.each<[string, RuleCode, any, object]>([
    ['a version', RuleCode.UNKNOWN_VERSION, { version: 4, form: DROP_IN }, { version: 4, ...expected(3, { wasmtime: BY_NAME }) }],
    ['a distribution', RuleCode.UNKNOWN_DISTRIBUTION, { distribution: 'talos' }, expected(2, { wasmtime: BY_NAME })],
    ['a form', RuleCode.UNSUPPORTED_CONFIG_FORM, { form: DROP_IN, distribution: MICROK8S }, { version: 2, ...expected(2, { wasmtime: BY_NAME }) }],
    ['no runtime', RuleCode.EMPTY_LIST, { runtimes: [] }, expected(2, {})],
    ['a handler', RuleCode.INVALID_HANDLER, { runtimes: [{ runtime: WASMTIME, handler: 'a.b' }] },
      expected(2, { 'a.b': { runtime_type: 'io.containerd.wasmtime.v1' } })],
    ['a path', RuleCode.INVALID_SHIM_PATH, { runtimes: [{ runtime: WASMTIME, shimPath: '/opt/my shim' }] },
      expected(2, { wasmtime: { runtime_type: '/opt/my shim' } })],
  ])('not where that rule is relaxed: %s is written as it was given', (_what, code, props, read) => {
    const chart = chartOf();
    Rules.of(chart).warnOnly(code, 'our containerd takes it');
    expect(parse(config(props, chart).toToml())).toEqual(read);
  });
});

test('a shim that k3s does not find may have a table, and one where no template is written', () => {
  const shimPath = '/opt/wasm/bin/containerd-shim-wasmtime-v1';
  for (const props of [
    { runtimes: [{ runtime: WasmRuntime.WASMTIME, shimPath }] },
    { runtimes: [{ runtime: WasmRuntime.WASMTIME, handler: 'wasm' }] },
    { form: DROP_IN },
  ]) {
    expect(() => config({ distribution: K3S, ...props })).not.toThrow();
  }
});
