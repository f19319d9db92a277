import { ApiObject } from 'cdk8s';
import { ObjectIndex } from './object-index';
import { Problem } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Marks objects that this library makes: on themselves, since a set of thousands of them is dear to the garbage collector. */
const OWN = Symbol('own');

/** Notes that an object is made by this library, so that it reports its own duplicates. */
export function markOwn(object: ApiObject): void {
  Object.defineProperty(object, OWN, { value: true });
}

/** Whether an object is made by this library. */
export function isOwn(object: ApiObject): boolean {
  return OWN in object;
}

/** The problem of objects that claim one identity. */
export function duplicateOf(object: ApiObject, same: readonly ApiObject[]): Problem {
  const others = same.filter((other) => other !== object).map((other) => other.node.path);
  return {
    field: 'metadata.name',
    value: object.name,
    rule: `${object.kind} of this name and namespace is also made by ${others.join(', ')}, and a cluster holds one`,
    fix: 'give it another name or namespace, or put it into another WasmCluster',
    code: RuleCode.DUPLICATE_OBJECT,
  };
}

/** The problems of objects that claim one identity, none of which is made by this library. */
export function foreignDuplicates(objects: ObjectIndex): { readonly object: ApiObject; readonly problem: Problem }[] {
  return objects.duplicates().filter((same) => !same.some(isOwn)).map((same) => {
    const [object] = same.slice(-1);
    return { object, problem: duplicateOf(object, same) };
  });
}
