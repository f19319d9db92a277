import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { WasmApp, WasmDeployment, WasmImage, WasmRuntimeClass } from '../../../src';
import { chartOf, failureOf, synth } from '../../support/synth';

const RESOURCES = { cpu: { request: Cpu.millis(50) }, memory: { limit: Size.mebibytes(64) } };

const range = (chart: Chart, limit: object) => new ApiObject(chart, 'range', {
  apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'range' }, spec: { limits: [limit] },
});
const app = (limit: object) => (chart: Chart) => {
  range(chart, limit);
  new WasmApp(chart, 'app', { image: 'registry.example.com/app:v1', resources: RESOURCES });
};
const deployment = (limit: object) => (chart: Chart) => {
  range(chart, limit);
  new WasmDeployment(chart, 'app', {
    image: WasmImage.container('hello:v1'), runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm'), resources: RESOURCES,
  });
};
const refusal = (field: string, value: string, rule: string) => `[test/app] ${field}: got "${value}"; the LimitRange test/range takes ${rule} `
  + 'for each container; give an amount that it takes, or another namespace (RequestOverLimit)';

describe('a LimitRange of the namespace', () => {
  test.each<[string, object]>([
    ['amounts at its bounds', { type: 'Container', max: { memory: '64Mi', cpu: '50m' }, min: { memory: '64Mi', cpu: '50m' } }],
    ['what it does not bound', { type: 'Container', max: { 'ephemeral-storage': '1Gi' } }],
    ['what it bounds for other kinds', { type: 'PersistentVolumeClaim', max: { memory: '1Mi', storage: '1Gi' } }],
  ])('takes %s', (_what, limit) => {
    for (const program of [app(limit), deployment(limit)]) {
      const chart = chartOf();
      program(chart);
      expect(synth(chart.node.root, { runtimeClasses: ['wasm'] }).length).toBeGreaterThan(1);
    }
  });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a limit over its maximum', app({ type: 'Container', max: { memory: '32Mi' } }), refusal('spec.resources.limits.memory', '64Mi', 'at most 32Mi')],
    ['a request over its maximum', app({ type: 'Container', max: { cpu: '20m' } }), refusal('spec.resources.requests.cpu', '50m', 'at most 20m')],
    ['a request below its minimum', deployment({ type: 'Container', min: { cpu: '100m' } }),
      refusal('spec.template.spec.containers["main"].resources.requests.cpu', '50m', 'at least 100m')],
  ])('fails with %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });
});
