import { posix } from 'path';
import { ContainerdConfigForm as Form, ContainerdConfigVersion as Version, ContainerdDistribution as Distribution } from '../containerd-distribution';

/** The file name of what is no file that the distribution names. */
const FILE = 'wasm.toml';

/** One distribution: where the file of each form is, and how containerd is made to read it. */
export interface Layout {
  /** The path of each form that it reads, the usual one first. */
  readonly paths: (version: Version) => Array<[Form, string]>;
  readonly restart: string;
  readonly detected: readonly string[];
}

/** Handlers that k3s and RKE2 write themselves, by their bare names, for each shim that they find. */
const DETECTED = ['lunatic', 'slight', 'spin', 'wasmedge', 'wasmer', 'wasmtime', 'wws'];

/** Where k3s and RKE2 look for shims, beside the path of their service. */
const SEARCHED = ['/opt/kwasm/bin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin'];

const LAYOUTS: { readonly [distribution in Distribution]: Layout } = {
  [Distribution.CONTAINERD]: {
    paths: (version) => {
      const forms: Array<[Form, string]> = [
        [Form.DROP_IN, `/etc/containerd/conf.d/${FILE}`],
        [Form.APPENDIX, '/etc/containerd/config.toml'],
      ];
      // containerd 1 replaces all settings of a plugin by those of an imported file
      return version === Version.V2 ? forms.reverse() : forms;
    },
    restart: 'systemctl restart containerd',
    detected: [],
  },
  [Distribution.K3S]: rancher('k3s', "'k3s*.service'"),
  [Distribution.RKE2]: rancher('rke2', "'rke2-*.service'"),
  [Distribution.MICROK8S]: {
    paths: () => [[Form.APPENDIX, '/var/snap/microk8s/current/args/containerd-template.toml']],
    restart: 'systemctl restart snap.microk8s.daemon-containerd',
    detected: [],
  },
  [Distribution.K0S]: {
    paths: () => [[Form.DROP_IN, `/etc/k0s/containerd.d/${FILE}`]],
    restart: "systemctl try-restart 'k0s*.service'",
    detected: [],
  },
};

function rancher(name: string, units: string): Layout {
  return {
    paths: (version) => {
      const base = `/var/lib/rancher/${name}/agent/etc/containerd/config${version === Version.V3 ? '-v3' : ''}.toml`;
      return [[Form.TEMPLATE, `${base}.tmpl`], [Form.DROP_IN, `${base}.d/${FILE}`]];
    },
    // servers and agents have units of different names, and only the one that runs is to be restarted
    restart: `systemctl try-restart ${units}`,
    detected: DETECTED,
  };
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
