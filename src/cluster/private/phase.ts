import { ApiObject, Chart } from 'cdk8s';

/** A step of an installation: what is in it is applied once all before it is ready. */
export enum Phase {
  /** Custom resource definitions. */
  CRDS = 'crds',

  /** What signs the certificates of webhooks. */
  CERT_MANAGER = 'cert-manager',

  /** Controllers, whose webhooks guard what comes after. */
  OPERATOR = 'operator',

  /** Executors, and what they name: namespaces, RuntimeClasses, shims. */
  EXECUTORS = 'executors',

  /** All that runs. */
  APPS = 'apps',
}

/** The phases in the order in which they are applied. */
export const PHASES = [Phase.CRDS, Phase.CERT_MANAGER, Phase.OPERATOR, Phase.EXECUTORS, Phase.APPS];

/** Kinds that come before apps wherever they are declared, by their group. */
const BEFORE_APPS: { [kind: string]: Phase } = {
  'apiextensions.k8s.io/CustomResourceDefinition': Phase.CRDS,
  'core/Namespace': Phase.EXECUTORS,
  'node.k8s.io/RuntimeClass': Phase.EXECUTORS,
  'runtime.spinkube.dev/Shim': Phase.EXECUTORS,
  'core.spinkube.dev/SpinAppExecutor': Phase.EXECUTORS,
};

const marked = new WeakMap<Chart, Phase>();

/** Says the phase of all objects of a chart. */
export function markPhase(chart: Chart, phase: Phase): void {
  marked.set(chart, phase);
}

/** Whether somebody has said the phase of an object, so that it is not to be moved. */
export function hasMarkedPhase(object: ApiObject): boolean {
  return marked.has(Chart.of(object));
}

/** The phase of an object: that of its chart, else that of its kind. */
export function phaseOf(object: ApiObject): Phase {
  return phaseIn(Chart.of(object), object.apiGroup, object.kind);
}

/** The phase of an object of a kind in a chart, also of one that the chart renders without a construct. */
export function phaseIn(chart: Chart, group: string, kind: string): Phase {
  return marked.get(chart) ?? BEFORE_APPS[`${group}/${kind}`] ?? Phase.APPS;
}
