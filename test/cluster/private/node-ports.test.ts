import { ApiObject, App, Chart } from 'cdk8s';
import { Protocol, Service, ServiceType } from 'cdk8s-plus-28';
import { RuleCode, Rules, WasmApp, WasmCluster } from '../../../src';
import { failureOf, yamlOf } from '../../support/synth';

const IMAGE = 'registry.example.com/api:v1';
const TAKEN = 'and all Services of a cluster share the ports of its nodes; choose another one, or leave it out (DuplicateKey)';

const expose = (chart: Chart, name: string, nodePort?: number) =>
  new WasmApp(chart, name, { image: IMAGE, metadata: { name } }).exposeViaService({ serviceType: ServiceType.NODE_PORT, nodePort });
const raw = (chart: Chart, name: string, port: object) => new ApiObject(chart, name, {
  apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { type: 'NodePort', ports: [{ port: 80 }, { port: 81, ...port }] },
});

describe('a node port', () => {
  test.each<[string, (chart: Chart) => unknown]>([
    ['differs', (chart) => [expose(chart, 'api', 30080), expose(chart, 'web', 30081)]],
    ['is left to the API server', (chart) => [expose(chart, 'api'), expose(chart, 'web')]],
    ['is that of another protocol', (chart) => [expose(chart, 'api', 30080), raw(chart, 'dns', { nodePort: 30080, protocol: Protocol.UDP })]],
    ['is that of another cluster', (chart) => ['one', 'two'].forEach((id) =>
      expose(new Chart(new WasmCluster(chart.node.root, id), 'apps', { namespace: 'apps' }), 'api', 30080))],
  ])('is fine where it %s', (_what, program) => {
    const chart = new Chart(new App(), 'test', { namespace: 'apps' });
    program(chart);
    expect(yamlOf(chart.node.root)).toContain('kind: Service');
  });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['two apps have', (chart) => [expose(chart, 'api', 30080), expose(chart, 'web', 30080)],
      `spec.ports[0].nodePort of test/web/web-nodeport/Resource: got 30080; the Service test/api/api-nodeport/Resource has it already, ${TAKEN}`],
    ['an app of another namespace has', (chart) => [
      expose(chart, 'api', 30080), expose(new Chart(chart.node.root, 'other', { namespace: 'other' }), 'api', 30080),
    ], `spec.ports[0].nodePort of other/api/api-nodeport/Resource: got 30080; the Service test/api/api-nodeport/Resource has it already, ${TAKEN}`],
    ['a Service of no construct has', (chart) => [expose(chart, 'api', 30080), raw(chart, 'web', { nodePort: 30080 })],
      `spec.ports[1].nodePort of test/web: got 30080; the Service test/api/api-nodeport/Resource has it already, ${TAKEN}`],
    ['a Service of cdk8s-plus has', (chart) => [
      raw(chart, 'web', { nodePort: 30080 }), expose(chart, 'api'), new Service(chart, 'plus', { ports: [{ port: 80, nodePort: 30080 }] }),
    ], `spec.ports[0].nodePort of test/plus/Resource: got 30080; the Service test/web has it already, ${TAKEN}`],
  ])('fails where %s it', (_what, program, message) => {
    expect(failureOf(program)).toBe(`[.wasm-cluster] ${message}`);
  });

  test('can be made a warning', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'apps' });
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expose(chart, 'api', 30080);
    raw(chart, 'web', { nodePort: 30080 });
    Rules.of(chart).warnOnly(RuleCode.DUPLICATE_KEY, 'never at once');
    expect(yamlOf(chart.node.root)).toContain('nodePort: 30080');
    stderr.mockRestore();
  });
});
