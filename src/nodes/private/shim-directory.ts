import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { stateOf } from '../../cluster/private/state-of';

/** The shims of one cluster, and what installs them. */
export class ShimDirectory {
  /** The directory of the cluster of a scope. */
  static of(scope: IConstruct): ShimDirectory {
    return stateOf(scope).part(ShimDirectory);
  }

  /** The construct by which the tree installs runtime-class-manager, or says that it is there. */
  installed?: IConstruct;

  /** The chart of the runtime-class-manager that the tree installs. */
  manager?: Chart;

  private readonly classes = new Map<string, IConstruct[]>();

  /** Notes that runtime-class-manager will make a RuntimeClass for a Shim. */
  declare(runtimeClassName: string, shim: IConstruct): void {
    this.classes.set(runtimeClassName, [...this.declaredAs(runtimeClassName), shim]);
  }

  /** The Shims that ask for a RuntimeClass of one name. */
  declaredAs(runtimeClassName: string): IConstruct[] {
    return this.classes.get(runtimeClassName) ?? [];
  }
}
