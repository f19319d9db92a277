import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Refuses charts around an install that have no object of their own. */
export function checkScope(report: Report, install: IConstruct): void {
  const around = install.node.scopes.reverse().find((scope) => Chart.isChart(scope));
  if (around && !around.node.findAll().some((child) => ApiObject.isApiObject(child) && Chart.of(child) === around)) {
    report.add({
      field: 'scope',
      value: around.node.path,
      rule: 'the phases are charts of their own, and the chart around them would be an empty file, which kubectl refuses',
      fix: 'stand the install in the App or in a WasmCluster',
      code: RuleCode.INSTALL_IN_CHART,
    });
  }
}
