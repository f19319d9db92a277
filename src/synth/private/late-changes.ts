import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree } from './construct-tree';
import { isSame } from './walk';
import { rendersItself } from '../../cluster/private/own-rendering';

/** An object or chart that came or went since a tree was read, by its constructs as they are now. A chart that renders itself knows its own objects. */
export function changedConstruct({ constructs }: ConstructTree, now: readonly IConstruct[]): IConstruct | undefined {
  if (isSame(now, constructs)) {
    return undefined;
  }
  const [before, after] = [new Set(constructs), new Set(now)];
  return [...now.filter((construct) => !before.has(construct)), ...constructs.filter((construct) => !after.has(construct))]
    .find((construct) => Chart.isChart(construct) || (ApiObject.isApiObject(construct) && !rendersItself(construct.chart)));
}

/**
 * An object or chart that does not depend on as much as it did when a tree was read. Other constructs are not asked: what
 * apps depend on is dear to find, and found from the tree.
 */
export function changedDependent(tree: ConstructTree, now: readonly IConstruct[]): IConstruct | undefined {
  const isAsked = (construct: IConstruct) => ApiObject.isApiObject(construct) || Chart.isChart(construct);
  return now.find((construct) => isAsked(construct) && construct.node.dependencies.length !== tree.statedBy(construct));
}
