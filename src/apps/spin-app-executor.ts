import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { ISecret } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { ExecutorDirectory } from './private/executor-directory';
import { DeploymentConfig, ExecutorSpec, mountsCertificates, OtelSpec, telemetryOf } from './private/executor-manifest';
import { executorObject } from './private/executor-object';
import { checkDeploymentConfig, checkExecutorTree, wrongRuntime } from './private/executor-rules';
import { chartOf } from '../cluster/private/chart-of';
import { checkImage, clusterImage } from '../cluster/private/cluster-image';
import { dependOn } from '../cluster/private/cluster-state';
import { checkSameCluster } from '../cluster/private/same-cluster';
import { stateOf } from '../cluster/private/state-of';
import { madeFor } from '../nodes/private/shim-runtime-class';
import { WasmRuntime } from '../nodes/wasm-runtime';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';
import { contentHash } from '../rules/content-hash';
import { SUBDOMAIN } from '../rules/grammar';
import { metadata } from '../rules/maps';
import { Report, validateTree } from '../rules/problem';

/** A SpinAppExecutor, made here or elsewhere. */
export interface ISpinAppExecutor extends IConstruct {
  /** The name that SpinApps give as `spec.executor`. */
  readonly executorName: string;
}

/** Where the apps of an executor send their telemetry, by OTLP over HTTP (port 4318). Headers cannot be set. */
export interface OtelOptions {
  /**
   * The endpoint for all signals. Written to `otel.exporter_otlp_endpoint`.
   *
   * @default - none
   */
  readonly endpoint?: string;

  /**
   * The endpoint for traces. Written to `otel.exporter_otlp_traces_endpoint`.
   *
   * @default - that for all signals
   */
  readonly tracesEndpoint?: string;

  /**
   * The endpoint for metrics. Written to `otel.exporter_otlp_metrics_endpoint`.
   *
   * @default - that for all signals
   */
  readonly metricsEndpoint?: string;

  /**
   * The endpoint for logs. Written to `otel.exporter_otlp_logs_endpoint`.
   *
   * @default - that for all signals
   */
  readonly logsEndpoint?: string;
}

/** Properties of `SpinAppExecutor`. */
export interface SpinAppExecutorProps {
  /**
   * Standard metadata. The namespace must be that of the apps.
   *
   * @default - a name by cdk8s, the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The RuntimeClass of the apps' pods. Written to `deploymentConfig.runtimeClassName`.
   *
   * Exactly one of this and `spinImage` is needed; both or neither fails, but for an executor without a `deploymentConfig`.
   *
   * @default - none
   */
  readonly runtimeClass?: IWasmRuntimeClass;

  /**
   * An image with the Spin CLI, which runs the apps as ordinary containers. Written to `deploymentConfig.spinImage`.
   *
   * The pods pull the app themselves, so its image must need no credentials.
   * Exactly one of this and `runtimeClass` is needed; both or neither fails, but for an executor without a `deploymentConfig`.
   *
   * @default - none
   */
  readonly spinImage?: string;

  /**
   * Whether the operator makes a Deployment for each app. Written to `createDeployment`.
   *
   * Without, another controller runs the apps. The operator deletes any Deployment that has the name of an app, so name those of another
   * controller otherwise. No `deploymentConfig` is written, unless one of the properties that belong there is given.
   *
   * @default true
   */
  readonly createDeployment?: boolean;

  /**
   * A Secret with CA certificates under the key `ca-certificates.crt`. Written to `deploymentConfig.caCertSecret`.
   *
   * @default - the operator's own bundle, in a Secret `spin-ca`
   */
  readonly caCertSecret?: ISecret;

  /**
   * Whether the operator puts its CA bundle into the namespace, so that apps can call HTTPS.
   * Written to `deploymentConfig.installDefaultCACerts`.
   *
   * @default true, as in SpinKube's own executor; false if `caCertSecret` is given
   */
  readonly installDefaultCaCerts?: boolean;

  /**
   * Where the apps send telemetry. Written to `deploymentConfig.otel`. Needs a shim of 0.15 or newer.
   *
   * @default - nowhere
   */
  readonly otel?: OtelOptions;
}

/**
 * A SpinAppExecutor: how the SpinApps of its namespace run.
 *
 * Apps of the namespace that name no executor use it, wherever in the program it stands. A change of it reaches running
 * apps, because they carry a hash of its content.
 *
 * @see https://www.spinkube.dev/docs/reference/spin-app-executor/
 */
export class SpinAppExecutor extends Construct implements ISpinAppExecutor {
  /**
   * An executor that exists in the namespace of the apps that use it, or is made by another program.
   *
   * @param scope the scope
   * @param id the id
   * @param executorName its name
   */
  public static fromSpinAppExecutorName(scope: Construct, id: string, executorName: string): ISpinAppExecutor {
    return new ImportedExecutor(scope, id, executorName);
  }

  public readonly executorName: string;

  /** The namespace of the executor and its apps, where one is set. */
  public readonly namespace?: string;

  /** Whether the operator makes a Deployment for each app. */
  public readonly createDeployment: boolean;

  /**
   * @param scope the scope
   * @param id the id
   * @param props what runs the apps
   */
  constructor(scope: Construct, id: string, props: SpinAppExecutorProps) {
    super(scope, id);
    const report = new Report(this);
    metadata(report, chartOf(this), props.metadata, SUBDOMAIN);
    const spec = specOf(this, props);
    if (spec.deploymentConfig) {
      checkDeploymentConfig(report, { ...spec.deploymentConfig, spinImage: props.spinImage }, checkImage);
    }
    checkRuntime(report, props.runtimeClass);
    checkSameCluster(report, this, { field: 'runtimeClass', made: madeFor(props.runtimeClass) });
    report.throwIfAny();
    const object = executorObject(this, props.metadata, spec);
    this.executorName = object.name;
    this.namespace = object.metadata.namespace;
    this.createDeployment = spec.createDeployment;
    ExecutorDirectory.of(this).declare(this.namespace, {
      name: this.executorName,
      construct: this,
      contentHash: contentHash(spec),
      createDeployment: spec.createDeployment,
      telemetry: telemetryOf(spec),
      mountsCertificates: mountsCertificates(spec),
      pullsApps: props.spinImage !== undefined,
    });
    this.order(props, object);
    validateTree(this, (found) => checkExecutorTree(found, this, specOf(this, props)));
  }

  private order(props: SpinAppExecutorProps, object: ApiObject): void {
    const state = stateOf(this);
    const { namespace } = object.metadata;
    dependOn(this, () => [
      ...state.operatorCharts(),
      ...state.objectsToOrder.namespaces(namespace),
      ...state.objectsToOrder.find({ group: 'core', kind: 'Secret', namespace, name: props.caCertSecret?.name ?? '' }),
    ]);
    this.node.addDependency(...madeFor(props.runtimeClass));
  }
}

class ImportedExecutor extends Construct implements ISpinAppExecutor {
  constructor(scope: Construct, id: string, public readonly executorName: string) {
    super(scope, id);
    const report = new Report(this);
    report.hold('executorName', executorName, SUBDOMAIN);
    report.throwIfAny();
  }
}

function checkRuntime(report: Report, runtimeClass?: IWasmRuntimeClass): void {
  if (runtimeClass?.runtime && runtimeClass.runtime !== WasmRuntime.SPIN) {
    report.add(wrongRuntime(runtimeClass.runtimeClassName, runtimeClass.runtime));
  }
}

function specOf(executor: IConstruct, props: SpinAppExecutorProps): ExecutorSpec {
  const { createDeployment = true } = props;
  return { createDeployment, ...((createDeployment || isConfigured(props)) && { deploymentConfig: deploymentConfig(executor, props) }) };
}

/** Whether anything is given of what stands in `deploymentConfig`. */
function isConfigured({ runtimeClass, spinImage, caCertSecret, installDefaultCaCerts, otel }: SpinAppExecutorProps): boolean {
  return [runtimeClass, spinImage, caCertSecret, installDefaultCaCerts || undefined, otelSpec(otel)].some((given) => given !== undefined);
}

function deploymentConfig(executor: IConstruct, props: SpinAppExecutorProps): DeploymentConfig {
  const { runtimeClass, spinImage, caCertSecret, installDefaultCaCerts = !caCertSecret } = props;
  return {
    runtimeClassName: runtimeClass?.runtimeClassName,
    spinImage: spinImage === undefined ? undefined : clusterImage(executor, spinImage),
    caCertSecret: caCertSecret?.name,
    installDefaultCACerts: installDefaultCaCerts || undefined,
    otel: otelSpec(props.otel),
  };
}

function otelSpec(otel: OtelOptions = {}): OtelSpec | undefined {
  const spec = {
    exporter_otlp_endpoint: otel.endpoint,
    exporter_otlp_traces_endpoint: otel.tracesEndpoint,
    exporter_otlp_metrics_endpoint: otel.metricsEndpoint,
    exporter_otlp_logs_endpoint: otel.logsEndpoint,
  };
  return Object.values(spec).some((endpoint) => endpoint !== undefined) ? spec : undefined;
}
