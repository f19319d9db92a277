import { ApiObjectMetadata, Duration, Lazy, Size, Yaml } from 'cdk8s';
import { ContainerResources, Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { OtlpBackend } from './otlp-backend';
import { collectorConfig, PORTS } from './private/collector-config';
import { CollectorObjects, collectorObjects } from './private/collector-objects';
import { Check, checkBackend, checkInterval, checkNamespace, COLLECTOR_NAME, httpCheck, REPLICAS } from './private/monitoring-rules';
import { OtelOptions } from '../apps/spin-app-executor';
import { WasmApp } from '../apps/wasm-app';
import { chartOf } from '../cluster/private/chart-of';
import { checkImage, clusterImage } from '../cluster/private/cluster-image';
import { dependOn } from '../cluster/private/cluster-state';
import { manifest } from '../cluster/private/manifest';
import { stateOf } from '../cluster/private/state-of';
import { contentHash } from '../rules/content-hash';
import { metadata } from '../rules/maps';
import { Report } from '../rules/problem';
import { containerResources } from '../rules/resources';

const COLLECTOR = 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.159.0';
const DEFAULT_NAME = 'otel-collector';

/** Properties of `WasmMonitoring`. */
export interface WasmMonitoringProps {
  /**
   * Standard metadata; the name is that of the Service and of all other objects, those of the cluster with the namespace before it.
   *
   * Fails without a namespace, which is where the cluster finds the service account.
   *
   * @default - the name "otel-collector", the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /** Where telemetry goes from the cluster. */
  readonly backend: OtlpBackend;

  /**
   * How often each app is asked. Written to `collection_interval`. Whole seconds.
   *
   * @default Duration.minutes(1)
   */
  readonly checkInterval?: Duration;

  /**
   * The image of the Collector: its distribution `k8s` or `contrib`, of 0.144 or later. Components go by the names that the version in
   * the tag knows (`spanmetrics` until 0.151, `span_metrics` since 0.152); without one there, it must be 0.152 or later.
   *
   * @default - the distribution `k8s` 0.159.0
   */
  readonly image?: string;

  /**
   * How many pods. Each makes the HTTP checks for itself.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * CPU and memory of a pod.
   *
   * @default - requests 100m and 128Mi, a memory limit of 512Mi
   */
  readonly resources?: ContainerResources;
}

/** Options of an HTTP check. */
export interface HttpCheckOptions {
  /**
   * The path that is asked for.
   *
   * @default "/.well-known/spin/health", which Spin answers for every app with an HTTP trigger
   */
  readonly path?: string;
}

/**
 * An OpenTelemetry Collector in the cluster: it takes what Spin apps send, asks apps for their health, and hands all of it to
 * a backend. A SpinApp cannot send a token, so it cannot speak to most backends itself.
 *
 * Executors send their apps' telemetry to it by `otel: monitoring.otel`. What apps send has the name of the app as
 * `service.name`, which the Collector reads from the pod that sends.
 *
 * @see https://www.spinkube.dev/docs/topics/monitoring-your-app/
 */
export class WasmMonitoring extends Construct {
  /** The address at which the Collector takes OTLP over HTTP. */
  public readonly endpoint: string;

  private readonly checks: Check[] = [];
  private readonly namespace: string;

  /**
   * @param scope a chart
   * @param id the id
   * @param props the backend
   */
  constructor(scope: Construct, id: string, props: WasmMonitoringProps) {
    super(scope, id);
    const { backend, image = COLLECTOR, checkInterval: interval = Duration.minutes(1) } = props;
    const objects = this.objects(props);
    const { name, namespace } = objects;
    this.namespace = namespace;
    const state = stateOf(this);
    dependOn(this, () => state.objectsToOrder.namespaces(namespace));
    this.endpoint = `http://${name}.${namespace}.svc:${PORTS.http}`;
    const settings = { backend, image, interval: `${interval.toSeconds()}s`, checks: this.checks };
    const config = () => Yaml.stringify(collectorConfig(settings));
    const configName = Lazy.any({ produce: () => `${name}-${contentHash(config())}` });
    collectorObjects(this, objects, configName);
    manifest(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: configName as unknown as string, namespace },
      data: Lazy.any({ produce: () => ({ 'config.yaml': config() }) }),
    }, 'ConfigMap');
  }

  /** What an executor needs to send the telemetry of its apps here. */
  public get otel(): OtelOptions {
    return { endpoint: this.endpoint };
  }

  /**
   * Asks an app for its health, from inside the cluster. What comes of it is `httpcheck.status`, `httpcheck.duration` in
   * milliseconds and `httpcheck.error`, by `http.url`.
   *
   * @param app an app with an HTTP trigger
   * @param options the path
   * @throws for a path that is none, that no route of the app's manifest serves or that is asked for already, an app of another
   *   cluster, and an app without a namespace while the Collector has one
   */
  public addHttpCheck(app: WasmApp, options: HttpCheckOptions = {}): void {
    this.checks.push(httpCheck({ construct: this, namespace: this.namespace, checks: this.checks }, app, options.path));
  }

  private objects(props: WasmMonitoringProps): CollectorObjects {
    const { backend, image = COLLECTOR, replicas = 1, resources = defaultResources() } = props;
    const report = new Report(this);
    const chart = chartOf(this);
    const name = props.metadata?.name ?? DEFAULT_NAME;
    metadata(report, chart, { ...props.metadata, name }, COLLECTOR_NAME);
    checkBackend(report, backend);
    checkInterval(report, props.checkInterval);
    checkImage(report, 'image', image);
    report.hold('replicas', replicas, REPLICAS);
    const namespace = props.metadata?.namespace ?? chart.namespace;
    checkNamespace(report, namespace);
    const required = containerResources(report, 'resources', resources) ?? {};
    report.throwIfAny();
    return { name, namespace: namespace!, image: clusterImage(this, image), replicas, resources: required, backend };
  }
}

function defaultResources(): ContainerResources {
  return { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) } };
}
