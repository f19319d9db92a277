import { headerOf } from './containerd-header';
import { Layout } from './containerd-layout';
import { ContainerdConfigForm, ContainerdConfigVersion } from '../containerd-distribution';
import { WasmRuntime } from '../wasm-runtime';

/** One table of a configuration. */
export interface RuntimeTable {
  readonly handler: string;
  readonly runtime: WasmRuntime;
  readonly shimPath?: string;
}

/** A configuration whose props are checked. */
export interface ConfigText {
  readonly version: ContainerdConfigVersion;
  readonly form: ContainerdConfigForm;
  readonly path: string;
  readonly layout: Layout;
  readonly tables: readonly RuntimeTable[];
  readonly systemdCgroup?: boolean;
}

/** The plugin that starts containers, by the version of the file; version 4 has the names of version 3. */
const PLUGIN: { readonly [version in ContainerdConfigVersion]: string } = {
  [ContainerdConfigVersion.V2]: 'io.containerd.grpc.v1.cri',
  [ContainerdConfigVersion.V3]: 'io.containerd.cri.v1.runtime',
};

/** The plugin of a file; one of a version that only a relaxed rule lets through is as the newest. */
function pluginOf(version: ContainerdConfigVersion): string {
  return PLUGIN[version] ?? PLUGIN[ContainerdConfigVersion.V3];
}

/** What k3s and RKE2 would write without a template. */
const BASE = '{{ template "base" . }}';

/** The text of a configuration, in its form. */
export function configText(config: ConfigText): string {
  const { version, form, tables } = config;
  const body = toml().stringify({ plugins: { [pluginOf(version)]: { containerd: { runtimes: runtimes(config) } } } });
  const header = headerOf({ ...config, handlers: tables.map(({ handler }) => handler) });
  switch (form) {
    case ContainerdConfigForm.APPENDIX:
      return `${header}\n${body}`;
    case ContainerdConfigForm.TEMPLATE:
      return `${BASE}\n\n${header}\n${body}`;
    default:
      return `${header}\n${toml().stringify({ version })}\n${body}`;
  }
}

function runtimes({ tables, systemdCgroup }: ConfigText) {
  return Object.fromEntries(tables.map(({ handler, runtime, shimPath }) => [handler, {
    runtime_type: shimPath ?? runtime.runtimeType,
    // without the table a shim uses cgroupfs; with it, the shim wants this one entry, as a boolean
    ...(systemdCgroup !== undefined && runtime.takesSystemdCgroup && { options: { SystemdCgroup: systemdCgroup } }),
  }]));
}

/** The TOML library, loaded when a configuration is first written: most programs never do. */
function toml(): { stringify(table: object): string } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('smol-toml');
}
