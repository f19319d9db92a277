import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Namespace, Probe } from 'cdk8s-plus-28';
import { architecture } from './architecture';
import { monitoring } from './monitoring';
import {
  ComponentSource, ContainerdConfig, ContainerdConfigVersion, EdgeWasmApp, FleetApp, GitLayout, RuleCode, Rules, SpinAppExecutor,
  SpinKubeInstall, SpinKubeVersion, SpinManifest, TopologyDiagram, WasmApp, WasmImage, WasmPod, WasmRuntime, WasmtimeRuntimeClass,
} from 'cdk8s-wasm';

const app = new FleetApp({ layout: GitLayout.kubectl() });

// Step 1: cert-manager and SpinKube, with an executor in each namespace that holds Spin apps
const spinkube = new SpinKubeInstall(app, 'spinkube', {
  version: SpinKubeVersion.V0_4_0,
  namespace: 'spin-operator',
  certManager: ComponentSource.manifestUrl('https://github.com/cert-manager/cert-manager/releases/download/v1.14.0/cert-manager.yaml'),
  appNamespaces: ['edge-apps', 'mixed-apps'],
  executorName: 'containerd-shim-spin', // as the guide has it; see docs/platform.md on taking a namespace away
});

// Monitoring: the apps of this executor report their requests to a Collector
const collector = monitoring(app);
const reporting = new Chart(app, 'reporting');
new Namespace(reporting, 'namespace', { metadata: { name: 'wasm-apps' } });
new SpinAppExecutor(reporting, 'executor', {
  metadata: { name: 'containerd-shim-spin', namespace: 'wasm-apps' },
  runtimeClass: spinkube.runtimeClass,
  otel: collector.otel,
});

// Steps 2 and 3: the application of spin.toml, with a load balancer
const api = new WasmApp(new Chart(app, 'my-wasm-api', { namespace: 'wasm-apps' }), 'my-wasm-api', {
  manifest: SpinManifest.fromFile('examples/guide/spin.toml'),
  image: 'my-registry.com/my-wasm-api:v1',
  replicas: 3,
  resources: {
    cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
    memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
  },
  readiness: Probe.fromHttpGet('/health', { initialDelaySeconds: Duration.seconds(1), periodSeconds: Duration.seconds(5) }),
});
api.exposeViaLoadBalancer();

// Step 4: a module on runwasi, without an operator; the nodes have containerd 1, to whose configuration the shim of wasmtime is added
const containerd = new ContainerdConfig(app, 'containerd', {
  version: ContainerdConfigVersion.V2,
  runtimes: [{ runtime: WasmRuntime.WASMTIME }],
});
const runwasi = new Chart(app, 'runwasi', { namespace: 'wasm-apps' });
Rules.of(runwasi).silence(RuleCode.MUTABLE_IMAGE_TAG); // the guide's image has the tag latest
new WasmPod(runwasi, 'wasm-hello', {
  metadata: { name: 'wasm-hello' },
  runtimeClass: new WasmtimeRuntimeClass(runwasi, 'wasmtime', {
    metadata: { name: 'wasmtime' },
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  }),
  // an OCI artefact, from containerd 1.6.25 on: a plain image compiles its module inside the container, for which the guide's 32Mi are too little
  image: WasmImage.ociArtifact('ghcr.io/example/hello-wasm:latest', { command: ['hello.wasm'] }),
  containerName: 'hello',
  resources: { cpu: { limit: Cpu.millis(50) }, memory: { limit: Size.mebibytes(32) } },
});

// Step 5: an application on edge nodes
const edge = new EdgeWasmApp(new Chart(app, 'edge', { namespace: 'edge-apps' }), 'edge-processor', {
  metadata: { name: 'edge-processor' },
  image: 'my-registry.com/edge-processor:v1',
  replicas: 1,
  resources: {
    cpu: { request: Cpu.millis(10), limit: Cpu.millis(50) },
    memory: { request: Size.mebibytes(8), limit: Size.mebibytes(16) },
  },
  nodeSelector: { 'node-role': 'edge' },
  tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }],
});

architecture(app);

// Monitoring: response times and errors of what answers HTTP
collector.addHttpCheck(api, { path: '/health' });
collector.addHttpCheck(edge);

app.synth();
TopologyDiagram.of(app).writeTo(`${app.outdir}/TOPOLOGY.md`); // for readers, and the next for the nodes: beside the folders that kubectl reads
containerd.writeTo(`${app.outdir}/nodes/wasm.toml`);
