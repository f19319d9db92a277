/** Objects that no construct of the library made, for tests of the rules that hold them too. */
import { ApiObject, Chart } from 'cdk8s';

export const IMAGE = 'ghcr.io/acme/api:v1';

/** A SpinApp that is fine. */
export const SPEC = { image: IMAGE, executor: 'containerd-shim-spin', replicas: 2 };

/** An object as a plain ApiObject, whose id is its kind and name. */
export function raw(chart: Chart, apiVersion: string, ...[kind, content, metadata = { name: 'api' }]: [string, object, object?]): ApiObject {
  const { name } = metadata as { name?: string };
  return new ApiObject(chart, `${kind.toLowerCase()}-${name}`, { apiVersion, kind, metadata, ...content });
}

/** A SpinApp as a plain ApiObject, beside its executor. */
export function rawApp(chart: Chart, spec: { [field: string]: any } = {}, metadata?: object): ApiObject {
  if (!chart.node.tryFindChild('spinappexecutor-containerd-shim-spin')) {
    rawExecutor(chart);
  }
  return raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinApp', { spec: { ...SPEC, ...spec } }, metadata);
}

/** SpinKube's own executor as a plain ApiObject. */
export function rawExecutor(chart: Chart, spec?: object, name = 'containerd-shim-spin'): ApiObject {
  return raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinAppExecutor', {
    spec: spec ?? { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true } },
  }, { name });
}
