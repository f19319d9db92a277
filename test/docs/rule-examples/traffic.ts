/** Programs that break a rule of autoscalers, Services, Ingresses and routes. */
import { App, Chart, Duration } from 'cdk8s';
import { Cpu, Deployment, HorizontalPodAutoscaler, Metric, MetricTarget, Namespaces, Pods, Replicas, Service, ServiceType } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { image, RuleExample, RuleExamples } from './support';
import {
  HttpBackend, HttpRouteRule, KedaTrigger, PrometheusMonitoring, RuleCode, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmAppProps, WasmValidation,
} from '../../../src';
import { raw, rawApp } from '../../validation/raw';

const scaled = (chart: Chart, props: Partial<WasmAppProps> = {}) => new WasmApp(chart, 'api', {
  metadata: { name: 'api' }, image, resources: { cpu: { request: Cpu.millis(50) } }, ...props,
});
const scale = (target: WasmApp, id: string) => new HorizontalPodAutoscaler(target.node.scope as Construct, id, { target, maxReplicas: 5 });
const on = (use: (app: WasmApp) => unknown): RuleExample => (chart) => use(scaled(chart));
const routed = (rule: (app: WasmApp) => HttpRouteRule) => on((api) => api.exposeViaHttpRoute({ parents: [{ name: 'public' }], rules: [rule(api)] }));

export const TRAFFIC = {
  [RuleCode.REPLICAS_WITH_AUTOSCALER]: (chart) => scale(scaled(chart, { replicas: 3 }), 'autoscaler'),
  [RuleCode.DUPLICATE_AUTOSCALER]: (chart) => {
    const target = scaled(chart);
    return [scale(target, 'one'), scale(target, 'two')];
  },
  [RuleCode.UNSUPPORTED_SERVICE_TYPE]: on((api) => api.exposeViaService({ serviceType: ServiceType.EXTERNAL_NAME })),
  [RuleCode.SERVICE_NAME_COLLISION]: (chart) => new Service(chart, 'service', {
    metadata: { name: 'api' }, selector: scaled(chart), ports: [{ port: 80 }],
  }),
  [RuleCode.DEPLOYMENT_NAME_COLLISION]: (chart) => new Deployment(chart, 'deployment', {
    metadata: { name: scaled(chart).name }, containers: [{ image: 'nginx:1.27' }],
  }),
  [RuleCode.INVALID_PORT]: on((api) => api.exposeViaService({ port: 99999 })),
  [RuleCode.AUTOSCALER_TARGET]: (chart) => [WasmValidation.of(chart), rawApp(chart), raw(chart, 'autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' } },
  })],
  [RuleCode.INVALID_REPLICA_RANGE]: on((api) => api.autoscale({ minReplicas: 5, maxReplicas: 4 })),
  [RuleCode.NO_SCALE_TO_ZERO]: on((api) => api.autoscale({ minReplicas: 0, maxReplicas: 4 })),
  [RuleCode.USE_WITHOUT_REQUEST]: (chart) => scaled(chart, { resources: {} }).autoscale({ maxReplicas: 4 }),
  [RuleCode.INVALID_METRIC]: on((api) => api.autoscale({ maxReplicas: 4, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(0.5))] })),
  [RuleCode.INVALID_SCALING_RULES]: on((api) => api.autoscale({ maxReplicas: 4, scaleUp: { policies: [{ replicas: Replicas.absolute(0) }] } })),
  [RuleCode.INVALID_TRIGGER]: on((api) => api.autoscaleByKeda({ triggers: [KedaTrigger.cpuUtilization(0.5)] })),
  [RuleCode.INVALID_DURATION]: on((api) => api.autoscaleByKeda({ triggers: [KedaTrigger.of('kafka')], pollingInterval: Duration.millis(500) })),
  [RuleCode.BYPASSED_INTERCEPTOR]: on((api) => [api.exposeViaService(), api.autoscaleByHttp()]),
  [RuleCode.INVALID_HOST]: on((api) => api.exposeViaIngress('/', { hosts: ['10.0.0.1'] })),
  [RuleCode.INVALID_PATH]: on((api) => api.exposeViaIngress('shop')),
  [RuleCode.DUPLICATE_ROUTE]: on((api) => api.exposeViaIngress('/', { ingress: api.exposeViaIngress('/') })),
  [RuleCode.INVALID_ROUTE]: routed(() => ({ backends: [] })),
  [RuleCode.INVALID_WEIGHT]: routed((backend) => ({ backends: [{ backend, weight: -1 }] })),
  [RuleCode.INVALID_CIDR]: on((api) => api.exposeViaLoadBalancer({ loadBalancerSourceRanges: ['203.0.113.0'] })),
  [RuleCode.UNREACHABLE_BACKEND]: routed(() => ({ backends: [{ backend: HttpBackend.fromServiceName('other') }] })),
  [RuleCode.INVALID_PEER]: (chart) => new WasmApp(chart, 'api', { image }).connections.allowTo(
    Pods.select(chart, 'peers', { namespaces: Namespaces.select(chart, 'namespaces', { labels: { team: 'data' } }) })),
  [RuleCode.NO_OPERATOR_METRICS]: (chart) => [
    new SpinKubeInstall(chart.node.scope as App, 'spinkube', { version: SpinKubeVersion.V0_6_1, operator: { metrics: false } }),
    new PrometheusMonitoring(chart, 'prometheus', { blackboxExporter: 'blackbox.monitoring.svc:9115', operatorNamespace: 'spin-operator' }),
  ],
} satisfies RuleExamples;
