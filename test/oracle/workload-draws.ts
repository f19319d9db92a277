/** Draws of pods that a runwasi shim runs, and the properties of a workload that they stand for. */
import { Chart, Duration, Size } from 'cdk8s';
import {
  Capability, ContainerProps, Cpu, DnsPolicy, EnvValue, FsGroupChangePolicy, LabeledNode, NodeLabelQuery, NodeTaintQuery,
  PersistentVolumeClaim, PodScheduling, Probe, Protocol, Secret,
  ConfigMap, ServiceAccount, TaintedNode, TaintEffect, Topology, Volume, Workload,
} from 'cdk8s-plus-28';
import { dictionary, labels, list, maybe, mostly, number, oddText, oneOf, record, text, usually, word } from './odd';
import { WasmImage, WasmRuntime, WasmRuntimeClass } from '../../src';

type Of<A> = A extends { generate(...all: any[]): { value: infer T } } ? T : never;

const image = mostly(oneOf('ghcr.io/acme/hello:v1', 'hello'));
const seconds = number(0, 90);
const probe = record({
  path: maybe(mostly(word.map((path) => `/${path}`))),
  port: maybe(number(1, 65_535)),
  initialDelaySeconds: maybe(seconds),
  periodSeconds: maybe(seconds),
  timeoutSeconds: maybe(seconds),
  failureThreshold: maybe(number(1, 9)),
  successThreshold: maybe(number(1, 1)),
});
const amounts = record({ request: maybe(number(1, 500)), limit: maybe(number(500, 4000)) });
const resources = record({ cpu: maybe(amounts), memory: maybe(amounts), ephemeralStorage: maybe(amounts) });
const variables = dictionary(text, record({ value: maybe(oddText), secret: maybe(text), key: text, field: maybe(oneOf('metadata.name', 'status.podIP')) }));
const volume = record({
  kind: oneOf('emptyDir', 'configMap', 'secret', 'claim', 'hostPath', 'nfs', 'csi'),
  name: maybe(text),
  target: text,
  path: mostly(word.map((path) => `/data/${path}`), oneOf('/', '', 'a', '/a:b', '/a/../b', '/data/')),
  subPath: maybe(mostly(word)),
  readOnly: maybe(oneOf(true, false)),
  mode: maybe(number(0, 0o777)),
  size: maybe(number(1, 64)),
});
const port = record({
  number: number(1, 65_535), name: maybe(text), protocol: maybe(oneOf(Protocol.TCP, Protocol.UDP, Protocol.SCTP)), hostPort: maybe(number(1, 65_535)), hostIp: maybe(mostly(oneOf('10.0.0.1'))),
});
const securityContext = record({
  user: maybe(number(0, 70_000)),
  group: maybe(number(0, 70_000)),
  ensureNonRoot: maybe(oneOf(true, false)),
  privileged: maybe(oneOf(true, false)),
  readOnlyRootFilesystem: maybe(oneOf(true, false)),
  allowPrivilegeEscalation: maybe(oneOf(true, false)),
  capabilities: maybe(record({ add: maybe(list(mostly(oneOf(Capability.NET_ADMIN)))), drop: maybe(list(mostly(oneOf(Capability.ALL)))) })),
});
const sidecar = record({ image, name: usually(text), ports: maybe(list(port)), command: maybe(list(text)) });

/** A pod with its workload's metadata. */
export const pod = record({
  name: usually(text),
  labels: maybe(labels),
  annotations: maybe(labels),
  podLabels: maybe(labels),
  podAnnotations: maybe(labels),
  artifact: oneOf(true, false),
  image,
  command: mostly(oneOf('app.wasm', '/')),
  containerName: maybe(text),
  args: maybe(list(oddText)),
  variables: maybe(variables),
  portNumber: maybe(number(1, 65_535)),
  ports: maybe(list(port)),
  resources: maybe(resources),
  readiness: maybe(probe),
  liveness: maybe(probe),
  startup: maybe(probe),
  volumes: maybe(list(volume)),
  securityContext: maybe(securityContext),
  podSecurity: maybe(record({
    fsGroup: maybe(number(0, 70_000)),
    user: maybe(number(0, 70_000)),
    group: maybe(number(0, 70_000)),
    fsGroupChangePolicy: maybe(oneOf(FsGroupChangePolicy.ALWAYS)),
    sysctls: maybe(list(record({ name: text, value: text }))),
  })),
  dns: maybe(record({
    policy: maybe(oneOf(DnsPolicy.DEFAULT, DnsPolicy.NONE)),
    hostname: maybe(text),
    subdomain: maybe(text),
    nameservers: maybe(list(mostly(oneOf('10.0.0.1', '::1')))),
    searches: maybe(list(text)),
    options: maybe(list(record({ name: text, value: maybe(text) }))),
  })),
  hostAliases: maybe(list(record({ ip: mostly(oneOf('10.0.0.1')), hostnames: list(text) }))),
  hostNetwork: maybe(oneOf(true, false)),
  grace: maybe(seconds),
  serviceAccount: maybe(text),
  registry: maybe(text),
  priority: maybe(text),
  spread: maybe(list(record({ maxSkew: number(1, 3), topologyKey: mostly(oneOf('topology.kubernetes.io/zone', 'kubernetes.io/hostname')), whenUnsatisfiable: mostly(oneOf('DoNotSchedule', 'ScheduleAnyway')), minDomains: maybe(number(1, 3)) }))),
  attract: maybe(record({ key: text, value: text, weight: maybe(number(1, 100)) })),
  tolerate: maybe(record({ key: text, value: maybe(text), noExecute: oneOf(true, false), evictAfter: seconds })),
  separate: maybe(record({ topology: maybe(text), weight: maybe(number(1, 100)) })),
  sidecars: maybe(list(sidecar, 1)),
  initContainers: maybe(list(sidecar, 1)),
});
export type PodDraw = Of<typeof pod>;

const duration = (given: number | undefined) => (given === undefined ? undefined : Duration.seconds(given));

function probeOf(given: any): Probe | undefined {
  if (given === undefined) return undefined;
  const { path, port: toPort, ...rest } = given;
  const options = {
    port: toPort,
    failureThreshold: rest.failureThreshold,
    successThreshold: rest.successThreshold,
    initialDelaySeconds: duration(rest.initialDelaySeconds),
    periodSeconds: duration(rest.periodSeconds),
    timeoutSeconds: duration(rest.timeoutSeconds),
  };
  return path === undefined ? Probe.fromTcpSocket(options) : Probe.fromHttpGet(path, options);
}

function amountsOf<T>(given: any, unit: (amount: number) => T): any {
  const said = Object.entries(given ?? {}).filter(([, amount]) => amount !== undefined);
  return given && Object.fromEntries(said.map(([side, amount]) => [side, unit(amount as number)]));
}

function variableOf(chart: Chart, id: string, { value, secret, key, field }: any): EnvValue {
  if (secret !== undefined) return EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, id, secret), key });
  return field === undefined ? EnvValue.fromValue(value ?? '') : EnvValue.fromFieldRef(field);
}

function volumeOf(chart: Chart, id: string, { kind, name, target, path, mode, size, readOnly }: any): Volume {
  const options = { name, defaultMode: mode };
  const makers: { [kind: string]: () => Volume } = {
    emptyDir: () => Volume.fromEmptyDir(chart, id, name ?? id, { sizeLimit: size === undefined ? undefined : Size.mebibytes(size) }),
    configMap: () => Volume.fromConfigMap(chart, id, ConfigMap.fromConfigMapName(chart, `${id}-of`, target), options),
    secret: () => Volume.fromSecret(chart, id, Secret.fromSecretName(chart, `${id}-of`, target), options),
    claim: () => Volume.fromPersistentVolumeClaim(chart, id, PersistentVolumeClaim.fromClaimName(chart, `${id}-of`, target), { name, readOnly }),
    hostPath: () => Volume.fromHostPath(chart, id, name ?? id, { path: target }),
    nfs: () => Volume.fromNfs(chart, id, name ?? id, { server: target, path }),
    csi: () => Volume.fromCsi(chart, id, target, { name, attributes: { a: target } }),
  };
  return makers[kind]();
}

function containerOf({ image: from, name, ports, command }: any): ContainerProps {
  return { image: from, name, ports, command, resources: {} };
}

/** The properties of a workload for a draw, in a chart of its own. */
export function propsOf(chart: Chart, given: PodDraw): any {
  const { podSecurity, dns, grace, serviceAccount, registry, priority, spread, sidecars, initContainers } = given;
  const made = (given.volumes ?? []).map((draw, index) => ({ draw, volume: volumeOf(chart, `volume${index}`, draw) }));
  return {
    metadata: { name: given.name, labels: given.labels, annotations: given.annotations },
    podMetadata: { labels: given.podLabels, annotations: given.podAnnotations },
    runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime', { runtime: WasmRuntime.WASMTIME }),
    image: given.artifact ? WasmImage.ociArtifact(given.image, { command: [given.command] }) : WasmImage.container(given.image),
    containerName: given.containerName,
    args: given.args,
    envVariables: given.variables && Object.fromEntries(Object.entries(given.variables).map(([name, value], index) => [name, variableOf(chart, `env${index}`, value)])),
    portNumber: given.portNumber,
    ports: given.ports,
    resources: given.resources && {
      cpu: amountsOf(given.resources.cpu, Cpu.millis),
      memory: amountsOf(given.resources.memory, Size.mebibytes),
      ephemeralStorage: amountsOf(given.resources.ephemeralStorage, Size.mebibytes),
    },
    readiness: probeOf(given.readiness),
    liveness: probeOf(given.liveness),
    startup: probeOf(given.startup),
    volumeMounts: made.map(({ draw: { path, subPath, readOnly }, volume: mounted }) => ({ path, volume: mounted, subPath, readOnly })),
    containerSecurityContext: given.securityContext,
    securityContext: podSecurity,
    dns,
    hostAliases: given.hostAliases?.map(({ ip, hostnames }) => ({ ip, hostnames })),
    hostNetwork: given.hostNetwork,
    terminationGracePeriod: duration(grace),
    serviceAccount: serviceAccount === undefined ? undefined : ServiceAccount.fromServiceAccountName(chart, 'account', serviceAccount),
    dockerRegistryAuth: registry === undefined ? undefined : Secret.fromSecretName(chart, 'registry', registry),
    priorityClassName: priority,
    topologySpreadConstraints: spread,
    containers: sidecars?.map(containerOf),
    initContainers: initContainers?.map(containerOf),
  };
}

/** Where the pods of a workload go, by cdk8s-plus' own verbs. */
export function schedule({ scheduling }: { readonly scheduling: PodScheduling }, given: PodDraw, self?: Workload): void {
  const { attract, tolerate, separate } = given;
  if (attract) {
    scheduling.attract(new LabeledNode([NodeLabelQuery.is(attract.key, attract.value)]), { weight: attract.weight });
  }
  if (tolerate) {
    const options = tolerate.noExecute ? { effect: TaintEffect.NO_EXECUTE, evictAfter: duration(tolerate.evictAfter) } : {};
    scheduling.tolerate(new TaintedNode([
      tolerate.value === undefined ? NodeTaintQuery.exists(tolerate.key, options) : NodeTaintQuery.is(tolerate.key, tolerate.value, options),
    ]));
  }
  if (separate && self) {
    const topology = separate.topology === undefined ? undefined : Topology.custom(separate.topology);
    scheduling.separate(self, { topology, weight: separate.weight });
  }
}
