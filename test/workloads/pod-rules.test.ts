import { Testing } from 'cdk8s';
import { ContainerProps, ContainerRestartPolicy, Cpu, EnvValue, Handler, Probe } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenPod } from './wasm-pods';
import { RuleCode, Rules, WasmContainerOptions } from '../../src';

const label = "a container name must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; "
  + 'use lower-case letters, digits and dashes (InvalidName)';
const image = 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space; '
  + 'write it as "registry.example.com/team/app:v1" (InvalidImage)';
const port = 'a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)';
const exec = 'no command can be run in a container under a runwasi shim, not even in a Linux sidecar; '
  + 'use an HTTP or TCP probe, or leave it out (ExecUnsupported)';
const cpu = 'CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)';
const names = 'the containers of a pod have different names; name one of them (DuplicateKey)';
const scalar = "some YAML readers, kubectl's among them, would take it for something else; "
  + 'make the app a FleetApp, which quotes it (AmbiguousScalar)';
const long = 'a'.repeat(64);

type Case = [string, ContainerProps, string];

// each with the props of a container called "proxy" unless it says otherwise, and what follows its place
const broken: Case[] = [
  ['a name with upper case', { name: 'Proxy', image: 'envoy:v1' }, `["Proxy"].name: got "Proxy"; ${label}`],
  ['an empty name', { name: '', image: 'envoy:v1' }, `[""].name: got ""; ${label}`],
  ['a name of 64 characters', { name: long, image: 'envoy:v1' }, `["${long}"].name: got "${long}"; ${label}`],
  ['a name that ends in a dash', { name: 'proxy-', image: 'envoy:v1' }, `["proxy-"].name: got "proxy-"; ${label}`],
  ['the name of another container', { name: 'main', image: 'envoy:v1' }, `["main"].name: got "main"; ${names}`],
  ['no reference for an image', { name: 'proxy', image: 'my registry/envoy' }, `["proxy"].image: got "my registry/envoy"; ${image}`],
  ['an empty image', { name: 'proxy', image: '' }, `["proxy"].image: got ""; ${image}`],
  ['the port 65536', { name: 'proxy', image: 'envoy:v1', ports: [{ number: 80 }, { number: 65536 }] },
    `["proxy"].ports[1].containerPort: got 65536; ${port}`],
  ['the port -1', { name: 'proxy', image: 'envoy:v1', portNumber: -1 }, `["proxy"].ports[0].containerPort: got -1; ${port}`],
  ['half a port', { name: 'proxy', image: 'envoy:v1', ports: [{ number: 80.5 }] }, `["proxy"].ports[0].containerPort: got 80.5; ${port}`],
  ['negative CPU', { name: 'proxy', image: 'envoy:v1', resources: { cpu: { request: Cpu.millis(-5) } } },
    `["proxy"].resources.requests.cpu: got "-5m"; ${cpu}`],
  ['a request over its limit', { name: 'proxy', image: 'envoy:v1', resources: { cpu: { request: Cpu.units(1), limit: Cpu.millis(500) } } },
    '["proxy"].resources.requests.cpu: got "1"; a request must not be over its limit, 500m; '
    + 'lower the request or raise the limit (RequestOverLimit)'],
  ['a variable that kubectl reads as a number', { name: 'proxy', image: 'envoy:v1', envVariables: { MODE: EnvValue.fromValue('0o17') } },
    `["proxy"].env["MODE"].value: got "0o17"; ${scalar}`],
  ['a word of its command that kubectl reads as a number', { name: 'proxy', image: 'envoy:v1', command: ['/a.wasm', '0X1F'] },
    `["proxy"].command[1]: got "0X1F"; ${scalar}`],
  ['an argument with a separator that readers drop', { name: 'proxy', image: 'envoy:v1', args: ['a\u2028b'] },
    `["proxy"].args[0]: got "a\u2028b"; ${scalar}`],
];

const probe = Probe.fromCommand(['cat', '/ready']);
const hook = Handler.fromCommand(['sleep', '1']);
const commands: [string, Partial<ContainerProps>, string][] = [
  ['readiness', { readiness: probe }, 'readinessProbe.exec: got ["cat","/ready"]'],
  ['liveness', { liveness: probe }, 'livenessProbe.exec: got ["cat","/ready"]'],
  ['startup', { startup: probe }, 'startupProbe.exec: got ["cat","/ready"]'],
  ['postStart', { lifecycle: { postStart: hook } }, 'lifecycle.postStart.exec: got ["sleep","1"]'],
  ['preStop', { lifecycle: { preStop: hook } }, 'lifecycle.preStop.exec: got ["sleep","1"]'],
];

afterEach(() => jest.restoreAllMocks());

function late(message: string): Error {
  return new Error(`Validation failed with the following errors:\n  [test/hello] ${message}`);
}

describe.each(broken)('a container with %s', (_, container, message) => {
  test('fails at once when it is given', () => {
    expect(() => podIn(chartOf(), { containers: [container] })).toThrow(new Error(`[test/hello] spec.containers${message}`));
  });

  test('fails at once when it is given as an init container', () => {
    expect(() => podIn(chartOf(), { initContainers: [container] })).toThrow(new Error(`[test/hello] spec.initContainers${message}`));
  });

  test('fails at synthesis when it is added later', () => {
    const chart = chartOf();
    podIn(chart).addContainer(container);
    expect(() => Testing.synth(chart)).toThrow(late(`spec.containers${message}`));
  });

  test('fails at synthesis when it is added later as an init container', () => {
    const chart = chartOf();
    podIn(chart).addInitContainer(container);
    expect(() => Testing.synth(chart)).toThrow(late(`spec.initContainers${message}`));
  });
});

describe.each(commands)('a command as %s', (_, handler, message) => {
  const sidecar = { name: 'proxy', image: 'envoy:v1', ...handler };
  const fixed = message.startsWith('lifecycle') ? exec.replace('use an HTTP or TCP probe, or leave it out', 'leave it out') : exec;
  const problem = `spec.containers["proxy"].${message}; ${fixed}`;

  test('fails in a sidecar', () => {
    expect(() => podIn(chartOf(), { containers: [sidecar] })).toThrow(new Error(`[test/hello] ${problem}`));
  });

  test('fails in a sidecar that is added later', () => {
    const chart = chartOf();
    podIn(chart).addContainer(sidecar);
    expect(() => Testing.synth(chart)).toThrow(late(problem));
  });

  test('fails in an init container that runs on', () => {
    const initContainers = [{ ...sidecar, restartPolicy: ContainerRestartPolicy.ALWAYS }];
    expect(() => podIn(chartOf(), { initContainers }))
      .toThrow(new Error(`[test/hello] ${problem.replace('containers', 'initContainers')}`));
  });
});

describe.each<keyof WasmContainerOptions>(['readiness', 'liveness', 'startup'])('a command as %s of the Wasm container', (field) => {
  test('fails', () => {
    expect(() => podIn(chartOf(), { [field]: probe }))
      .toThrow(new Error(`[test/hello] spec.containers["main"].${field}Probe.exec: got ["cat","/ready"]; ${exec}`));
  });
});

test.each([
  ['HTTP', Probe.fromHttpGet('/ready', { port: 8080 })],
  ['TCP', Probe.fromTcpSocket({ port: 8080 })],
])('a probe by %s is taken everywhere', (_, taken) => {
  const chart = chartOf();
  podIn(chart, { readiness: taken, liveness: taken, startup: taken, containers: [{ name: 'proxy', image: 'envoy:v1', readiness: taken }] });
  expect(writtenPod(chart).spec.containers).toHaveLength(2);
});

test.each([
  ['HTTP', Handler.fromHttpGet('/stop', { port: 8080 })],
  ['TCP', Handler.fromTcpSocket({ port: 8080 })],
])('a hook by %s is taken', (_, taken) => {
  const chart = chartOf();
  podIn(chart, { containers: [{ name: 'proxy', image: 'envoy:v1', lifecycle: { postStart: taken, preStop: taken } }] });
  expect(Object.keys(writtenPod(chart).spec.containers[1].lifecycle)).toEqual(['postStart', 'preStop']);
});

test('fails with all problems of all containers at once', () => {
  expect(() => podIn(chartOf(), {
    containerName: 'Main',
    ports: [{ number: 70000 }],
    containers: [{ name: 'proxy', image: '', liveness: probe }],
    initContainers: [{ name: 'proxy', image: 'curl:v1' }],
  })).toThrow(new Error([
    `[test/hello] spec.containers["Main"].name: got "Main"; ${label}`,
    `[test/hello] spec.containers["Main"].ports[0].containerPort: got 70000; ${port}`,
    `[test/hello] spec.containers["proxy"].image: got ""; ${image}`,
    `[test/hello] spec.initContainers["proxy"].name: got "proxy"; ${names}`,
    `[test/hello] spec.containers["proxy"].livenessProbe.exec: got ["cat","/ready"]; ${exec}`,
  ].join('\n')));
});

test('a rule is a warning where the chart says so with a reason', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = chartOf();
  Rules.of(chart).warnOnly(RuleCode.EXEC_UNSUPPORTED, 'a shim of our own can');
  podIn(chart, { liveness: probe });
  expect(writtenPod(chart).spec.containers[0].livenessProbe.exec).toEqual({ command: ['cat', '/ready'] });
  writtenPod(chart);
  expect(stderr.mock.calls).toEqual([[
    `warning: [test/hello] spec.containers["main"].livenessProbe.exec: got ["cat","/ready"]; ${exec}; allowed here: a shim of our own can\n`,
  ]]);
});
