import { App, Chart } from 'cdk8s';
import {
  Cpu, Deployment, HorizontalPodAutoscaler, NetworkPolicy, NetworkPolicyPort, NetworkPolicyTrafficDefault, PodConnectionsIsolation, Pods, Service,
} from 'cdk8s-plus-28';
import { EdgeWasmApp, WasmApp, WasmAppProps } from '../../src';
import { chartOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';
const RESOURCES = { cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) } };

function makeApp(props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chartOf(), 'api', { metadata: { name: 'api' }, image: IMAGE, resources: RESOURCES, ...props });
}

/** A container workload in the same program, in another namespace. */
function web(app: WasmApp, namespace: string | undefined = 'web'): Deployment {
  return new Deployment(new Chart(app.node.root as App, 'containers', { namespace }), 'web', {
    containers: [{ image: 'nginx:1', portNumber: 8080, resources: {} }],
    podMetadata: { labels: { app: 'web' } },
  });
}

function policies(app: WasmApp): any[] {
  return synth(app.node.root).filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata: { namespace }, spec }) => ({ namespace, ...spec }));
}

const API = { matchLabels: { 'core.spinkube.dev/app-name': 'api' } };
const WEB = { matchLabels: { 'cdk8s.io/metadata.addr': expect.any(String) } };
const inNamespace = (name: string, podSelector: unknown) =>
  ({ podSelector, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const PORT_80 = [{ port: 80, protocol: 'TCP' }];

describe('a HorizontalPodAutoscaler of cdk8s-plus', () => {
  it('scales the Deployment that the operator makes', () => {
    const target = makeApp();
    new HorizontalPodAutoscaler(target, 'autoscaler', { target, maxReplicas: 5 });
    const autoscaler = synth(target.node.root).find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(autoscaler.metadata.namespace).toBe('apps');
    expect(autoscaler.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' });
  });

  it('makes the app leave its replicas to it', () => {
    const target = makeApp({ resources: RESOURCES });
    expect(target.hasAutoscaler).toBe(false);
    new HorizontalPodAutoscaler(target, 'autoscaler', { target, maxReplicas: 5 });
    expect(target.hasAutoscaler).toBe(true);
    expect(yamlOfKind(target.node.root, 'SpinApp')).toMatchInlineSnapshot(`
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinApp
      metadata:
        annotations:
          cdk8s-wasm/executor-hash: 9e6f1080
        name: api
        namespace: apps
      spec:
        enableAutoscaling: true
        executor: apps-spin
        image: ghcr.io/acme/api:v1
        resources:
          limits:
            cpu: 100m
          requests:
            cpu: 50m
    `);
  });

  it('takes an edge app', () => {
    const target = new EdgeWasmApp(chartOf(), 'edge', { image: IMAGE, resources: RESOURCES });
    new HorizontalPodAutoscaler(target, 'autoscaler', { target, maxReplicas: 5 });
    const { spec } = synth(target.node.root).find(({ kind }) => kind === 'SpinApp');
    expect([spec.replicas, spec.enableAutoscaling]).toEqual([undefined, true]);
  });

  it('asks for resources where it has no metrics', () => {
    const target = makeApp({ resources: undefined });
    new HorizontalPodAutoscaler(target, 'autoscaler', { target, maxReplicas: 5 });
    expect(() => (target.node.root as App).synthYaml()).toThrow('every container in the target must have a CPU or memory resource constraint');
  });
});

describe('a Service of cdk8s-plus', () => {
  it('selects the pods of an app', () => {
    const app = makeApp();
    new Service(app, 'service', { selector: app, ports: [{ port: 8080, targetPort: 80 }] });
    expect(synth(app.node.root).find(({ kind }) => kind === 'Service').spec.selector).toEqual(API.matchLabels);
  });
});

describe('a NetworkPolicy of cdk8s-plus', () => {
  it('selects the pods of an app, in its namespace', () => {
    const app = makeApp();
    new NetworkPolicy(new Chart(app.node.root as App, 'policies', { namespace: 'other' }), 'policy', {
      selector: app, ingress: { default: NetworkPolicyTrafficDefault.DENY },
    });
    expect(policies(app)).toEqual([{ namespace: 'apps', podSelector: API, policyTypes: ['Ingress'] }]);
  });

  it('takes an app as a peer', () => {
    const app = makeApp();
    const policy = new NetworkPolicy(new Chart(app.node.root as App, 'policies', { namespace: 'web' }), 'policy', { selector: Pods.all(app, 'all') });
    policy.addEgressRule(app, [NetworkPolicyPort.tcp(80)]);
    expect(policies(app)).toEqual([{
      namespace: 'web', podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [inNamespace('apps', API)], ports: PORT_80 }],
    }]);
  });
});

describe('the connections of another workload', () => {
  it('allow it to call an app, on port 80, from both sides', () => {
    const app = makeApp();
    web(app).connections.allowTo(app);
    expect(policies(app)).toEqual([
      { namespace: 'web', podSelector: WEB, policyTypes: ['Egress'], egress: [{ to: [inNamespace('apps', API)], ports: PORT_80 }] },
      { namespace: 'apps', podSelector: API, policyTypes: ['Ingress'], ingress: [{ from: [inNamespace('web', WEB)], ports: PORT_80 }] },
    ]);
  });

  it('allow an app to call it, on its own port, from both sides', () => {
    const app = makeApp();
    web(app).connections.allowFrom(app);
    const ports = [{ port: 8080, protocol: 'TCP' }];
    expect(policies(app)).toEqual([
      { namespace: 'web', podSelector: WEB, policyTypes: ['Ingress'], ingress: [{ from: [inNamespace('apps', API)], ports }] },
      { namespace: 'apps', podSelector: API, policyTypes: ['Egress'], egress: [{ to: [inNamespace('web', WEB)], ports }] },
    ]);
  });

  it('allow it on its own side alone', () => {
    const app = makeApp();
    web(app).connections.allowTo(app, { isolation: PodConnectionsIsolation.POD });
    expect(policies(app).map(({ namespace }) => namespace)).toEqual(['web']);
  });

  it('stay in the caller\'s namespace where none is set', () => {
    const chart = new Chart(new App(), 'test');
    const app = new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE });
    const caller = new Deployment(chart, 'web', { containers: [{ image: 'nginx:1', resources: {} }] });
    caller.connections.allowTo(app);
    expect(policies(app)).toEqual([
      { podSelector: WEB, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: API }], ports: PORT_80 }] },
      { podSelector: API, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: WEB }], ports: PORT_80 }] },
    ]);
  });
});
