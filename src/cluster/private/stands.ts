import { IConstruct } from 'constructs';

/** Whether a construct is still in its tree. */
export function stands({ node }: IConstruct): boolean {
  const lineage = node.scopes;
  return lineage.every((construct, index) => index === 0 || lineage[index - 1].node.tryFindChild(construct.node.id) === construct);
}
