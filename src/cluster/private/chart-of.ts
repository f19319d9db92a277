import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { nearest } from '../../rules/nearest';
import { invalid } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The chart of a construct, which every object needs. */
export function chartOf(construct: IConstruct): Chart {
  const chart = nearest(construct, (scope): scope is Chart => Chart.isChart(scope));
  if (!chart) {
    throw invalid(construct.node.path, {
      field: 'scope',
      value: construct.node.scope?.node.path,
      rule: 'an object is written to the file of a chart, and there is none above it',
      fix: 'stand it in a Chart',
      code: RuleCode.NO_CHART,
    });
  }
  return chart;
}
