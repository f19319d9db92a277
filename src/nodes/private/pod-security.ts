import { ApiObject } from 'cdk8s';
import { Allowed, Controls, FREE_IN_USER_NAMESPACE, Level, LEVELS, Wanted } from './pod-security-levels';
import { containersOf, Fields, PodTemplate } from './pod-template';
import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The label by which a namespace says what its pods may do. */
export const ENFORCED_LEVEL = 'pod-security.kubernetes.io/enforce';

/** A namespace of the tree that enforces a level of PodSecurity. */
export interface EnforcedLevel {
  readonly namespace: ApiObject;
  readonly name: string;
  readonly level: Level;
}

/** A value with the place where it stands. */
interface Found {
  readonly place: string;
  readonly value: unknown;
}

/** What a security context does not say, with its place. */
type Lack = readonly [field: string, context: Fields | undefined, missing: readonly Wanted[]];

/** What a namespace enforces, in a list that is empty where the tree does not make it, or it takes every pod. */
export function enforcedLevels(objects: ObjectIndex, namespace?: string): EnforcedLevel[] {
  return objects.namespaces(namespace).flatMap((object) => {
    const name = String(object.metadata.getLabel(ENFORCED_LEVEL));
    const level = LEVELS.get(name);
    return level ? [{ namespace: object, name, level }] : [];
  });
}

/** Holds a pod to the level of its namespace. */
export function checkPodSecurity(report: Report, enforced: EnforcedLevel, template: PodTemplate): void {
  const { level } = enforced;
  const { spec } = template;
  const isFree = (field?: string) => spec.hostUsers === false && field !== undefined && FREE_IN_USER_NAMESPACE.includes(field);
  const wanted = level.wanted.filter(({ inherited }) => !isFree(inherited));
  checkControls(report, enforced, [level.pod, spec, `${template.place}spec`]);
  checkPodContext(report, enforced, template, wanted);
  for (const { place, container: own } of containersOf(template)) {
    checkControls(report, enforced, [without(level.container, isFree), own, place]);
    const missing = wanted.filter(({ kept, inherited }) => !kept({ ...own.securityContext, ...inheritedBy(own, spec, inherited) }));
    refuseMissing(report, enforced, [`${place}.securityContext`, own.securityContext, missing]);
  }
}

/** A pod's own context is held too where each container says something else. */
function checkPodContext(report: Report, enforced: EnforcedLevel, template: PodTemplate, wanted: readonly Wanted[]): void {
  const { securityContext = {} } = template.spec;
  const missing = wanted.filter(({ inherited, kept }) => inherited !== undefined && securityContext[inherited] !== undefined && !kept(securityContext)
    && containersOf(template).every(({ container }) => container.securityContext?.[inherited] !== undefined));
  refuseMissing(report, enforced, [`${template.place}spec.securityContext`, securityContext, missing]);
}

function inheritedBy(own: Fields, spec: Fields, field?: string): Fields {
  return field === undefined ? {} : { [field]: own.securityContext?.[field] ?? spec.securityContext?.[field] };
}

function without(controls: Controls, isFree: (field: string) => boolean): Controls {
  return Object.fromEntries(Object.entries(controls).filter(([field]) => !isFree(field)));
}

function checkControls(report: Report, enforced: EnforcedLevel, ...[[controls, part, place]]: [[Controls, Fields, string]]): void {
  for (const [field, allowed] of Object.entries(controls)) {
    for (const found of valuesAt(part, field.split(/\.|(?=\[\])/), place).filter(({ value }) => !allows(allowed, value))) {
      report.add({
        field: found.place,
        value: found.value,
        rule: `${enforced.namespace.node.path} enforces PodSecurity level ${enforced.name}, which takes ${taken(allowed)}`,
        fix: 'leave it out, or use another level or namespace',
        code: RuleCode.RESTRICTED_NAMESPACE,
      });
    }
  }
}

function refuseMissing(report: Report, enforced: EnforcedLevel, ...[[field, context = {}, missing]]: [Lack]): void {
  if (missing.length > 0) {
    report.add({
      field,
      value: context,
      rule: `${enforced.namespace.node.path} enforces PodSecurity level ${enforced.name}, which wants ${missing.map(({ says }) => says).join(', ')}`,
      fix: 'say so, or use level baseline or another namespace',
      code: RuleCode.RESTRICTED_NAMESPACE,
    });
  }
}

/** The values at a path, of which there may be none or several. */
function valuesAt(value: any, [step, ...rest]: string[], place: string): Found[] {
  if (value === undefined || value === null) {
    return [];
  }
  switch (step) {
    case undefined: return [{ place, value }];
    case '[]': return [value].flat().flatMap((item, index) => valuesAt(item, rest, `${place}[${index}]`));
    case '*': return Object.keys(value).filter((part) => part !== 'name' && value[part] !== undefined).map((part) => ({ place, value: part }));
    default: return valuesAt(value[step], rest, `${place}.${step}`);
  }
}

function allows({ only, not = [] }: Allowed, value: unknown): boolean {
  return only?.includes(value) ?? !not.includes(value);
}

function taken({ only, not = [] }: Allowed): string {
  return only ? `only ${only.map((value) => JSON.stringify(value)).join(', ')}` : `all but ${not.map((value) => JSON.stringify(value)).join(', ')}`;
}
