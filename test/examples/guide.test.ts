import fs from 'node:fs';
import { committed } from './programs';
import { load } from '../support/manifest/load';
import { readManifests } from '../support/manifest-check';

const files = readManifests(committed('guide'));
const objects = files.flatMap((file) => file.objects);

function find(kind: string, name: string, namespace?: string): any {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace);
  expect(found).toHaveLength(1);
  return found[0];
}

/** The place of the file that holds an object. */
function fileOf(object: any): number {
  return files.findIndex((file) => file.objects.includes(object));
}

describe('step 1 of the guide: SpinKube', () => {
  test('installs the operator 0.4.0 in spin-operator', () => {
    const { spec } = find('Deployment', 'spin-operator-controller-manager', 'spin-operator');
    expect(spec.template.spec.containers[0].image).toBe('ghcr.io/spinkube/spin-operator:v0.4.0');
  });

  test('makes the RuntimeClass that kubectl get runtimeclass is to show', () => {
    expect(find('RuntimeClass', 'wasmtime-spin-v2').handler).toBe('spin');
  });

  test.each([
    ['wasm-apps', { otel: { exporter_otlp_endpoint: 'http://otel-collector.monitoring.svc:4318' } }],
    ['edge-apps', {}],
    ['mixed-apps', {}],
  ])('makes an executor containerd-shim-spin in %s, where the apps are', (namespace, telemetry) => {
    expect(find('SpinAppExecutor', 'containerd-shim-spin', namespace).spec).toEqual({
      createDeployment: true,
      deploymentConfig: { installDefaultCACerts: true, runtimeClassName: 'wasmtime-spin-v2', ...telemetry },
    });
  });
});

describe('steps 2 and 3 of the guide: the application', () => {
  test('is a SpinApp with the guide\'s image, replicas, resources and readiness', () => {
    expect(find('SpinApp', 'my-wasm-api', 'wasm-apps').spec).toEqual({
      image: 'my-registry.com/my-wasm-api:v1',
      replicas: 3,
      executor: 'containerd-shim-spin',
      resources: { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '50m', memory: '32Mi' } },
      checks: { readiness: { httpGet: { path: '/health', httpHeaders: [] }, initialDelaySeconds: 1, periodSeconds: 5 } },
    });
  });

  test('has a load balancer on port 80, not under the name of the operator\'s own Service', () => {
    expect(find('Service', 'my-wasm-api-loadbalancer', 'wasm-apps').spec).toEqual({
      type: 'LoadBalancer',
      selector: { 'core.spinkube.dev/app-name': 'my-wasm-api' },
      ports: [{ port: 80, targetPort: 80 }],
    });
    expect(objects.filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'my-wasm-api')).toEqual([]);
  });

  test('comes with a spin.toml of its own, of the same name and route', () => {
    const manifest = fs.readFileSync(`${committed('.')}/../examples/guide/spin.toml`, 'utf8');
    expect(fs.readFileSync(`${committed('.')}/../examples/guide/main.ts`, 'utf8')).toContain("manifest: SpinManifest.fromFile('examples/guide/spin.toml')");
    expect(manifest).toMatch(/^spin_manifest_version = 2$/m);
    expect(manifest).toMatch(/^\[application\]\nname = "my-wasm-api"\nversion = "1.0.0"$/m);
    expect(manifest).toMatch(/^\[\[trigger\.http\]\]\nroute = "\/\.\.\."\ncomponent = "my-wasm-api"$/m);
    expect(manifest).toMatch(/^\[component\.my-wasm-api\]\nsource = "target\/wasm32-wasip1\/release\/my_wasm_api\.wasm"\nallowed_outbound_hosts = \[\]$/m);
  });
});

describe('step 4 of the guide: runwasi', () => {
  test('is the RuntimeClass wasmtime on amd64 nodes', () => {
    const { handler, scheduling } = find('RuntimeClass', 'wasmtime');
    expect({ handler, scheduling }).toEqual({ handler: 'wasmtime', scheduling: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } } });
  });

  test('is a Pod of that class from an OCI artefact, which fits into the guide\'s limits', () => {
    const { spec } = find('Pod', 'wasm-hello', 'wasm-apps');
    expect(spec.runtimeClassName).toBe('wasmtime');
    expect(spec.containers).toHaveLength(1);
    expect(spec.containers[0]).toMatchObject({ name: 'hello', image: 'ghcr.io/example/hello-wasm:latest' });
    expect(spec.containers[0].resources).toEqual({ limits: { cpu: '50m', memory: '32Mi' } });
    expect(spec.containers[0].command).toEqual(['hello.wasm']);
  });
});

describe('the configuration of containerd in step 4 of the guide', () => {
  const text = fs.readFileSync(`${committed('guide')}/nodes/wasm.toml`, 'utf8');

  test('is the table that the guide appends, with nothing that may not follow other tables', () => {
    const guide = '[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.wasmtime]\n  runtime_type = "io.containerd.wasmtime.v1"\n';
    expect(load('smol-toml').parse(text)).toEqual(load('smol-toml').parse(guide));
    expect(text).toContain('/etc/containerd/config.toml');
    expect(text).toContain('systemctl restart containerd');
  });
});

describe('step 5 of the guide: the edge', () => {
  const { spec } = find('SpinApp', 'edge-processor', 'edge-apps');
  const executor = find('SpinAppExecutor', spec.executor, 'edge-apps');
  const runtimeClass = find('RuntimeClass', executor.spec.deploymentConfig.runtimeClassName);

  test('is a SpinApp with the guide\'s image, replica and resources', () => {
    const { executor: _, ...rest } = spec;
    expect(rest).toEqual({
      image: 'my-registry.com/edge-processor:v1',
      replicas: 1,
      resources: { limits: { cpu: '50m', memory: '16Mi' }, requests: { cpu: '10m', memory: '8Mi' } },
    });
  });

  test('runs on nodes labelled and tainted as in the guide, by the RuntimeClass of its executor', () => {
    expect(runtimeClass.handler).toBe('spin');
    expect(runtimeClass.scheduling).toEqual({
      nodeSelector: { 'node-role': 'edge' },
      tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }],
    });
    expect(executor.spec).toEqual({
      createDeployment: true,
      deploymentConfig: { installDefaultCACerts: true, runtimeClassName: runtimeClass.metadata.name },
    });
  });
});

test('the phases follow the steps of the guide', () => {
  const phases = [
    find('CustomResourceDefinition', 'spinapps.core.spinkube.dev'),
    find('Kustomization', 'cert-manager'),
    find('Deployment', 'spin-operator-controller-manager', 'spin-operator'),
    find('SpinAppExecutor', 'containerd-shim-spin', 'wasm-apps'),
    find('SpinApp', 'my-wasm-api', 'wasm-apps'),
  ].map((object) => files[fileOf(object)].file.split('/')[0]);
  expect(phases).toEqual(['1-crds', '2-cert-manager-kustomize', '3-operator', '4-executors', '5-apps']);
});

test('cert-manager is the release that the guide pins, resolved when it is applied', () => {
  expect(find('Kustomization', 'cert-manager').resources)
    .toEqual(['https://github.com/cert-manager/cert-manager/releases/download/v1.14.0/cert-manager.yaml']);
});

test('there is nothing else than what the steps name', () => {
  const later = /(wasm-nodes|mixed-wasm|mixed-containers|monitoring)\.k8s\.yaml$/;
  const steps = files.filter(({ file }) => !later.test(file)).flatMap((file) => file.objects);
  const others = steps.filter(({ metadata }) => !metadata.name.startsWith('spin-operator-'));
  expect(others.map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/[0-9a-f]{8}$/, '…')}`).sort()).toEqual([
    'CustomResourceDefinition spinappexecutors.core.spinkube.dev',
    'CustomResourceDefinition spinapps.core.spinkube.dev',
    'Kustomization cert-manager',
    'Namespace edge-apps',
    'Namespace mixed-apps',
    'Namespace spin-operator',
    'Namespace wasm-apps',
    'Pod wasm-hello',
    'RuntimeClass edge-apps-edge-…',
    'RuntimeClass wasmtime',
    'RuntimeClass wasmtime-spin-v2',
    'Service my-wasm-api-loadbalancer',
    'SpinApp edge-processor',
    'SpinApp my-wasm-api',
    'SpinAppExecutor containerd-shim-spin',
    'SpinAppExecutor containerd-shim-spin',
    'SpinAppExecutor containerd-shim-spin',
    'SpinAppExecutor edge-apps-edge',
    'SpinAppExecutor mixed-apps-wasm-nodes',
  ]);
});
