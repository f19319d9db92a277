import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { dependencyCycle, outsideChart } from './errors';
import { visitEach } from './walk';

/** Where a construct stands that no chart holds. */
const NOWHERE = -1;

/**
 * A construct tree as numbers: constructs by their place in `findAll()`, and what each of them waits for.
 *
 * It holds the dependencies that cdk8s infers between charts, and changes no node.
 */
export class ConstructTree {
  readonly constructs: readonly IConstruct[];

  /** Whether a chart waits for another, so that file names are numbered. */
  readonly hasDependentCharts: boolean = false;

  private readonly parents: Int32Array;
  private readonly ends: Int32Array;
  private readonly chartOf: Int32Array;
  private readonly objects = new Map<number, number[]>();
  private readonly indices = new Map<IConstruct, number>();
  private readonly targets = new Map<number, number[]>();
  private readonly stated: ReadonlyMap<IConstruct, number>;

  constructor(root: IConstruct) {
    // Reading dependencies may add constructs, so the tree is numbered after that.
    const dependencies: Dependencies = new Map();
    this.constructs = visitEach(root, (construct) => readDependencies(construct, dependencies));
    this.stated = new Map([...dependencies].map(([construct, targets]) => [construct, targets.length]));
    const size = this.constructs.length;
    this.parents = new Int32Array(size).fill(NOWHERE);
    this.ends = new Int32Array(size);
    this.chartOf = new Int32Array(size).fill(NOWHERE);
    this.constructs.forEach((construct, index) => this.place(construct, index));
    for (let index = size - 1; index > 0; index--) {
      const parent = this.parents[index];
      this.ends[parent] = Math.max(this.ends[parent], this.ends[index]);
    }
    const nested = this.addNestedCharts(dependencies);
    const crossing = this.addDependencies(dependencies);
    this.hasDependentCharts = nested || crossing;
  }

  get size(): number {
    return this.constructs.length;
  }

  /** The construct that holds another, or -1. */
  parent(index: number): number {
    return this.parents[index];
  }

  /** The number after the last construct below this one. */
  end(index: number): number {
    return this.ends[index];
  }

  /** The chart that holds a construct, or -1. */
  chart(index: number): number {
    return this.chartOf[index];
  }

  isChart(index: number): boolean {
    return this.chartOf[index] === index;
  }

  isObject(index: number): boolean {
    return ApiObject.isApiObject(this.constructs[index]);
  }

  /** What a construct waits for, in cdk8s' order: as stated, then nested charts, then charts that its parts need. */
  waitsFor(index: number): readonly number[] {
    return this.targets.get(index) ?? [];
  }

  /** How many dependencies a construct stated. */
  statedBy(construct: IConstruct): number {
    return this.stated.get(construct) ?? 0;
  }

  /** The objects of a chart, without those of charts nested in it. */
  objectsOf(chart: number): readonly number[] {
    return this.objects.get(chart) ?? [];
  }

  /** The objects at and below a construct that are in the same chart as it: a part of `objectsOf` its chart. */
  objectsBelow(index: number): { readonly from: number; readonly to: number } {
    const objects = this.objectsOf(this.chartOf[index]);
    return { from: lowerBound(objects, index), to: lowerBound(objects, this.ends[index]) };
  }

  private place(construct: IConstruct, index: number): void {
    const parent = construct.node.scope ? this.indices.get(construct.node.scope) ?? NOWHERE : NOWHERE;
    const chart = Chart.isChart(construct) ? index : this.chartOf[parent] ?? NOWHERE;
    this.indices.set(construct, index);
    this.parents[index] = parent;
    this.ends[index] = index + 1;
    this.chartOf[index] = chart;
    if (ApiObject.isApiObject(construct)) {
      const objects = this.objects.get(chart) ?? [];
      objects.push(index);
      this.objects.set(chart, objects);
    }
  }

  /** A chart waits for the charts that stand directly in it. */
  private addNestedCharts(dependencies: Dependencies): boolean {
    let found = false;
    this.constructs.forEach((construct, index) => {
      if (this.isChart(index)) {
        const nested = construct.node.children.filter((child) => Chart.isChart(child));
        found ||= nested.length > 0;
        dependencies.set(construct, [...dependencies.get(construct) ?? [], ...nested]);
      }
    });
    return found;
  }

  /** Numbers the dependencies; a chart also waits for the charts that its parts wait for. */
  private addDependencies(dependencies: Dependencies): boolean {
    const inferred = new Map<number, Set<number>>();
    let crossing = false;
    const sources = this.inOrder(dependencies);
    for (const [source, targets] of sources) {
      const from = this.chartOf[source];
      const charts = inferred.get(from) ?? new Set();
      for (const target of targets) {
        const to = this.chartOfEnd(source, target);
        crossing ||= from !== to;
        charts.add(from === to ? NOWHERE : to);
      }
      inferred.set(from, charts);
    }
    for (const [source, targets] of sources) {
      const stated = targets.map((target) => this.indices.get(target) ?? NOWHERE);
      this.wait(source, new Set(stated));
    }
    for (const [chart, charts] of inferred) {
      this.wait(chart, new Set([...this.waitsFor(chart), ...charts]));
    }
    return crossing;
  }

  private inOrder(dependencies: Dependencies): Array<[number, IConstruct[]]> {
    return this.constructs.flatMap((construct, index) => {
      const targets = dependencies.get(construct);
      return targets ? [[index, targets] as [number, IConstruct[]]] : [];
    });
  }

  private wait(index: number, targets: Set<number>): void {
    targets.delete(NOWHERE);
    if (targets.has(index) && (this.isChart(index) || this.isObject(index))) {
      throw dependencyCycle([this.constructs[index], this.constructs[index]]);
    }
    if (targets.size > 0) {
      this.targets.set(index, [...targets]);
    }
  }

  /** The chart of what a construct waits for; one of another app is nowhere. */
  private chartOfEnd(source: number, target: IConstruct): number {
    const known = this.indices.get(target);
    if (this.chartOf[source] === NOWHERE) {
      throw outsideChart(this.constructs[source], target, this.constructs[source]);
    }
    const chart = known === undefined ? NOWHERE : this.chartOf[known];
    if (chart === NOWHERE && !target.node.scopes.some((scope) => Chart.isChart(scope))) {
      throw outsideChart(this.constructs[source], target, target);
    }
    return chart;
  }
}

type Dependencies = Map<IConstruct, IConstruct[]>;

function readDependencies(construct: IConstruct, dependencies: Dependencies): void {
  const targets = construct.node.dependencies;
  if (targets.length > 0) {
    dependencies.set(construct, targets);
  }
}

/** The place of the first number that is not below the bound. */
function lowerBound(sorted: readonly number[], bound: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (sorted[middle] < bound) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}
