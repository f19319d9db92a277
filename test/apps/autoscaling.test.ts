import { App, Chart, Duration } from 'cdk8s';
import { Container, HorizontalPodAutoscaler, Metric, MetricTarget, Replicas, ScalingStrategy } from 'cdk8s-plus-28';
import { app, MEMORY } from './scaled-app';
import { AutoscaleOptions, RuleCode, Rules, SpinAppExecutor, WasmCluster } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

function hpa(options: Partial<AutoscaleOptions>) {
  return (chart: Chart) => app(chart).autoscale({ maxReplicas: 4, ...options });
}

function idle(chart: Chart) {
  return new SpinAppExecutor(chart, 'none', { spinImage: 'ghcr.io/acme/spin:v3', createDeployment: false });
}

const HALF = MetricTarget.averageUtilization(50);

function spec(root: App): any {
  return synth(root).find(({ kind }) => kind === 'HorizontalPodAutoscaler').spec;
}

describe('autoscale', () => {
  it('makes a HorizontalPodAutoscaler for the Deployment that the operator makes', () => {
    const made = app(chartOf());
    const autoscaler = made.autoscale({ maxReplicas: 10 });
    expect(autoscaler).toBeInstanceOf(HorizontalPodAutoscaler);
    expect(yamlOfKind(made.node.root, 'HorizontalPodAutoscaler')).toMatchInlineSnapshot(`
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: api-hpa
        namespace: apps
      spec:
        maxReplicas: 10
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: api
    `);
  });

  it('makes the app leave its replicas to it', () => {
    const made = app(chartOf(), (api) => api.autoscale({ maxReplicas: 10 }));
    const written = synth(made.node.root).find(({ kind }) => kind === 'SpinApp').spec;
    expect([written.enableAutoscaling, written.replicas]).toEqual([true, undefined]);
  });

  it.each(['1.37', 'v1.38.2', '99.0.0'])('leaves no pod on Kubernetes %s, by what is measured elsewhere', (kubernetesVersion) => {
    const chart = new Chart(new WasmCluster(new App(), 'prod', { kubernetesVersion }), 'test', { namespace: 'apps' });
    Rules.of(chart.node.root).silence(RuleCode.NEWER_RELEASE);
    app(chart).autoscale({ minReplicas: 0, maxReplicas: 4, metrics: [Metric.external({ name: 'queue', target: MetricTarget.value(5) })] });
    expect(spec(chart.node.root as App)).toMatchObject({ minReplicas: 0, metrics: [{ type: 'External' }] });
  });

  const zero = 'give at least 1, or use autoscaleByHttp or a KEDA trigger that is neither cpu nor memory (NoScaleToZero)';
  it.each([
    ['1.37', 'a minimum of 0 needs an Object or External metric: pods that do not run use no CPU and no memory'],
    ['1.36', 'a HorizontalPodAutoscaler starts no first pod before Kubernetes 1.37, and this cluster has 1.36'],
  ])('fails for a minimum of 0 by CPU on Kubernetes %s', (kubernetesVersion, rule) => {
    const chart = new Chart(new WasmCluster(new App(), 'prod', { kubernetesVersion }), 'test');
    expect(() => app(chart).autoscale({ minReplicas: 0, maxReplicas: 4, metrics: [Metric.resourceCpu(HALF)] }))
      .toThrow(new Error(`[prod/test/api/api-hpa] spec.minReplicas: got 0; ${rule}; ${zero}`));
  });

  it('takes metrics of every kind, with amounts as the API server stores them', () => {
    const made = app(chartOf());
    const ingress = made.exposeViaIngress('/');
    const target = MetricTarget.averageValue(0.5);
    made.autoscale({
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        Metric.resourceCpu(HALF), Metric.resourceMemory(MetricTarget.averageValue(1500)),
        Metric.containerCpu({ container: made.containers[0], target: HALF }),
        Metric.pods({ name: 'hits', target }), Metric.object({ object: ingress, name: 'hits', target: MetricTarget.value(5000) }),
        Metric.external({ name: 'queue', target }),
      ],
    });
    expect(spec(made.node.root as App).metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1500' } } },
      { type: 'ContainerResource', containerResource: { container: 'api', name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      { type: 'Pods', pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '500m' } } },
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'api-ingress' },
          metric: { name: 'hits' },
          target: { type: 'Value', value: '5k' },
        },
      },
      { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '500m' } } },
    ]);
  });

  it('takes rules for both ways', () => {
    const made = app(chartOf(), (api) => api.autoscale({
      maxReplicas: 10,
      scaleUp: { policies: [{ replicas: Replicas.absolute(4) }, { replicas: Replicas.percent(100), duration: Duration.minutes(1) }] },
      scaleDown: { strategy: ScalingStrategy.DISABLED, stabilizationWindow: Duration.minutes(10) },
    }));
    expect(spec(made.node.root as App).behavior).toEqual({
      scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 60 }] },
      scaleDown: { selectPolicy: 'Disabled', stabilizationWindowSeconds: 600 },
    });
  });

  it.each(['name', 'minReplicas', 'metrics', 'scaleUp', 'scaleDown', 'labels', 'annotations'])('is the same with %s left out', (option) => {
    const [made, plain] = [chartOf(), chartOf()].map((chart) => app(chart));
    made.autoscale({ maxReplicas: 5, [option]: undefined });
    plain.autoscale({ maxReplicas: 5 });
    expect(yamlOfKind(made.node.root, 'HorizontalPodAutoscaler')).toBe(yamlOfKind(plain.node.root, 'HorizontalPodAutoscaler'));
  });

  it.each<[string, (chart: Chart) => unknown, string]>([
    ['a maximum of 0', (chart) => app(chart).autoscale({ maxReplicas: 0 }),
      '[test/api/api-hpa] spec.maxReplicas: got 0; the maximum must be an integer >= 1; give a whole number of pods '
        + '(InvalidReplicaRange)'],
    ['a fraction of pods', (chart) => app(chart).autoscale({ minReplicas: 1.5, maxReplicas: 2 }),
      '[test/api/api-hpa] spec.minReplicas: got 1.5; the minimum must be an integer >= 0; give a whole number of pods '
        + '(InvalidReplicaRange)'],
    ['a minimum over the maximum', (chart) => app(chart).autoscale({ minReplicas: 5, maxReplicas: 4 }),
      '[test/api/api-hpa] spec.minReplicas: got 5; the minimum is over the maximum, 4; lower the minimum or raise the maximum '
        + '(InvalidReplicaRange)'],
    ['a minimum of 0', (chart) => app(chart).autoscale({ minReplicas: 0, maxReplicas: 4 }),
      '[test/api/api-hpa] spec.minReplicas: got 0; a HorizontalPodAutoscaler starts no first pod before Kubernetes 1.37, and this cluster '
        + 'is not said to have that (kubernetesVersion); give at least 1, or use autoscaleByHttp or a KEDA trigger that is neither cpu nor memory '
        + '(NoScaleToZero)'],
    ['a negative minimum', (chart) => app(chart).autoscale({ minReplicas: -1, maxReplicas: 4 }),
      '[test/api/api-hpa] spec.minReplicas: got -1; the minimum must be an integer >= 0; give a whole number of pods '
        + '(InvalidReplicaRange)'],
    ['an empty list of metrics', hpa({ metrics: [] }),
      '[test/api/api-hpa] spec.metrics: got []; an autoscaler has at least one metric; leave metrics out for CPU at 80 '
        + 'percent of the request (EmptyList)'],
    ['a utilisation of 0', hpa({ metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(0))] }),
      '[test/api/api-hpa] spec.metrics[0].resource.target.averageUtilization: got 0; must be a whole percentage of at least '
        + '1; write 60 for 60 percent (InvalidMetric)'],
    ['a utilisation of more percent than the server counts', hpa({ metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(2 ** 31))] }),
      '[test/api/api-hpa] spec.metrics[0].resource.target.averageUtilization: got 2147483648; must be a whole percentage of at least '
        + '1; write 60 for 60 percent (InvalidMetric)'],
    ['a utilisation of half a percent', hpa({ metrics: [Metric.resourceMemory(MetricTarget.averageUtilization(0.5))] }),
      '[test/api/api-hpa] spec.metrics[0].resource.target.averageUtilization: got 0.5; must be a whole percentage of at least '
        + '1; write 60 for 60 percent (InvalidMetric)'],
    ['a negative target', hpa({ metrics: [Metric.pods({ name: 'hits', target: MetricTarget.averageValue(-5) })] }),
      '[test/api/api-hpa] spec.metrics[0].pods.target.averageValue: got "-5"; must be over zero, in steps of a thousandth; '
        + 'raise it (InvalidMetric)'],
    ['a target finer than a thousandth', hpa({ metrics: [Metric.external({ name: 'queue', target: MetricTarget.value(0.0005) })] }),
      '[test/api/api-hpa] spec.metrics[0].external.target.value: got "0.0005"; must be over zero, in steps of a thousandth; '
        + 'raise it (InvalidMetric)'],
    ['utilisation of a metric of pods', hpa({ metrics: [Metric.pods({ name: 'hits', target: MetricTarget.averageUtilization(5) })] }),
      '[test/api/api-hpa] spec.metrics[0].pods.target.type: got "Utilization"; a metric of this type has a target of type '
        + 'AverageValue; use another MetricTarget (InvalidMetric)'],
    ['a whole value of CPU', hpa({ metrics: [Metric.resourceCpu(MetricTarget.value(1))] }),
      '[test/api/api-hpa] spec.metrics[0].resource.target.type: got "Value"; a metric of this type has a target of type '
        + 'Utilization or AverageValue; use another MetricTarget (InvalidMetric)'],
    ['storage, which nobody measures', hpa({ metrics: [Metric.resourceStorage(MetricTarget.averageValue(1))] }),
      '[test/api/api-hpa] spec.metrics[0].resource.name: got "storage"; the metrics API measures cpu and memory of pods, '
        + 'nothing else; use an external metric (InvalidMetric)'],
    ['a metric without a name', hpa({ metrics: [Metric.pods({ name: '', target: MetricTarget.averageValue(1) })] }),
      '[test/api/api-hpa] spec.metrics[0].pods.metric.name: got ""; a metric has a name without \'/\' and \'%\', '
        + 'other than \'.\' and \'..\'; use the name '
        + 'that the adapter serves (InvalidMetric)'],
    ['a metric called by a dot', hpa({ metrics: [Metric.pods({ name: '.', target: MetricTarget.averageValue(1) })] }),
      '[test/api/api-hpa] spec.metrics[0].pods.metric.name: got "."; a metric has a name without \'/\' and \'%\', '
        + 'other than \'.\' and \'..\'; use the name '
        + 'that the adapter serves (InvalidMetric)'],
    ['the container of another workload',
      hpa(
        { metrics: [Metric.containerCpu({ container: new Container({ image: 'nginx', name: 'web' }), target: HALF })] },
      ),
      '[test/api/api-hpa] spec.metrics[0].containerResource.container: got "web"; the one container of the app is named api; '
        + 'give app.containers[0] (InvalidMetric)'],
    ['an empty list of policies', hpa({ scaleUp: { policies: [] } }),
      '[test/api/api-hpa] spec.behavior.scaleUp.policies: got []; scaling rules have at least one policy; leave policies out '
        + 'for those of Kubernetes, or use ScalingStrategy.DISABLED (InvalidScalingRules)'],
    ['a policy of 0 pods', hpa({ scaleDown: { policies: [{ replicas: Replicas.absolute(0) }] } }),
      '[test/api/api-hpa] spec.behavior.scaleDown.policies[0].value: got 0; a policy changes a whole number of pods or '
        + 'percent, of at least 1; raise it, or use ScalingStrategy.DISABLED to forbid the change (InvalidScalingRules)'],
    ['a policy of more pods than the server counts', hpa({ scaleDown: { policies: [{ replicas: Replicas.absolute(2 ** 31) }] } }),
      '[test/api/api-hpa] spec.behavior.scaleDown.policies[0].value: got 2147483648; a policy changes a whole number of pods or '
        + 'percent, of at least 1; raise it, or use ScalingStrategy.DISABLED to forbid the change (InvalidScalingRules)'],
    ['a period of an hour', hpa({ scaleDown: { policies: [{ replicas: Replicas.percent(5), duration: Duration.hours(1) }] } }),
      '[test/api/api-hpa] spec.behavior.scaleDown.policies[0].periodSeconds: got "3600000ms"; must be a whole number of '
        + 'seconds from 1 to 1800; give another Duration (InvalidDuration)'],
    ['a period of half a second', hpa({ scaleUp: { policies: [{ replicas: Replicas.percent(5), duration: Duration.millis(500) }] } }),
      '[test/api/api-hpa] spec.behavior.scaleUp.policies[0].periodSeconds: got "500ms"; must be a whole number of seconds '
        + 'from 1 to 1800; give another Duration (InvalidDuration)'],
    ['a window of a day', hpa({ scaleDown: { stabilizationWindow: Duration.days(1) } }),
      '[test/api/api-hpa] spec.behavior.scaleDown.stabilizationWindowSeconds: got "86400000ms"; must be a whole number of '
        + 'seconds from 0 to 3600; give another Duration (InvalidDuration)'],
    ['a name with capitals', hpa({ name: 'API' }),
      '[test/api/API] metadata.name: got "API"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and '
        + "'.'; use lower-case letters, digits, dashes and dots (InvalidName)"],
    ['a label with a space', hpa({ labels: { 'a b': 'c' } }),
      '[test/api/api-hpa] metadata.labels key: got "a b"; a label key must be a name of at most 63 letters, digits, \'-\', \'_\' '
        + 'and \'.\', optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidLabel)'],
    ['a second one', (chart) => app(chart, (api) => { api.autoscale({ maxReplicas: 4 }); api.autoscale({ maxReplicas: 5 }); }),
      '[test/api/api-hpa] metadata.name: got "api-hpa"; the app has something of this name already, and at most one '
        + 'autoscaler; give one autoscaler all the metrics, or name it otherwise (DuplicateKey)'],
    ['fixed replicas', (chart) => app(chart, (api) => api.autoscale({ maxReplicas: 4 }), { replicas: 3 }),
      '[test/api] spec.replicas: got 3; an app has fixed replicas or an autoscaler, not both; leave replicas out, and give '
        + 'the autoscaler a minimum (ReplicasWithAutoscaler)'],
    ['the usual metric without a CPU request', (chart) => app(chart, (api) => api.autoscale({ maxReplicas: 4 }), { resources: { memory: MEMORY } }),
      '[test/api] spec.metrics[0].resource.target of test/api/api-hpa/Resource: got "cpu"; the autoscaler needs what the pods '
        + 'of api request of cpu, and they request none; give the app resources.cpu with a request (UseWithoutRequest)'],
    ['utilisation without a request',
      (chart) => app(chart, (api) => api.autoscale({ maxReplicas: 4, metrics: [Metric.resourceMemory(HALF)] }), { resources: {} }),
      '[test/api] spec.metrics[0].resource.target of test/api/api-hpa/Resource: got "memory"; the autoscaler needs what the '
        + 'pods of api request of memory, and they request none; give the app resources.memory with a request (UseWithoutRequest)'],
    ['an executor that makes no Deployment',
      (chart) => app(chart, (api) => api.autoscale({ maxReplicas: 4 }), { executor: idle(chart) }),
      '[test/api] spec.enableAutoscaling: got true; the executor makes no Deployment, which is what autoscalers scale; use an '
        + 'executor with createDeployment, or leave the autoscaler out (AutoscalerTarget)'],
  ])('fails for %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });
});
