import fs from 'node:fs';
import path from 'node:path';
import { committed } from './programs';
import { readManifests } from '../support/manifest-check';

test('the smallest useful program has at most 15 lines', () => {
  const program = fs.readFileSync(path.join(committed('.'), '../examples/hello/main.ts'), 'utf8');
  expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
});

test('it makes an executor, then the app in the same namespace and its load balancer', () => {
  const [[executor], [app, service]] = readManifests(committed('hello')).map(({ objects }) => objects);
  expect(executor).toMatchObject({
    kind: 'SpinAppExecutor',
    metadata: { name: app.spec.executor, namespace: 'default' },
    spec: { createDeployment: true, deploymentConfig: { installDefaultCACerts: true, runtimeClassName: 'wasmtime-spin-v2' } },
  });
  expect(app).toMatchObject({
    kind: 'SpinApp',
    metadata: { name: 'hello', namespace: 'default' },
    spec: { image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0', replicas: 2 },
  });
  expect(service).toMatchObject({
    kind: 'Service',
    metadata: { name: 'hello-loadbalancer', namespace: 'default' },
    spec: { type: 'LoadBalancer', selector: { 'core.spinkube.dev/app-name': 'hello' }, ports: [{ port: 80, targetPort: 80 }] },
  });
});
