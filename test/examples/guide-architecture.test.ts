import fs from 'node:fs';
import path from 'node:path';
import { committed } from './programs';
import { readManifests } from '../support/manifest-check';
import { parseMermaid } from '../support/mermaid';
import { DNS, podsOf, reaches } from '../support/packets';

const objects = readManifests(committed('guide')).flatMap((file) => file.objects);
const mixed = objects.filter(({ metadata }) => metadata.namespace === 'mixed-apps');
const pods = podsOf(mixed);
const CONTAINERS = ['api-gateway', 'database', 'message-queue'];
const WASM = ['auth-service', 'data-transformer', 'edge-functions'];

/** The arrows of the guide's picture, with the port that each needs. */
const ARROWS = [
  'api-gateway > auth-service 80',
  'api-gateway > edge-functions 80',
  'data-transformer > message-queue 1883',
  'message-queue > database 5432',
];

function find(kind: string, name: string): any {
  return mixed.find((object) => object.kind === kind && object.metadata.name === name);
}

describe('the architecture of the guide', () => {
  test('has three containers and three WebAssembly apps', () => {
    expect(Object.keys(pods).sort()).toEqual([...CONTAINERS, ...WASM].sort());
    expect(mixed.filter(({ kind }) => kind === 'SpinApp').map(({ metadata }) => metadata.name).sort()).toEqual(WASM);
  });

  test('runs the apps on the nodes for WebAssembly, whose taint keeps the containers away', () => {
    for (const name of WASM) {
      const executor = find('SpinAppExecutor', find('SpinApp', name).spec.executor);
      const { runtimeClassName } = executor.spec.deploymentConfig;
      const { scheduling } = objects.find(({ kind, metadata }) => kind === 'RuntimeClass' && metadata.name === runtimeClassName);
      expect(scheduling).toEqual({ nodeSelector: { 'node-type': 'wasm' }, tolerations: [{ key: 'wasm', operator: 'Exists', effect: 'NoSchedule' }] });
    }
    for (const name of CONTAINERS) {
      const { tolerations, runtimeClassName } = (find('Deployment', name) ?? find('StatefulSet', name)).spec.template.spec;
      expect([tolerations, runtimeClassName]).toEqual([undefined, undefined]);
    }
  });

  test('has exactly the four connections of the picture', () => {
    const ports = [...new Set(ARROWS.map((arrow) => Number(arrow.split(' ').pop())).concat(4222, 8080, 8222, 443))];
    const open = Object.keys(pods).flatMap((from) => Object.keys(pods).filter((to) => to !== from).flatMap((to) =>
      ports.filter((port) => reaches(objects, { from: pods[from], to: pods[to], port })).map((port) => `${from} > ${to} ${port}`)));
    expect(open.sort()).toEqual(ARROWS);
  });

  test('lets ask DNS who sends, and nobody else', () => {
    const senders = [...new Set(ARROWS.map((arrow) => arrow.split(' ')[0]))].sort();
    const asking = (port: number, protocol: 'TCP' | 'UDP') =>
      Object.keys(pods).filter((from) => reaches(objects, { from: pods[from], to: DNS, port, protocol })).sort();
    expect([asking(53, 'UDP'), asking(53, 'TCP'), asking(80, 'TCP')]).toEqual([senders, senders, []]);
  });

  test('lets in nothing from other namespaces, and out nothing to them', () => {
    const others = Object.values(podsOf(objects.filter(({ metadata }) => metadata.namespace !== 'mixed-apps')));
    expect(others.length).toBeGreaterThan(0);
    const through = [80, 443, 1883, 5432, 8080].flatMap((port) => others.flatMap((other) => Object.values(pods).flatMap((pod) =>
      [{ from: other, to: pod }, { from: pod, to: other }].filter((ends) => reaches(objects, { ...ends, port })))));
    expect(through).toEqual([]);
  });

  test('tells callers the addresses of those that they call', () => {
    const [{ env }] = find('Deployment', 'api-gateway').spec.template.spec.containers;
    expect(env).toEqual([
      { name: 'AUTH_URL', value: 'http://auth-service.mixed-apps.svc' },
      { name: 'EDGE_FUNCTIONS_URL', value: 'http://edge-functions.mixed-apps.svc' },
    ]);
    const template = Object.values(find('ConfigMap', 'gateway-templates').data).join();
    expect([...template.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)).toEqual(env.map(({ name }: any) => name));
    expect(find('SpinApp', 'data-transformer').spec.variables).toEqual([{ name: 'queue_url', value: 'mqtt://message-queue:1883' }]);
    const { spec } = find('Service', 'message-queue');
    expect(spec.ports).toEqual([{ port: 1883 }]);
    expect(find('StatefulSet', 'message-queue').spec.template.metadata.labels).toMatchObject(spec.selector);
  });

  test('keeps the data of the database in a volume, and its password in a Secret that is not here', () => {
    const { containers: [{ env, volumeMounts }], volumes } = find('StatefulSet', 'database').spec.template.spec;
    const { claimName } = volumes.find(({ persistentVolumeClaim }: any) => persistentVolumeClaim).persistentVolumeClaim;
    expect(find('PersistentVolumeClaim', claimName).spec.resources).toEqual({ requests: { storage: '1Gi' } });
    expect(env.find(({ name }: any) => name === 'PGDATA').value.startsWith(`${volumeMounts[0].mountPath}/`)).toBe(true);
    expect(env.find(({ name }: any) => name === 'POSTGRES_PASSWORD').valueFrom).toEqual({ secretKeyRef: { name: 'database', key: 'password' } });
    expect(objects.filter(({ kind, type }) => kind === 'Secret' && type === undefined)).toEqual([]);
  });

  test.each(CONTAINERS)('runs %s as a user that is named, with room to write where its image writes', (name) => {
    const { securityContext, containers: [container] } = (find('Deployment', name) ?? find('StatefulSet', name)).spec.template.spec;
    expect(securityContext.runAsUser).toBeGreaterThan(0);
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(container.volumeMounts.some(({ readOnly }: any) => !readOnly)).toBe(true);
    expect(container.image).toMatch(/:\d+\.\d+/);
  });
});

describe('the picture of the guide', () => {
  const page = fs.readFileSync(path.join(committed('guide'), 'TOPOLOGY.md'), 'utf8');
  const [, picture] = /```mermaid\n([^]*?)```/.exec(page)!;

  test('is one that Mermaid takes', () => {
    expect(parseMermaid(picture)).toEqual(['flowchart-v2']);
  });

  test('shows the arrows of the guide among its workloads', () => {
    const names = new Map([...picture.matchAll(/^ +(c0_\w+)\["(.+)<br\/>/gm)].map(([, id, name]) => [id, name]));
    const arrows = [...picture.matchAll(/^ +(c0_\w+) -+>\|"(.*)"\| (c0_\w+)$/gm)].map(([, from, label, to]) => `${names.get(from)} > ${names.get(to)} ${label}`);
    expect(arrows.sort()).toEqual(ARROWS);
  });
});

describe('the monitoring of the guide', () => {
  test('asks the apps of the guide for their health', () => {
    const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'monitoring').data['config.yaml'];
    expect([...config.matchAll(/- endpoint: (\S+)\n +method: GET/g)].map(([, url]: any) => url)).toEqual([
      'http://my-wasm-api.wasm-apps.svc/health', 'http://edge-processor.edge-apps.svc/.well-known/spin/health',
    ]);
  });

  test('sends what comes of it to OneUptime, with a token that is not here', () => {
    const [container] = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === 'monitoring').spec.template.spec.containers;
    expect(container.env).toEqual([{ name: 'OTLP_HEADER_X_ONEUPTIME_TOKEN', valueFrom: { secretKeyRef: { name: 'oneuptime', key: 'token' } } }]);
  });
});
