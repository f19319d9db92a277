import { ApiObject, Chart } from 'cdk8s';
import { HorizontalPodAutoscaler, k8s, Metric, MetricTarget } from 'cdk8s-plus-28';
import { app, CPU } from './scaled-app';
import { WasmApp } from '../../src';
import { chartOf, failureOf, synth } from '../support/synth';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' };

/** A HorizontalPodAutoscaler that nobody told the app of. */
function hpa(chart: Chart, fields: object = {}, id = 'raw'): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: id }, spec: { scaleTargetRef: DEPLOYMENT, maxReplicas: 5, ...fields },
  });
}

function scaledObject(chart: Chart, fields: object = {}): ApiObject {
  return new ApiObject(chart, 'keda', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'keda' },
    spec: { scaleTargetRef: { name: 'api' }, triggers: [{ type: 'kafka', metadata: {} }], ...fields },
  });
}

const withoutResources = (chart: Chart, use: (api: WasmApp) => unknown) => app(chart, use, { resources: {} });
const MISSING = 'the autoscaler needs what the pods of api request of cpu, and they request none; give the app resources.cpu with a request (UseWithoutRequest)';
const TWO = '[test/api] spec.enableAutoscaling: got 2; one app has at most one autoscaler: two would fight over its Deployment; '
  + 'give one autoscaler all the metrics (DuplicateAutoscaler)';
const FIXED = (path: string) => '[test/api] spec.replicas: got nothing; an app has fixed replicas or an autoscaler, not both; '
  + `use an autoscale method of the app, or call its markHasAutoscaler() for ${path} (ReplicasWithAutoscaler)`;

describe('the autoscalers of an app, whoever made them,', () => {
  it.each<[string, (chart: Chart) => unknown, string]>([
    ['a HorizontalPodAutoscaler of cdk8s-plus beside a ScaledObject',
      (chart) => app(chart, (target) => {
        target.autoscaleByKeda({ triggers: [CPU] });
        new HorizontalPodAutoscaler(chart, 'hpa', { target, maxReplicas: 5 });
      }), TWO],
    ['a raw one beside another', (chart) => app(chart, (api) => { api.autoscale({ maxReplicas: 5 }); hpa(chart); }), TWO],
    ['a raw ScaledObject beside another', (chart) => app(chart, (api) => { api.autoscale({ maxReplicas: 5 }); scaledObject(chart); }), TWO],
    ['a raw one that the app does not know', (chart) => app(chart, () => hpa(chart)), FIXED('test/raw')],
    ['a raw ScaledObject that the app does not know', (chart) => app(chart, () => scaledObject(chart)), FIXED('test/keda')],
    ['an HTTPScaledObject that the app does not know',
      (chart) => app(chart, () => new ApiObject(chart, 'http', {
        apiVersion: 'http.keda.sh/v1alpha1', kind: 'HTTPScaledObject', spec: { scaleTargetRef: { name: 'api', service: 'api', port: 80 } },
      })), FIXED('test/http')],
    ['a SpinApp as its target',
      (chart) => app(chart, () => hpa(chart, { scaleTargetRef: { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', name: 'api' } })),
      '[test/api] spec.scaleTargetRef of test/raw: got "SpinApp"; a SpinApp has no scale of its own, so the autoscaler would do nothing; '
        + 'give it the Deployment of the same name, apiVersion apps/v1 (AutoscalerTarget)'],
    ['utilisation without a request, by cdk8s-plus',
      (chart) => withoutResources(chart, (target) => new HorizontalPodAutoscaler(chart, 'hpa', {
        target, maxReplicas: 5, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(50))],
      })),
      `[test/api] spec.metrics[0].resource.target of test/hpa/Resource: got "cpu"; ${MISSING}`],
    ['a raw cpu trigger without a request',
      (chart) => withoutResources(chart, (api) => {
        api.markHasAutoscaler();
        scaledObject(chart, { minReplicaCount: 1, triggers: [{ type: 'cpu', metricType: 'AverageValue', metadata: { value: '50m' } }] });
      }),
      `[test/api] spec.triggers[0] of test/keda: got "cpu"; ${MISSING}`],
    ['a raw cpu trigger without a minimum',
      (chart) => app(chart, (api) => {
        api.markHasAutoscaler();
        scaledObject(chart, { triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } }] });
      }),
      '[test/api] spec.minReplicaCount of test/keda: got 0; all triggers are cpu or memory, of which pods that do not run use none; give at least 1, '
        + 'or use autoscaleByHttp or a KEDA trigger that is neither cpu nor memory (NoScaleToZero)'],
    ['a metric of cdk8s-plus that no pod has',
      (chart) => app(chart, (target) => new HorizontalPodAutoscaler(chart, 'hpa', {
        target, maxReplicas: 5, metrics: [Metric.resourceStorage(MetricTarget.averageValue(5))],
      })),
      '[test/api] spec.metrics[0].resource.name of test/hpa/Resource: got "storage"; the metrics API measures cpu and memory of pods, nothing else; '
        + 'use an external metric (InvalidMetric)'],
  ])('fail for %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });

  it.each<[string, (chart: Chart) => unknown]>([
    ['a raw one of which the app is told', (chart) => app(chart, (api) => { api.markHasAutoscaler(); hpa(chart); })],
    ['one that is made elsewhere', (chart) => app(chart, (api) => api.markHasAutoscaler())],
    ['a raw one for another Deployment', (chart) => app(chart, () => hpa(chart, { scaleTargetRef: { ...DEPLOYMENT, name: 'web' } }))],
    ['a raw one for a StatefulSet', (chart) => app(chart, () => hpa(chart, { scaleTargetRef: { ...DEPLOYMENT, kind: 'StatefulSet' } }))],
    ['a raw one of another namespace', (chart) => app(chart, () => hpa(new Chart(chart, 'other', { namespace: 'other' })))],
    ['a limit in place of a request', (chart) => app(chart, (api) => api.autoscale({
      maxReplicas: 5, metrics: [Metric.resourceMemory(MetricTarget.averageUtilization(50))],
    }))],
    ['a request by a LimitRange', (chart) => withoutResources(chart, (api) => {
      new k8s.KubeLimitRange(chart, 'limits', { spec: { limits: [{ type: 'Container', defaultRequest: { cpu: k8s.Quantity.fromString('100m') } }] } });
      api.autoscale({ maxReplicas: 5, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(50))] });
    })],
  ])('are fine with %s', (_what, program) => {
    const chart = chartOf();
    program(chart);
    expect(synth(chart.node.root).length).toBeGreaterThan(0);
  });
});
