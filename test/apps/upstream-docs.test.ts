/**
 * What upstream's own docs and samples show, built through the constructs. Where the operator's webhook refuses what they show, as for checks
 * without `httpHeaders`, the accepted form stands here.
 */
import { Chart, Duration, Size } from 'cdk8s';
import { ConfigMap, Cpu, EnvFieldPaths, EnvValue, HorizontalPodAutoscaler, Metric, MetricTarget, Probe, Secret, ServiceAccount, Volume } from 'cdk8s-plus-28';
import {
  KedaTrigger, KeyValueStore, LlmCompute, RuntimeConfig, SpinAppExecutor, SpinRuntimeClass, SqliteDatabase, WasmApp, WasmAppProps, WasmValidation,
} from '../../src';
import { chartOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0';
const REQUESTS = { requests: { cpu: '100m', memory: '400Mi' }, limits: { cpu: '500m', memory: '500Mi' } };
const SIMPLE = { image: IMAGE, executor: expect.any(String), replicas: 2 };

const app = (props: Partial<WasmAppProps>) => (chart: Chart) => new WasmApp(chart, 'app', { image: IMAGE, ...props });
const secret = (chart: Chart, name: string) => Secret.fromSecretName(chart, name, name);

/** The spec of the one object of a kind in a program. */
function specOf(kind: string, program: (chart: Chart) => unknown): any {
  const chart = chartOf('default');
  WasmValidation.of(chart.node.root);
  program(chart);
  return synth(chart.node.root).find((object) => object.kind === kind).spec;
}

const SPIN_APPS: [string, (chart: Chart) => unknown, object][] = [
  ['a simple app', app({}), SIMPLE],
  ['probes', app({
    readiness: Probe.fromHttpGet('/healthz', { initialDelaySeconds: Duration.seconds(5), periodSeconds: Duration.seconds(3) }),
    liveness: Probe.fromHttpGet('/healthz', { timeoutSeconds: Duration.seconds(2), failureThreshold: 5 }),
  }), {
    ...SIMPLE,
    checks: {
      readiness: { httpGet: { path: '/healthz', httpHeaders: [] }, initialDelaySeconds: 5, periodSeconds: 3 },
      liveness: { httpGet: { path: '/healthz', httpHeaders: [] }, initialDelaySeconds: 0, timeoutSeconds: 2, failureThreshold: 5 },
    },
  }],
  ['resources', app({
    resources: { cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } },
  }), { ...SIMPLE, resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '100m', memory: '128Mi' } } }],
  ['variables by value and by reference', (chart) => app({
    variables: {
      greetee: EnvValue.fromValue('Fermyon'),
      greetee_secret: EnvValue.fromSecretValue({ secret: secret(chart, 'greetee'), key: 'greetee' }),
      greetee_map: EnvValue.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'map', 'spin-app-cfg'), 'greetee'),
      pod_name: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
    },
  })(chart), {
    ...SIMPLE,
    variables: [
      { name: 'greetee', value: 'Fermyon' },
      { name: 'greetee_map', valueFrom: { configMapKeyRef: { name: 'spin-app-cfg', key: 'greetee' } } },
      { name: 'greetee_secret', valueFrom: { secretKeyRef: { name: 'greetee', key: 'greetee' } } },
      { name: 'pod_name', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
  }],
  ['a private image', (chart) => app({ imagePullSecrets: [secret(chart, 'spin-image-secret')] })(chart),
    { ...SIMPLE, imagePullSecrets: [{ name: 'spin-image-secret' }] }],
  ['annotations', app({ deploymentAnnotations: { a: 'x' }, podAnnotations: { b: 'y' }, serviceAnnotations: { c: 'z' } }),
    { ...SIMPLE, deploymentAnnotations: { a: 'x' }, podAnnotations: { b: 'y' }, serviceAnnotations: { c: 'z' } }],
  ['a volume', (chart) => new WasmApp(chart, 'app', { image: IMAGE })
    .mount('/mnt/data', Volume.fromEmptyDir(chart, 'volume', 'example-volume'), { readOnly: true }),
  { ...SIMPLE, volumes: [{ name: 'example-volume', emptyDir: {} }], volumeMounts: [{ name: 'example-volume', mountPath: '/mnt/data', readOnly: true }] }],
  ['a runtime configuration with three stores', (chart) => app({
    runtimeConfig: RuntimeConfig.fromStores({
      keyValueStores: { default: KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis.default.svc:6379') }) },
      sqliteDatabases: { default: SqliteDatabase.libsql({ url: 'https://sqlite.example.com', token: { secret: secret(chart, 'stores'), key: 'token' } }) },
      llmCompute: LlmCompute.remoteHttp({ url: 'http://llm.default.svc', authToken: { secret: secret(chart, 'llm'), key: 'token' } }),
    }),
  })(chart), {
    ...SIMPLE,
    runtimeConfig: {
      keyValueStores: [{ name: 'default', type: 'redis', options: [{ name: 'url', value: 'redis://redis.default.svc:6379' }] }],
      sqliteDatabases: [{
        name: 'default',
        type: 'libsql',
        options: [
          { name: 'url', value: 'https://sqlite.example.com' }, { name: 'token', valueFrom: { secretKeyRef: { name: 'stores', key: 'token' } } },
        ],
      }],
      llmCompute: {
        type: 'remote_http',
        options: [
          { name: 'url', value: 'http://llm.default.svc' }, { name: 'auth_token', valueFrom: { secretKeyRef: { name: 'llm', key: 'token' } } },
        ],
      },
    },
  }],
  ['a runtime configuration from a Secret', (chart) => app({ runtimeConfig: RuntimeConfig.fromSecret(secret(chart, 'my-runtime-config')) })(chart),
    { ...SIMPLE, runtimeConfig: { loadFromSecret: 'my-runtime-config' } }],
  ['selective components', app({ components: ['hello'] }), { ...SIMPLE, components: ['hello'] }],
  ['a service account', (chart) => app({ serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'example') })(chart),
    { ...SIMPLE, serviceAccountName: 'example' }],
  ['invocation limits', app({ maxInstanceMemory: Size.mebibytes(10), resources: { memory: { limit: Size.mebibytes(128) } } }),
    { ...SIMPLE, invocationLimits: { memory: '10Mi' }, resources: { limits: { memory: '128Mi' } } }],
  ['an app that an HPA scales', (chart) => scaled(chart), { image: IMAGE, executor: expect.any(String), enableAutoscaling: true, resources: REQUESTS }],
];

function scaled(chart: Chart): HorizontalPodAutoscaler {
  const target = new WasmApp(chart, 'app', {
    image: IMAGE,
    metadata: { name: 'hpa-spinapp' },
    resources: {
      cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) }, memory: { request: Size.mebibytes(400), limit: Size.mebibytes(500) },
    },
  });
  return new HorizontalPodAutoscaler(chart, 'hpa', {
    target, minReplicas: 1, maxReplicas: 10, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(50))],
  });
}

test.each(SPIN_APPS)('%s', (_, program, spec) => {
  expect(specOf('SpinApp', program)).toEqual(spec);
});

test.each<[string, (chart: Chart) => unknown, object]>([
  ["SpinKube's own executor", (chart) => new SpinAppExecutor(chart, 'e', { runtimeClass: new SpinRuntimeClass(chart, 'c', { metadata: { name: 'wasmtime-spin-v2' } }) }),
    { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true } }],
  ['an executor with telemetry', (chart) => new SpinAppExecutor(chart, 'e', {
    runtimeClass: new SpinRuntimeClass(chart, 'c', { metadata: { name: 'wasmtime-spin-v2' } }),
    otel: { endpoint: 'http://otel-collector.default.svc.cluster.local:4318' },
  }), {
    createDeployment: true,
    deploymentConfig: {
      runtimeClassName: 'wasmtime-spin-v2',
      installDefaultCACerts: true,
      otel: { exporter_otlp_endpoint: 'http://otel-collector.default.svc.cluster.local:4318' },
    },
  }],
  ['an executor by an image', (chart) => new SpinAppExecutor(chart, 'e', { spinImage: 'ghcr.io/fermyon/spin:v2.7.0' }),
    { createDeployment: true, deploymentConfig: { spinImage: 'ghcr.io/fermyon/spin:v2.7.0', installDefaultCACerts: true } }],
])('%s', (_, program, spec) => {
  expect(specOf('SpinAppExecutor', program)).toEqual(spec);
});

test('an HPA that targets the Deployment of the app', () => {
  expect(specOf('HorizontalPodAutoscaler', scaled)).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'hpa-spinapp' },
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  });
});

describe('an app that KEDA scales by CPU', () => {
  const program = (chart: Chart) => new WasmApp(chart, 'app', {
    image: IMAGE,
    metadata: { name: 'keda-spinapp' },
    resources: {
      cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) }, memory: { request: Size.mebibytes(400), limit: Size.mebibytes(500) },
    },
  }).autoscaleByKeda({ name: 'cpu-scaling', minReplicas: 1, maxReplicas: 20, triggers: [KedaTrigger.cpuUtilization(50)] });

  test('leaves its replicas to it', () => {
    expect(specOf('SpinApp', program)).toEqual({ image: IMAGE, executor: expect.any(String), enableAutoscaling: true, resources: REQUESTS });
  });

  test('has a ScaledObject for its Deployment', () => {
    expect(specOf('ScaledObject', program)).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'keda-spinapp' },
      minReplicaCount: 1,
      maxReplicaCount: 20,
      triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } }],
    });
  });
});
