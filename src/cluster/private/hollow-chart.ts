import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { dependOn } from './cluster-state';
import { rendersItself } from './own-rendering';

/** Marks charts on themselves. */
const AROUND = Symbol('around');

/**
 * Notes that a construct makes charts of its own. The charts around it, unless they hold an object beside it, are no files then: stock
 * `App` writes an empty one for each chart that it finds, and kubectl refuses that. What comes after such a chart comes after those that
 * the construct makes. One with objects of its own does not wait for them: they may need these objects.
 */
export function standInChart(construct: IConstruct): void {
  const around = construct.node.scopes.filter((scope) => Chart.isChart(scope));
  for (const chart of around) {
    Object.defineProperty(chart, AROUND, { value: true });
    dependOn(chart, () => (isHollow(chart) ? construct.node.findAll().filter((below) => Chart.isChart(below)) : []));
  }
  const { root } = construct.node;
  if (around.length > 0 && root instanceof App && !Object.hasOwn(root, 'charts')) {
    const charts = () => Reflect.get(Object.getPrototypeOf(root), 'charts', root) as Chart[];
    Object.defineProperty(root, 'charts', { get: () => charts().filter((chart) => !isHollow(chart)) });
  }
}

/** Whether a chart is only the scope of constructs that make charts of their own. */
export function isHollow(chart: Chart): boolean {
  return AROUND in chart && !rendersItself(chart) && !holdsObject(chart);
}

function holdsObject(construct: IConstruct): boolean {
  return construct.node.children.some((child) => ApiObject.isApiObject(child) || (!Chart.isChart(child) && holdsObject(child)));
}
