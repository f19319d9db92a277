import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { checkCgroup } from './private/cgroup-rule';
import { HandlerDirectory } from './private/handler-directory';
import { ShimDirectory } from './private/shim-directory';
import { checkCluster, checkHandlers, checkRuntimeClass, checkSelector, SHIM_CLASS_NAME, shimName } from './private/shim-rules';
import { ShimRuntimeClass } from './private/shim-runtime-class';
import { warnIfUnmaintained } from './private/unmaintained';
import { ShimRelease } from './shim-release';
import { WasmRuntime } from './wasm-runtime';
import { IWasmRuntimeClass } from './wasm-runtime-class';
import { chartOf } from '../cluster/private/chart-of';
import { dependOn } from '../cluster/private/cluster-state';
import { manifest } from '../cluster/private/manifest';
import { WasmCluster } from '../cluster/wasm-cluster';
import { metadata } from '../rules/maps';
import { Mirror } from '../rules/mirror';
import { checkMirror, mirrored } from '../rules/mirrored';
import { Report, validateTree } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';
import { nodeSelector } from '../rules/scheduling';

/** How a Shim comes onto its nodes. */
export enum ShimRollout {
  /** All nodes at once. */
  RECREATE = 'recreate',

  /** A few nodes at a time. runtime-class-manager 0.2.0 has the word and answers that it is not implemented; it is refused. */
  ROLLING = 'rolling',
}

/** Properties of `WasmShim`. */
export interface WasmShimProps {
  /**
   * The release of the shim. Written to `spec.fetchStrategy.platforms`.
   *
   * A node that has a shim of this name keeps it: another release, and other options, reach only nodes that get the shim
   * from then on. Each installation restarts containerd on its node, and containerd 1.7 and 2 lose the containers of WebAssembly that run
   * there: let no pod for Wasm run on a node that gets a shim.
   */
  readonly release: ShimRelease;

  /**
   * Labels of the nodes that get the shim. Written to `spec.nodeSelector`, and by runtime-class-manager to the RuntimeClass.
   *
   * Fails for the name of the Shim as a key: runtime-class-manager keeps its state in that label.
   *
   * @default - every node of the cluster
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * The name of the RuntimeClass that runtime-class-manager makes. Written to `spec.runtimeClass.name`.
   *
   * Fails for more than 63 characters, and for a name that a RuntimeClass or another Shim of the cluster has.
   *
   * @default - for Spin the one of the cluster's `NodeProvisioning`, else the name of the Shim, such as "wasmtime-v1"
   */
  readonly runtimeClassName?: string;

  /**
   * Whether containers get their cgroups from systemd. Written to `spec.containerdRuntimeOptions.SystemdCgroup`.
   *
   * It must be as the kubelet has it: with the other driver there are no CPU and memory metrics of the pods, and so no
   * autoscaling by them. Needs containerd 1.7 and a node with D-Bus. Fails for shims without the option.
   *
   * @default - not written, which means cgroupfs
   * @see https://kubernetes.io/docs/setup/production-environment/container-runtimes/#cgroup-drivers
   */
  readonly systemdCgroup?: boolean;

  /**
   * How the shim comes onto the nodes. Written to `spec.rolloutStrategy.type`. Fails for `rolling`.
   *
   * @default ShimRollout.RECREATE
   */
  readonly rolloutStrategy?: ShimRollout;

  /**
   * Where nodes without a way to the locations of the release download it.
   *
   * @default - the locations of the release
   */
  readonly mirror?: Mirror;

  /**
   * Standard metadata. Fails for a name other than that of the Shim; a Shim has no namespace.
   *
   * @default - what follows `containerd-shim-` in the name of the binary, such as "spin-v2"
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * A Shim: runtime-class-manager installs it on nodes and makes its RuntimeClass.
 *
 * The name of the Shim, the handler and the binary in the archive agree, as they must. A cluster holds one Shim of a binary.
 * The RuntimeClass has the nodes' labels but no tolerations: give tainted nodes a `WasmNodePool` with the Shim's `handler`.
 *
 * @see https://github.com/spinframework/runtime-class-manager
 */
export class WasmShim extends Construct {
  /** The name of the Shim, such as "spin-v2". */
  public readonly shimName: string;

  /** The containerd handler that it installs, for other RuntimeClasses of the same nodes. */
  public readonly handler: string;

  /** The RuntimeClass that runtime-class-manager will make. No manifest has it. */
  public readonly runtimeClass: IWasmRuntimeClass;

  /**
   * @param scope a chart
   * @param id the id
   * @param props the release and its nodes
   */
  constructor(scope: Construct, id: string, props: WasmShimProps) {
    super(scope, id);
    const { release } = props;
    const cluster = WasmCluster.of(this);
    const className = props.runtimeClassName ?? (release.runtime === WasmRuntime.SPIN ? cluster.nodes.runtimeClassName : release.shimName);
    const report = new Report(this);
    metadata(report, chartOf(this), props.metadata, shimName(release));
    const selector = nodeSelector(report, 'spec.nodeSelector', props.nodeSelector);
    checkSelector(report, selector, release.shimName);
    report.hold('spec.runtimeClass.name', className, SHIM_CLASS_NAME);
    checkCluster(report, cluster, release);
    checkOptions(report, props);
    report.throwIfAny();
    warnIfUnmaintained(this, 'release', release.runtime);
    this.handler = release.shimName;
    this.runtimeClass = new ShimRuntimeClass(this, className, release.runtime, { nodeSelector: selector });
    this.shimName = this.write(props, selector);
    this.order(release);
  }

  private write(props: WasmShimProps, selector: { [key: string]: string }): string {
    const { release, mirror, systemdCgroup, rolloutStrategy = ShimRollout.RECREATE } = props;
    return manifest(this, {
      apiVersion: 'runtime.spinkube.dev/v1alpha1',
      kind: 'Shim',
      metadata: { name: release.shimName, ...props.metadata },
      spec: {
        ...(Object.keys(selector).length > 0 && { nodeSelector: selector }),
        fetchStrategy: { platforms: platforms(release, mirror) },
        ...(systemdCgroup !== undefined && { containerdRuntimeOptions: { SystemdCgroup: String(systemdCgroup) } }),
        runtimeClass: { name: this.runtimeClass.runtimeClassName, handler: this.handler },
        rolloutStrategy: { type: rolloutStrategy },
      },
    }).name;
  }

  private order(release: ShimRelease): void {
    const { runtimeClassName } = this.runtimeClass;
    const directory = ShimDirectory.of(this);
    directory.declare(runtimeClassName, this);
    HandlerDirectory.of(this).install(this, release.shimName);
    dependOn(this, () => (directory.manager ? [directory.manager] : []));
    validateTree(this, (report) => {
      checkRuntimeClass(report, this, runtimeClassName);
      checkHandlers(report, this, release);
    });
  }
}

function checkOptions(report: Report, { release, mirror, rolloutStrategy, systemdCgroup }: WasmShimProps): void {
  checkCgroup(report, [release.runtime], systemdCgroup);
  checkMirror(report, mirror);
  if (rolloutStrategy === ShimRollout.ROLLING) {
    report.add({
      field: 'spec.rolloutStrategy.type',
      value: rolloutStrategy,
      rule: 'runtime-class-manager answers "rolling strategy not implemented yet", and no node gets the shim',
      fix: 'leave it out, or label the nodes a few at a time',
      code: RuleCode.UNSUPPORTED_ROLLOUT,
    });
  }
}

/** The archives in the form of the Shim, each by the architecture as `kubernetes.io/arch` says it. */
function platforms(release: ShimRelease, mirror?: Mirror) {
  return Object.entries({ amd64: release.amd64, arm64: release.arm64 }).flatMap(([arch, archive]) => (archive ? [{
    os: 'linux',
    arch,
    location: mirrored(archive.location, mirror),
    ...(archive.sha256 !== undefined && { sha256: archive.sha256 }),
  }] : []));
}
