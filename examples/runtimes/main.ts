import { App, Chart, Cron, Size } from 'cdk8s';
import { ConfigMap, Cpu, EnvValue, Namespace, Probe, Volume } from 'cdk8s-plus-28';
import {
  SpinCronJob, SpinDeployment, SpinRuntimeClass, WasmDaemonSet, WasmDeployment, WasmImage, WasmJob, WasmRuntime, WasmRuntimeClass, WasmStatefulSet,
  WasmtimeRuntimeClass,
} from 'cdk8s-wasm';

const app = new App();

// What is there before any workload: their namespace, and a RuntimeClass for each runtime on the nodes. They go with this program, so that others
// have classes of their own, or refer to these by name
const platform = new Chart(app, 'platform');
const namespace = new Namespace(platform, 'namespace', { metadata: { name: 'wasm' } }).name;
const classOf = (name: string, runtime: WasmRuntime) =>
  new WasmRuntimeClass(platform, name, { metadata: { name }, runtime, nodeSelector: { [name]: 'true' } });
const wasmtime = new WasmtimeRuntimeClass(platform, 'wasmtime', { metadata: { name: 'wasmtime' }, nodeSelector: { wasmtime: 'true' } });
const wasmedge = classOf('wasmedge', WasmRuntime.WASMEDGE);
const wasmer = classOf('wasmer', WasmRuntime.WASMER);
const wamr = classOf('wamr', WasmRuntime.WAMR);
const spin = new SpinRuntimeClass(platform, 'spin', { metadata: { name: 'wasm-spin' }, nodeSelector: { spin: 'true' } });

const small = { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(16), limit: Size.mebibytes(64) } };

// wasmtime: an HTTP component, and nginx before it in the same pod
const web = new Chart(app, 'web', { namespace });
const proxy = new ConfigMap(web, 'proxy', {
  metadata: { name: 'proxy' },
  data: { 'default.conf': 'server { listen 8080; location / { proxy_pass http://127.0.0.1:9000; } }\n' },
});
new WasmDeployment(web, 'site', {
  metadata: { name: 'site' },
  runtimeClass: wasmtime,
  image: WasmImage.ociArtifact('ghcr.io/example/site:v1', { command: ['site.wasm'] }),
  containerName: 'wasm',
  envVariables: { WASMTIME_HTTP_PROXY_SOCKET_ADDR: EnvValue.fromValue('127.0.0.1:9000') },
  resources: small,
  containers: [{
    name: 'nginx',
    image: 'docker.io/nginxinc/nginx-unprivileged:1.27.3',
    ports: [{ number: 8080, name: 'http' }],
    readiness: Probe.fromHttpGet('/', { port: 8080 }),
    volumeMounts: [{ path: '/etc/nginx/conf.d', volume: Volume.fromConfigMap(web, 'conf', proxy) }],
    resources: small,
    securityContext: { user: 101, readOnlyRootFilesystem: false },
  }],
}).exposeViaService({ name: 'site', ports: [{ port: 80, targetPort: 8080 }] });

// WasmEdge on each of its nodes, WAMR with names that stay, Wasmer once and to its end
const modules = new Chart(app, 'modules', { namespace });
const wasi = (name: string) => ({
  metadata: { name }, image: WasmImage.ociArtifact(`ghcr.io/example/${name}:v1`, { command: [`${name}.wasm`] }), resources: small,
});
new WasmDaemonSet(modules, 'sensor', { ...wasi('sensor'), runtimeClass: wasmedge });
new WasmStatefulSet(modules, 'cache', { ...wasi('cache'), runtimeClass: wamr, ports: [{ number: 6380, name: 'cache' }] });
new WasmJob(modules, 'import', { ...wasi('import'), runtimeClass: wasmer, backoffLimit: 3 });

// Spin without the operator: a service spread over zones, as SpinApp cannot say
const shop = new Chart(app, 'shop', { namespace });
const api = new SpinDeployment(shop, 'api', {
  metadata: { name: 'api' },
  image: 'ghcr.io/example/api:v1',
  runtimeClass: spin,
  replicas: 3,
  resources: small,
  readiness: Probe.fromHttpGet('/.well-known/spin/health'),
  variables: { log_level: EnvValue.fromValue('info') },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }],
});
api.exposeViaService({ name: 'api' });

// and a command each night, by the same RuntimeClass
new SpinCronJob(shop, 'report', {
  metadata: { name: 'report' },
  image: 'ghcr.io/example/report:v1',
  runtimeClass: spin,
  schedule: Cron.schedule({ minute: '30', hour: '2' }),
  timeZone: 'Etc/UTC',
  resources: small,
});

app.synth();
