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

/** Calls back once for each construct of a tree, also for those that a call adds. Returns the tree as it is after that. */
export function visitEach(root: IConstruct, visit: (construct: IConstruct) => void): IConstruct[] {
  let found = walk(root);
  found.forEach(visit);
  const seen = new Set<IConstruct>();
  for (let now = walk(root); !isSame(now, found); now = walk(root)) {
    found.forEach((construct) => seen.add(construct));
    now.filter((construct) => !seen.has(construct)).forEach(visit);
    found = now;
  }
  return found;
}

/** Whether two lists hold the same constructs in the same order. */
export function isSame(one: readonly IConstruct[], other: readonly IConstruct[]): boolean {
  return one.length === other.length && one.every((construct, index) => construct === other[index]);
}
