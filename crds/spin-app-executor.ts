/**
 * SpinAppExecutor: how the operator runs the SpinApps that name it.
 */
import { CustomResource, boolean, object, required, string } from './schema';

export const spinAppExecutor: CustomResource = {
  group: 'core.spinkube.dev',
  version: 'v1alpha1',
  kind: 'SpinAppExecutor',
  scope: 'Namespaced',
  spec: object({
    createDeployment: required(boolean()),
    deploymentConfig: object({
      runtimeClassName: string(),
      spinImage: string(),
      caCertSecret: string(),
      installDefaultCACerts: boolean(),
      otel: object({
        exporter_otlp_endpoint: string(),
        exporter_otlp_traces_endpoint: string(),
        exporter_otlp_metrics_endpoint: string(),
        exporter_otlp_logs_endpoint: string(),
      }),
    }),
  }),
  status: object(),
};
