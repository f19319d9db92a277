/** What the programs that break a rule share. */
import { App, Chart } from 'cdk8s';
import { RuleCode, WasmApp, WasmAppProps, WasmCluster, WasmClusterProps } from '../../../src';

/** A program in a chart `apps` of namespace `shop`; what it returns is synthesised, if it is an app of its own. */
export type RuleExample = (chart: Chart) => unknown;

/** Programs of some of the rules. */
export type RuleExamples = { readonly [code in RuleCode]?: RuleExample };

export const image = 'registry.example.com/api:v1';

export const rootOf = (chart: Chart) => chart.node.root as App;

export const app = (props: Partial<WasmAppProps>): RuleExample => (chart) => new WasmApp(chart, 'api', { image, ...props });

export const cluster = (props: WasmClusterProps, make: RuleExample): RuleExample => (chart) =>
  make(new Chart(new WasmCluster(rootOf(chart), 'prod', props), 'apps', { namespace: 'shop' }));
