/**
 * What spin-operator asks of its resources beyond their schema: its webhooks refuse some, and on others its reconciler
 * fails for good without a word.
 */
import { at, isMap, mapOf, mapsOf, problem, repeated } from './load';
import { annotationProblems, labelProblems } from './names';
import { mountProblems, resourceProblems, successProblems, variableProblems, volumeProblems } from './pods';
import { exceeds, parseQuantity } from './quantity';

type Spec = Record<string, any>;
type Rule = (spec: Spec) => string[];

const OPERATOR_VOLUMES = ['spin-ca', 'spin-runtime-config'];
const OPERATOR_MOUNTS = ['/runtime-config.toml', '/etc/ssl/certs/ca-certificates.crt'];

const RULES: { [kind: string]: Rule[] | undefined } = {
  SpinApp: [
    replicaProblems,
    memoryProblems,
    checkProblems,
    appVolumeProblems,
    storeProblems,
    ({ resources }) => resourceProblems('spec.resources', resources),
    ({ variables }) => variableProblems('spec.variables', variables),
    ({ podLabels }) => labelProblems('spec.podLabels', podLabels),
    (spec) => ['podAnnotations', 'deploymentAnnotations', 'serviceAnnotations'].flatMap((field) =>
      annotationProblems(`spec.${field}`, spec[field])),
  ],
  SpinAppExecutor: [executorProblems],
};

/** The problems of a SpinApp or SpinAppExecutor on its own. */
export function spinProblems({ kind, spec }: any): string[] {
  return (RULES[kind] ?? []).flatMap((rule) => rule(mapOf(spec)));
}

function replicaProblems({ replicas, enableAutoscaling }: Spec): string[] {
  if (enableAutoscaling === true) {
    return replicas ? [problem('spec.replicas', replicas, 'must be absent or 0 when the app autoscales')] : [];
  }
  return replicas >= 1 ? [] : [problem('spec.replicas', replicas, 'must be at least 1 unless the app autoscales')];
}

function memoryProblems({ invocationLimits, resources }: Spec): string[] {
  const memory = mapOf(invocationLimits).memory;
  if (memory === undefined) return [];
  const path = 'spec.invocationLimits.memory';
  if (!parseQuantity(memory)) return [problem(path, memory, 'must be a quantity such as 64Mi')];
  const bound = resources?.limits?.memory ?? resources?.requests?.memory;
  return bound !== undefined && exceeds(memory, bound) ? [problem(path, memory, `must not exceed the app's memory ${bound}`)] : [];
}

function checkProblems({ checks }: Spec): string[] {
  const found = ['readiness', 'liveness'].filter((name) => isMap(checks?.[name]));
  return [
    ...found.flatMap((name) => {
      const path = `spec.checks.${name}.httpGet`;
      const { httpGet } = checks[name];
      if (!isMap(httpGet)) return [`${path}: required`];
      return Array.isArray(httpGet.httpHeaders) ? [] : [`${path}.httpHeaders: required, [] if there are none`];
    }),
    ...successProblems('spec.checks.liveness', checks?.liveness),
  ];
}

function appVolumeProblems({ volumes, volumeMounts }: Spec): string[] {
  const names = mapsOf(volumes).map(({ name }) => name);
  return [
    ...volumeProblems('spec.volumes', volumes),
    ...mountProblems('spec.volumeMounts', volumeMounts, names),
    ...names.flatMap((name, index) =>
      (OPERATOR_VOLUMES.includes(name) ? [problem(at('spec.volumes', index, 'name'), name, "must not be the operator's own")] : [])),
    ...mapsOf(volumeMounts).flatMap(({ mountPath }, index) =>
      (OPERATOR_MOUNTS.includes(mountPath) ? [problem(at('spec.volumeMounts', index, 'mountPath'), mountPath, "must not be the operator's own")] : [])),
  ];
}

function storeProblems({ runtimeConfig }: Spec): string[] {
  return ['keyValueStores', 'sqliteDatabases'].flatMap((field) =>
    repeated(mapsOf(runtimeConfig?.[field]).map(({ name }) => name))
      .map((name) => problem(`spec.runtimeConfig.${field}`, name, 'must be the name of one store only')));
}

function executorProblems({ createDeployment, deploymentConfig }: Spec): string[] {
  const path = 'spec.deploymentConfig';
  if (!isMap(deploymentConfig)) return createDeployment === true ? [`${path}: required with createDeployment`] : [];
  const runners = ['runtimeClassName', 'spinImage'].filter((field) => deploymentConfig[field]);
  return runners.length === 1 ? [] : [problem(path, runners, 'must have one of runtimeClassName, spinImage')];
}
