import { readFileSync } from 'fs';
import { App, Chart } from 'cdk8s';
import { load } from 'js-yaml';
import { OtlpBackend, PrometheusMonitoring, WasmApp, WasmMonitoring } from '../../src';

const PAGE = readFileSync('docs/monitoring.md', 'utf8');

function program() {
  const chart = new Chart(new App(), 'test', { namespace: 'apps' });
  return { chart, api: new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1' }) };
}

/** The cells of the rows whose first cell is code. */
function rows(): string[][] {
  return [...PAGE.matchAll(/^\| (`.*) \|$/gm)].map(([, cells]) => cells.split(' | ').map((cell) => cell.replace(/`/g, '')));
}

test('the page about monitoring names the alerts with their severity, and no others', () => {
  const { chart, api } = program();
  new PrometheusMonitoring(chart, 'prometheus', { blackboxExporter: 'exporter:9115' }).addHttpCheck(api);
  const rules: any[] = chart.toJson().find(({ kind }) => kind === 'PrometheusRule').spec.groups[0].rules;
  expect(rows().filter(([name]) => name.startsWith('WasmApp')).map(([name, severity]) => [name, severity]))
    .toEqual(rules.map(({ alert, labels }) => [alert, labels.severity]));
});

test('it tells answers apart by what the Collector counts them by', () => {
  const { chart, api } = program();
  const monitoring = new WasmMonitoring(chart, 'monitoring', { backend: OtlpBackend.otlp({ endpoint: 'https://otlp.example.com' }) });
  monitoring.addHttpCheck(api);
  (chart.node.root as App).synthYaml();
  const config: any = load(chart.toJson().find(({ kind }) => kind === 'ConfigMap').data['config.yaml']);
  const [attribute] = config.processors.resource.attributes;
  const dimensions = config.connectors.span_metrics.dimensions.map(({ name }: any) => name);
  expect(rows().filter(([name]) => name.startsWith('traces.span.metrics')).map((cells) => cells[2]))
    .toEqual([[attribute.key, ...dimensions, 'span.kind'].join(', '), 'the same']);
  expect(rows().filter(([name]) => name.startsWith('httpcheck.')).map(([name]) => name)).toEqual(['httpcheck.status', 'httpcheck.duration', 'httpcheck.error']);
});
