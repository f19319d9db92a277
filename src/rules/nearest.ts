import { IConstruct } from 'constructs';

/** The nearest construct of a kind, from one upwards. */
export function nearest<T extends IConstruct>(from: IConstruct, isOne: (construct: IConstruct) => construct is T): T | undefined {
  let construct: IConstruct | undefined = from;
  while (construct && !isOne(construct)) {
    construct = construct.node.scope;
  }
  return construct;
}
