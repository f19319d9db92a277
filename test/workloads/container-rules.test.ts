import { Duration, Size } from 'cdk8s';
import { ContainerRestartPolicy, DnsPolicy, EnvValue, Probe, ServiceAccount, Volume } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenPod } from './wasm-pods';
import { WasmPodProps, WasmRuntime, WasmRuntimeClass } from '../../src';

const seconds = Duration.seconds(1);
const main = 'spec.containers["main"]';
const leaveOut = 'give whole seconds or a count (InvalidProbe)';

function volumes(...paths: string[]): Partial<WasmPodProps> {
  const chart = chartOf();
  const volume = Volume.fromEmptyDir(chart, 'volume', 'data');
  return { volumeMounts: paths.map((path) => ({ path, volume })) };
}

describe('a pod fails at once for', () => {
  test.each<[string, Partial<WasmPodProps>, string]>([
    ['an environment variable with a space', { envVariables: { 'my key': EnvValue.fromValue('x') } },
      `${main}.env["my key"].name: got "my key"; an environment variable is letters, digits, '_', '-' and '.', not starting with a digit; `
      + 'write it as "MY_NAME" (InvalidVariableName)'],
    ['a port name in upper case', { ports: [{ number: 8080, name: 'BAD NAME' }] },
      `${main}.ports[0].name: got "BAD NAME"; a port name is at most 15 lower-case letters, digits and single '-', with a letter; `
      + 'write it as "http" (InvalidName)'],
    ['a host port out of range', { ports: [{ number: 8080, hostPort: 99999 }] },
      `${main}.ports[0].hostPort: got 99999; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)`],
    ['a probe of a port out of range', { readiness: Probe.fromHttpGet('/', { port: 99999 }) },
      `${main}.readinessProbe.port: got 99999; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)`],
    ['a liveness that needs two successes', { liveness: Probe.fromTcpSocket({ successThreshold: 2 }) },
      `${main}.livenessProbe.successThreshold: got 2; only a readiness probe may need more than one success; leave it out (InvalidProbe)`],
    ['a negative failure threshold', { readiness: Probe.fromTcpSocket({ failureThreshold: -1 }) },
      `${main}.readinessProbe.failureThreshold: got -1; must be a whole number from 1 to 2147483647; ${leaveOut}`],
    ['a probe that waits for longer than 32 bits count', { liveness: Probe.fromTcpSocket({ initialDelaySeconds: Duration.days(100000) }) },
      `${main}.livenessProbe.initialDelaySeconds: got 8640000000; must be a whole number of seconds from 0 to 2147483647; `
      + 'give a shorter Duration (InvalidProbe)'],
    ['a probe as rarely', { startup: Probe.fromTcpSocket({ periodSeconds: Duration.days(100000) }) },
      `${main}.startupProbe.periodSeconds: got 8640000000; must be a whole number from 1 to 2147483647; ${leaveOut}`],
    ['a probe that waits as long in a sidecar', { containers: [{ name: 's', image: 'nginx:1', readiness: Probe.fromTcpSocket({ port: 80, initialDelaySeconds: Duration.days(30000) }) }] },
      'spec.containers["s"].readinessProbe.initialDelaySeconds: got 2592000000; must be a whole number of seconds from 0 to 2147483647; '
      + 'give a shorter Duration (InvalidProbe)'],
    ['a probe by parts of a second', { readiness: Probe.fromTcpSocket({ periodSeconds: Duration.millis(500) }) },
      `${main}: got "'500 millis' cannot be converted into a whole number of seconds."; cdk8s-plus cannot render it; `
      + 'mend what its message names (UnrenderablePod)'],
    ['two volumes at one path', volumes('/data', '/data/'),
      `${main}.volumeMounts[1].mountPath: got "/data/"; a volume is mounted there already; use another path (InvalidMount)`],
    ['a relative mount path', volumes('data'),
      `${main}.volumeMounts[0].mountPath: got "data"; a mount path is absolute, without ':'; write it as "/data" (InvalidMount)`],
    ['a user below 0', { containerSecurityContext: { user: -1 } },
      `${main}.securityContext.runAsUser: got -1; a user or group is a number of 0 or more; give a number (InvalidUser)`],
    ['root that is not to be root', { containerSecurityContext: { user: 0, ensureNonRoot: true } },
      `${main}.securityContext.runAsUser: got 0; the container is to run as non-root, and 0 is root; `
      + 'give another user, or ensureNonRoot: false (InvalidUser)'],
  ])('%s', (_, props, message) => {
    expect(() => podIn(chartOf(), props)).toThrow(new Error(`[test/hello] ${message}`));
  });
});

describe('a pod that cdk8s-plus cannot render fails before a file is written, for', () => {
  test.each<[string, Partial<WasmPodProps>, string?]>([
    ['a grace period by parts of a second', { terminationGracePeriod: Duration.millis(500) }, "'500 millis' cannot be converted into a whole number of seconds."],
    ['DNS of its own without a server', { dns: { policy: DnsPolicy.NONE } }],
    ['a container that restarts like a sidecar', { containers: [{ name: 's', image: 'nginx:1', restartPolicy: ContainerRestartPolicy.ALWAYS }] }],
  ])('%s', (_, props, said = '') => {
    const chart = chartOf();
    podIn(chart, props);
    expect(() => writtenPod(chart)).toThrow(/^Validation failed[\s\S]*\[test\/hello\] spec: got ".*"; cdk8s-plus cannot render it; .*\(UnrenderablePod\)$/);
    expect(() => writtenPod(chart)).toThrow(`[test/hello] spec: got "${said}`);
    expect(() => writtenPod(chart)).not.toThrow('Failed serializing');
  });
});

describe('the rights of the Wasm container', () => {
  const rights = (props: Partial<WasmPodProps>) => {
    const chart = chartOf();
    podIn(chart, props);
    return writtenPod(chart, { runtimeClasses: ['wasmtime-spin-v2'] }).spec.containers[0].securityContext;
  };
  const spin = () => WasmRuntimeClass.fromRuntimeClassName(chartOf(), 'spin', 'wasmtime-spin-v2', { runtime: WasmRuntime.SPIN });

  test('leave the user to the pod where that has one', () => {
    expect(rights({ securityContext: { user: 1000 } })).not.toHaveProperty('runAsUser');
  });

  test('follow a pod that may be root', () => {
    expect(rights({ securityContext: { ensureNonRoot: false } })).toMatchObject({ runAsNonRoot: false });
  });

  test('take root by its number', () => {
    expect(rights({ containerSecurityContext: { user: 0 } })).toMatchObject({ runAsNonRoot: false, runAsUser: 0 });
  });

  test('name a user where Spin is not to be root', () => {
    expect(rights({ runtimeClass: spin(), containerSecurityContext: { ensureNonRoot: true } }))
      .toMatchObject({ runAsNonRoot: true, runAsUser: 65532 });
  });

  test('are those of Spin for a class of another program that is said to be for Spin', () => {
    expect(rights({ runtimeClass: spin() })).toMatchObject({ runAsNonRoot: false, readOnlyRootFilesystem: false });
  });

  test('let a privileged container have more of them', () => {
    expect(rights({ containerSecurityContext: { privileged: true } })).toMatchObject({ privileged: true, allowPrivilegeEscalation: true });
  });
});

test('a pod comes after its service account, wherever that is made', () => {
  const chart = chartOf();
  const serviceAccount = new ServiceAccount(chart, 'account');
  podIn(chart, { serviceAccount, resources: { memory: { limit: Size.mebibytes(8) } }, terminationGracePeriod: seconds });
  serviceAccount.metadata.addLabel('made', 'first');
  expect(chart.toJson().map(({ kind }: { kind: string }) => kind).filter((kind: string) => kind !== 'RuntimeClass'))
    .toEqual(['ServiceAccount', 'Pod']);
});

test('the port of a pod is where its probes go', () => {
  const chart = chartOf();
  podIn(chart, { portNumber: 8080, readiness: Probe.fromHttpGet('/health') });
  expect(writtenPod(chart).spec.containers[0].readinessProbe.httpGet).toMatchObject({ path: '/health', port: 8080 });
});
