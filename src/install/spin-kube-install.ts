import { Chart } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { checkAlone } from './private/operator-alone';
import { operatorRelease } from './private/operator-release';
import { operatorSettings } from './private/operator-settings';
import { checkScope } from './private/phase-scope';
import { SpinOperator } from './spin-operator';
import { SpinOperatorOptions } from './spin-operator-options';
import { spinOperatorCrds } from '../../crds/spin-operator';
import { STANDARD_EXECUTOR } from '../apps/private/executor-manifest';
import { SpinAppExecutor } from '../apps/spin-app-executor';
import { ClusterState } from '../cluster/private/cluster-state';
import { manifest } from '../cluster/private/manifest';
import { markPhase, Phase } from '../cluster/private/phase';
import { SpinKubeVersion } from '../cluster/spinkube-version';
import { WasmCluster } from '../cluster/wasm-cluster';
import { WasmRuntime } from '../nodes/wasm-runtime';
import { IWasmRuntimeClass, SpinRuntimeClass, WasmRuntimeClass } from '../nodes/wasm-runtime-class';
import { NAMESPACE } from '../rules/grammar';
import { Report, validateTree } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

const DEFAULT_NAMESPACE = 'spin-operator';

/** Properties of `SpinKubeInstall`. */
export interface SpinKubeInstallProps {
  /** The spin-operator to install. The pin is yours: an update of this library never upgrades a cluster. */
  readonly version: SpinKubeVersion;

  /**
   * The operator's namespace, which is made.
   *
   * @default "spin-operator"
   */
  readonly namespace?: string;

  /**
   * Changes to the operator's objects.
   *
   * @default - as released
   */
  readonly operator?: SpinOperatorOptions;

  /**
   * Namespaces for apps. Each is made and gets SpinKube's executor `containerd-shim-spin`.
   *
   * Up to spin-operator 0.6.1 a namespace cannot be deleted while an app of another one names an executor of the same name.
   *
   * Fails for the operator's own namespace and for one that is named twice.
   *
   * @default - none
   */
  readonly appNamespaces?: string[];
}

/**
 * SpinKube in a cluster that has cert-manager and nodes with the Spin shim.
 *
 * Makes a chart for each phase, to be applied in their order: `crds`, `operator` (wait until it is available), and
 * `executors`. Stand it in an `App` or `WasmCluster`: a chart around it would be left without objects. A chart of yours with
 * objects for one of `appNamespaces` comes after it by `chart.addDependency(install)`.
 *
 * @see https://www.spinkube.dev/docs/install/
 */
export class SpinKubeInstall extends Construct {
  /** The RuntimeClass of Spin apps without a placement. */
  public readonly runtimeClass: IWasmRuntimeClass;

  /** The operator's namespace. */
  public readonly namespace: string;

  /**
   * @param scope an app or a cluster
   * @param id the id
   * @param props the version and where it goes
   */
  constructor(scope: Construct, id: string, props: SpinKubeInstallProps) {
    super(scope, id);
    this.namespace = props.namespace ?? DEFAULT_NAMESPACE;
    const appNamespaces = [...props.appNamespaces ?? []];
    const report = new Report(this);
    report.hold('namespace', this.namespace, NAMESPACE);
    this.checkAppNamespaces(report, appNamespaces);
    operatorSettings(report, operatorRelease(props.version), props.operator ?? {});
    checkAlone(report, ClusterState.of(WasmCluster.of(this)));
    report.throwIfAny();
    const crds = this.crds(props.version);
    const operator = this.operatorChart(props);
    operator.addDependency(crds);
    this.runtimeClass = runtimeClassIn(operator);
    if (appNamespaces.length > 0) {
      this.executors(operator, [...new Set(appNamespaces)]);
    }
    // To depend on an install is to depend on its phases.
    Dependable.implement(this, { dependencyRoots: this.node.children });
    validateTree(this, (found) => checkScope(found, this));
  }

  private crds(version: SpinKubeVersion): Chart {
    const chart = new Chart(this, 'crds');
    markPhase(chart, Phase.CRDS);
    for (const { metadata, ...crd } of spinOperatorCrds((release) => version.includes(release))) {
      manifest(chart, { metadata, ...crd }, metadata.name);
    }
    return chart;
  }

  private operatorChart(props: SpinKubeInstallProps): Chart {
    const chart = new Chart(this, 'operator', {
      namespace: this.namespace,
      labels: { 'app.kubernetes.io/name': 'spin-operator', 'app.kubernetes.io/version': props.version.version },
    });
    markPhase(chart, Phase.OPERATOR);
    manifest(chart, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace } }, 'namespace');
    new SpinOperator(chart, 'spin-operator', { ...props.operator, version: props.version, namespace: this.namespace });
    return chart;
  }

  private executors(operator: Chart, appNamespaces: string[]): void {
    const chart = new Chart(this, 'executors');
    markPhase(chart, Phase.EXECUTORS);
    chart.addDependency(operator);
    for (const namespace of appNamespaces) {
      manifest(chart, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, `namespace-${namespace}`);
      new SpinAppExecutor(chart, `executor-${namespace}`, {
        metadata: { name: STANDARD_EXECUTOR, namespace },
        runtimeClass: this.runtimeClass,
      });
    }
  }

  private checkAppNamespaces(report: Report, namespaces: string[]): void {
    const problem = (index: number, rule: string, fix: string) =>
      report.add({ field: `appNamespaces[${index}]`, value: namespaces[index], rule, fix, code: RuleCode.INVALID_APP_NAMESPACE });
    namespaces.forEach((namespace, index) => {
      report.hold(`appNamespaces[${index}]`, namespace, NAMESPACE);
      if (namespace === this.namespace) {
        problem(index, 'the operator has its namespace to itself', 'give the apps another namespace');
      } else if (namespaces.indexOf(namespace) < index) {
        problem(index, 'the namespace is named already', 'name it once');
      }
    });
  }
}

/** The RuntimeClass of the cluster, made here unless the nodes' installer makes it. */
function runtimeClassIn(chart: Chart): IWasmRuntimeClass {
  const { makesRuntimeClass, runtimeClassName: name } = WasmCluster.of(chart).nodes;
  return makesRuntimeClass
    ? WasmRuntimeClass.fromRuntimeClassName(chart, 'runtime-class', name, { runtime: WasmRuntime.SPIN })
    : new SpinRuntimeClass(chart, 'runtime-class', { metadata: { name } });
}
