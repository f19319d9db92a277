import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Deployment, HttpIngressPathType, Ingress, IngressBackend, NetworkPolicyIpBlock, NetworkPolicyPort } from 'cdk8s-plus-28';
import { EdgeWasmApp, TopologyDiagram, WasmApp, WasmCluster, WasmImage, WasmPod, WasmtimeRuntimeClass } from '../../src';
import { parseMermaid } from '../support/mermaid';

const IMAGE = 'ghcr.io/acme/api:v1';

function program(): App {
  const app = new App();
  const apps = new Chart(app, 'apps', { namespace: 'wasm-apps' });
  const web = new Chart(app, 'web', { namespace: 'web' });
  const gateway = new Deployment(web, 'gateway', {
    metadata: { name: 'gateway' }, podMetadata: { labels: { app: 'gateway' } }, containers: [{ image: 'nginx:1', portNumber: 8080, resources: {} }],
  });
  const api = new WasmApp(apps, 'api', { metadata: { name: 'api' }, image: IMAGE });
  api.exposeViaLoadBalancer();
  api.connections.allowFrom(gateway);
  api.connections.allowTo(NetworkPolicyIpBlock.ipv4(apps, 'range', '10.1.0.0/16'), { ports: [NetworkPolicyPort.tcpRange(8000, 8080)] });
  new EdgeWasmApp(apps, 'edge', { metadata: { name: 'edge' }, image: IMAGE });
  new WasmPod(apps, 'hello', {
    metadata: { name: 'hello' }, runtimeClass: new WasmtimeRuntimeClass(apps, 'class', { metadata: { name: 'wasmtime' } }), image: WasmImage.container(IMAGE),
  });
  new Ingress(web, 'ingress', { metadata: { name: 'entry' } }).addRule('/', IngressBackend.fromService(gateway.exposeViaService({ name: 'gateway' })), HttpIngressPathType.PREFIX);
  return app;
}

test('a topology shows node groups, namespaces, workloads, what exposes them, and who may connect', () => {
  expect(TopologyDiagram.of(program()).toMermaid()).toMatchInlineSnapshot(`
"flowchart TD
  c0_outside__10X46X1X46X0X46X0X47X16(["10.1.0.0/16"])
  c0_outside__IngressX32XwebX47Xentry(["Ingress web/entry"])
  c0_outside__LoadBalancerX32Xwasm_appsX47Xapi_loadbalancer(["LoadBalancer wasm-apps/api-loadbalancer"])
  subgraph cluster0["Kubernetes Cluster"]
    subgraph cluster0_nodes0["Standard Nodes"]
      subgraph cluster0_nodes0_namespace0["namespace web"]
        c0_Deployment__web__gateway["gateway<br/>Deployment"]
      end
    end
    subgraph cluster0_nodes1["Wasm-Enabled Nodes"]
      subgraph cluster0_nodes1_namespace0["namespace wasm-apps"]
        c0_SpinApp__wasm_apps__api["api<br/>SpinApp"]
        c0_Pod__wasm_apps__hello["hello<br/>Pod"]
      end
    end
    subgraph cluster0_nodes2["Wasm-Enabled Nodes: node-role=edge"]
      subgraph cluster0_nodes2_namespace0["namespace wasm-apps"]
        c0_SpinApp__wasm_apps__edge["edge<br/>SpinApp"]
      end
    end
  end
  c0_outside__IngressX32XwebX47Xentry --> c0_Deployment__web__gateway
  c0_outside__LoadBalancerX32Xwasm_appsX47Xapi_loadbalancer ---> c0_SpinApp__wasm_apps__api
  c0_SpinApp__wasm_apps__api -->|"8000-8080"| c0_outside__10X46X1X46X0X46X0X47X16
  c0_Deployment__web__gateway -->|"80"| c0_SpinApp__wasm_apps__api
"
`);
});

test('the order of declaration changes nothing, and a further app adds lines alone', () => {
  const app = program();
  const before = TopologyDiagram.of(app).toMermaid().split('\n');
  new WasmApp(new Chart(app, 'more', { namespace: 'aaa' }), 'more', { metadata: { name: 'more' }, image: IMAGE });
  const after = TopologyDiagram.of(app).toMermaid().split('\n');
  expect(before.filter((line) => !after.includes(line) && !line.includes('subgraph'))).toEqual([]);
  expect(TopologyDiagram.of(program()).toMermaid()).toBe(before.join('\n'));
});

test('each cluster is a box of its own', () => {
  const app = new App();
  for (const name of ['eu', 'us']) {
    new WasmApp(new Chart(new WasmCluster(app, name), 'apps', { namespace: 'apps' }), 'api', { metadata: { name: 'api' }, image: IMAGE });
  }
  const text = TopologyDiagram.of(app).toMermaid();
  expect(text.match(/subgraph cluster\d\[.*\]/g)).toEqual(['subgraph cluster0["eu"]', 'subgraph cluster1["us"]']);
  expect(text.match(/c\d_SpinApp__apps__api\[/g)).toEqual(['c0_SpinApp__apps__api[', 'c1_SpinApp__apps__api[']);
});

test('raw objects are in it', () => {
  const chart = new Chart(new App(), 'raw', { namespace: 'apps' });
  new ApiObject(chart, 'app', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'raw' }, spec: { image: IMAGE } });
  new ApiObject(chart, 'job', {
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly' }, spec: { jobTemplate: { spec: { template: { spec: { nodeSelector: { disk: 'ssd' } } } } } },
  });
  const text = TopologyDiagram.of(chart).toMermaid();
  expect(text).toContain('["raw<br/>SpinApp"]');
  expect(text).toContain('["Standard Nodes: disk=ssd"]');
});

test('no two workloads have one id', () => {
  const chart = new Chart(new App(), 'raw');
  const names = [['x', 'y--z'], ['x--y', 'z'], ['x', 'y-z'], ['x-y', 'z'], ['x', 'y.z'], ['x', 'y-'], ['x-', 'y'], ['', 'x--y'], ['x', 'X45X'], ['x', '-']];
  names.forEach(([namespace, name], index) => new ApiObject(chart, `pod${index}`, { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } }));
  const ids = TopologyDiagram.of(chart).toMermaid().match(/c0_Pod__\w+/g)!;
  expect(new Set(ids).size).toBe(names.length);
  expect(ids).toEqual(expect.arrayContaining(['c0_Pod__x__yX45XX45Xz', 'c0_Pod__xX45XX45Xy__z', 'c0_Pod__x__y_z', 'c0_Pod__x_y__z']));
});

test('nothing that runs is an empty picture', () => {
  expect(TopologyDiagram.of(new App()).toMermaid()).toBe('flowchart TD\n');
});

test('a page holds the picture, in a folder that is made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-wasm-topology-'));
  const topology = TopologyDiagram.of(program());
  topology.writeTo(join(folder, 'docs/TOPOLOGY.md'));
  const page = readFileSync(join(folder, 'docs/TOPOLOGY.md'), 'utf8');
  rmSync(folder, { recursive: true });
  expect(page).toBe(`# Topology\n\n\`\`\`mermaid\n${topology.toMermaid()}\`\`\`\n`);
});

test('Mermaid takes every picture', () => {
  const odd = new App();
  const cluster = new WasmCluster(odd, 'a "quoted" <cluster> & more');
  new WasmApp(new Chart(cluster, 'end', { namespace: 'end' }), 'end', { metadata: { name: 'end' }, image: IMAGE });
  expect(parseMermaid(...[program(), odd, new App()].map((app) => TopologyDiagram.of(app).toMermaid()))).toEqual(['flowchart-v2', 'flowchart-v2', 'flowchart-v2']);
  expect(parseMermaid('flowchart TD\n  subgraph x[')[0]).toMatch(/^error: /);
});
