import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkScope } from './private/phase-scope';
import { MANAGER, MANAGER_IMAGES, MANAGER_VERSION, managerObjects, ManagerSettings } from './private/rcm-objects';
import { runtimeClassManagerCrds } from '../../crds/runtime-class-manager';
import { checkImage, clusterImage } from '../cluster/private/cluster-image';
import { manifest } from '../cluster/private/manifest';
import { markPhase, Phase } from '../cluster/private/phase';
import { ShimDirectory } from '../nodes/private/shim-directory';
import { integer, NAMESPACE } from '../rules/grammar';
import { Report, validateTree } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

const SECONDS = integer({
  min: 0,
  rule: 'Kubernetes counts the life of a finished job in whole seconds',
  fix: 'give whole seconds, or none to keep the jobs',
  code: RuleCode.INVALID_QUANTITY,
});

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
 * runtime-class-manager 0.2.0 as native objects, as its Helm chart makes them: it installs what `WasmShim` names on the
 * nodes of a cluster, and makes the RuntimeClass.
 *
 * Makes a chart for each phase, to be applied in their order: `crds`, and `manager`. Every `WasmShim` comes after them.
 * To uninstall, delete the Shims first and wait: the manager takes them off the nodes.
 * Stand it in an `App` or `WasmCluster`: a chart around it would be left without objects.
 *
 * @see https://github.com/spinframework/runtime-class-manager
 */
export class RuntimeClassManager extends Construct {
  /** The namespace of the manager and its jobs. */
  public readonly namespace: string;

  /**
   * @param scope an app or a cluster
   * @param id the id
   * @param props its namespace and images
   */
  constructor(scope: Construct, id: string, props: RuntimeClassManagerProps = {}) {
    super(scope, id);
    const directory = ShimDirectory.of(this);
    const settings = this.settings(props, directory.manager);
    this.namespace = settings.namespace;
    const crds = this.crds();
    directory.manager = this.managerChart(settings);
    directory.manager.addDependency(crds);
    validateTree(this, (report) => checkScope(report, this));
  }

  private settings(props: RuntimeClassManagerProps, installed?: Chart): ManagerSettings {
    const settings = {
      namespace: props.namespace ?? MANAGER,
      image: props.image ?? MANAGER_IMAGES.image,
      downloaderImage: props.downloaderImage ?? MANAGER_IMAGES.downloaderImage,
      nodeInstallerImage: props.nodeInstallerImage ?? MANAGER_IMAGES.nodeInstallerImage,
      installerJobTtl: props.installerJobTtl?.toSeconds({ integral: false }) ?? 0,
    };
    const report = new Report(this);
    report.hold('namespace', settings.namespace, NAMESPACE);
    for (const field of ['image', 'downloaderImage', 'nodeInstallerImage'] as const) {
      checkImage(report, field, settings[field]);
    }
    report.hold('installerJobTtl', settings.installerJobTtl, SECONDS);
    if (installed) {
      report.add({
        field: 'id',
        value: this.node.id,
        rule: `this cluster has a RuntimeClassManager already, by ${installed.node.path}, and its CRD and nodes exist once`,
        fix: 'keep one, or stand the other below another WasmCluster',
        code: RuleCode.DUPLICATE_INSTALL,
      });
    }
    report.throwIfAny();
    return {
      ...settings,
      image: clusterImage(this, settings.image),
      downloaderImage: clusterImage(this, settings.downloaderImage),
      nodeInstallerImage: clusterImage(this, settings.nodeInstallerImage),
    };
  }

  private crds(): Chart {
    const chart = new Chart(this, 'crds');
    markPhase(chart, Phase.CRDS);
    for (const { metadata, ...crd } of runtimeClassManagerCrds()) {
      manifest(chart, { metadata, ...crd }, metadata.name);
    }
    return chart;
  }

  private managerChart(settings: ManagerSettings): Chart {
    const chart = new Chart(this, 'manager', {
      labels: { 'app.kubernetes.io/name': MANAGER, 'app.kubernetes.io/version': MANAGER_VERSION },
    });
    markPhase(chart, Phase.OPERATOR);
    managerObjects(chart, settings);
    return chart;
  }
}
