/** Programs that the constructs of apps refuse, and what they say: one table, which the judge of YAML is held to as well. */
import { ApiObject, App, Chart, Size } from 'cdk8s';
import {
  ConnectionScheme, Cpu, Deployment, EnvFieldPaths, EnvValue, HorizontalPodAutoscaler, Probe, ResourceFieldPaths, Service,
  ServiceAccount, Volume,
} from 'cdk8s-plus-28';
import {
  SpinAppExecutor, SpinDeployment, SpinKubeVersion, SpinRuntimeClass, WasmApp, WasmAppProps, WasmCluster, WasmClusterProps, WasmNodePool, WasmRuntime,
} from '../../src';
import { chartOf } from '../support/synth';

export type Program = (chart: Chart) => unknown;

const IMAGE = 'ghcr.io/acme/api:v1';
const RESOURCES = { cpu: { limit: Cpu.units(1) } };
const X = EnvValue.fromValue('x');

/** An app in a program of its own. */
export function makeApp(chart: Chart, props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE, ...props });
}

/** A program with one app whose props are at fault. */
function app(props: Partial<WasmAppProps>): Program {
  return (chart) => makeApp(chart, props);
}

/** A program with one app that is scaled by as many autoscalers. */
function scaled(autoscalers: number, props: Partial<WasmAppProps> = {}): Program {
  return (chart) => {
    const target = makeApp(chart, { resources: RESOURCES, ...props });
    for (let index = 0; index < autoscalers; index += 1) {
      new HorizontalPodAutoscaler(chart, `autoscaler-${index}`, { target, maxReplicas: 5 });
    }
  };
}

/** A program with one app that mounts new volumes, each as [path, name]. */
function mounting(...volumes: [string, string][]): Program {
  return (chart) => {
    const target = makeApp(chart);
    volumes.forEach(([path, name], index) => target.mount(path, Volume.fromEmptyDir(chart, `volume-${index}`, name)));
  };
}

/** A program with one app in a cluster of its own. */
function inCluster(cluster: WasmClusterProps, props: Partial<WasmAppProps>): Program {
  return (chart) => makeApp(new Chart(new WasmCluster(chart.node.root as App, 'prod', cluster), 'test', { namespace: 'apps' }), props);
}

/** A program with one app and an executor for it in a chart of another namespace. */
function withExecutorIn(namespace?: string): Program {
  return (chart) => {
    const executor = { metadata: { name: 'spin' }, spinImage: IMAGE };
    return makeApp(chart, { executor: new SpinAppExecutor(new Chart(chart.node.root as App, 'platform', { namespace }), 'executor', executor) });
  };
}

const NAME = "the name of a SpinApp must be an RFC 1035 label of at most 52 characters: a-z, 0-9 and '-', starting with a letter, "
  + 'since the operator makes a Service and a label from it; set a shorter name of lower-case letters, digits and dashes (InvalidName)';
const TAKEN = 'for its own: it fails for ever on the selector, which nobody can change, or deletes it where the executor makes no Deployment; '
  + 'give the app or that Deployment another name (DeploymentNameCollision)';
const REPLICAS = 'must be an integer >= 1 unless the app autoscales; use an autoscaler for scale to zero (InvalidReplicas)';
const REF = 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space; '
  + 'write it as "registry.example.com/team/app:v1" (InvalidImage)';
const AMOUNT = 'CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)';
const SNAKE = "a Spin variable is lower snake case: a-z, 0-9 and single '_' between words, starting with a letter; "
  + 'use the name in [variables] of spin.toml (InvalidVariableName)';
const PREFIXED = 'the operator puts SPIN_VARIABLE_ before each name itself; write it as "key" (PrefixedVariableName)';
const VOLUME = 'the operator makes volumes named spin-ca and spin-runtime-config itself; give the volume another name (ReservedVolume)';
const HIDING = 'it would hide what Spin and the operator keep at /runtime-config.toml, /spin.json, /.cache, /.spin; '
  + 'mount below a folder of your own, such as "/data" (InvalidMount)';
const COVERING = 'it would hide the CA certificates that the operator mounts at /etc/ssl/certs/ca-certificates.crt; '
  + 'mount elsewhere, or use an executor with installDefaultCaCerts: false and no caCertSecret (InvalidMount)';
const ABSOLUTE = "a mount path is absolute, without ':', '.' or '..' parts and a slash at its end; write it as \"/data\" (InvalidMount)";
const KEY = "a label key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; "
  + 'write it as "name" or "example.com/name" (InvalidLabel)';
const OWN_LABEL = 'the operator sets core.spinkube.dev/app-name and core.spinkube.dev/app.<name>.status itself; use another label (InvalidLabel)';
const TARGET = 'an executor runs apps by exactly one of runtimeClass and spinImage; '
  + 'give a runtimeClass for nodes with the Spin shim, or a spinImage for ordinary nodes (ExecutorTarget)';
const ELSEWHERE = 'and the app in namespace "apps"; the webhook looks in the app\'s own; '
  + 'make an executor in the namespace of the app, or leave executor out (ExecutorNamespace)';
const ONE_NAME = 'of this name and namespace is also made by test/api/Resource, and a cluster holds one; '
  + 'give it another name or namespace, or put it into another WasmCluster (DuplicateObject)';
const COMPONENT = "a component id is words of letters and digits joined by '-', each starting with a letter and all of one case; "
  + 'use the id in spin.toml (InvalidComponent)';
const SCALAR = "some YAML readers, kubectl's among them, would take it for something else; "
  + 'make the app a FleetApp, which quotes it (AmbiguousScalar)';
const TCP = 'a SpinApp is checked by HTTP GET only; use Probe.fromHttpGet (UnsupportedProbe)';

/** Properties of an app that are at fault. */
export const PROPS: [string, Program, string][] = [
  ['no replicas', app({ replicas: 0 }), `spec.replicas: got 0; ${REPLICAS}`],
  ['fewer than no replicas', app({ replicas: -1 }), `spec.replicas: got -1; ${REPLICAS}`],
  ['one and a half replicas', app({ replicas: 1.5 }), `spec.replicas: got 1.5; ${REPLICAS}`],
  ['replicas that are no number', app({ replicas: NaN }), `spec.replicas: got NaN; ${REPLICAS}`],
  ['more replicas than a field holds', app({ replicas: 2 ** 31 }), `spec.replicas: got 2147483648; ${REPLICAS}`],
  ['a name of 53 characters', app({ metadata: { name: 'a'.repeat(53) } }), `metadata.name: got "${'a'.repeat(53)}"; ${NAME}`],
  ['a name that starts with a digit', app({ metadata: { name: '1app' } }), `metadata.name: got "1app"; ${NAME}`],
  ['a name with a dot', app({ metadata: { name: 'my.app' } }), `metadata.name: got "my.app"; ${NAME}`],
  ['a name with capitals', app({ metadata: { name: 'MyApp' } }), `metadata.name: got "MyApp"; ${NAME}`],
  ['an empty name', app({ metadata: { name: '' } }), `metadata.name: got ""; ${NAME}`],
  ['an image with a space', app({ image: 'my registry/app' }), `spec.image: got "my registry/app"; ${REF}`],
  ['an empty image', app({ image: '' }), `spec.image: got ""; ${REF}`],
  ['readiness by command', app({ readiness: Probe.fromCommand(['true']) }), `spec.checks.readiness: got "a command"; ${TCP}`],
  ['readiness by TCP', app({ readiness: Probe.fromTcpSocket() }), `spec.checks.readiness: got "a TCP connection"; ${TCP}`],
  ['readiness by HTTPS', app({ readiness: Probe.fromHttpGet('/', { scheme: ConnectionScheme.HTTPS }) }),
    'spec.checks.readiness.httpGet.scheme: got "HTTPS"; Spin speaks plain HTTP inside the cluster; leave the scheme out (UnsupportedProbe)'],
  ['readiness by another port', app({ readiness: Probe.fromHttpGet('/', { port: 8080 }) }),
    'spec.checks.readiness.httpGet.port: got 8080; a SpinApp is checked at port 80, where Spin listens; leave the port out (UnsupportedProbe)'],
  ['readiness by another host', app({ readiness: Probe.fromHttpGet('/', { host: 'db' }) }),
    'spec.checks.readiness.httpGet.host: got "db"; a SpinApp is checked at its own pods; leave the host out (UnsupportedProbe)'],
  ['liveness by command', app({ liveness: Probe.fromCommand(['true']) }), `spec.checks.liveness: got "a command"; ${TCP}`],
  ['liveness that must succeed twice', app({ liveness: Probe.fromHttpGet('/', { successThreshold: 2 }) }),
    'spec.checks.liveness.successThreshold: got 2; a liveness check succeeds at once: the threshold must be 1; leave it out (InvalidProbe)'],
  ['a memory request over the limit', app({ resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(32) } } }),
    'spec.resources.requests.memory: got "64Mi"; a request must not be over its limit, 32Mi; lower the request or raise the limit (RequestOverLimit)'],
  ['negative CPU', app({ resources: { cpu: { request: Cpu.millis(-5) } } }), `spec.resources.requests.cpu: got "-5m"; ${AMOUNT}`],
  ['a variable outside the grammar', app({ variables: { 'API-KEY': X } }), `spec.variables["API-KEY"]: got "API-KEY"; ${SNAKE}`],
  ['variables that differ in case only', app({ variables: { api_key: X, API_KEY: X } }),
    'spec.variables["api_key"]: got "api_key"; it is the same variable as "API_KEY": the operator writes names in upper case; '
    + 'give it once, in lower case (VariableCollision)'],
  ['variables that differ in case only, the other way round', app({ variables: { API_KEY: X, api_key: X } }),
    'spec.variables["api_key"]: got "api_key"; it is the same variable as "API_KEY": the operator writes names in upper case; '
    + 'give it once, in lower case (VariableCollision)'],
  ['a prefixed variable', app({ variables: { SPIN_VARIABLE_KEY: X } }),
    `spec.variables["SPIN_VARIABLE_KEY"]: got "SPIN_VARIABLE_KEY"; ${PREFIXED}`],
  ['a variable prefixed in lower case', app({ variables: { spin_variable_key: X } }),
    `spec.variables["spin_variable_key"]: got "spin_variable_key"; ${PREFIXED}`],
  ['a process variable that is not set', app({ variables: { home: EnvValue.fromProcess('SURELY_NOT_SET') } }),
    'spec.variables["home"]: got nothing; a variable needs a value or a source, and a process variable that is not set has neither; '
    + 'set it, or use EnvValue.fromProcess(key, { required: true }) to fail earlier (EmptyVariable)'],
  ['a pod label with a space', app({ podLabels: { 'my label': 'x' } }), `spec.podLabels key: got "my label"; ${KEY}`],
  ['a component outside the grammar', app({ components: ['api', 'My Component'] }), `spec.components[1]: got "My Component"; ${COMPONENT}`],
  ['a variable that kubectl reads as a number', app({ variables: { mode: EnvValue.fromValue('0o17') } }),
    `spec.variables["mode"].value: got "0o17"; ${SCALAR}`],
  ['a pod annotation that kubectl reads as a number', app({ podAnnotations: { mode: '0o17' } }), `spec.podAnnotations["mode"]: got "0o17"; ${SCALAR}`],
  ['more memory for an invocation than for the app', app({
    resources: { memory: { limit: Size.mebibytes(32) } }, maxInstanceMemory: Size.mebibytes(64),
  }), 'spec.invocationLimits.memory: got "64Mi"; one invocation cannot use more than the container has, 32Mi; '
    + 'lower maxInstanceMemory or raise resources.memory (InstanceMemoryOverLimit)'],
  ['no memory for an invocation', app({ maxInstanceMemory: Size.mebibytes(0) }),
    'spec.invocationLimits.memory: got "0"; an invocation needs some memory; leave maxInstanceMemory out for no limit (InvalidQuantity)'],
];

/** What calls and other constructs make of an app. */
export const ACTS: [string, Program, string][] = [
  ['replicas beside an autoscaler', scaled(1, { replicas: 3 }),
    'spec.replicas: got 3; an app has fixed replicas or an autoscaler, not both; '
    + 'leave replicas out, and give the autoscaler a minimum (ReplicasWithAutoscaler)'],
  ['two autoscalers', scaled(2),
    'spec.enableAutoscaling: got 2; one app has at most one autoscaler: two would fight over its Deployment; '
    + 'give one autoscaler all the metrics (DuplicateAutoscaler)'],
  ['a volume named spin-ca', mounting(['/data', 'spin-ca']), `spec.volumes.name: got "spin-ca"; ${VOLUME}`],
  ['a volume named spin-runtime-config', mounting(['/data', 'spin-runtime-config']), `spec.volumes.name: got "spin-runtime-config"; ${VOLUME}`],
  ['two volumes of one name', mounting(['/a', 'data'], ['/b', 'data']),
    'spec.volumes.name: got "data"; another volume of this app, test/volume-0, has the name; give one of them another name (DuplicateKey)'],
  ['a volume name outside the grammar', mounting(['/data', 'My_Data']),
    'spec.volumes.name: got "My_Data"; a volume name must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
    + 'use lower-case letters, digits and dashes (InvalidName)'],
  ...['/etc/ssl/certs/ca-certificates.crt', '/etc/ssl/certs', '/etc']
    .map((path): [string, Program, string] => [`a volume at ${path}`, mounting([path, 'data']), `spec.volumeMounts[0].mountPath: got "${path}"; ${COVERING}`]),
  ...['/runtime-config.toml', '/spin.json', '/.cache', '/.spin/db', '/']
    .map((path): [string, Program, string] => [`a volume at ${path}`, mounting([path, 'data']), `spec.volumeMounts.mountPath: got "${path}"; ${HIDING}`]),
  ['two volumes at one path', mounting(['/data', 'a'], ['/data', 'b']),
    'spec.volumeMounts.mountPath: got "/data"; a volume is mounted there already; use another path (InvalidMount)'],
  ['an executor of another namespace', withExecutorIn('other'), `spec.executor: got "spin"; it is in namespace "other", ${ELSEWHERE}`],
  ['an executor of no namespace', withExecutorIn(), `spec.executor: got "spin"; it is in no namespace, ${ELSEWHERE}`],
  ['an executor beside a node pool', (chart) => makeApp(chart, {
    executor: new SpinAppExecutor(chart, 'executor', { metadata: { name: 'spin' }, spinImage: IMAGE }),
    nodePool: new WasmNodePool(chart, 'rack'),
  }), 'executor: got "spin"; a nodePool brings an executor of its own; give one of executor and nodePool (ExecutorWithNodePool)'],
  ['a pool of another runtime', (chart) => makeApp(chart, { nodePool: new WasmNodePool(chart, 'rack', { runtime: WasmRuntime.WASMTIME }) }),
    'nodePool: got "rack"; SpinApps run in containerd-shim-spin only, and these nodes are said to have containerd-shim-wasmtime-v1; '
    + 'give a pool of nodes with the Spin shim (WrongRuntime)'],
  ['a divisor of CPU', app({ variables: { cpu: EnvValue.fromResource(ResourceFieldPaths.CPU_LIMIT, { divisor: '3' }) } }),
    'spec.variables["cpu"].valueFrom.resourceFieldRef.divisor: got "3"; the divisor of CPU is 1m or 1; '
    + 'use one of them, or leave it out for whole CPUs (InvalidQuantity)'],
  ['a label of the pod', app({ variables: { tier: EnvValue.fromFieldRef(EnvFieldPaths.POD_LABEL, { key: 'my label' }) } }),
    'spec.variables["tier"].valueFrom.fieldRef.fieldPath: got "my label"; a label key must be a name of at most 63 letters, digits, '
    + "'-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\" (InvalidLabel)"],
  ['a Service of the app\'s name', (chart) => new Service(chart, 'service', {
    metadata: { name: 'api' }, selector: makeApp(chart), ports: [{ port: 80 }],
  }), 'metadata.name: got "api"; the operator makes a Service of this name and overwrites the one of test/service/Resource; '
    + 'give the app or that Service another name (ServiceNameCollision)'],
  ['a Service of another app by its name', (chart) => {
    makeApp(chart);
    new WasmApp(chart, 'web', { image: IMAGE }).exposeViaService({ name: 'api' });
  }, 'metadata.name: got "api"; the operator makes a Service of this name and overwrites the one of test/web/api/Resource; '
    + 'give the app or that Service another name (ServiceNameCollision)'],
  ['a Deployment of the app\'s name', (chart) => {
    makeApp(chart);
    new Deployment(chart, 'deployment', { metadata: { name: 'api' }, containers: [{ image: IMAGE }] });
  }, `metadata.name: got "api"; the operator takes the Deployment of test/deployment/Resource ${TAKEN}`],
  ['a SpinDeployment of its name', (chart) => {
    makeApp(chart);
    new SpinDeployment(chart, 'spin', { metadata: { name: 'api' }, image: IMAGE });
  }, `metadata.name: got "api"; the operator takes the Deployment of test/spin/Resource ${TAKEN}`],
  ['a Deployment of its name under an executor that makes none', (chart) => {
    makeApp(chart, { executor: new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE, createDeployment: false }) });
    new ApiObject(chart, 'deployment', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } });
  }, `metadata.name: got "api"; the operator takes the Deployment of test/deployment ${TAKEN}`],
];

/** Fields that are newer than the cluster. */
export const FLOORS: [string, Program, string][] = [
  ['a service account', inCluster({ operatorVersion: SpinKubeVersion.V0_4_0 }, {
    serviceAccount: ServiceAccount.fromServiceAccountName(chartOf(), 'account', 'api'),
  }), 'spec.serviceAccountName: got "0.4.0"; this cluster has spin-operator 0.4.0, and the field needs 0.5.0 or newer; '
    + 'upgrade the spin-operator, or leave the field out (FieldTooNew)'],
  ['limits of an invocation, for the operator', inCluster({ operatorVersion: SpinKubeVersion.V0_5_0 }, { maxInstanceMemory: Size.mebibytes(8) }),
    'spec.invocationLimits: got "0.5.0"; this cluster has spin-operator 0.5.0, and the field needs 0.6.0 or newer; '
    + 'upgrade the spin-operator, or leave the field out (FieldTooNew)'],
  ['limits of an invocation, for the shim', inCluster({ shimVersion: '0.19.0' }, { maxInstanceMemory: Size.mebibytes(8) }),
    'spec.invocationLimits: got "0.19.0"; this cluster has containerd-shim-spin 0.19.0, and the field needs 0.20.0 or newer; '
    + 'upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)'],
  ['components', inCluster({ shimVersion: '0.16.0' }, { components: ['api'] }),
    'spec.components: got "0.16.0"; this cluster has containerd-shim-spin 0.16.0, and the field needs 0.17.0 or newer; '
    + 'upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)'],
];

/** Programs at fault beside an app, whose messages name their place. */
export const OTHERS: [string, Program, string][] = [
  ['the name of the API server\'s own Service', (chart) => {
    const owned = new Chart(chart, 'default', { namespace: 'default' });
    new WasmApp(owned, 'app', { metadata: { name: 'kubernetes' }, image: IMAGE });
  }, '[test/default/app] metadata.name: got "kubernetes"; the operator makes a Service of this name and overwrites the API server\'s own in this namespace; '
    + 'give the app another name or namespace (ServiceNameCollision)'],
  ['two apps of one name', (chart) => {
    makeApp(chart);
    new WasmApp(chart, 'other', { metadata: { name: 'api' }, image: IMAGE });
  }, `[test/other] metadata.name: got "api"; SpinApp ${ONE_NAME}`],
  ['an app twice exposed by one Service', (chart) => {
    const exposed = makeApp(chart);
    exposed.exposeViaService();
    exposed.exposeViaService();
  }, '[test/api/api-clusterip] metadata.name: got "api-clusterip"; the app is exposed by a Service of this name already; '
    + 'name one of them (DuplicateKey)'],
  ['a Service of the app\'s own name', (chart) => makeApp(chart).exposeViaService({ name: 'api' }),
    '[test/api/api] metadata.name: got "api"; the operator makes a Service of the app\'s own name and overwrites any other; '
    + 'leave the name out, or use app.serviceName to reach the operator\'s Service (ServiceNameCollision)'],
  ['an executor with RuntimeClass and image', (chart) => new SpinAppExecutor(chart, 'executor', {
    runtimeClass: new SpinRuntimeClass(chart, 'class', { metadata: { name: 'spin' } }), spinImage: IMAGE,
  }), `[test/executor] spec.deploymentConfig: got {"runtimeClassName":"spin","spinImage":"${IMAGE}"}; ${TARGET}`],
  ['an executor without either', (chart) => new SpinAppExecutor(chart, 'executor', {}),
    `[test/executor] spec.deploymentConfig: got {}; ${TARGET}`],
];

/** What works on a cluster, and is advised against. A real one ran the pods of an app with each of these. */
export const ADVICE: [string, Program, string][] = [
  ['a relative path of a check', app({ liveness: Probe.fromHttpGet('health') }),
    'spec.checks.liveness.httpGet.path: got "health"; a path starts with "/", which is put before it; write it as "/health" (InvalidProbe)'],
  ['CPU finer than a thousandth', app({ resources: { cpu: { limit: Cpu.millis(0.5) } } }), 'spec.resources.limits.cpu: got "0.5m"; cpu comes in steps of 1m, and is rounded up; write the amount that is meant (InvalidQuantity)'],
  ['a pod label of the operator', app({ podLabels: { 'core.spinkube.dev/app-name': 'x' } }),
    `spec.podLabels key: got "core.spinkube.dev/app-name"; ${OWN_LABEL}`],
  ['a pod label by which the operator finds ready pods', app({ podLabels: { 'core.spinkube.dev/app.api.status': 'x' } }),
    `spec.podLabels key: got "core.spinkube.dev/app.api.status"; ${OWN_LABEL}`],
  ['a selection of no components', app({ components: [] }),
    'spec.components: got []; a selection of none is taken for none given; leave it out to run all (EmptyList)'],
  ['a component twice', app({ components: ['api', 'web', 'api'] }),
    'spec.components[2]: got "api"; the component is named already; name it once (DuplicateKey)'],
  ['a relative mount path', mounting(['data', 'data']), `spec.volumeMounts.mountPath: got "data"; ${ABSOLUTE}`],
  ['a mount path with a colon', mounting(['/a:b', 'data']), `spec.volumeMounts.mountPath: got "/a:b"; ${ABSOLUTE}`],
];
