import { posix } from 'path';
import { ContainerdConfigForm as Form, ContainerdConfigVersion as Version, ContainerdDistribution as Distribution } from '../containerd-distribution';

/** The file name of what is no file that the distribution names. */
const FILE = 'wasm.toml';

const CONTAINERD_MAIN = '/etc/containerd/config.toml';
const MICROK8S_MAIN = '/var/snap/microk8s/current/args/containerd-template.toml';

/** One distribution: where the file of each form is, and how containerd is made to read it. */
export interface Layout {
  /** The path of each form that it reads, the usual one first. */
  readonly paths: (version: Version) => Array<[Form, string]>;
  readonly restart: string;
  readonly detected: readonly string[];

  /** The file whose version counts for the tables. */
  readonly main: string;

  /** The command whose output the main file may be, where nobody else makes it. */
  readonly makeMain?: string;

  /** What the main file must import for a drop-in to be read, where nobody writes that line. */
  readonly imports?: string;

  /** How crictl reaches its containerd. */
  readonly crictl: string;
}

/** Handlers that k3s and RKE2 write themselves, by their bare names, for each shim that they find. */
const DETECTED = ['lunatic', 'slight', 'spin', 'wasmedge', 'wasmer', 'wasmtime', 'wws'];

/** Where k3s and RKE2 look for shims, beside the path of their service. */
const SEARCHED = ['/opt/kwasm/bin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin'];

const LAYOUTS: { readonly [distribution in Distribution]: Layout } = {
  [Distribution.CONTAINERD]: {
    // a drop-in needs a line in the main file, and containerd 1 takes it for all settings of the plugin
    paths: () => [[Form.APPENDIX, CONTAINERD_MAIN], [Form.DROP_IN, `/etc/containerd/conf.d/${FILE}`]],
    restart: 'systemctl restart containerd',
    detected: [],
    main: CONTAINERD_MAIN,
    makeMain: 'mkdir -p /etc/containerd && containerd config default',
    imports: '/etc/containerd/conf.d/*.toml',
    crictl: 'crictl',
  },
  [Distribution.K3S]: rancher('k3s', "'k3s*.service'", 'k3s crictl'),
  [Distribution.RKE2]: rancher('rke2', "'rke2-*.service'", crictlOn('/run/k3s/containerd/containerd.sock', '/var/lib/rancher/rke2/bin/crictl')),
  [Distribution.MICROK8S]: {
    paths: () => [[Form.APPENDIX, MICROK8S_MAIN]],
    restart: 'systemctl restart snap.microk8s.daemon-containerd',
    detected: [],
    main: MICROK8S_MAIN,
    crictl: crictlOn('/var/snap/microk8s/common/run/containerd.sock'),
  },
  [Distribution.K0S]: {
    paths: () => [[Form.DROP_IN, `/etc/k0s/containerd.d/${FILE}`]],
    restart: "systemctl try-restart 'k0s*.service'",
    detected: [],
    main: '/etc/k0s/containerd.toml',
    crictl: crictlOn('/run/k0s/containerd.sock'),
  },
};

function rancher(name: string, units: string, crictl: string): Layout {
  const folder = `/var/lib/rancher/${name}/agent/etc/containerd`;
  return {
    paths: (version) => {
      const base = `${folder}/config${version === Version.V3 ? '-v3' : ''}.toml`;
      return [[Form.TEMPLATE, `${base}.tmpl`], [Form.DROP_IN, `${base}.d/${FILE}`]];
    },
    // servers and agents have units of different names, and only the one that runs is to be restarted
    restart: `systemctl try-restart ${units}`,
    detected: DETECTED,
    // they render it, and read the template of its version
    main: `${folder}/config.toml`,
    crictl,
  };
}

function crictlOn(socket: string, crictl = 'crictl'): string {
  return `${crictl} --runtime-endpoint unix://${socket}`;
}

/** What a distribution does; one that only a relaxed rule lets through does as containerd itself. */
export function layoutOf(distribution: Distribution): Layout {
  return Object.values(Distribution).includes(distribution) ? LAYOUTS[distribution] : LAYOUTS[Distribution.CONTAINERD];
}

/** The path of the file on the node in a form, or in the usual one where the distribution does not read that. */
export function pathOf(layout: Layout, version: Version, form: Form): string {
  const paths = layout.paths(version);
  return (paths.find(([known]) => known === form) ?? paths[0])[1];
}

/** The forms that a distribution reads, the usual one first. */
export function formsOf(layout: Layout, version: Version): Form[] {
  return layout.paths(version).map(([form]) => form);
}

/** The name under which the text is kept away from the node: that of the file, unless that is one of somebody else. */
export function fileNameOf(form: Form, path: string): string {
  return form === Form.APPENDIX ? FILE : posix.basename(path);
}

/** Whether a distribution writes a table for a handler itself, so that one in its template would be the second. */
export function isDetected({ detected }: Layout, handler: string, shimPath?: string): boolean {
  return detected.includes(handler) && (shimPath === undefined || SEARCHED.includes(posix.dirname(shimPath)));
}
