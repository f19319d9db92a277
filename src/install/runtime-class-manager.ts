import { Chart, Duration } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { ComponentSource } from './component-source';
import { NamespaceOptions } from './namespace-options';
import { componentChart } from './private/component-chart';
import { planManager } from './private/rcm-component';
import { MANAGER, MANAGER_VERSION } from './private/rcm-objects';
import { runtimeClassManagerCrds } from '../../crds/runtime-class-manager';
import { standInChart } from '../cluster/private/hollow-chart';
import { manifest } from '../cluster/private/manifest';
import { markPhase, Phase } from '../cluster/private/phase';
import { ShimDirectory } from '../nodes/private/shim-directory';
import { Mirror } from '../rules/mirror';
import { Report } from '../rules/problem';

/** Properties of `RuntimeClassManager`. */
export interface RuntimeClassManagerProps {
  /**
   * Its namespace, which is made and admits privileged pods: the jobs that install a shim see the whole node.
   *
   * Fails if it is no RFC 1123 label.
   *
   * @default "runtime-class-manager"
   */
  readonly namespace?: string;

  /**
   * How the namespace is made, or that it is there. Fails for a PodSecurity level other than privileged, and for a quota of CPU
   * or memory: the jobs claim none.
   *
   * @default - made, with the PodSecurity level privileged
   */
  readonly namespaceOptions?: NamespaceOptions;

  /**
   * Where runtime-class-manager comes from. Its Helm chart brings the CRD.
   *
   * @default ComponentSource.bundled()
   */
  readonly source?: ComponentSource;

  /**
   * Where the chart and the images come from without a way to the internet, unless they are named here.
   *
   * @default - their own registry
   */
  readonly mirror?: Mirror;

  /**
   * The image of the manager, such as one in a mirror. Written to the container `runtime-class-manager`.
   *
   * @default "ghcr.io/spinframework/runtime-class-manager:v0.2.0"
   */
  readonly image?: string;

  /**
   * The image that downloads a shim on each node. Written to the variable `SHIM_DOWNLOADER_IMAGE`.
   *
   * @default "ghcr.io/spinframework/shim-downloader:v0.2.0"
   */
  readonly downloaderImage?: string;

  /**
   * The image that installs a shim on each node and restarts containerd. Written to the variable
   * `SHIM_NODE_INSTALLER_IMAGE`.
   *
   * @default "ghcr.io/spinframework/node-installer:v0.2.0"
   */
  readonly nodeInstallerImage?: string;

  /**
   * How long a finished job of a node stays. Written to the variable `SHIM_NODE_INSTALLER_JOB_TTL` in seconds.
   *
   * A job that stays keeps its node from getting another release of the shim, until it is deleted. Fails for less than
   * whole seconds.
   *
   * @default - as released: for ever
   */
  readonly installerJobTtl?: Duration;
}

/**
 * runtime-class-manager, by default 0.2.0 as native objects, as its Helm chart makes them: it installs what `WasmShim` names on the
 * nodes of a cluster, and makes the RuntimeClass.
 *
 * Makes a chart for each phase, to be applied in their order: `crds` where it is bundled, and `manager`. Every `WasmShim` comes after them.
 * To uninstall, delete the Shims first and wait: the manager takes them off the nodes.
 * A chart around it that holds nothing else leaves no file.
 *
 * @see https://github.com/spinframework/runtime-class-manager
 */
export class RuntimeClassManager extends Construct {
  /** The namespace of the manager and its jobs. */
  public readonly namespace: string;

  /**
   * @param scope an app, a cluster or a chart
   * @param id the id
   * @param props where it comes from, its namespace and images
   */
  constructor(scope: Construct, id: string, props: RuntimeClassManagerProps = {}) {
    super(scope, id);
    const report = new Report(this);
    const { component, settings, source } = planManager(report, this, props);
    report.throwIfAny();
    const directory = ShimDirectory.of(this);
    this.namespace = settings.namespace;
    const crds = source.kind === 'bundled' ? this.crds() : undefined;
    const labels = { 'app.kubernetes.io/name': MANAGER, 'app.kubernetes.io/version': MANAGER_VERSION };
    directory.manager = componentChart({ scope: this, id: 'manager', phase: Phase.OPERATOR, labels }, component, source);
    directory.installed = this;
    if (crds) {
      directory.manager?.addDependency(crds);
    }
    // To depend on it is to depend on its charts.
    Dependable.implement(this, { dependencyRoots: this.node.children });
    standInChart(this);
  }

  private crds(): Chart {
    const chart = new Chart(this, 'crds');
    markPhase(chart, Phase.CRDS);
    for (const { metadata, ...crd } of runtimeClassManagerCrds()) {
      manifest(chart, { metadata, ...crd }, metadata.name);
    }
    return chart;
  }
}
