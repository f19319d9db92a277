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
  const { kind, name, ...fields } = pick(construct);
  const said = Object.entries(NAMES).map(([field, named]) => ({ kind: named, name: fields[field as keyof typeof NAMES] }));
  return [{ kind, name }, ...said].filter((one): one is Said => typeof one.kind === 'string' && typeof one.name === 'string');
}

/** The fields that name something; nothing of a construct that makes an object itself. */
function pick(construct: IConstruct): { readonly [field: string]: unknown } {
  return 'metadata' in construct || construct.node.tryFindChild('Resource') ? {} : construct as unknown as { [field: string]: unknown };
}
