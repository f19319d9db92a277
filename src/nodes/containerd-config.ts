import { mkdirSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import { ApiObjectMetadata } from 'cdk8s';
import { ConfigMap, IConfigMap } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ContainerdConfigForm, ContainerdConfigVersion, ContainerdDistribution } from './containerd-distribution';
import { checkCgroup } from './private/cgroup-rule';
import { checkCommandOf } from './private/containerd-header';
import { fileNameOf, Layout, layoutOf, pathOf } from './private/containerd-layout';
import { checkDetected, checkTables, settledForm } from './private/containerd-rules';
import { configText, RuntimeTable } from './private/containerd-toml';
import { warnOfVersion } from './private/containerd-version';
import { HandlerDirectory } from './private/handler-directory';
import { provisionedHandler, warnIfUnused } from './private/handler-rules';
import { warnIfUnmaintained } from './private/unmaintained';
import { WasmRuntime } from './wasm-runtime';
import { chartOf } from '../cluster/private/chart-of';
import { manifest } from '../cluster/private/manifest';
import { WasmCluster } from '../cluster/wasm-cluster';
import { SUBDOMAIN } from '../rules/grammar';
import { metadata } from '../rules/maps';
import { Report, validateTree } from '../rules/problem';

/** One runtime of a containerd configuration. */
export interface ContainerdRuntime {
  /** The runtime. Written to `runtime_type`, by its name or by `shimPath`. */
  readonly runtime: WasmRuntime;

  /**
   * The handler, which a RuntimeClass names. Written as the key below `containerd.runtimes`.
   *
   * Fails if it is no RFC 1123 label, is given twice, or is "runc"; for Spin if the cluster's `NodeProvisioning` says another.
   *
   * @default - the usual handler of the runtime; for Spin the one of the cluster's `NodeProvisioning`
   */
  readonly handler?: string;

  /**
   * The absolute path of the shim on the node, for one outside containerd's path. Written to `runtime_type`.
   *
   * @default - containerd looks in its path for the binary that `runtime_type` names
   */
  readonly shimPath?: string;
}

/** Properties of `ContainerdConfig`. */
export interface ContainerdConfigProps {
  /**
   * The version of the main file on the nodes. Written to `version` of a drop-in, and decides the names of all tables.
   *
   * It must be that of the file which the tables join, and no higher than that of the file which imports them: otherwise containerd ignores
   * them without a word, lets them take the place of all others, or does not start. Version 4, as of containerd 2.3, has the tables of 3.
   * Version 2 is a warning for a cluster of Kubernetes 1.36 or newer, which takes no containerd 1.
   */
  readonly version: ContainerdConfigVersion;

  /** The runtimes on the nodes, at least one. Each is written as a table below `containerd.runtimes`. */
  readonly runtimes: ContainerdRuntime[];

  /**
   * What runs containerd on the nodes. Fails if it is unknown.
   *
   * @default ContainerdDistribution.CONTAINERD
   */
  readonly distribution?: ContainerdDistribution;

  /**
   * How the tables reach containerd. Fails for a form that the distribution does not read.
   *
   * @default - `APPENDIX` for containerd itself and on MicroK8s, `TEMPLATE` on k3s and RKE2, `DROP_IN` on k0s. containerd itself reads a
   * drop-in only where its main file has a line `imports`, and containerd 1 replaces all settings of a plugin by those of an imported file
   */
  readonly form?: ContainerdConfigForm;

  /**
   * Whether the shims put containers into cgroups by systemd. Written to `options.SystemdCgroup` of each shim that takes it.
   *
   * It must be as the kubelet has it: with the other driver there are no CPU and memory metrics of the pods, and so no
   * autoscaling by them. Needs containerd 1.7 and a node with D-Bus. Fails where no shim takes it.
   *
   * @default - no options: shims use cgroupfs
   */
  readonly systemdCgroup?: boolean;
}

/** Options of the ConfigMap of a containerd configuration. */
export interface ContainerdConfigMapOptions {
  /**
   * Standard metadata.
   *
   * @default - a name by cdk8s from the construct's path
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * The containerd configuration of some nodes of a cluster: the tables of their Wasm runtimes.
 *
 * It is no Kubernetes object, and the API server never sees it: write its text to a file with `writeTo`, or make a ConfigMap
 * for what configures the nodes with `addConfigMap`. While one is in the tree, each `WasmRuntimeClass` of the cluster must have a
 * handler that a configuration, a `WasmShim` or the cluster's `NodeProvisioning` brings. Several are for several groups of nodes.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md
 */
export class ContainerdConfig extends Construct {
  /** The version of the file. */
  public readonly version: ContainerdConfigVersion;

  /** What runs containerd on the nodes. */
  public readonly distribution: ContainerdDistribution;

  /** How the tables reach containerd. */
  public readonly form: ContainerdConfigForm;

  /** The path of the file on the node, such as "/etc/containerd/config.toml": the one that is made, or to whose end the tables go. */
  public readonly path: string;

  /**
   * The command that makes containerd read the file, on the node and as root. It takes up no change by itself.
   *
   * Drain the node first: a restart of containerd 1.7 or 2 loses each running container of WebAssembly, and leaves its process.
   */
  public readonly restartCommand: string;

  /** The command that prints each handler that containerd has read, on the node and as root. It needs crictl. */
  public readonly checkCommand: string;

  private readonly layout: Layout;
  private readonly tables: readonly RuntimeTable[];
  private readonly systemdCgroup?: boolean;

  /**
   * @param scope an app, a cluster or a chart with objects of its own
   * @param id the id
   * @param props the nodes and their runtimes
   */
  constructor(scope: Construct, id: string, props: ContainerdConfigProps) {
    super(scope, id);
    this.version = props.version;
    this.distribution = props.distribution ?? ContainerdDistribution.CONTAINERD;
    this.systemdCgroup = props.systemdCgroup;
    this.tables = props.runtimes.map(({ runtime, handler, shimPath }) => (
      { runtime, handler: handler ?? provisionedHandler(this, runtime) ?? runtime.handler, shimPath }));
    const report = new Report(this);
    this.form = settledForm(report, { version: this.version, distribution: this.distribution, form: props.form });
    checkTables(report, this, this.tables);
    checkDetected(report, this, this.tables);
    checkCgroup(report, this.tables.map(({ runtime }) => runtime), this.systemdCgroup);
    report.throwIfAny();
    this.layout = layoutOf(this.distribution);
    this.path = pathOf(this.layout, this.version, this.form);
    this.restartCommand = this.layout.restart;
    this.checkCommand = checkCommandOf(this.layout, this.handlers);
    const runtimes = new Map(this.tables.map(({ handler, runtime }) => [handler, runtime]));
    HandlerDirectory.of(this).configure({ by: this, runtimes, detected: this.layout.detected });
    this.warn();
  }

  /** The handlers of the configuration, in its order. */
  public get handlers(): string[] {
    return this.tables.map(({ handler }) => handler);
  }

  /**
   * The text for `path`: all of the file, or in the form `APPENDIX` what goes to its end. A template has one line that is no TOML.
   *
   * It begins with what to do on each node, as a comment: what to see to, to drain the node first, and how to see that it took.
   */
  public toToml(): string {
    const { version, form, path, layout, tables, systemdCgroup } = this;
    return configText({ version, form, path, layout, tables, systemdCgroup });
  }

  /**
   * Writes the text to a file of this machine, and makes its folders.
   *
   * Call it after `app.synth()`, so that a program with an error writes nothing, and keep the file beside the folder of manifests, not
   * in it: what is in there is for kubectl.
   *
   * @param file such as "dist/nodes/wasm.toml"
   */
  public writeTo(file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, this.toToml());
  }

  /**
   * Makes a ConfigMap of the text, for a DaemonSet or another tool of yours that configures the nodes.
   *
   * Its one key is the name of the file, and "wasm.toml" for an appendix.
   *
   * @param scope a chart, whose namespace it has
   * @param id the id
   * @param options its metadata
   * @returns the ConfigMap, for a volume
   */
  public addConfigMap(scope: Construct, id: string, options: ContainerdConfigMapOptions = {}): IConfigMap {
    const made = new ContainerdConfigMap(scope, id, options, { [fileNameOf(this.form, this.path)]: this.toToml() });
    return ConfigMap.fromConfigMapName(made, 'Reference', made.configMapName);
  }

  private warn(): void {
    warnOfVersion(this, WasmCluster.of(this).kubernetesVersion);
    this.tables.forEach(({ runtime }, index) => warnIfUnmaintained(this, `runtimes[${index}].runtime`, runtime));
    validateTree(this, () => this.tables.forEach((table, index) => warnIfUnused(this, `runtimes[${index}].handler`, table)));
  }
}

/** The ConfigMap of a text. */
class ContainerdConfigMap extends Construct {
  readonly configMapName: string;

  constructor(scope: Construct, id: string, { metadata: given }: ContainerdConfigMapOptions, data: { [key: string]: string }) {
    super(scope, id);
    const report = new Report(this);
    metadata(report, chartOf(this), given, SUBDOMAIN);
    report.throwIfAny();
    this.configMapName = manifest(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata: given, data }).name;
  }
}
