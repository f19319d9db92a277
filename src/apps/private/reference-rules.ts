import { ObjectSources, Source } from './object-sources';
import { ObjectReference } from './references';
import { ObjectIndex } from '../../cluster/private/object-index';
import { nearMiss } from '../../rules/near-miss';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Where references are looked up. */
export interface Lookup {
  readonly objects: ObjectIndex;
  readonly namespace?: string;

  /** Whether an object that nobody makes is said to exist. */
  readonly isSaid: (reference: Pick<ObjectReference, 'kind' | 'name'>) => boolean;

  /** Whether nobody could say so, so that what is in no tree is a mistake. */
  readonly strict: boolean;

  /** How to say so, where a program does not say it by a verb of its own. */
  readonly howToSay?: (reference: Pick<ObjectReference, 'kind' | 'name'>, verb: string) => string;
}

/** Holds references to what the tree makes: the object in the namespace of its reader, with the keys that are asked of it. */
export function checkReferred(report: Report, lookup: Lookup, references: readonly ObjectReference[]): void {
  const sources = ObjectSources.of(lookup.objects);
  for (const reference of references.filter(({ optional }) => !optional)) {
    const made = sources.find(reference.kind, reference.name);
    const here = made.filter(({ namespace }) => namespace === lookup.namespace);
    if (here.length > 0) {
      checkKeys(report, reference, here);
    } else if (!reference.madeIfAbsent && !lookup.isSaid(reference)) {
      checkMissing(report, reference, { made, lookup, near: nearMiss(reference.name, sources.names(reference.kind, lookup.namespace)) });
    }
  }
}

function checkKeys(report: Report, reference: ObjectReference, sources: readonly Source[]): void {
  if (sources.some(({ keys }) => keys === undefined)) {
    return;
  }
  const known = [...new Set(sources.flatMap(({ keys = [] }) => keys))];
  for (const { field, anyOf } of reference.keys.filter(({ anyOf: asked }) => !asked.some((key) => known.includes(key)))) {
    const near = nearMiss(anyOf[0], known);
    report.add({
      field,
      value: field === reference.field ? reference.name : anyOf[0],
      rule: `the ${reference.kind} of ${sources[0].object.node.path} has the keys ${known.join(', ')}${
        field === reference.field ? `, and ${anyOf.join(' or ')} is asked of it` : ''}`,
      fix: near === undefined ? 'use one of them, or add the key' : `did you mean ${JSON.stringify(near)}?`,
      code: RuleCode.MISSING_KEY,
    });
  }
}

interface Missing {
  readonly made: readonly Source[];
  readonly lookup: Lookup;
  readonly near?: string;
}

function checkMissing(report: Report, { kind, name, field }: ObjectReference, { made, lookup, near }: Missing): void {
  const [elsewhere] = made;
  const howToSay = (verb: string) => lookup.howToSay?.({ kind, name }, verb) ?? `say that it exists, by ${verb}`;
  const hint = near === undefined ? '' : `did you mean ${JSON.stringify(near)}? If not, `;
  if (elsewhere) {
    report.add({
      field,
      value: name,
      rule: `${elsewhere.object.node.path} makes this ${kind} in ${shown(elsewhere.namespace)}, and pods read that of ${shown(lookup.namespace)}`,
      fix: `make it in the namespace of the app, or, if it is there too, ${howToSay('fromXName')}`,
      code: RuleCode.UNRESOLVED_REFERENCE,
    });
  } else if (lookup.strict) {
    report.add({
      field,
      value: name,
      rule: `no ${kind} of this name is made ${inTree(lookup.namespace)}, nor said to exist`,
      fix: `${hint}${howToSay('fromXName or WasmValidation.exists')}`,
      code: RuleCode.UNRESOLVED_REFERENCE,
    });
  }
}

/** A namespace in a sentence. */
export function shown(namespace?: string): string {
  return namespace === undefined ? 'no namespace' : `namespace ${JSON.stringify(namespace)}`;
}

/** The objects of a namespace in a sentence. */
export function inTree(namespace?: string): string {
  return namespace === undefined ? 'in the tree without a namespace' : `in namespace ${JSON.stringify(namespace)} of the tree`;
}
