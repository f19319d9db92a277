import { IConstruct } from 'constructs';

/** An object that the tree does not make. */
export interface Said {
  readonly kind: string;
  readonly name: string;
}

/** Names that constructs of this library give to what they refer to, by its kind. */
const NAMES = { executorName: 'SpinAppExecutor', runtimeClassName: 'RuntimeClass' };

/** What a construct says to exist: cdk8s-plus' `fromXName` makes constructs with a kind and a name, and without metadata. */
export function saidToExist(construct: IConstruct): Said[] {
  if ('metadata' in construct || construct.node.tryFindChild('Resource')) {
    return [];
  }
  const fields = construct as unknown as { readonly [field: string]: unknown };
  const said = Object.entries(NAMES).filter(([field]) => Object.hasOwn(fields, field)).map(([field, kind]) => ({ kind, name: fields[field] }));
  return [{ kind: fields.kind, name: fields.name }, ...said].filter((one): one is Said => typeof one.kind === 'string' && typeof one.name === 'string');
}
