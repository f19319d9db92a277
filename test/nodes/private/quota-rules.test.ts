import { ApiObject, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { WasmApp, WasmDeployment, WasmDeploymentProps, WasmImage, WasmJob, WasmRuntimeClass } from '../../../src';
import { chartOf, failureOf, synth, yamlOf } from '../../support/synth';

type Program = (chart: Chart) => unknown;

const KNOWN = { runtimeClasses: ['wasm'] };
const LIMITS_CPU = { 'limits.cpu': '4' };
const CPU_REQUEST = { resources: { cpu: { request: Cpu.millis(5) } } };
const MEMORY_LIMIT = { resources: { memory: { limit: Size.mebibytes(8) } } };
const CPU_REQUEST_MEMORY_LIMIT = { resources: { ...CPU_REQUEST.resources, ...MEMORY_LIMIT.resources } };

const quota = (chart: Chart, spec: object) => new ApiObject(chart, 'quota', {
  apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec,
});
const limitRange = (chart: Chart, limit: object) => new ApiObject(chart, 'range', {
  apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'range' }, spec: { limits: [limit] },
});
const wasm = (chart: Chart) => WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm');
const deployment = (chart: Chart, props: Partial<WasmDeploymentProps> = {}) =>
  new WasmDeployment(chart, 'app', { image: WasmImage.container('hello:v1'), runtimeClass: wasm(chart), ...props });
const app = (chart: Chart, props: { resources?: object } = {}) => new WasmApp(chart, 'app', { image: 'registry.example.com/app:v1', ...props });
const refusal = (field: string, value: string, key: string) =>
  `[test/app] ${field}: got ${value}; the quota test/quota counts ${key}, and refuses pods that do not say theirs; `
  + `give resources.${key.replace(/.*\./, '')} (QuotaWithoutResources)`;
const CONTAINER = 'spec.template.spec.containers["main"].resources';

const scoped = (scope: object, hard: object = LIMITS_CPU): ((props?: object) => Program) => (props) => (chart) => {
  quota(chart, { hard, ...scope });
  deployment(chart, props);
};
const priority = (operator: string, values?: string[]) =>
  scoped({ scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, ...(values && { values }) }] } });

describe('a quota of the namespace', () => {
  test.each<[string, Program]>([
    ['pods that say what it counts', (chart) => {
      quota(chart, { hard: { 'requests.cpu': '1', 'limits.memory': '1Gi' } });
      deployment(chart, CPU_REQUEST_MEMORY_LIMIT);
    }],
    ['a limit in place of a request, resource by resource', (chart) => {
      quota(chart, { hard: { 'requests.cpu': '1', 'requests.memory': '1Gi' } });
      deployment(chart, CPU_REQUEST_MEMORY_LIMIT);
    }],
    ['an app with a limit in place of a request, resource by resource', (chart) => {
      quota(chart, { hard: { cpu: '1', memory: '1Gi' } });
      app(chart, CPU_REQUEST_MEMORY_LIMIT);
    }],
    ['an app that a LimitRange gives its limit', (chart) => {
      quota(chart, { hard: { 'limits.cpu': '1', 'requests.cpu': '1' } });
      limitRange(chart, { type: 'Container', default: { cpu: '100m' } });
      app(chart);
    }],
    ['a pod that the maximum of a LimitRange gives a limit, and its minimum a request', (chart) => {
      quota(chart, { hard: { 'limits.memory': '1Gi', 'requests.cpu': '1' } });
      limitRange(chart, { type: 'Container', max: { memory: '64Mi' }, min: { cpu: '10m' } });
      deployment(chart);
    }],
    ['pods without a deadline, if it counts Terminating ones', scoped({ scopes: ['Terminating'] })()],
    ['pods without resources, if it counts NotBestEffort ones', scoped({ scopes: ['NotTerminating', 'NotBestEffort'] })()],
    ['pods of no amount, if it counts NotBestEffort ones', scoped({ scopes: ['NotBestEffort'] })({ resources: { cpu: { request: Cpu.millis(0) } } })],
    ['pods that may have any PriorityClass', priority('In', ['high'])()],
    ['pods of another PriorityClass', priority('In', ['high'])({ priorityClassName: 'low' })],
    ['pods of a PriorityClass that it leaves out', priority('NotIn', ['low'])({ priorityClassName: 'low' })],
    ['pods with a PriorityClass, if it counts those without', priority('DoesNotExist')({ priorityClassName: 'low' })],
    ['pods, if it counts a scope that cannot be told', scoped({ scopes: ['CrossNamespacePodAffinity'] })()],
  ])('takes %s', (_what, program) => {
    const chart = chartOf();
    program(chart);
    expect(synth(chart.node.root, KNOWN).length).toBeGreaterThan(0);
  });

  test.each<[string, Program, string]>([
    ['pods that do not say what it counts', (chart) => {
      quota(chart, { hard: { 'requests.cpu': '1', 'limits.memory': '1Gi' } });
      deployment(chart, CPU_REQUEST);
    }, refusal(CONTAINER, '{"requests":{"cpu":"5m"}}', 'limits.memory')],
    ['a request in place of a limit', (chart) => {
      quota(chart, { hard: LIMITS_CPU });
      app(chart, CPU_REQUEST);
    }, refusal('spec.resources', '{"requests":{"cpu":"5m"}}', 'limits.cpu')],
    ['a LimitRange of requests for a quota of limits', (chart) => {
      quota(chart, { hard: LIMITS_CPU });
      limitRange(chart, { type: 'Container', defaultRequest: { cpu: '100m' }, min: { cpu: '10m' } });
      app(chart);
    }, refusal('spec.resources', 'nothing', 'limits.cpu')],
    ['a LimitRange of pods, which fills in nothing', (chart) => {
      quota(chart, { hard: LIMITS_CPU });
      limitRange(chart, { type: 'Pod', max: { cpu: '1' } });
      app(chart);
    }, refusal('spec.resources', 'nothing', 'limits.cpu')],
    ['pods without a deadline, if it counts NotTerminating ones', scoped({ scopes: ['NotTerminating'] })(), refusal(CONTAINER, 'nothing', 'limits.cpu')],
    ['pods with some resources, if it counts NotBestEffort ones', scoped({ scopes: ['NotBestEffort'] })(MEMORY_LIMIT),
      refusal(CONTAINER, '{"limits":{"memory":"8Mi"}}', 'limits.cpu')],
    ['pods of its PriorityClass', priority('In', ['high'])({ priorityClassName: 'high' }), refusal(CONTAINER, 'nothing', 'limits.cpu')],
    ['pods of a PriorityClass that it does not leave out', priority('NotIn', ['high'])({ priorityClassName: 'low' }),
      refusal(CONTAINER, 'nothing', 'limits.cpu')],
    ['pods of some PriorityClass', scoped({ scopes: ['PriorityClass'] })({ priorityClassName: 'low' }), refusal(CONTAINER, 'nothing', 'limits.cpu')],
  ])('fails with %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });

  test('takes a pod of newer Kubernetes that says resources for all its containers', () => {
    const chart = chartOf();
    quota(chart, { hard: LIMITS_CPU });
    ApiObject.of(deployment(chart)).addJsonPatch(JsonPatch.add('/spec/template/spec/resources', { limits: { cpu: '1' } }));
    expect(yamlOf(chart.node.root)).toContain('limits:');
  });

  test('sees the deadline of a pod, not that of its job', () => {
    const job = (chart: Chart) => {
      quota(chart, { hard: LIMITS_CPU, scopes: ['Terminating'] });
      return new WasmJob(chart, 'app', { image: WasmImage.container('hello:v1'), runtimeClass: wasm(chart), activeDeadline: Duration.minutes(5) });
    };
    const chart = chartOf();
    job(chart);
    expect(synth(chart.node.root, KNOWN)).toHaveLength(2);
    expect(failureOf((other) => ApiObject.of(job(other)).addJsonPatch(JsonPatch.add('/spec/template/spec/activeDeadlineSeconds', 300))))
      .toBe(refusal(CONTAINER, 'nothing', 'limits.cpu'));
  });
});
