import { ApiObject } from 'cdk8s';
import { Problem } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The problem of objects that claim one identity. */
export function duplicateOf(object: ApiObject, same: ApiObject[]): Problem {
  const others = same.filter((other) => other !== object).map((other) => other.node.path);
  return {
    field: 'metadata.name',
    value: object.name,
    rule: `${object.kind} of this name and namespace is also made by ${others.join(', ')}, and a cluster holds one`,
    fix: 'give it another name or namespace, or put it into another WasmCluster',
    code: RuleCode.DUPLICATE_OBJECT,
  };
}
