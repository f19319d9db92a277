import { ConstructTree } from './construct-tree';

/**
 * What a vertex, or a bundle that vertices share, waits for.
 *
 * Where one construct depends on another, every object of the one waits for every object of the other. A bundle says
 * that once: it is read to its end by whoever comes first, and the others find nothing left in it.
 */
export interface Waits {
  /** The construct whose dependency this is. */
  readonly owner: number;

  /** Vertices, and bundles by their numbers above all vertices. */
  readonly items: readonly number[];
  readonly from: number;
  readonly to: number;

  /** The next item to read, in the run that read last. */
  next: number;
  run: number;
}

/** A part of a graph: the constructs from one number to another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The number of a bundle that is not there. */
const NONE = -1;

/** Sources of a dependency that are more than one. */
const MANY = -2;

/** The dependency graph of a construct tree, in space and time linear in constructs and stated dependencies. */
export class DependencyGraph {
  private readonly waits: Array<Waits | undefined>;
  private readonly groups = new Map<number, number>();
  private readonly visited: Int32Array;
  private run = 0;

  constructor(private readonly tree: ConstructTree) {
    this.waits = new Array<Waits | undefined>(tree.size).fill(undefined);
    this.visited = new Int32Array(tree.size);
    const inherited = new Int32Array(tree.size).fill(NONE);
    for (let index = 0; index < tree.size; index++) {
      inherited[index] = this.inherit(index, tree.isChart(index) ? NONE : inherited[tree.parent(index)] ?? NONE);
      const stated = tree.waitsFor(index);
      const items = tree.isObject(index) && inherited[index] !== NONE ? [...stated, inherited[index]] : stated;
      this.waits[index] = items.length > 0 ? waitsOf(index, items) : undefined;
    }
  }

  /** The number of vertices and bundles. */
  get size(): number {
    return this.waits.length;
  }

  /** The construct that a vertex is, or whose dependency a bundle says. */
  owner(id: number): number {
    return id < this.tree.size ? id : this.waits[id]!.owner;
  }

  /** What a vertex or bundle waits for, bundles unopened. */
  items(id: number): readonly number[] {
    const waits = this.waits[id];
    return waits ? waits.items.slice(waits.from, waits.to) : [];
  }

  /**
   * A construct and all below it, each after what it waits for, in the order in which the stock graph visits them:
   * from those that nobody waits for, first what each needs as it was stated, then itself.
   */
  order(root: number): number[] {
    const range = { from: root, to: this.tree.end(root) };
    const awaited = this.awaitedIn(range);
    const ordered: number[] = [];
    this.run++;
    for (const index of this.startsOf(range)) {
      if (!awaited.has(index)) {
        this.visit(index, range, ordered);
      }
    }
    // Only those in a cycle are left, whom nobody outside of it waits for.
    for (let index = range.from; ordered.length < range.to - range.from; index++) {
      this.visit(index, range, ordered);
    }
    return ordered;
  }

  private visit(root: number, range: Range, ordered: number[]): void {
    if (this.visited[root] === this.run) {
      return;
    }
    this.visited[root] = this.run;
    const path = [root];
    while (path.length > 0) {
      const last = path[path.length - 1];
      const next = this.next(last, range);
      if (next !== NONE) {
        path.push(next);
      } else {
        path.pop();
        if (last < this.tree.size) {
          ordered.push(last);
        }
      }
    }
  }

  /** What is to be visited next from a vertex or bundle. */
  private next(id: number, range: Range): number {
    const waits = this.opened(id);
    while (waits && waits.next < waits.to) {
      const item = waits.items[waits.next];
      if (this.isWaiting(item, range)) {
        return item;
      }
      waits.next++;
    }
    return NONE;
  }

  private isWaiting(item: number, range: Range): boolean {
    const owner = item < this.tree.size ? item : this.waits[item]!.owner;
    if (owner < range.from || owner >= range.to) {
      return false;
    }
    if (item >= this.tree.size) {
      const bundle = this.opened(item)!;
      return bundle.next < bundle.to;
    }
    const fresh = this.visited[item] !== this.run;
    this.visited[item] = this.run;
    return fresh;
  }

  private opened(id: number): Waits | undefined {
    const waits = this.waits[id];
    if (waits && waits.run !== this.run) {
      waits.run = this.run;
      waits.next = waits.from;
    }
    return waits;
  }

  /** The bundle of what the objects at and below a construct wait for: what its parent's wait for, then its own. */
  private inherit(index: number, parent: number): number {
    const targets = this.tree.waitsFor(index);
    if (targets.length === 0) {
      return parent;
    }
    const leaf = this.tree.end(index) === index + 1;
    const groups = targets
      .map((target) => ({ target, group: this.group(target) }))
      .filter(({ target, group }) => group !== NONE && !(leaf && group === target))
      .map(({ group }) => group);
    if (groups.length === 0) {
      return parent;
    }
    return this.waits.push(waitsOf(index, parent === NONE ? groups : [parent, ...groups])) - 1;
  }

  /** The objects of a construct: none, the vertex of the only one, or a bundle. */
  private group(target: number): number {
    const known = this.groups.get(target);
    if (known !== undefined) {
      return known;
    }
    const { from, to } = this.tree.objectsBelow(target);
    const objects = this.tree.objectsOf(this.tree.chart(target));
    let group = to - from === 1 ? objects[from] : NONE;
    if (to - from > 1) {
      group = this.waits.push({ owner: target, items: objects, from, to, next: from, run: 0 }) - 1;
    }
    this.groups.set(target, group);
    return group;
  }

  /** In a whole app, stock cdk8s starts from top-level ids that look like array indices, as JavaScript sorts such keys. */
  private startsOf({ from, to }: Range): number[] {
    const first: number[] = [];
    for (let index = from + 1; from === 0 && index < to; index = this.tree.end(index)) {
      if (isArrayIndex(this.tree.constructs[index].node.id)) {
        first.push(index);
      }
    }
    return first.concat(Array.from({ length: to - from }, (_, place) => from + place));
  }

  /** The constructs that another one in the range waits for. */
  private awaitedIn(range: Range): Set<number> {
    const awaited = new Set<number>();
    const sources = new Map<number, number>();
    for (let index = range.from; index < range.to; index++) {
      for (const target of this.tree.waitsFor(index)) {
        if (target >= range.from && target < range.to) {
          awaited.add(target === index ? NONE : target);
          this.awaitObjects(index, target, { awaited, sources });
        }
      }
    }
    return awaited;
  }

  /** The objects of the target are awaited by those of the source, but no object by itself. */
  private awaitObjects(index: number, target: number, { awaited, sources }: Awaiting): void {
    const below = this.tree.objectsBelow(index);
    const known = sources.get(target);
    if (below.from === below.to || known === MANY) {
      return;
    }
    const only = below.to - below.from === 1 ? this.tree.objectsOf(this.tree.chart(index))[below.from] : MANY;
    if (known === only) {
      return;
    }
    const now = known === undefined ? only : MANY;
    sources.set(target, now);
    const group = this.group(target);
    for (const object of group < this.tree.size ? [group] : this.items(group)) {
      if (object !== now && object !== NONE) {
        awaited.add(object);
      }
    }
  }
}

interface Awaiting {
  readonly awaited: Set<number>;

  /** The only object that waits for a construct's objects, or MANY. */
  readonly sources: Map<number, number>;
}

function waitsOf(owner: number, items: readonly number[]): Waits {
  return { owner, items, from: 0, to: items.length, next: 0, run: 0 };
}

/** Whether JavaScript sorts a key before all that are no such numbers. */
function isArrayIndex(id: string): boolean {
  return /^(0|[1-9][0-9]{0,9})$/.test(id) && Number(id) < 2 ** 32 - 1;
}
