import { IConstruct } from 'constructs';

/** A construct and everything below it, parents first, in the order of `node.findAll()`. */
export function walk(root: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  const waiting = [root];
  for (let construct = waiting.pop(); construct; construct = waiting.pop()) {
    found.push(construct);
    for (const child of construct.node.children.reverse()) {
      waiting.push(child);
    }
  }
  return found;
}

/** Calls back once for each construct of a tree, also for those that a call adds. */
export function visitEach(root: IConstruct, visit: (construct: IConstruct) => void): void {
  const seen = new Set<IConstruct>();
  let fresh = walk(root);
  while (fresh.length > 0) {
    for (const construct of fresh) {
      seen.add(construct);
      visit(construct);
    }
    fresh = walk(root).filter((construct) => !seen.has(construct));
  }
}
