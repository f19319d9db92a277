import { ApiObject, Size } from 'cdk8s';
import { ContainerResources, ContainerRestartPolicy, Cpu, EnvValue, Pod } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { chartOf, podIn, writtenPod, writtenWith, yaml } from './wasm-pods';
import { parseQuantity } from '../support/manifest/quantity';

function resourcesOf(resources: ContainerResources): any {
  return writtenWith({ resources }).spec.containers[0].resources;
}

test('resources are written in the form in which the API server stores them', () => {
  const resources = resourcesOf({
    cpu: { request: Cpu.units(0.5), limit: Cpu.millis(2000) },
    memory: { request: Size.mebibytes(64), limit: Size.mebibytes(1024) },
    ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(2048) },
  });
  expect(yaml(resources)).toMatchInlineSnapshot(`
"
limits:
  cpu: "2"
  ephemeral-storage: 2Ti
  memory: 1Gi
requests:
  cpu: 500m
  ephemeral-storage: 1Gi
  memory: 64Mi
"
`);
});

test('sizes that are no whole MiB, and storage that is no whole GiB, are written, where cdk8s-plus fails', () => {
  const resources = resourcesOf({
    memory: { request: Size.kibibytes(1500), limit: Size.mebibytes(1.5) },
    ephemeralStorage: { request: Size.mebibytes(100), limit: Size.kibibytes(1048577) },
  });
  expect(yaml(resources)).toMatchInlineSnapshot(`
"
limits:
  ephemeral-storage: 1048577Ki
  memory: 1536Ki
requests:
  ephemeral-storage: 100Mi
  memory: 1500Ki
"
`);
});

test.each([
  ['no whole MiB', { memory: { limit: Size.kibibytes(1500) } }],
  ['no whole GiB', { ephemeralStorage: { limit: Size.mebibytes(1500) } }],
])('cdk8s-plus itself fails on %s', (_, resources) => {
  const stock = new Pod(chartOf(), 'stock', { containers: [{ image: 'envoy:v1', resources }] });
  expect(() => ApiObject.of(stock).toJson()).toThrow('cannot be converted into a whole number of');
});

test.each<[string, ContainerResources, object]>([
  ['a request alone', { cpu: { request: Cpu.millis(5) } }, { requests: { cpu: '5m' } }],
  ['a limit alone', { memory: { limit: Size.mebibytes(8) } }, { limits: { memory: '8Mi' } }],
  ['zero', { cpu: { request: Cpu.millis(0) }, memory: { request: Size.mebibytes(0) } }, { requests: { cpu: '0', memory: '0' } }],
  ['request and limit alike', { cpu: { request: Cpu.units(1), limit: Cpu.millis(1000) } }, { requests: { cpu: '1' }, limits: { cpu: '1' } }],
])('%s is written alone', (_, resources, written) => {
  expect(resourcesOf(resources)).toEqual(written);
});

test.each<[string, ContainerResources]>([['nothing', {}], ['empty pairs', { cpu: {}, memory: {}, ephemeralStorage: {} }]])(
  'resources of %s are not written', (_, resources) => {
    expect(writtenWith({ resources }).spec.containers[0]).not.toHaveProperty('resources');
  });

test('every container has its environment by name, each variable after those that its value refers to', () => {
  const envVariables = { URL: EnvValue.fromValue('http://$(ZONE)'), ZONE: EnvValue.fromValue('a'), LEVEL: EnvValue.fromValue('info') };
  const others = { image: 'envoy:v1', envVariables };
  const { spec } = writtenWith({ envVariables, containers: [{ name: 'proxy', ...others }], initContainers: [{ name: 'fetch', ...others }] });
  const names = [...spec.containers, ...spec.initContainers].map(({ env }: any) => env.map(({ name }: any) => name));
  expect(names).toEqual(Array.from({ length: 3 }, () => ['LEVEL', 'ZONE', 'URL']));
});

test('sidecars and init containers are written canonically too', () => {
  const resources = { memory: { limit: Size.kibibytes(1500) }, ephemeralStorage: { limit: Size.mebibytes(1) } };
  const { spec } = writtenWith({
    containers: [{ name: 'proxy', image: 'envoy:v1', resources }, { name: 'stock', image: 'envoy:v1' }],
    initContainers: [{ name: 'fetch', image: 'curl:v1', resources }],
  });
  expect(spec.containers.map((container: any) => container.resources)).toEqual([
    undefined,
    { limits: { 'memory': '1500Ki', 'ephemeral-storage': '1Mi' } },
    { requests: { cpu: '1', memory: '512Mi' }, limits: { cpu: '1500m', memory: '2Gi' } },
  ]);
  expect(spec.initContainers.map((container: any) => container.resources)).toEqual([
    { limits: { 'memory': '1500Ki', 'ephemeral-storage': '1Mi' } },
  ]);
});

test('resources of containers that are added later are written canonically too', () => {
  const chart = chartOf();
  const pod = podIn(chart);
  pod.addContainer({ name: 'late', image: 'envoy:v1', resources: { memory: { limit: Size.kibibytes(1) } } });
  pod.addInitContainer({ image: 'curl:v1', resources: { cpu: { limit: Cpu.units(0.25) } } });
  const { spec } = writtenPod(chart);
  expect(spec.containers[1].resources).toEqual({ limits: { memory: '1Ki' } });
  expect(spec.initContainers[0].resources).toEqual({ limits: { cpu: '250m' } });
});

test('rendering leaves the containers of the pod as they were', () => {
  const chart = chartOf();
  const resources = { memory: { limit: Size.kibibytes(1500) } };
  const pod = podIn(chart, { resources });
  writtenPod(chart);
  expect(pod.containers[0].resources).toEqual(resources);
  expect(pod.containers).toHaveLength(1);
});

test('any whole number of KiB is written without loss, in the stored form', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (amount) => {
    const { memory } = resourcesOf({ memory: { limit: Size.kibibytes(amount) } }).limits;
    expect(parseQuantity(memory)!.nano).toBe(BigInt(amount) * 1024n * 1_000_000_000n);
  }));
});

test('any whole number of millis is written without loss, in the stored form, however it is given', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000 }), (amount) => {
    const written = [Cpu.millis(amount), Cpu.units(amount / 1000)].map((cpu) => resourcesOf({ cpu: { limit: cpu } }).limits.cpu);
    expect(written[1]).toBe(written[0]);
    expect(parseQuantity(written[0])!.nano).toBe(BigInt(amount) * 1_000_000n);
  }));
});

test('an init container with a port has no probe, as Kubernetes asks, and a sidecar keeps its own', () => {
  const { spec: { initContainers } } = writtenWith({
    initContainers: [
      { name: 'first', image: 'curl:v1', portNumber: 81, resources: {} },
      { name: 'proxy', image: 'proxy:v1', portNumber: 82, restartPolicy: ContainerRestartPolicy.ALWAYS, resources: {} },
    ],
  });
  expect(initContainers.map(({ name, startupProbe }: any) => [name, startupProbe?.tcpSocket])).toEqual([['first', undefined], ['proxy', { port: 82 }]]);
});
