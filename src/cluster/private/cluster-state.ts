import { Chart } from 'cdk8s';
import { Dependable, IConstruct, IDependable } from 'constructs';
import { ObjectIndex } from './object-index';
import { nearest } from '../../rules/nearest';
import { invalid } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { NodeProvisioning } from '../node-provisioning';
import { SpinKubeVersion } from '../spinkube-version';

/** The id of the chart that holds what a cluster's apps need and no user declared. */
const SHARED_CHART = 'wasm-platform';

/** What an install brings: the operator, and where it is made, the chart whose webhook guards executors and apps. */
interface Install {
  readonly path: string;
  readonly version: SpinKubeVersion;
  readonly operator?: Chart;

  /** The namespace of an operator that is made here, and whether it serves metrics. */
  readonly metrics?: { readonly namespace: string; readonly served: boolean };
}

const states = new WeakMap<IConstruct, ClusterState>();

/** What one cluster knows of its tree, beside what its users see. */
export class ClusterState {
  /** The state of a cluster construct. */
  static of(cluster: IConstruct): ClusterState {
    return states.get(cluster)!;
  }

  /** Whether the program declares the cluster, which a whole tree is by itself otherwise. */
  readonly isDeclared: boolean;

  /** The install of the cluster. */
  install?: Install;

  /** How the nodes are provisioned, once the cluster or an install says so or somebody asks. */
  nodes?: NodeProvisioning;

  /** What must be applied before the shared chart, beside the operator. */
  readonly beforeShared: Array<() => IConstruct[]> = [];

  private readonly parts = new Map<unknown, unknown>();
  private ordering?: ObjectIndex;
  private validation?: ObjectIndex;
  private shared?: Chart;

  /**
   * @param cluster the cluster construct
   * @param boundary the construct below which everything belongs to the cluster
   */
  constructor(cluster: IConstruct, private readonly boundary: IConstruct) {
    states.set(cluster, this);
    this.isDeclared = cluster === boundary;
    // Each walk of cdk8s begins at the boundary, so what the tree said before is forgotten here.
    boundary.node.addValidation({
      validate: () => {
        this.validation = undefined;
        return [];
      },
    });
    dependOn(boundary, () => {
      this.ordering = undefined;
      return [];
    });
  }

  /** How the nodes are provisioned: as it was said until now, and by default from now on. */
  takeNodes(): NodeProvisioning {
    this.nodes ??= NodeProvisioning.preinstalled();
    return this.nodes;
  }

  /** State that an upper floor keeps by cluster. */
  part<T>(type: new (state: ClusterState) => T): T {
    const known = this.parts.get(type) ?? new type(this);
    this.parts.set(type, known);
    return known as T;
  }

  /** The objects of the cluster, for rules. */
  get objects(): ObjectIndex {
    this.validation ??= this.readObjects(true);
    return this.validation;
  }

  /** The objects of the cluster, for dependencies, which cdk8s may resolve before it validates. */
  get objectsToOrder(): ObjectIndex {
    this.ordering ??= this.readObjects(false);
    return this.ordering;
  }

  /** What must be applied before any executor. */
  operatorCharts(): Chart[] {
    return this.install?.operator ? [this.install.operator] : [];
  }

  /** The chart of implicit objects, made when it is first needed. */
  sharedChart(): Chart {
    if (!this.shared) {
      this.refuseTaken();
      this.shared = new Chart(this.boundary, SHARED_CHART);
      dependOn(this.shared, () => [...this.operatorCharts(), ...this.beforeShared.flatMap((before) => before())]);
    }
    return this.shared;
  }

  /** Whether a construct stands in the chart of implicit objects. */
  isShared(construct: IConstruct): boolean {
    return this.shared !== undefined && nearest(construct, (scope): scope is Chart => Chart.isChart(scope)) === this.shared;
  }

  private refuseTaken(): void {
    if (this.boundary.node.tryFindChild(SHARED_CHART)) {
      throw invalid([this.boundary.node.path, SHARED_CHART].filter(Boolean).join('/'), {
        field: 'id',
        value: SHARED_CHART,
        rule: 'the chart of implicit executors and RuntimeClasses has this id',
        fix: 'give your own another id',
        code: RuleCode.RESERVED_ID,
      });
    }
  }

  /** Drops an implicit object, and its chart when that holds no other: an empty chart is an empty file. */
  dropImplicit(object: IConstruct): void {
    object.node.scope?.node.tryRemoveChild(object.node.id);
    if (this.shared?.node.children.length === 0) {
      this.boundary.node.tryRemoveChild(SHARED_CHART);
      this.shared = undefined;
    }
  }

  private readObjects(opensLists: boolean): ObjectIndex {
    // The cluster that a whole tree is stands in that tree, and is not its own boundary.
    return new ObjectIndex(this.boundary, (construct) => states.get(construct)?.boundary === construct, opensLists);
  }
}

/** Makes a construct depend on what is found only when the order is settled. */
export function dependOn(construct: IConstruct, roots: () => IConstruct[]): void {
  construct.node.addDependency(new LateDependency(roots));
}

/** What stands for constructs that are found when somebody asks. */
class LateDependency extends Dependable implements IDependable {
  constructor(private readonly roots: () => IConstruct[]) {
    super();
    Dependable.implement(this, this);
  }

  get dependencyRoots(): IConstruct[] {
    return this.roots();
  }
}
