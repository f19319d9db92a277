import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { WasmCluster, WasmNodePool, WasmtimeRuntimeClass } from '../../../src';
import { chartOf } from '../../../src/cluster/private/chart-of';

test('the chart of a construct is the nearest one, or itself', () => {
  const outer = new Chart(new App(), 'outer');
  const inner = new Chart(new Construct(outer, 'group'), 'inner');
  expect([outer, inner, new Construct(inner, 'api'), new Construct(outer, 'api')].map(chartOf)).toEqual([outer, inner, inner, outer]);
});

function message(path: string, scope: string): string {
  return `[${path}] scope: got "${scope}"; an object is written to the file of a chart, and there is none above it; stand it in a Chart (NoChart)`;
}

test('fails for a construct that stands in no chart', () => {
  const app = new App();
  expect(() => new WasmtimeRuntimeClass(app, 'class')).toThrow(new Error(message('class', '')));
  expect(() => new WasmNodePool(new WasmCluster(app, 'cluster'), 'edge')).toThrow(new Error(message('cluster/edge', 'cluster')));
});
