import { Chart } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { CertManager } from './cert-manager';
import { appExecutors } from './private/app-executors';
import { componentChart } from './private/component-chart';
import { checkInstall, InstallPlan, shimManager } from './private/install-plan';
import { InstalledCertManager } from './private/installed-cert-manager';
import { operatorBudget } from './private/operator-deployment';
import { isChart } from './private/source-rules';
import { RuntimeClassManager } from './runtime-class-manager';
import { SpinKubeInstallProps } from './spin-kube-install-props';
import { spinOperatorCrds } from '../../crds/spin-operator';
import { dependOn } from '../cluster/private/cluster-state';
import { standInChart } from '../cluster/private/hollow-chart';
import { manifest } from '../cluster/private/manifest';
import { markPhase, Phase } from '../cluster/private/phase';
import { warnIfCrdsMissing, warnIfUnknown } from '../cluster/private/release-rules';
import { stateOf } from '../cluster/private/state-of';
import { SpinKubeVersion } from '../cluster/spinkube-version';
import { WasmCluster } from '../cluster/wasm-cluster';
import { WasmRuntime } from '../nodes/wasm-runtime';
import { IWasmRuntimeClass, SpinRuntimeClass, WasmRuntimeClass } from '../nodes/wasm-runtime-class';
import { WasmShim } from '../nodes/wasm-shim';

/**
 * SpinKube in a cluster, with its cert-manager and the Spin shim of its nodes where you say so.
 *
 * Makes a chart for each phase, to be applied in their order, each when what is before it is ready: `crds`, `cert-manager`,
 * `operator`, and `executors`. A `FleetApp` with a layout writes them into a folder each, and what applies them in order.
 * It stands in an `App`, a `WasmCluster` or a chart, which leaves no file where it holds nothing else; its own charts have neither the
 * namespace nor the labels of that one. A chart of yours with objects for one of `appNamespaces` comes after it by
 * `chart.addDependency(install)`.
 *
 * @see https://www.spinkube.dev/docs/install/
 */
export class SpinKubeInstall extends Construct {
  /** The RuntimeClass of Spin apps without a placement. */
  public readonly runtimeClass: IWasmRuntimeClass;

  /** The operator's namespace. */
  public readonly namespace: string;

  /**
   * @param scope an app, a cluster or a chart
   * @param id the id
   * @param props the version, and where everything comes from
   */
  constructor(scope: Construct, id: string, props: SpinKubeInstallProps) {
    super(scope, id);
    const plan = checkInstall(this, props);
    this.namespace = plan.namespace;
    standInChart(this);
    const state = stateOf(this);
    this.warnOfRelease(props.version, plan);
    const before = this.prerequisites(props, plan);
    const operator = this.operatorChart(props, plan);
    if (operator) {
      dependOn(operator, () => [...before, ...InstalledCertManager.of(this).charts()]);
    }
    state.nodes ??= plan.nodes;
    // the bundled operator notes itself
    state.install ??= { path: this.node.path, version: props.version, operator };
    this.runtimeClass = this.shim(props) ?? this.spinRuntimeClass(operator, plan);
    appExecutors(this, plan, { runtimeClass: this.runtimeClass, operator });
    // To depend on an install is to depend on its phases.
    Dependable.implement(this, { dependencyRoots: this.node.children });
  }

  /** A release that is not known brings its own CRDs; where none are missing, the cluster that names the release has warned of it. */
  private warnOfRelease(version: SpinKubeVersion, { source }: InstallPlan): void {
    if (source.kind !== 'existing') {
      warnIfCrdsMissing(this, 'version', version);
    } else if (!WasmCluster.of(this).operatorVersion) {
      warnIfUnknown(this, 'version', version);
    }
  }

  private prerequisites({ version, certManager, mirror }: SpinKubeInstallProps, { source }: InstallPlan): Construct[] {
    const crds = source.kind === 'existing' || version._isTarget ? [] : [this.crds(version)];
    if (certManager) {
      new CertManager(this, 'cert-manager', { source: certManager, mirror });
    }
    return crds;
  }

  private crds(version: SpinKubeVersion): Chart {
    const chart = new Chart(this, 'crds');
    markPhase(chart, Phase.CRDS);
    const crds = version._crds as ReturnType<typeof spinOperatorCrds> ?? spinOperatorCrds((release) => version.includes(release));
    for (const { metadata, ...crd } of crds) {
      manifest(chart, { metadata, ...crd }, metadata.name);
    }
    return chart;
  }

  private operatorChart({ version }: SpinKubeInstallProps, { component, settings, source }: InstallPlan): Chart | undefined {
    const labels = { 'app.kubernetes.io/name': 'spin-operator', 'app.kubernetes.io/version': version.version };
    const chart = componentChart({ scope: this, id: 'operator', phase: Phase.OPERATOR, labels }, component, source);
    if (chart && isChart(source.kind) && settings.replicas > 1) {
      operatorBudget(chart, component.namespace);
    }
    return chart;
  }

  /** runtime-class-manager and the Spin shim, where they are asked for; what they make is the RuntimeClass. */
  private shim({ runtimeClassManager, mirror }: SpinKubeInstallProps): IWasmRuntimeClass | undefined {
    if (!runtimeClassManager) {
      return undefined;
    }
    const { release, nodeSelector, systemdCgroup } = runtimeClassManager;
    const manager = shimManager(runtimeClassManager, mirror);
    new RuntimeClassManager(this, 'runtime-class-manager', manager);
    const chart = new Chart(this, 'shims');
    markPhase(chart, Phase.EXECUTORS);
    return new WasmShim(chart, release.shimName, { release, nodeSelector, systemdCgroup, mirror: manager.mirror }).runtimeClass;
  }

  /** The RuntimeClass of the cluster: made unless the nodes' installer makes it, or the operator was there before. */
  private spinRuntimeClass(operator: Chart | undefined, { source }: InstallPlan): IWasmRuntimeClass {
    const { makesRuntimeClass, runtimeClassName: name } = WasmCluster.of(this).nodes;
    if (makesRuntimeClass || !operator) {
      return WasmRuntimeClass.fromRuntimeClassName(this, 'runtime-class', name, { runtime: WasmRuntime.SPIN });
    }
    const chart = source.kind === 'manifestUrl' ? new Chart(this, 'runtime-class') : operator;
    return new SpinRuntimeClass(chart, 'runtime-class', { metadata: { name } });
  }
}
