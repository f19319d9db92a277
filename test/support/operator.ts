/**
 * What spin-operator 0.6.1 makes of a SpinApp under an executor, so that what holds pods, Services and Secrets holds SpinApps too.
 */
import { listOf, mapOf, mapsOf } from './manifest/load';
import { parseQuantity } from './manifest/quantity';

type Fields = Record<string, any>;

const APP_NAME = 'core.spinkube.dev/app-name';
const CONFIG_FILE = 'runtime-config.toml';
const CHECK_DEFAULTS = { initialDelaySeconds: 10, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

/** An executor that makes Deployments, for apps whose own is not at hand. */
export const ANY_EXECUTOR = { spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true } } };

/** The labels that the operator gives to the pods of a SpinApp. */
export function operatorPodLabels({ metadata, spec }: any): Fields {
  return { ...mapOf(spec?.podLabels), ...selectorOf(metadata?.name) };
}

/** The Deployment (unless the executor makes none), the Service and the Secret that the operator makes of a SpinApp. */
export function operatorObjects(app: any, executor: any = ANY_EXECUTOR): any[] {
  const { name, namespace } = mapOf(app.metadata);
  const spec = mapOf(app.spec);
  const { createDeployment, deploymentConfig } = mapOf(executor.spec);
  const metadata = { name, namespace, labels: { [APP_NAME]: name } };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, annotations: spec.serviceAnnotations },
    spec: {
      type: 'ClusterIP',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 'http-app' }],
      selector: { [statusLabel(name)]: 'ready' },
    },
  };
  // its name ends in a checksum of its text
  const config = { apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, name: `${name}-0badc0de` }, stringData: { [CONFIG_FILE]: '' } };
  const deployment = createDeployment === false ? [] : [{
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, annotations: spec.deploymentAnnotations },
    spec: {
      replicas: spec.enableAutoscaling === true ? undefined : spec.replicas,
      selector: { matchLabels: selectorOf(name) },
      template: {
        metadata: { labels: operatorPodLabels(app), annotations: spec.podAnnotations },
        spec: podOf(name, spec, mapOf(deploymentConfig)),
      },
    },
  }];
  return [...deployment, service, ...(createDeployment === false || spec.runtimeConfig?.loadFromSecret ? [] : [config])];
}

function statusLabel(name: string): string {
  return `core.spinkube.dev/app.${name}.status`;
}

function selectorOf(name: string): Fields {
  return { [APP_NAME]: name, [statusLabel(name)]: 'ready' };
}

function podOf(name: string, spec: Fields, config: Fields): Fields {
  const certificates = config.caCertSecret || (config.installDefaultCACerts ? 'spin-ca' : undefined);
  const own = [
    volume('spin-runtime-config', spec.runtimeConfig?.loadFromSecret || `${name}-0badc0de`, '/runtime-config.toml', CONFIG_FILE),
    ...(certificates ? [volume('spin-ca', certificates, '/etc/ssl/certs/ca-certificates.crt', 'ca-certificates.crt')] : []),
  ];
  return {
    runtimeClassName: config.spinImage ? undefined : config.runtimeClassName,
    serviceAccountName: spec.serviceAccountName,
    imagePullSecrets: spec.imagePullSecrets,
    volumes: [...listOf(spec.volumes), ...own.map(({ source }) => source)],
    containers: [{
      name,
      ...programOf(spec, config),
      ports: [{ name: 'http-app', containerPort: 80 }],
      env: environmentOf(spec, config),
      resources: spec.resources,
      volumeMounts: [...listOf(spec.volumeMounts), ...own.map(({ mount }) => mount)],
      readinessProbe: probeOf(spec.checks?.readiness),
      livenessProbe: probeOf(spec.checks?.liveness),
    }],
  };
}

function volume(name: string, secretName: string, mountPath: string, key: string) {
  return {
    source: { name, secret: { secretName, optional: true, items: [{ key, path: key }] } },
    mount: { name, mountPath, subPath: key, readOnly: true },
  };
}

function programOf({ image, components }: Fields, { spinImage }: Fields): Fields {
  if (!spinImage) return { image, command: ['/'] };
  const retained = listOf(components).flatMap((component) => ['--component-id', component]);
  return { image: spinImage, args: ['up', '--listen', '0.0.0.0:80', '-f', image, '--runtime-config-file', '/runtime-config.toml', ...retained] };
}

function environmentOf({ variables, invocationLimits, components }: Fields, { otel }: Fields): Fields[] {
  const memory = parseQuantity(mapOf(invocationLimits).memory);
  return [
    ...mapsOf(variables).map((variable) => ({ ...variable, name: `SPIN_VARIABLE_${String(variable.name).toUpperCase()}` })),
    { name: 'SPIN_HTTP_LISTEN_ADDR', value: '0.0.0.0:80' },
    ...Object.entries(mapOf(otel)).map(([key, value]) => ({ name: `OTEL_${key.toUpperCase()}`, value })),
    ...(memory ? [{ name: 'SPIN_MAX_INSTANCE_MEMORY', value: String(memory.nano / 1_000_000_000n) }] : []),
    ...(components ? [{ name: 'SPIN_COMPONENTS_TO_RETAIN', value: listOf(components).join(',') }] : []),
  ];
}

/** A check as the custom resource's defaults complete it; one without httpGet stops the operator, a pod without a handler is refused. */
function probeOf(check: unknown): Fields | undefined {
  if (check === undefined || check === null) return undefined;
  const { httpGet, ...rest } = mapOf(check);
  return { ...CHECK_DEFAULTS, ...rest, ...(httpGet ? { httpGet: { ...httpGet, port: 80 } } : {}) };
}
