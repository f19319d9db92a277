import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { alertRules } from './private/alert-rules';
import { Check, httpCheck } from './private/monitoring-rules';
import { checkOperator, operatorScrape } from './private/operator-scrape';
import { probeSpec } from './private/probe-spec';
import { prometheusSettings, PrometheusSettings } from './private/prometheus-settings';
import { HttpCheckOptions } from './wasm-monitoring';
import { WasmApp } from '../apps/wasm-app';
import { chartOf } from '../cluster/private/chart-of';
import { dependOn } from '../cluster/private/cluster-state';
import { manifest } from '../cluster/private/manifest';
import { stateOf } from '../cluster/private/state-of';
import { Report, validateTree } from '../rules/problem';

/** Where apps are asked from, in the words of an error: the exporter stands in a namespace of its own. */
const EXPORTER = 'the namespace of the exporter';

/** Properties of `PrometheusMonitoring`. */
export interface PrometheusMonitoringProps {
  /** The address of a blackbox exporter, such as "blackbox-exporter.monitoring.svc:9115". Written to `prober.url` of each Probe. */
  readonly blackboxExporter: string;

  /**
   * The module of the blackbox exporter. Written to `module`.
   *
   * @default "http_2xx"
   */
  readonly module?: string;

  /**
   * How often apps and the operator are asked. Written to `interval`. Whole seconds, at most two minutes: Prometheus forgets an
   * answer after five, and an alert with it.
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;

  /**
   * Labels of what is made, by which a Prometheus may select it.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * The answer of an app is called slow from this time on, on an average of five minutes.
   *
   * @default Duration.seconds(1)
   */
  readonly slow?: Duration;

  /**
   * An app is called failing when it answers less than this share of its checks well, in a quarter of an hour. Above 0, and
   * at most 1.
   *
   * @default 0.95
   */
  readonly successRate?: number;

  /**
   * The namespace of the operator, whose metrics are read as well.
   *
   * Makes a service account with a token, which may read them, and a ServiceMonitor, both in that namespace. The operator
   * must have metrics; it signs them itself, so its certificate is not checked. Fails if the operator of this tree has none, or
   * stands in another namespace.
   *
   * @default - the operator is not watched
   */
  readonly operatorNamespace?: string;
}

/**
 * Watches apps, and the operator, by a Prometheus of the prometheus-operator: a Probe an app, a ServiceMonitor for the operator,
 * and a PrometheusRule that says when an app is down, slow, failing, or at the maximum of its autoscaler.
 *
 * The last one needs kube-state-metrics. Spin serves no metrics for Prometheus itself.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 */
export class PrometheusMonitoring extends Construct {
  private readonly settings: PrometheusSettings;
  private readonly checks: Check[] = [];

  /**
   * @param scope a chart
   * @param id the id
   * @param props the blackbox exporter
   */
  constructor(scope: Construct, id: string, props: PrometheusMonitoringProps) {
    super(scope, id);
    const report = new Report(this);
    chartOf(this);
    this.settings = prometheusSettings(report, props);
    report.throwIfAny();
    const { operatorNamespace } = props;
    if (operatorNamespace !== undefined) {
      operatorScrape(this, operatorNamespace, this.settings);
      validateTree(this, (found) => checkOperator(found, this, operatorNamespace));
    }
    const state = stateOf(this);
    const namespaces = () => [operatorNamespace, ...this.checks.map(({ app }) => app.namespace)];
    dependOn(this, () => namespaces().flatMap((name) => state.objectsToOrder.namespaces(name)));
  }

  /**
   * Asks an app for its health, and alerts when it is down, slow or failing. Makes a Probe `<app>-http-check` and a PrometheusRule
   * `<app>-alerts` in the namespace of the app. Another path of the same app is a further target of its Probe.
   *
   * @param app an app with an HTTP trigger and a namespace
   * @param options the path
   * @throws for a path that is none, that no route of the app's manifest serves or that is asked for already, an app of another
   *   cluster, and one without a namespace
   */
  public addHttpCheck(app: WasmApp, options: HttpCheckOptions = {}): void {
    const isNew = this.checks.every((check) => check.app !== app);
    this.checks.push(httpCheck({ construct: this, namespace: EXPORTER, checks: this.checks }, app, options.path));
    if (isNew) {
      this.watch(app);
    }
  }

  private watch(app: WasmApp): void {
    const { labels } = this.settings;
    const make = (kind: string, suffix: string, spec: object) => manifest(this, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind,
      metadata: { name: `${app.name}-${suffix}`, namespace: app.namespace, ...(Object.keys(labels).length > 0 && { labels }) },
      spec,
    }, `${kind}-${app.node.addr}`);
    make('Probe', 'http-check', probeSpec(app, this.settings, () => this.checks.filter((check) => check.app === app).map(({ url }) => url)));
    make('PrometheusRule', 'alerts', { groups: [{ name: `wasm-app-${app.name}`, rules: alertRules(app, this.settings) }] });
  }
}
