import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { fileName } from './folders';
import { rendersItself } from '../../../cluster/private/own-rendering';
import { WasmCluster } from '../../../cluster/wasm-cluster';
import { rfc1123Label } from '../../../rules/grammar';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { walk } from '../walk';

const NAME = rfc1123Label('the name of a cluster, which is a folder and a part of names,', RuleCode.INVALID_NAME);

/** The cluster that holds a construct: itself, or that of what it stands in. */
export function clusterAbove(construct: IConstruct, parent?: IConstruct): IConstruct | undefined {
  return construct instanceof WasmCluster ? construct : parent;
}

/** The name of a cluster, empty for the one that a program without a `WasmCluster` is. */
export function clusterName(cluster: IConstruct | undefined): string {
  return cluster === undefined ? '' : cluster.node.path.replaceAll('/', '-');
}

/** The cluster that a chart is in, if it stands in a `WasmCluster`. */
export function clusterOf(chart: Chart): IConstruct | undefined {
  return chart.node.scopes.reverse().find((scope) => scope instanceof WasmCluster);
}

/** The name of a chart's file: its ids below the cluster, so that no other chart changes it. */
export function chartFileName(chart: Chart, cluster: IConstruct | undefined): string {
  const name = fileName(cluster === undefined ? chart.node.path : chart.node.path.slice(cluster.node.path.length + 1));
  // with some extensions it would be one for kustomize
  return name === 'kustomization' ? 'kustomization-chart' : name;
}

/** The names of the clusters that have charts with objects; adds what is wrong with them. */
export function clusterNames(report: Report, app: IConstruct): string[] {
  const charts = chartsWithObjects(app);
  const clusters = [...new Set(charts.map(clusterOf))];
  const names = clusters.map(clusterName);
  clusters.forEach((cluster, index) => {
    if (cluster) {
      report.hold(`cluster ${cluster.node.path}`, names[index], NAME);
      checkUnique(report, cluster, names.indexOf(names[index]) < index);
    }
  });
  const stray = charts.find((chart) => clusterOf(chart) === undefined);
  if (stray && clusters.length > 1) {
    report.add({
      field: `chart ${stray.node.path}`,
      value: 'no WasmCluster',
      rule: 'a Git layout with WasmClusters has a folder for each, and this chart would belong to none',
      fix: 'stand the chart in a WasmCluster',
      code: RuleCode.INVALID_LAYOUT,
    });
  }
  return names;
}

function checkUnique(report: Report, cluster: IConstruct, isTaken: boolean): void {
  if (isTaken) {
    report.add({
      field: `cluster ${cluster.node.path}`,
      value: clusterName(cluster),
      rule: 'another WasmCluster has the same folder',
      fix: 'give one of them another id',
      code: RuleCode.INVALID_LAYOUT,
    });
  }
}

function chartsWithObjects(app: IConstruct): Chart[] {
  const constructs = walk(app);
  const holders = constructs.filter((construct) => ApiObject.isApiObject(construct)).map((object) => Chart.of(object));
  const own = constructs.filter((construct): construct is Chart => Chart.isChart(construct) && rendersItself(construct));
  return [...new Set([...holders, ...own])];
}
