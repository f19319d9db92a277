/** Whatever an app and what is made for it let be written, a cluster takes: also the pod, the Service and the Secret that the operator makes. */
import { Chart, Duration, Size } from 'cdk8s';
import {
  Cpu, EnvValue, HttpIngressPathType, Metric, MetricTarget, NetworkPolicyIpBlock, NetworkPolicyPort, PercentOrAbsolute, Pods, Probe, Replicas,
  ScalingStrategy, Secret, ServiceAccount, ServiceType, Volume,
} from 'cdk8s-plus-28';
import fc from 'fast-check';
import { consequences } from './judge';
import { dictionary, labels, list, maybe, mostly, number, oddText, oneOf, record, text, usually, word } from './odd';
import { differences, judgeEach, outcomesOf } from './programs';
import {
  EgressPolicy, ExternalTrafficPolicy, KeyValueStore, RuntimeConfig, SpinAppExecutor, WasmApp, WasmAppProps, WasmRuntime, WasmRuntimeClass,
} from '../../src';
import { executorRefusals, operatorRefusals, admitted } from '../support/webhook';

const span = (seconds: number | undefined) => (seconds === undefined ? undefined : Duration.seconds(seconds));

/** Whatever of it is taken, the server and the operator take. */
function holds<T>(draws: fc.Arbitrary<T>, make: (chart: Chart, given: T) => void, kind: string): void {
  const outcomes = outcomesOf(draws, make);
  const taken = outcomes.filter(({ problems }) => problems.length === 0);
  expect(taken.length).toBeGreaterThan(outcomes.length / 20);
  const made = taken.map(({ objects }) => objects.flatMap((object) => consequences(object, objects)));
  expect(made.filter((objects) => objects.some((object) => object.kind === kind)).length).toBeGreaterThan(outcomes.length / 20);
  const answers = judgeEach(made);
  expect(differences(taken.flatMap(({ given, objects }, index) =>
    [...answers[index], ...refusals(objects)].map((said) => ({ text: said, example: given }))))).toEqual([]);
}

function refusals(objects: any[]): string[] {
  const [executor] = objects.filter((object) => object.kind === 'SpinAppExecutor').map(admitted);
  return objects.filter((object) => object.kind === 'SpinApp').map(admitted).flatMap((app) => operatorRefusals(app, executor ?? {}))
    .concat(executor ? executorRefusals(executor) : []);
}

const probe = record({
  path: mostly(word.map((path) => `/${path}`)),
  port: maybe(number(80, 80)),
  initialDelaySeconds: maybe(number(0, 90)),
  periodSeconds: maybe(number(1, 90)),
  timeoutSeconds: maybe(number(1, 9)),
  failureThreshold: maybe(number(1, 9)),
  successThreshold: maybe(number(1, 1)),
});
const amounts = record({ request: maybe(number(1, 500)), limit: maybe(number(500, 4000)) });
const app = record({
  name: usually(text),
  labels: maybe(labels),
  annotations: maybe(labels),
  image: mostly(oneOf('ghcr.io/acme/api:v1', 'api')),
  replicas: maybe(number(1, 9)),
  cpu: maybe(amounts),
  memory: maybe(amounts),
  readiness: maybe(probe),
  liveness: maybe(probe),
  headers: maybe(dictionary(text, text)),
  variables: maybe(dictionary(text, record({ value: oddText, secret: maybe(text), key: text }))),
  store: maybe(record({ name: text, path: text })),
  secretConfig: maybe(text),
  components: maybe(list(text)),
  instance: maybe(number(1, 64)),
  account: maybe(text),
  pullSecrets: maybe(list(text)),
  podLabels: maybe(labels),
  podAnnotations: maybe(labels),
  deploymentAnnotations: maybe(labels),
  serviceAnnotations: maybe(labels),
  mounts: maybe(list(record({
    kind: oneOf('emptyDir', 'secret', 'hostPath'),
    name: text,
    target: text,
    path: mostly(word.map((path) => `/data/${path}`), oneOf('/', '/a:b', '/runtime-config.toml', '/spin.json', 'a')),
    subPath: maybe(mostly(word)),
    readOnly: maybe(oneOf(true, false)),
  }))),
  executor: maybe(record({
    name: text, createDeployment: mostly(oneOf(true), fc.constant(false)), spinImage: maybe(text), certificates: maybe(text), install: maybe(oneOf(true, false)), otel: maybe(mostly(oneOf('http://a:4317'))),
  }), 1),
});
type AppDraw = typeof app extends fc.Arbitrary<infer T> ? T : never;

function probeOf(given: AppDraw['readiness']): Probe | undefined {
  if (!given) return undefined;
  const { path, port, failureThreshold, successThreshold, ...times } = given;
  return Probe.fromHttpGet(path, {
    port,
    failureThreshold,
    successThreshold,
    initialDelaySeconds: span(times.initialDelaySeconds),
    periodSeconds: span(times.periodSeconds),
    timeoutSeconds: span(times.timeoutSeconds),
  });
}

function amountsOf<T>(given: AppDraw['cpu'], unit: (amount: number) => T): { request?: T; limit?: T } | undefined {
  const of = (amount: number | undefined) => (amount === undefined ? undefined : unit(amount));
  return given && { request: of(given.request), limit: of(given.limit) };
}

function executorOf(chart: Chart, given: AppDraw['executor']): SpinAppExecutor | undefined {
  if (!given) return undefined;
  const { name, spinImage, certificates } = given;
  return new SpinAppExecutor(chart, 'executor', {
    metadata: { name },
    createDeployment: given.createDeployment,
    spinImage,
    runtimeClass: spinImage === undefined ? WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'spin', { runtime: WasmRuntime.SPIN }) : undefined,
    caCertSecret: certificates === undefined ? undefined : Secret.fromSecretName(chart, 'certificates', certificates),
    installDefaultCaCerts: given.install,
    otel: given.otel === undefined ? undefined : { endpoint: given.otel },
  });
}

function volumeOf(chart: Chart, id: string, { kind, name, target }: { kind: string; name: string; target: string }): Volume {
  if (kind === 'emptyDir') return Volume.fromEmptyDir(chart, id, name);
  if (kind === 'hostPath') return Volume.fromHostPath(chart, id, name, { path: target });
  return Volume.fromSecret(chart, id, Secret.fromSecretName(chart, `${id}-of`, target), { name });
}

function configOf(chart: Chart, { store, secretConfig }: AppDraw): RuntimeConfig | undefined {
  if (secretConfig !== undefined) return RuntimeConfig.fromSecret(Secret.fromSecretName(chart, 'config', secretConfig));
  return store && RuntimeConfig.fromStores({ keyValueStores: { [store.name]: KeyValueStore.spin({ path: store.path }) } });
}

function appIn(chart: Chart, given: AppDraw, props: Partial<WasmAppProps> = {}): WasmApp {
  const made = new WasmApp(chart, 'app', {
    metadata: { name: given.name, labels: given.labels, annotations: given.annotations },
    image: given.image,
    replicas: given.replicas,
    resources: { cpu: amountsOf(given.cpu, Cpu.millis), memory: amountsOf(given.memory, Size.mebibytes) },
    readiness: probeOf(given.readiness),
    liveness: probeOf(given.liveness),
    readinessHeaders: given.readiness && given.headers,
    variables: given.variables && Object.fromEntries(Object.entries(given.variables).map(
      ([name, { value, secret, key }], index) => [name, secret === undefined
        ? EnvValue.fromValue(value) : EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, `variable${index}`, secret), key })])),
    runtimeConfig: configOf(chart, given),
    components: given.components,
    maxInstanceMemory: given.instance === undefined ? undefined : Size.mebibytes(given.instance),
    serviceAccount: given.account === undefined ? undefined : ServiceAccount.fromServiceAccountName(chart, 'account', given.account),
    imagePullSecrets: given.pullSecrets?.map((name, index) => Secret.fromSecretName(chart, `pull${index}`, name)),
    podLabels: given.podLabels,
    podAnnotations: given.podAnnotations,
    deploymentAnnotations: given.deploymentAnnotations,
    serviceAnnotations: given.serviceAnnotations,
    executor: executorOf(chart, given.executor),
    ...props,
  });
  given.mounts?.forEach((mount, index) => made.mount(mount.path, volumeOf(chart, `volume${index}`, mount), { subPath: mount.subPath, readOnly: mount.readOnly }));
  return made;
}

/** An app that is fine, for what is made for apps. */
const FINE = { name: 'api', image: 'ghcr.io/acme/api:v1', cpu: { request: 100 }, memory: { request: 64 } } as AppDraw;

test('a WasmApp', () => holds(app, appIn, 'Deployment'));

test('a Service', () => holds(record({
  options: record({
    name: maybe(text),
    port: maybe(number(1, 65_535)),
    labels: maybe(labels),
    annotations: maybe(labels),
    nodePort: maybe(number(30_000, 32_767)),
    serviceType: maybe(oneOf(ServiceType.CLUSTER_IP, ServiceType.NODE_PORT, ServiceType.LOAD_BALANCER, ServiceType.EXTERNAL_NAME)),
    loadBalancerSourceRanges: maybe(list(mostly(oneOf('10.0.0.0/8', '2001:db8::/32'), oneOf('10.0.0.1/8', '10.0.0.0', '010.0.0.0/8', 'a', ' 10.0.0.0/8', '::ffff:10.0.0.0/104')))),
    loadBalancerClass: maybe(text),
    externalTrafficPolicy: maybe(oneOf(ExternalTrafficPolicy.LOCAL, ExternalTrafficPolicy.CLUSTER)),
  }),
  balancer: oneOf(true, false),
}), (chart, { options, balancer }) => {
  const made = appIn(chart, FINE);
  if (balancer) {
    made.exposeViaLoadBalancer(options);
  } else {
    made.exposeViaService(options);
  }
}, 'Service'));

const host = mostly(oneOf('acme.com', '*.acme.com', 'a.b.acme.com'), fc.oneof(oddText, oneOf('*', '*.', '*.*.com', 'ACME.com', 'a..b', 'acme.com.', '1.2.3.4')));

test('an Ingress', () => holds(record({
  path: mostly(oneOf('/', '/a', '/a/b')),
  pathType: maybe(oneOf(HttpIngressPathType.EXACT, HttpIngressPathType.IMPLEMENTATION_SPECIFIC, HttpIngressPathType.PREFIX)),
  hosts: maybe(list(host)),
  tls: maybe(list(record({ hosts: maybe(list(host)), secret: maybe(text) }))),
  name: maybe(text),
  className: maybe(text),
  labels: maybe(labels),
  annotations: maybe(labels),
}), (chart, { path, tls, ...options }) => {
  appIn(chart, FINE).exposeViaIngress(path, {
    ...options,
    tls: tls?.map(({ hosts, secret }, index) => ({ hosts, secret: secret === undefined ? undefined : Secret.fromSecretName(chart, `tls${index}`, secret) })),
  });
}, 'Ingress'));

const target = record({ kind: oneOf('value', 'averageValue', 'averageUtilization'), amount: number(1, 90) });
type MetricDraw = { readonly kind: string; readonly name: string; readonly target: { readonly kind: string; readonly amount: number } };
const rules = record({
  window: maybe(number(0, 3600)),
  strategy: maybe(oneOf(ScalingStrategy.MAX_CHANGE, ScalingStrategy.MIN_CHANGE, ScalingStrategy.DISABLED)),
  policies: maybe(list(record({ percent: oneOf(true, false), amount: number(1, 100), seconds: maybe(number(1, 1800)) }))),
});

function rulesOf(given: typeof rules extends fc.Arbitrary<infer T> ? T | undefined : never) {
  return given && {
    stabilizationWindow: span(given.window),
    strategy: given.strategy,
    policies: given.policies?.map(({ percent, amount, seconds }) => ({
      replicas: percent ? Replicas.percent(amount) : Replicas.absolute(amount),
      duration: span(seconds),
    })),
  };
}

test('a HorizontalPodAutoscaler', () => holds(record({
  name: maybe(text),
  labels: maybe(labels),
  annotations: maybe(labels),
  minReplicas: maybe(number(1, 5)),
  maxReplicas: number(5, 50),
  metrics: maybe(list(record({ kind: oneOf('cpu', 'memory', 'container', 'pods', 'external'), target, name: text, labels: maybe(labels) })), 1),
  scaleUp: maybe(rules),
  scaleDown: maybe(rules),
}), (chart, { metrics, scaleUp, scaleDown, ...options }) => {
  const made = appIn(chart, FINE);
  const metricOf = ({ kind, name, target: { kind: by, amount } }: MetricDraw): Metric => {
    const wanted = MetricTarget[by as 'value'](amount);
    const makers: { [kind: string]: () => Metric } = {
      cpu: () => Metric.resourceCpu(wanted),
      memory: () => Metric.resourceMemory(wanted),
      container: () => Metric.containerCpu({ container: made.containers[0], target: wanted }),
      pods: () => Metric.pods({ name, target: wanted }),
      external: () => Metric.external({ name, target: wanted }),
    };
    return makers[kind]();
  };
  made.autoscale({ ...options, metrics: metrics?.map(metricOf), scaleUp: rulesOf(scaleUp), scaleDown: rulesOf(scaleDown) });
}, 'HorizontalPodAutoscaler'));

const share = record({ percent: oneOf(true, false), amount: number(0, 100) });
const shareOf = (given: { percent: boolean; amount: number } | undefined) =>
  given && (given.percent ? PercentOrAbsolute.percent(given.amount) : PercentOrAbsolute.absolute(given.amount));

test('a PodDisruptionBudget', () => holds(record({ name: text, replicas: maybe(number(1, 9)), minAvailable: maybe(share, 1), maxUnavailable: maybe(share, 1) }),
  (chart, { name, replicas, minAvailable, maxUnavailable }) => {
    appIn(chart, { ...FINE, name, replicas }).disruptionBudget({ minAvailable: shareOf(minAvailable), maxUnavailable: shareOf(maxUnavailable) });
  }, 'PodDisruptionBudget'));

const cidr = mostly(oneOf('10.0.0.0/8', '192.168.0.0/16'), oneOf('10.0.0.1/8', '10.0.0.0', '010.0.0.0/8', '10.0.0.0/33', '::/0', 'a', ''));
const allowedHost = mostly(oneOf('https://acme.com', 'http://10.0.0.1:8080', 'redis://db:6379', 'postgres://10.1.0.0/16:5432', '*://*:*', 'http://self', 'https://*.acme.com', 'http://a.b.svc.cluster.local'),
  oneOf('https://acme.com:0', 'http://acme.com:1..3', 'http://10.0.0.0/33', 'acme.com', '', 'https://[::1]', 'http://acme.com:99999'));

test('a NetworkPolicy', () => holds(record({
  to: maybe(list(record({ kind: oneOf('ip', 'pods'), cidr, except: list(mostly(oneOf('10.1.0.0/16', '10.0.0.0/9'), cidr, 8), 1), labels, port: number(1, 65_535), end: maybe(number(1, 65_535)), udp: oneOf(true, false) }))),
  isolated: oneOf(true, false),
  egress: maybe(record({ hosts: list(allowedHost, 3), privateNetworks: maybe(list(cidr)), port: maybe(number(1, 65_535)), namespace: maybe(text), podLabels: maybe(labels), addresses: maybe(list(mostly(oneOf('10.96.0.10')))) }), 1),
  outward: oneOf(true, false),
}), (chart, { to, isolated, egress, outward }) => {
  const made = appIn(chart, FINE, egress && {
    egress: EgressPolicy.networkPolicy({
      hosts: egress.hosts,
      privateNetworks: egress.privateNetworks,
      dns: { port: egress.port, namespace: egress.namespace, podLabels: egress.podLabels, addresses: egress.addresses },
    }),
  });
  if (isolated) made.connections.isolate();
  to?.forEach(({ kind, cidr: network, except, labels: chosen, port, end, udp }, index) => {
    const peer = kind === 'ip' ? NetworkPolicyIpBlock.ipv4(chart, `ip${index}`, network, except) : Pods.select(chart, `pods${index}`, { labels: chosen });
    const of = udp ? NetworkPolicyPort.udp : NetworkPolicyPort.tcp;
    const ports = [end === undefined ? of(port) : NetworkPolicyPort.tcpRange(port, end)];
    if (outward) {
      made.connections.allowTo(peer, { ports });
    } else {
      made.connections.allowFrom(peer, { ports });
    }
  });
}, 'NetworkPolicy'));

test('a RuntimeClass', () => holds(record({
  name: text,
  labels: maybe(labels),
  annotations: maybe(labels),
  handler: maybe(text),
  nodeSelector: maybe(labels),
  tolerations: maybe(list(record({
    key: maybe(text, 1), operator: maybe(mostly(oneOf('Equal', 'Exists')), 1), value: maybe(text), effect: maybe(mostly(oneOf('NoSchedule', 'NoExecute', 'PreferNoSchedule'))), tolerationSeconds: maybe(number(0, 90)),
  }))),
  cpu: maybe(number(0, 500)),
  memory: maybe(number(0, 500)),
}), (chart, { name, labels: marks, annotations, cpu, memory, ...options }) => {
  new WasmRuntimeClass(chart, 'class', {
    ...options,
    metadata: { name, labels: marks, annotations },
    runtime: WasmRuntime.WASMTIME,
    overhead: { cpu: cpu === undefined ? undefined : Cpu.millis(cpu), memory: memory === undefined ? undefined : Size.mebibytes(memory) },
  });
}, 'RuntimeClass'));
