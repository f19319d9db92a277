import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree } from './construct-tree';
import { findCycle } from './cycle';
import { DependencyGraph } from './dependency-graph';
import { dependencyCycle, lateConstruct, lateDependency } from './errors';
import { changedConstruct, changedDependent } from './late-changes';
import { PhasePlan } from './layout/phases';
import { isSame, walk } from './walk';
import { isHollow } from '../../cluster/private/hollow-chart';
import { rendersItself } from '../../cluster/private/own-rendering';

/** The charts and objects of an app in the order in which they are to be applied. */
export class SettledTree {
  /** Whether a chart waits for another, so that file names are numbered. */
  readonly hasDependentCharts: boolean;

  readonly charts: readonly Chart[];
  readonly objectCount: number;

  private readonly tree: ConstructTree;
  private readonly graph: DependencyGraph;
  private readonly indices: ReadonlyMap<Chart, number>;

  constructor(app: IConstruct) {
    this.tree = new ConstructTree(app);
    this.graph = new DependencyGraph(this.tree);
    const order = this.graph.order(0);
    const cycle = findCycle(this.tree, this.graph, order);
    if (cycle) {
      throw dependencyCycle(cycle.map((index) => this.tree.constructs[index]));
    }
    const charts = order.filter((index) => this.tree.isChart(index) && !isHollow(this.tree.constructs[index] as Chart));
    this.indices = new Map(charts.map((index) => [this.tree.constructs[index] as Chart, index]));
    this.charts = [...this.indices.keys()];
    this.objectCount = charts.reduce((count, index) => count + this.tree.objectsOf(index).length, 0);
    this.hasDependentCharts = this.tree.hasDependentCharts;
  }

  /** Throws when something came or went since, such as by a `Lazy`, which the files would not show. */
  holdUnchanged(): void {
    const now = walk(this.tree.constructs[0]);
    const construct = changedConstruct(this.tree, now);
    if (construct) {
      throw lateConstruct(construct);
    }
    const dependent = changedDependent(this.tree, now);
    if (dependent && !this.hasOrderOf(new SettledTree(this.tree.constructs[0]))) {
      throw lateDependency(dependent);
    }
  }

  /** In which phase each object is applied. */
  phases(): PhasePlan {
    return new PhasePlan(this.tree, this.graph);
  }

  /** The objects of a chart, without those of charts nested in it. */
  objectsOf(chart: Chart): ApiObject[] {
    const index = this.indices.get(chart)!;
    return this.graph.order(index)
      .filter((below) => this.tree.chart(below) === index && this.tree.isObject(below))
      .map((object) => this.tree.constructs[object] as ApiObject);
  }

  private hasOrderOf(other: SettledTree): boolean {
    return this.hasDependentCharts === other.hasDependentCharts && isSame(this.charts, other.charts)
      && this.charts.every((chart) => rendersItself(chart) || isSame(this.objectsOf(chart), other.objectsOf(chart)));
  }
}
