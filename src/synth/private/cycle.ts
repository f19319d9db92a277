import { ConstructTree } from './construct-tree';
import { DependencyGraph } from './dependency-graph';

/** A vertex and how late it comes in an order. */
interface Late {
  readonly vertex: number;
  readonly at: number;
}

const NEVER: Late = { vertex: -1, at: -1 };

/**
 * The first cycle of a graph, its first construct again at the end, if there is one.
 *
 * @param order of all vertices: where it puts none before what it waits for, there is no cycle
 */
export function findCycle(tree: ConstructTree, graph: DependencyGraph, order: readonly number[]): number[] | undefined {
  const places = new Int32Array(tree.size);
  order.forEach((index, place) => {
    places[index] = place;
  });
  const late = lateChart(tree, graph, places) ?? lateVertex(tree, graph, places);
  return late && [...pathBetween(graph, late.vertex, late.source).filter((id) => id < tree.size), late.vertex];
}

/** An order between two vertices that is not kept: the source waits for the vertex, which comes later. */
interface Broken {
  readonly source: number;
  readonly vertex: number;
}

/** A cycle of charts says more than one of the objects in them. */
function lateChart(tree: ConstructTree, graph: DependencyGraph, places: Int32Array): Broken | undefined {
  for (let source = 0; source < tree.size; source++) {
    const items = tree.isChart(source) ? graph.items(source) : [];
    const vertex = items.find((item) => item < tree.size && tree.isChart(item) && places[item] > places[source]);
    if (vertex !== undefined) {
      return { source, vertex };
    }
  }
  return undefined;
}

function lateVertex(tree: ConstructTree, graph: DependencyGraph, places: Int32Array): Broken | undefined {
  const latest = new LatestItems(tree, graph, places);
  for (let source = 0; source < tree.size; source++) {
    const late = latest.of(source).find(({ vertex, at }) => vertex !== source && at > places[source]);
    if (late) {
      return { source, vertex: late.vertex };
    }
  }
  return undefined;
}

/** The two latest vertices that a vertex or bundle waits for: two, since no object waits for itself. */
class LatestItems {
  private readonly bundles = new Map<number, Late[]>();

  constructor(private readonly tree: ConstructTree, private readonly graph: DependencyGraph, private readonly places: Int32Array) {
    // A bundle holds only bundles that were made before it.
    for (let id = tree.size; id < graph.size; id++) {
      this.bundles.set(id, this.of(id));
    }
  }

  of(id: number): Late[] {
    let [first, second] = [NEVER, NEVER];
    for (const item of this.graph.items(id)) {
      const late = item < this.tree.size ? [{ vertex: item, at: this.places[item] }] : this.bundles.get(item)!;
      for (const candidate of late) {
        if (candidate.at > first.at) {
          [first, second] = [candidate, first];
        } else if (candidate.at > second.at && candidate.vertex !== first.vertex) {
          second = candidate;
        }
      }
    }
    return [first, second].filter((late) => late !== NEVER);
  }
}

/** The shortest way from one vertex to another, by the bundles between them. */
function pathBetween(graph: DependencyGraph, from: number, to: number): number[] {
  const cameFrom = new Map<number, number>([[from, from]]);
  const waiting = [from];
  for (let place = 0; place < waiting.length && !cameFrom.has(to); place++) {
    for (const item of graph.items(waiting[place])) {
      if (!cameFrom.has(item)) {
        cameFrom.set(item, waiting[place]);
        waiting.push(item);
      }
    }
  }
  const path = [to];
  for (let step = to; step !== from;) {
    step = cameFrom.get(step)!;
    path.push(step);
  }
  return path.reverse();
}
