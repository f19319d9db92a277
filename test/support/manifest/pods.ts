/**
 * The pods inside objects, and what the API server asks of a pod beyond its schema.
 */
import { at, isMap, listOf, mapOf, mapsOf, problem, repeated } from './load';
import { DNS_LABEL, ENV_NAME, PORT_NAME, annotationProblems, grammarProblems, keyProblems, labelProblems } from './names';
import { exceeds, parseQuantity } from './quantity';

/** A pod, or the template of pods, in an object. */
export interface PodTemplate {
  readonly path: string;
  readonly labels: Record<string, any>;
  readonly annotations: Record<string, any>;
  readonly spec: Record<string, any>;
}

const TEMPLATES: { [kind: string]: string[] | undefined } = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};
const CONTAINER_LISTS = ['initContainers', 'containers'];
const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const OPERATORS = [undefined, 'Equal', 'Exists'];
const EFFECTS = [undefined, '', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const RESTARTS: { [kind: string]: unknown[] | undefined } = { CronJob: ['OnFailure', 'Never'], Job: ['OnFailure', 'Never'], Pod: undefined };

/** The pod that an object is or describes, if any. */
export function podTemplateOf(object: any): PodTemplate | undefined {
  const keys = TEMPLATES[object.kind];
  if (!keys) return undefined;
  const template = keys.reduce((inner, key) => mapOf(inner[key]), mapOf(object));
  const metadata = mapOf(template.metadata);
  return { path: at('', ...keys), labels: mapOf(metadata.labels), annotations: mapOf(metadata.annotations), spec: mapOf(template.spec) };
}

/** The problems of the pod in an object. */
export function podProblems(object: any): string[] {
  const template = podTemplateOf(object);
  if (!template) return [];
  const metadata = at(template.path, 'metadata');
  const path = at(template.path, 'spec');
  const { spec } = template;
  return [
    ...labelProblems(at(metadata, 'labels'), template.labels),
    ...annotationProblems(at(metadata, 'annotations'), template.annotations),
    ...labelProblems(at(path, 'nodeSelector'), spec.nodeSelector),
    ...tolerationProblems(at(path, 'tolerations'), spec.tolerations),
    ...volumeProblems(at(path, 'volumes'), spec.volumes),
    ...restartProblems(at(path, 'restartPolicy'), object.kind, spec.restartPolicy),
    ...containerProblems(path, spec, [...mapsOf(spec.volumes), ...mapsOf(object.spec?.volumeClaimTemplates).map((claim) => mapOf(claim.metadata))]),
  ];
}

/** The problems of tolerations, also of a RuntimeClass's. */
export function tolerationProblems(path: string, tolerations: unknown): string[] {
  return mapsOf(tolerations).flatMap(({ key, operator, value, effect }, index) => {
    const place = at(path, index);
    return [
      ...(key ? keyProblems(place, key) : []),
      ...(OPERATORS.includes(operator) ? [] : [problem(at(place, 'operator'), operator, 'must be Equal or Exists')]),
      ...(EFFECTS.includes(effect) ? [] : [problem(at(place, 'effect'), effect, 'must be NoSchedule, PreferNoSchedule or NoExecute')]),
      ...(key || operator === 'Exists' ? [] : [problem(at(place, 'operator'), operator, 'must be Exists without a key')]),
      ...(value && operator === 'Exists' ? [problem(at(place, 'value'), value, 'must be absent with operator Exists')] : []),
    ];
  });
}

/** The problems of volumes. */
function volumeProblems(path: string, volumes: unknown): string[] {
  const names = mapsOf(volumes).map(({ name }) => name);
  return [
    ...repeated(names).map((name) => problem(path, name, 'must be the name of one volume only')),
    ...mapsOf(volumes).flatMap(({ name, ...sources }, index) => [
      ...grammarProblems(at(path, index, 'name'), name, DNS_LABEL),
      ...(Object.keys(sources).length > 1 ? [problem(at(path, index), Object.keys(sources), 'must have one source')] : []),
    ]),
  ];
}

/** The problems of a container's mounts of the named volumes. */
function mountProblems(path: string, mounts: unknown, volumes: unknown[]): string[] {
  return [
    ...repeated(mapsOf(mounts).map(({ mountPath }) => mountPath)).map((place) => problem(path, place, 'must be mounted once')),
    ...mapsOf(mounts).flatMap(({ name }, index) =>
      (volumes.includes(name) ? [] : [problem(at(path, index, 'name'), name, 'must be the name of a volume')])),
  ];
}

/** The problems of environment variables. */
function variableProblems(path: string, variables: unknown): string[] {
  return mapsOf(variables).flatMap(({ name, value, valueFrom }, index) => {
    const sources = Object.keys(mapOf(valueFrom));
    return [
      ...grammarProblems(at(path, index, 'name'), name, ENV_NAME),
      ...(valueFrom && sources.length !== 1 ? [problem(at(path, index, 'valueFrom'), sources, 'must have one source')] : []),
      ...(valueFrom && value ? [problem(at(path, index, 'value'), value, 'must be absent beside valueFrom')] : []),
    ];
  });
}

/** The problems of requests and limits. */
function resourceProblems(path: string, resources: unknown): string[] {
  const { requests, limits } = mapOf(resources);
  const negative = Object.entries({ requests, limits }).flatMap(([side, amounts]) => Object.entries(mapOf(amounts))
    .filter(([, amount]) => (parseQuantity(String(amount))?.nano ?? 0n) < 0n)
    .map(([name, amount]) => problem(at(path, side, name), amount, 'must not be negative')));
  const above = Object.entries(mapOf(requests))
    .filter(([name, amount]) => exceeds(amount, mapOf(limits)[name]))
    .map(([name, amount]) => problem(at(path, 'requests', name), amount, `must not exceed the limit ${mapOf(limits)[name]}`));
  return [...negative, ...above];
}

/** The problem of a probe that the kubelet reads as failed or passed at once. */
function successProblems(path: string, probe: unknown): string[] {
  const { successThreshold } = mapOf(probe);
  return [undefined, 0, 1].includes(successThreshold) ? [] : [problem(at(path, 'successThreshold'), successThreshold, 'must be 1')];
}

/** The problem of a port number. */
export function portProblems(path: string, port: unknown): string[] {
  return typeof port === 'number' && (port < 1 || port > 65535) ? [problem(path, port, 'must be from 1 to 65535')] : [];
}

function restartProblems(path: string, kind: string, policy: unknown): string[] {
  const allowed = kind in RESTARTS ? RESTARTS[kind] : [undefined, 'Always'];
  return !allowed || allowed.includes(policy) ? [] : [problem(path, policy, `must be ${allowed.filter(Boolean).join(' or ')} in a ${kind}`)];
}

function containerProblems(path: string, spec: Record<string, any>, volumes: Record<string, any>[]): string[] {
  const names = CONTAINER_LISTS.flatMap((list) => mapsOf(spec[list]).map(({ name }) => name));
  const volumeNames = volumes.map(({ name }) => name);
  return [
    ...(listOf(spec.containers).length > 0 ? [] : [`${at(path, 'containers')}: required`]),
    ...repeated(names).map((name) => problem(at(path, 'containers'), name, 'must be the name of one container only')),
    ...CONTAINER_LISTS.flatMap((list) => mapsOf(spec[list]).flatMap((container, index) => {
      const place = at(path, list, index);
      return [
        ...grammarProblems(at(place, 'name'), container.name, DNS_LABEL),
        ...(container.image ? [] : [`${at(place, 'image')}: required`]),
        ...containerPortProblems(at(place, 'ports'), container.ports),
        ...variableProblems(at(place, 'env'), container.env),
        ...mountProblems(at(place, 'volumeMounts'), container.volumeMounts, volumeNames),
        ...resourceProblems(at(place, 'resources'), container.resources),
        ...probeProblems(place, container),
      ];
    })),
  ];
}

function containerPortProblems(path: string, ports: unknown): string[] {
  return [
    ...repeated(mapsOf(ports).map(({ name }) => name)).map((name) => problem(path, name, 'must be the name of one port only')),
    ...mapsOf(ports).flatMap(({ name, containerPort }, index) => [
      ...(name === undefined ? [] : grammarProblems(at(path, index, 'name'), name, PORT_NAME)),
      ...portProblems(at(path, index, 'containerPort'), containerPort),
    ]),
  ];
}

function probeProblems(path: string, container: Record<string, any>): string[] {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((name) => isMap(container[name]));
  return probes.flatMap((name) => {
    const handlers = HANDLERS.filter((handler) => container[name][handler] !== undefined);
    return [
      ...(handlers.length === 1 ? [] : [problem(at(path, name), handlers, `must have one of ${HANDLERS.join(', ')}`)]),
      ...(name === 'readinessProbe' ? [] : successProblems(at(path, name), container[name])),
      ...portProblems(at(path, name, 'httpGet', 'port'), container[name].httpGet?.port),
    ];
  });
}
