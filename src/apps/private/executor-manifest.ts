/** `spec` of a SpinAppExecutor, in YAML field names: `otel` is snake_case upstream. */
export interface ExecutorSpec {
  readonly createDeployment: boolean;
  readonly deploymentConfig?: DeploymentConfig;
}

/** `spec.deploymentConfig`. */
export interface DeploymentConfig {
  readonly runtimeClassName?: string;
  readonly spinImage?: string;
  readonly caCertSecret?: string;
  readonly installDefaultCACerts?: boolean;
  readonly otel?: OtelSpec;
}

/** `spec.deploymentConfig.otel`. */
export interface OtelSpec {
  readonly exporter_otlp_endpoint?: string;
  readonly exporter_otlp_traces_endpoint?: string;
  readonly exporter_otlp_metrics_endpoint?: string;
  readonly exporter_otlp_logs_endpoint?: string;
}

/** The name of the executor in SpinKube's own release files. */
export const STANDARD_EXECUTOR = 'containerd-shim-spin';

/** What SpinKube's own executor does, for a RuntimeClass, with the telemetry of its apps sent somewhere. */
export function standardSpec(runtimeClassName: string, otlpEndpoint?: string): Required<ExecutorSpec> {
  const otel = otlpEndpoint === undefined ? undefined : { exporter_otlp_endpoint: otlpEndpoint };
  return { createDeployment: true, deploymentConfig: { runtimeClassName, installDefaultCACerts: true, ...(otel && { otel }) } };
}

/** Where the pods of an executor's apps send telemetry. */
export function telemetryOf({ deploymentConfig: { otel = {} } = {} }: ExecutorSpec): string[] {
  return Object.values(otel).filter((endpoint) => endpoint !== undefined);
}

/** Whether the operator mounts CA certificates into the pods of an executor's apps. */
export function mountsCertificates({ createDeployment, deploymentConfig }: Partial<ExecutorSpec>): boolean {
  return Boolean(createDeployment) && Boolean(deploymentConfig?.installDefaultCACerts || deploymentConfig?.caCertSecret);
}
