/** Where Spin listens: its container, probes and Services agree on it, and no sidecar has it. */
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { ConfigMap, EnvValue, Probe, Protocol } from 'cdk8s-plus-28';
import { HttpBackend, SpinDeployment, SpinDeploymentProps, SpinManifest } from '../../src';
import { podTemplateOf } from '../support/manifest/pods';
import { chartOf, failureOf, synth } from '../support/synth';

const CLASS = { runtimeClasses: ['wasmtime-spin-v2'] };
const MAIN = 'spec.template.spec.containers["api"]';
const HTTP = 'spin_manifest_version = 2\n[application]\nname = "api"\n[[trigger.http]]\nroute = "/..."\ncomponent = "a"\n[component.a]\nsource = "a.wasm"\n';
const REDIS = HTTP.replace('http', 'redis').replace('route = "/..."', 'channel = "c"\naddress = "redis://r"');

function deploymentIn(chart: Chart, props: Partial<SpinDeploymentProps> = {}): SpinDeployment {
  return new SpinDeployment(chart, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1', ...props });
}

function objectsOf(props: Partial<SpinDeploymentProps>, use: (deployment: SpinDeployment) => unknown = () => undefined): any[] {
  const chart = chartOf();
  use(deploymentIn(chart, props));
  return synth(chart, CLASS);
}

const mainOf = (objects: any[]) => podTemplateOf(objects.find(({ kind }) => kind === 'Deployment'))!.spec.containers[0];
const listen = (value: string) => ({ envVariables: { SPIN_HTTP_LISTEN_ADDR: EnvValue.fromValue(value) } });
const sidecar = (...ports: { number: number; protocol?: Protocol }[]) => ({ containers: [{ name: 'proxy', image: 'nginx:1.27', ports, resources: {} }] });

const NOBODY = (declared: string) => `Spin would listen where nobody asks: the container declares port ${declared}, to which Services and probes go`;
const TAKEN = 'Spin listens there, and the containers of a pod share their ports: whoever starts last ends at once; '
  + 'let one of them listen at another port, Spin by port of the SpinDeployment (InvalidPort)';

test('another port reaches the container, the variable, the probes, the Service and what leads to it', () => {
  let backend = 0;
  const objects = objectsOf({ port: 3000, readiness: Probe.fromHttpGet('/health'), liveness: Probe.fromTcpSocket() }, (deployment) => {
    backend = HttpBackend.fromService(deployment.exposeViaService()).servicePort;
  });
  expect(mainOf(objects)).toMatchObject({
    env: [{ name: 'SPIN_HTTP_LISTEN_ADDR', value: '0.0.0.0:3000' }],
    ports: [{ containerPort: 3000, name: 'http-app' }],
    readinessProbe: { httpGet: { path: '/health', port: 3000 } },
    livenessProbe: { tcpSocket: { port: 3000 } },
  });
  expect(mainOf(objects)).not.toHaveProperty('startupProbe');
  expect(objects.find(({ kind }) => kind === 'Service').spec.ports).toEqual([{ name: 'http-app', port: 3000, targetPort: 3000 }]);
  expect(backend).toBe(3000);
});

test('the Service may have a port of its own', () => {
  const objects = objectsOf({ port: 3000 }, (deployment) => deployment.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] }));
  expect(objects.find(({ kind }) => kind === 'Service').spec.ports).toEqual([{ port: 80, targetPort: 3000 }]);
});

test('the default readiness follows, and a probe may go elsewhere', () => {
  expect(mainOf(objectsOf({ port: 3000, manifest: SpinManifest.fromString(HTTP) })).readinessProbe.httpGet.port).toBe(3000);
  expect(mainOf(objectsOf({ port: 3000, readiness: Probe.fromTcpSocket({ port: 9000 }) })).readinessProbe.tcpSocket.port).toBe(9000);
});

test('what is written is unchanged by the port of the operator', () => {
  expect(objectsOf({ port: 80, readiness: Probe.fromHttpGet('/') })).toEqual(objectsOf({ readiness: Probe.fromHttpGet('/') }));
});

test.each([0, 65536, 1.5])('fails for the port %d', (port) => {
  expect(failureOf((chart) => deploymentIn(chart, { port }))).toMatch(/^\[test\/api\] spec\.template\.spec\.containers\["api"\]\.ports\[0\]\.containerPort: got .*\(InvalidPort\)$/);
});

test.each<[string, Partial<SpinDeploymentProps>, string, string]>([
  ['another port', listen('0.0.0.0:3000'), '80', 'leave it out, and give port: 3000'],
  ['the usual port beside another', { port: 3000, ...listen('0.0.0.0:80') }, '3000', 'leave it out, and give port: 80'],
  ['no port', listen('0.0.0.0'), '80', 'leave it out'],
  ['nothing', listen(''), '80', 'leave it out'],
])('fails for a SPIN_HTTP_LISTEN_ADDR with %s', (_, props, declared, fix) => {
  const value = props.envVariables!.SPIN_HTTP_LISTEN_ADDR.value;
  expect(failureOf((chart) => deploymentIn(chart, props)))
    .toBe(`[test/api] ${MAIN}.env["SPIN_HTTP_LISTEN_ADDR"]: got "${value}"; ${NOBODY(declared)}; ${fix} (InvalidPort)`);
});

test('fails for one that is added later, by a call or a patch, and for one that a patch takes away', () => {
  const late = (change: (deployment: SpinDeployment) => unknown, props = {}) => failureOf((chart) => change(deploymentIn(chart, props)));
  const problem = new RegExp(`^\\[test/api\\] .*env\\["SPIN_HTTP_LISTEN_ADDR"\\]: got "0.0.0.0:\\d+"; ${NOBODY('\\d+')}; .*\\(InvalidPort\\)$`);
  const patch = (operation: JsonPatch) => (deployment: SpinDeployment) => ApiObject.of(deployment).addJsonPatch(operation);
  expect(late((deployment) => deployment.containers[0].env.addVariable('SPIN_HTTP_LISTEN_ADDR', EnvValue.fromValue('0.0.0.0:3000')))).toMatch(problem);
  expect(late(patch(JsonPatch.replace('/spec/template/spec/containers/0/env/0/value', '0.0.0.0:3000')))).toMatch(problem);
  expect(late(patch(JsonPatch.remove('/spec/template/spec/containers/0/env/0')), { port: 3000 })).toMatch(problem);
});

test.each<[string, Partial<SpinDeploymentProps>]>([
  ['the same port', listen('0.0.0.0:80')],
  ['every address of both kinds', { port: 3000, ...listen('[::]:3000') }],
  ['a value that only the cluster knows', {
    envVariables: { SPIN_HTTP_LISTEN_ADDR: EnvValue.fromConfigMap(ConfigMap.fromConfigMapName(chartOf(), 'settings', 'settings'), 'address') },
  }],
  ['a value by another variable', { envVariables: { SPIN_HTTP_LISTEN_ADDR: EnvValue.fromValue('0.0.0.0:$(PORT)'), PORT: EnvValue.fromValue('80') } }],
])('a SPIN_HTTP_LISTEN_ADDR may have %s', (_, props) => {
  expect(objectsOf(props)).toHaveLength(1);
});

test('a patch may move both the port and the address', () => {
  expect(mainOf(objectsOf(listen('0.0.0.0:80'), (deployment) => ApiObject.of(deployment).addJsonPatch(
    JsonPatch.replace('/spec/template/spec/containers/0/env/0/value', '0.0.0.0:3000'),
    JsonPatch.replace('/spec/template/spec/containers/0/ports/0/containerPort', 3000),
  ))).ports).toEqual([{ containerPort: 3000, name: 'http-app' }]);
});

test.each<[string, Partial<SpinDeploymentProps>, string]>([
  ['the usual port', sidecar({ number: 8080 }, { number: 80 }), 'containers["proxy"].ports[1].containerPort: got 80'],
  ['another', { port: 3000, ...sidecar({ number: 3000 }) }, 'containers["proxy"].ports[0].containerPort: got 3000'],
])('fails beside a sidecar at the same port: %s', (_, props, problem) => {
  expect(failureOf((chart) => deploymentIn(chart, props))).toBe(`[test/api] spec.template.spec.${problem}; ${TAKEN}`);
});

test('fails beside a sidecar that is added later, or that starts first and stays', () => {
  expect(failureOf((chart) => deploymentIn(chart).addContainer({ name: 'late', image: 'nginx:1.27', portNumber: 80, resources: {} })))
    .toBe(`[test/api] spec.template.spec.containers["late"].ports[0].containerPort: got 80; ${TAKEN}`);
  expect(failureOf((chart) => {
    const deployment = deploymentIn(chart, { initContainers: [{ name: 'first', image: 'nginx:1.27', portNumber: 80, resources: {} }] });
    ApiObject.of(deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/initContainers/0/restartPolicy', 'Always'));
  })).toBe(`[test/api] spec.template.spec.initContainers["first"].ports[0].containerPort: got 80; ${TAKEN}`);
});

test.each<[string, Partial<SpinDeploymentProps>]>([
  ['a sidecar at another port', sidecar({ number: 8080 })],
  ['a sidecar at 80 beside Spin at another', { port: 3000, ...sidecar({ number: 80 }) }],
  ['a sidecar at the same port by UDP', sidecar({ number: 80, protocol: Protocol.UDP })],
  ['an init container at the same port', { initContainers: [{ name: 'first', image: 'nginx:1.27', portNumber: 80, resources: {} }] }],
  ['a sidecar at 80 of an application that listens nowhere', { manifest: SpinManifest.fromString(REDIS), ...sidecar({ number: 80 }) }],
])('works: %s', (_, props) => {
  expect(objectsOf(props)).toHaveLength(1);
});
