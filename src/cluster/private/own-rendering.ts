import { Chart } from 'cdk8s';

/** Whether a chart's class renders it in its own way, with objects that no construct need stand for. */
export function rendersItself(chart: Chart): boolean {
  return chart.toJson !== Chart.prototype.toJson;
}
