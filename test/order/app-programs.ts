import { Chart } from 'cdk8s';
import { Cpu, EnvValue, Pods, Probe, Secret } from 'cdk8s-plus-28';
import { inApp, inChart, LABELS, Program } from './given';
import {
  EdgeWasmApp, EgressPolicy, HttpMethod, HttpPathMatch, HttpRouteFilter, HttpValueMatch, ImageLock, KedaTrigger, KeyValueStore, RuntimeConfig,
  SqliteDatabase, WasmApp, WasmAppDefaults, WasmCluster,
} from '../../src';

const IMAGE = 'ghcr.io/acme/api:v1';
const HEADERS = { 'X-B': '1', 'x-a': '2', 'X-A-B': '3', 'X-9': '4' };
const GATEWAY = [{ name: 'gw' }];
const REQUEST = { cpu: { request: Cpu.millis(50) } };

const exact = (map: { [key: string]: string }) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, HttpValueMatch.exact(value)]));

export const APP_PROGRAMS: { [name: string]: Program } = {
  'an app': inChart((chart, given) => new WasmApp(chart, 'app', {
    metadata: { labels: given('ApiObjectMetadata.labels', LABELS), annotations: given('ApiObjectMetadata.annotations', LABELS) },
    image: IMAGE,
    readiness: Probe.fromHttpGet('/'),
    liveness: Probe.fromHttpGet('/'),
    readinessHeaders: given('WasmAppCommonProps.readinessHeaders', HEADERS),
    livenessHeaders: given('WasmAppCommonProps.livenessHeaders', HEADERS),
    variables: given('WasmAppCommonProps.variables', {
      b: EnvValue.fromValue('1'),
      a_c: EnvValue.fromValue('http://$(SPIN_VARIABLE_Z):$(SPIN_VARIABLE_B)'),
      ab: EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, 'secret', 'keys'), key: 'ab' }),
      z: EnvValue.fromValue('db'),
    }),
    podLabels: given('WasmAppCommonProps.podLabels', LABELS),
    podAnnotations: given('WasmAppCommonProps.podAnnotations', LABELS),
    deploymentAnnotations: given('WasmAppCommonProps.deploymentAnnotations', LABELS),
    serviceAnnotations: given('WasmAppCommonProps.serviceAnnotations', LABELS),
  })),
  'stores and the policy that follows from them': inChart((chart, given) => new WasmApp(chart, 'app', {
    image: IMAGE,
    runtimeConfig: RuntimeConfig.fromStores({
      keyValueStores: given('RuntimeConfigOptions.keyValueStores', {
        default: KeyValueStore.redis({ url: EnvValue.fromValue('redis://b.data.svc:6379') }),
        two: KeyValueStore.redis({ url: EnvValue.fromValue('redis://a.data.svc:6380') }),
        three: KeyValueStore.spin(),
      }),
      sqliteDatabases: given('RuntimeConfigOptions.sqliteDatabases', {
        two: SqliteDatabase.spin(), default: SqliteDatabase.spin({ path: '/data/b' }), three: SqliteDatabase.spin({ path: '/data/a' }),
      }),
    }),
    egress: EgressPolicy.networkPolicy({ hosts: ['*://10.0.0.0/8:443'], dns: { podLabels: given('ClusterDns.podLabels', LABELS) } }),
  })),
  'a connection': inChart((chart, given) => new WasmApp(chart, 'app', { image: IMAGE }).connections
    .allowTo(Pods.select(chart, 'pods', { labels: given('PodsSelectOptions.labels', LABELS) }))),
  'a Service': inChart((chart, given) => new WasmApp(chart, 'app', { image: IMAGE })
    .exposeViaLoadBalancer({ labels: given('ExposeOptions.labels', LABELS), annotations: given('ExposeOptions.annotations', LABELS) })),
  'an Ingress': inChart((chart, given) => new WasmApp(chart, 'app', { image: IMAGE }).exposeViaIngress('/', {
    hosts: ['a.com'],
    labels: given('ExposeViaIngressOptions.labels', LABELS),
    annotations: given('ExposeViaIngressOptions.annotations', LABELS),
  })),
  'an HTTPRoute': inChart((chart, given) => new WasmApp(chart, 'app', { image: IMAGE }).exposeViaHttpRoute({
    parents: GATEWAY,
    rules: [{
      matches: [{
        path: HttpPathMatch.prefix('/'),
        method: HttpMethod.GET,
        headers: exact(given('HttpRouteMatch.headers', HEADERS)),
        queryParams: exact(given('HttpRouteMatch.queryParams', HEADERS)),
      }],
      filters: [
        HttpRouteFilter.requestHeaders({ set: given('HttpHeaderChanges.set', HEADERS) }),
        HttpRouteFilter.responseHeaders({ add: given('HttpHeaderChanges.add', HEADERS) }),
      ],
    }],
    labels: given('ExposeViaHttpRouteOptions.labels', LABELS),
    annotations: given('ExposeViaHttpRouteOptions.annotations', LABELS),
  })),
  'a ScaledObject': inChart((chart, given) => new WasmApp(chart, 'app', { image: IMAGE }).autoscaleByKeda({
    maxReplicas: 3,
    triggers: [KedaTrigger.of('kafka', { metadata: given('KedaTriggerOptions.metadata', LABELS) })],
    labels: given('AutoscalerCommonOptions.labels', LABELS),
    annotations: given('AutoscalerCommonOptions.annotations', LABELS),
  })),
  'the HTTP add-on': inChart((chart, given) => new WasmApp(chart, 'app', { image: IMAGE, resources: REQUEST })
    .autoscaleByHttp({
      rules: [{ hosts: ['a.com'], headers: given('HttpScalingRule.headers', HEADERS) }],
      staticRoutes: [{ rules: [{}], response: { headers: given('HttpStaticResponse.headers', HEADERS) } }],
    })),
  'defaults': inChart((chart, given) => {
    WasmAppDefaults.of(chart).add({
      labels: given('WasmAppDefaultsOptions.labels', LABELS),
      annotations: given('WasmAppDefaultsOptions.annotations', LABELS),
      podLabels: given('WasmAppDefaultsOptions.podLabels', LABELS),
      podAnnotations: given('WasmAppDefaultsOptions.podAnnotations', LABELS),
    });
    new WasmApp(chart, 'app', { image: IMAGE });
  }),
  'labels of a chart': inApp((app, given) => new WasmApp(
    new Chart(app, 'test', { namespace: 'apps', labels: given('ChartProps.labels', LABELS) }), 'app', { image: IMAGE, propagateLabels: true },
  )),
  'an edge app': inChart((chart, given) => new EdgeWasmApp(chart, 'app', {
    image: IMAGE, nodeSelector: given('EdgeWasmAppProps.nodeSelector', LABELS),
  })),
  'the edge of a cluster': inApp((app, given) => {
    const cluster = new WasmCluster(app, 'cluster', { edge: { nodeSelector: given('NodePlacement.nodeSelector', LABELS) } });
    new EdgeWasmApp(new Chart(cluster, 'test', { namespace: 'apps' }), 'app', { image: IMAGE });
  }),
  'locked images': inApp((app, given) => {
    const digests = given('ImageLock.fromDigests(digests)', { 'a/B:v1': 'a', 'ghcr.io/acme/api:v1': 'b', 'a/c:v1': 'c' });
    const images = ImageLock.fromDigests(Object.fromEntries(Object.entries(digests).filter(([image]) => !image.includes('B'))
      .map(([image, letter]) => [image, `sha256:${letter.repeat(64)}`])));
    const cluster = new WasmCluster(app, 'cluster', { images });
    new WasmApp(new Chart(cluster, 'test', { namespace: 'apps' }), 'app', { image: IMAGE });
  }),
};
