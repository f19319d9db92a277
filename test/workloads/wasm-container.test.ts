import { ApiObject, Duration } from 'cdk8s';
import { EnvValue, ImagePullPolicy, Pod, Probe, Protocol, Volume } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenPod, writtenWith, yaml } from './wasm-pods';
import { SpinRuntimeClass, WasmContainerOptions, WasmImage, WasmPod, WasmPodProps, WasmRuntimeClass } from '../../src';

function containerWith(props: Partial<WasmPodProps>): any {
  return writtenWith(props).spec.containers[0];
}

function spinContainerWith(props: Partial<WasmPodProps>): any {
  const chart = chartOf();
  const runtimeClass = new SpinRuntimeClass(chart, 'spin', { metadata: { name: 'wasmtime-spin-v2' } });
  podIn(chart, { runtimeClass, image: WasmImage.ociArtifact('ghcr.io/example/app:v1', { command: ['/'] }), ...props });
  return writtenPod(chart).spec.containers[0];
}

describe('the defaults', () => {
  test('differ from those of cdk8s-plus in a numeric user and in resources alone', () => {
    const chart = chartOf();
    const stock = new Pod(chart, 'stock', { containers: [{ image: 'ghcr.io/example/hello:v1' }] });
    const { resources, ...container } = ApiObject.of(stock).toJson().spec.containers[0];
    expect(resources.limits.memory).toBe('2048Mi');
    expect(containerWith({})).toEqual({ ...container, securityContext: { ...container.securityContext, runAsUser: 65532 } });
  });

  test('name a user by number, since non-root without a number is refused for images that name none', () => {
    expect(yaml(containerWith({}))).toMatchInlineSnapshot(`
"
image: ghcr.io/example/hello:v1
imagePullPolicy: Always
name: main
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  runAsUser: 65532
"
`);
  });

  test('let Spin run as root and write, since its shim writes below / and listens on port 80', () => {
    expect(yaml(spinContainerWith({}))).toMatchInlineSnapshot(`
"
command:
  - /
image: ghcr.io/example/app:v1
imagePullPolicy: Always
name: main
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: false
  runAsNonRoot: false
"
`);
  });

  test('of an imported RuntimeClass are those of no known runtime', () => {
    const chart = chartOf();
    podIn(chart, { runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'imported', 'wasmtime-v1') });
    expect(writtenPod(chart, { runtimeClasses: ['wasmtime-v1'] }).spec).toMatchObject({
      runtimeClassName: 'wasmtime-v1',
      containers: [{ securityContext: { runAsNonRoot: true, runAsUser: 65532, readOnlyRootFilesystem: true } }],
    });
  });

  test.each<[string, Partial<WasmContainerOptions>]>([
    ['the name', { containerName: 'main' }],
    ['the pull policy', { imagePullPolicy: ImagePullPolicy.ALWAYS }],
    ['no resources', { resources: {} }],
    ['no ports', { ports: [] }],
    ['no variables', { envVariables: {} }],
    ['no mounts', { volumeMounts: [] }],
    ['no rights', { containerSecurityContext: {} }],
    ['the user', { containerSecurityContext: { user: 65532, ensureNonRoot: true } }],
  ])('may be said aloud: %s', (_, options) => {
    expect(containerWith(options)).toEqual(containerWith({}));
  });
});

describe('rights', () => {
  test('given for the container win', () => {
    expect(containerWith({ containerSecurityContext: { user: 1000, group: 2000, readOnlyRootFilesystem: false } }).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: false,
      runAsGroup: 2000,
      runAsNonRoot: true,
      runAsUser: 1000,
    });
  });

  test('of root leave the user to the image', () => {
    const { securityContext } = containerWith({ containerSecurityContext: { ensureNonRoot: false } });
    expect(securityContext).not.toHaveProperty('runAsUser');
    expect(securityContext.runAsNonRoot).toBe(false);
  });

  test('given for Spin win', () => {
    expect(spinContainerWith({ containerSecurityContext: { ensureNonRoot: true, user: 1000 } }).securityContext)
      .toMatchObject({ runAsNonRoot: true, runAsUser: 1000, readOnlyRootFilesystem: false });
  });
});

test('the command of an OCI artefact is written, that of a container image is left to it', () => {
  expect(containerWith({ image: WasmImage.ociArtifact('ghcr.io/example/a:v1', { command: ['a.wasm', '-x'] }) }))
    .toMatchObject({ image: 'ghcr.io/example/a:v1', command: ['a.wasm', '-x'] });
  expect(containerWith({ image: WasmImage.container('ghcr.io/example/a:v1') })).not.toHaveProperty('command');
  expect(containerWith({ image: WasmImage.container('ghcr.io/example/a:v1', { command: ['/a.wasm'] }) }).command).toEqual(['/a.wasm']);
});

test('each option is written to its field', () => {
  const chart = chartOf();
  podIn(chart, {
    containerName: 'api',
    args: ['--verbose'],
    envVariables: { WASMTIME_HTTP_PROXY_SOCKET_ADDR: EnvValue.fromValue('0.0.0.0:8080') },
    ports: [{ number: 8080, name: 'http', protocol: Protocol.TCP }],
    readiness: Probe.fromHttpGet('/ready', { port: 8080, initialDelaySeconds: Duration.seconds(1) }),
    liveness: Probe.fromTcpSocket({ port: 8080 }),
    startup: Probe.fromHttpGet('/', { port: 8080 }),
    volumeMounts: [{ path: '/data', volume: Volume.fromEmptyDir(chart, 'data', 'data') }],
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
  });
  const { spec } = writtenPod(chart);
  expect(spec.volumes).toEqual([{ name: 'data', emptyDir: {} }]);
  expect(yaml(spec.containers[0])).toMatchInlineSnapshot(`
"
args:
  - --verbose
env:
  - name: WASMTIME_HTTP_PROXY_SOCKET_ADDR
    value: 0.0.0.0:8080
image: ghcr.io/example/hello:v1
imagePullPolicy: IfNotPresent
livenessProbe:
  failureThreshold: 3
  tcpSocket:
    port: 8080
name: api
ports:
  - containerPort: 8080
    name: http
    protocol: TCP
readinessProbe:
  failureThreshold: 3
  httpGet:
    path: /ready
    port: 8080
    scheme: HTTP
  initialDelaySeconds: 1
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  runAsUser: 65532
startupProbe:
  failureThreshold: 3
  httpGet:
    path: /
    port: 8080
    scheme: HTTP
volumeMounts:
  - mountPath: /data
    name: data
"
`);
});

test('no option changes the pod around the container', () => {
  const chart = chartOf();
  podIn(chart, { containerName: 'api', args: ['-v'], ports: [{ number: 8080 }], imagePullPolicy: ImagePullPolicy.NEVER });
  const { containers: _, ...changed } = writtenPod(chart).spec;
  const { containers: __, ...plain } = writtenWith({}).spec;
  expect(changed).toEqual(plain);
});

test('collections are copied in: what a caller adds later does not arrive', () => {
  const chart = chartOf();
  const options = { args: ['a'], ports: [{ number: 1 }], envVariables: { A: EnvValue.fromValue('a') }, volumeMounts: [] as any[] };
  podIn(chart, options);
  options.args.push('b');
  options.ports.push({ number: 2 });
  Object.assign(options.envVariables, { B: EnvValue.fromValue('b') });
  options.volumeMounts.push({ path: '/data', volume: Volume.fromEmptyDir(chart, 'data', 'data') });
  expect(writtenPod(chart).spec.containers[0]).toMatchObject({
    args: ['a'],
    ports: [{ containerPort: 1 }],
    env: [{ name: 'A', value: 'a' }],
  });
  expect(writtenPod(chart).spec).not.toHaveProperty('volumes');
});

test('collections are copied in: what is added to the container does not reach the caller', () => {
  const chart = chartOf();
  const options = { ports: [{ number: 1 }], envVariables: {}, volumeMounts: [] };
  const [container] = podIn(chart, options).containers;
  container.addPort({ number: 2 });
  container.env.addVariable('B', EnvValue.fromValue('b'));
  container.mount('/data', Volume.fromEmptyDir(chart, 'data', 'data'));
  expect(options).toEqual({ ports: [{ number: 1 }], envVariables: {}, volumeMounts: [] });
  expect(writtenPod(chart).spec).toMatchObject({
    containers: [{
      env: [{ name: 'B', value: 'b' }],
      ports: [{ containerPort: 1 }, { containerPort: 2 }],
      volumeMounts: [{ mountPath: '/data', name: 'data' }],
    }],
    volumes: [{ name: 'data', emptyDir: {} }],
  });
});

test('the first container of the pod is the one that runs WebAssembly, before given sidecars', () => {
  const pod: WasmPod = podIn(chartOf(), { containers: [{ name: 'proxy', image: 'envoy:v1' }] });
  expect(pod.containers.map(({ name, image }) => [name, image])).toEqual([['main', 'ghcr.io/example/hello:v1'], ['proxy', 'envoy:v1']]);
});
