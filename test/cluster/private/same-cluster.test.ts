import { App, Chart } from 'cdk8s';
import { RuleCode, Rules, WasmCluster } from '../../../src';
import { checkSameCluster } from '../../../src/cluster/private/same-cluster';
import { Report } from '../../../src/rules/problem';

const app = new App();
const [north, south] = ['north', 'south'].map((id) => new Chart(new WasmCluster(app, id), 'chart'));
const rest = new Chart(app, 'rest');

/** The problems of a construct that uses others. */
function problems(user: Chart, ...made: Chart[]): string[] {
  const report = new Report(user);
  checkSameCluster(report, user, { field: 'runtimeClass', made });
  return report.messages();
}

function message(path: string): string {
  return `runtimeClass: got "${path}"; it is made in another WasmCluster, so this cluster does not have it; `
    + 'make one in the cluster of its user, or refer to an existing one by its name (OtherCluster)';
}

test('what is made in the same cluster may be used', () => {
  expect(problems(north, new Chart(WasmCluster.of(north), 'more'), north)).toEqual([]);
  expect(problems(rest, new Chart(app, 'more'))).toEqual([]);
  expect(problems(north)).toEqual([]);
});

test('fails for each that is made in another', () => {
  expect(problems(north, south, north, rest)).toEqual([message('south/chart'), message('rest')]);
  expect(problems(rest, north)).toEqual([message('north/chart')]);
});

test('is a warning where that rule is relaxed', () => {
  const chart = new Chart(WasmCluster.of(north), 'relaxed');
  Rules.of(chart).warnOnly(RuleCode.OTHER_CLUSTER, 'one physical cluster');
  expect(problems(chart, south)).toEqual([]);
  expect(chart.node.metadata.map(({ data }) => data)).toEqual([`[north/relaxed] ${message('south/chart')}; allowed here: one physical cluster`]);
});
