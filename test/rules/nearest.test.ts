import { App, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { nearest } from '../../src/rules/nearest';

const isChart = (construct: IConstruct): construct is Chart => Chart.isChart(construct);

test('the nearest chart of a construct is itself, or the first one above it', () => {
  const outer = new Chart(new App(), 'outer');
  const inner = new Chart(outer, 'inner');
  expect(nearest(new Construct(inner, 'part'), isChart)).toBe(inner);
  expect(nearest(inner, isChart)).toBe(inner);
  expect(nearest(outer.node.root, isChart)).toBeUndefined();
});
