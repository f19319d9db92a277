/** An object, or a part of one, in YAML field names. */
export type Fields = { readonly [field: string]: any };

/** The fields that lead from an object to its pod, by kind. */
const TEMPLATES: { [kind: string]: string[] } = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Where a kind keeps its pod, or nothing for a kind that has none. */
export function templatePath(kind: string): string[] | undefined {
  return TEMPLATES[kind];
}

/** The pod of an object, with the place of its fields in messages. */
export interface PodTemplate {
  /** What stands before `spec` and `metadata` of the pod: nothing, or `spec.template.`. */
  readonly place: string;
  readonly metadata: Fields;
  readonly spec: Fields;
}

/** Finds the pod in an object as it will be written. */
export function podTemplate(object: Fields): PodTemplate {
  const path = templatePath(object.kind) ?? [];
  const template = path.reduce<Fields>((part, field) => part?.[field] ?? {}, object);
  return { place: path.map((field) => `${field}.`).join(''), metadata: template.metadata ?? {}, spec: template.spec ?? {} };
}

/** A container as it will be written, with its place in messages. */
export interface PlacedContainer {
  readonly place: string;
  readonly container: Fields;
}

/** The containers of a pod, those that start it last. */
export function containersOf({ place, spec }: PodTemplate): PlacedContainer[] {
  return ['containers', 'initContainers'].flatMap((list) => (spec[list] ?? []).map((container: Fields) => ({
    place: `${place}spec.${list}[${JSON.stringify(container.name)}]`,
    container,
  })));
}
