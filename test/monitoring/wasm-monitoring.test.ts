import { App, Chart, Duration, Yaml } from 'cdk8s';
import { ISecret, Namespace, Secret } from 'cdk8s-plus-28';
import { load } from 'js-yaml';
import { OtlpBackend, PrometheusMonitoring, SpinAppExecutor, SpinManifest, SpinRuntimeClass, WasmApp, WasmCluster, WasmMonitoring, WasmMonitoringProps } from '../../src';
import { chartOf, orderOf, synth } from '../support/synth';

const secret = (chart: Chart): ISecret => Secret.fromSecretName(chart, 'secret', 'oneuptime');
const oneUptime = (chart: Chart) => OtlpBackend.oneUptime({ token: { secret: secret(chart), key: 'token' } });

function monitored(props: Partial<WasmMonitoringProps> = {}) {
  const chart = new Chart(new App(), 'monitoring', { namespace: 'monitoring' });
  return { chart, monitoring: new WasmMonitoring(chart, 'monitoring', { backend: oneUptime(chart), ...props }) };
}

const find = (objects: any[], kind: string) => objects.find((object) => object.kind === kind);
const configOf = (objects: any[]): any => load(find(objects, 'ConfigMap').data['config.yaml']);
const podOf = (objects: any[]) => find(objects, 'Deployment').spec.template.spec;

describe('a Collector', () => {
  test('is these objects', () => {
    expect(synth(monitored().chart).map(({ kind, metadata: { namespace, name } }) => [kind, namespace, name.replace(/-[0-9a-f]{8}$/, '')])).toEqual([
      ['ServiceAccount', 'monitoring', 'otel-collector'],
      ['ClusterRole', undefined, 'monitoring-otel-collector'],
      ['ClusterRoleBinding', undefined, 'monitoring-otel-collector'],
      ['Service', 'monitoring', 'otel-collector'],
      ['Deployment', 'monitoring', 'otel-collector'],
      ['ConfigMap', 'monitoring', 'otel-collector'],
    ]);
  });

  test('stands beside another of the same name in another namespace', () => {
    const app = new App();
    const names = ['one', 'two'].map((namespace) => {
      const chart = new Chart(app, namespace, { namespace });
      return new WasmMonitoring(chart, 'monitoring', { backend: oneUptime(chart) }).endpoint;
    });
    expect(names).toEqual(['http://otel-collector.one.svc:4318', 'http://otel-collector.two.svc:4318']);
    const bindings = synth(app).filter(({ kind }) => kind === 'ClusterRoleBinding');
    expect(bindings.map(({ roleRef, subjects }) => [roleRef.name, subjects[0].namespace])).toEqual([['one-otel-collector', 'one'], ['two-otel-collector', 'two']]);
  });

  test('runs where the level restricted is enforced', () => {
    const { containers: [container], securityContext, volumes } = podOf(synth(monitored().chart));
    expect(securityContext).toEqual({ runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(volumes.map((volume: any) => Object.keys(volume))).toEqual([['configMap', 'name']]);
  });

  test('may read pods and namespaces, and nothing else', () => {
    expect(find(synth(monitored().chart), 'ClusterRole').rules).toEqual([
      { apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] },
    ]);
  });

  test('takes OTLP on the ports of its Service, and is asked for its health on that of its extension', () => {
    const objects = synth(monitored().chart);
    const { receivers, extensions, service } = configOf(objects);
    const listening = [receivers.otlp.protocols.grpc, receivers.otlp.protocols.http].map(({ endpoint }) => Number(endpoint.split(':')[1]));
    expect(find(objects, 'Service').spec.ports.map(({ targetPort }: any) => targetPort)).toEqual(listening);
    const [{ livenessProbe, readinessProbe, ports }] = podOf(objects).containers;
    expect(ports.map(({ containerPort }: any) => containerPort)).toEqual(listening);
    expect([livenessProbe, readinessProbe].map(({ httpGet }) => `0.0.0.0:${httpGet.port}`)).toEqual(Array(2).fill(extensions.health_check.endpoint));
    expect(service.extensions).toEqual(['health_check']);
  });

  test('uses in its pipelines what it defines, all of it', () => {
    const { chart, monitoring } = monitored();
    monitoring.addHttpCheck(new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }));
    synth(chart.node.root);
    const { receivers, processors, exporters, connectors, service } = configOf(chart.toJson());
    const pipelines: any[] = Object.values(service.pipelines);
    const used = (part: string) => [...new Set(pipelines.flatMap((pipeline) => pipeline[part]))].sort();
    expect(used('receivers')).toEqual([...Object.keys(receivers), ...Object.keys(connectors)].sort());
    expect(used('processors')).toEqual(Object.keys(processors).sort());
    expect(used('exporters')).toEqual([...Object.keys(exporters), ...Object.keys(connectors)].sort());
  });

  test('calls what an app sends by the name of the app', () => {
    const { processors } = configOf(synth(monitored().chart));
    expect(processors.k8s_attributes.extract.labels).toEqual([{ tag_name: 'core.spinkube.dev/app-name', key: 'core.spinkube.dev/app-name', from: 'pod' }]);
    expect(processors.resource.attributes).toEqual([{ key: 'service.name', from_attribute: 'core.spinkube.dev/app-name', action: 'upsert' }]);
  });

  test('asks apps for the health that Spin answers, or for another path', () => {
    const { chart, monitoring } = monitored({ checkInterval: Duration.seconds(30) });
    const apps = new Chart(chart.node.root as App, 'apps', { namespace: 'apps' });
    monitoring.addHttpCheck(new WasmApp(apps, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1' }));
    monitoring.addHttpCheck(new WasmApp(apps, 'web', { metadata: { name: 'web' }, image: 'ghcr.io/acme/web:v1' }), { path: '/health?deep=1' });
    synth(chart.node.root);
    expect(configOf(chart.toJson()).receivers.http_check).toEqual({
      collection_interval: '30s',
      targets: [
        { endpoint: 'http://api.apps.svc/.well-known/spin/health', method: 'GET' },
        { endpoint: 'http://web.apps.svc/health?deep=1', method: 'GET' },
      ],
    });
  });

  test('counts answers by their status code, which Spin does not call an error, and by their route, of which checks of health have one of their own', () => {
    expect(configOf(synth(monitored().chart)).connectors).toEqual({ span_metrics: { dimensions: [{ name: 'http.response.status_code' }, { name: 'http.route' }] } });
  });

  test.each([
    ['otel/opentelemetry-collector-contrib:0.144.0', false],
    ['registry.example.com:5000/collector:v0.151.0', false],
    ['otel/opentelemetry-collector-contrib:0.152.0', true],
    ['registry.example.com/collector:v0.159.0-arm64', true],
    [`registry.example.com/collector@sha256:${'0'.repeat(64)}`, true],
    [`registry.example.com/collector:0.146.1@sha256:${'0'.repeat(64)}`, false],
    ['registry.example.com/collector:1.0.0', true],
  ])('calls components as the version of %s does', (image, isRenamed) => {
    const { chart, monitoring } = monitored({ image });
    monitoring.addHttpCheck(new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }));
    const { receivers, processors, connectors, service } = configOf(synth(chart.node.root));
    const names = isRenamed ? ['http_check', 'k8s_attributes', 'span_metrics'] : ['httpcheck', 'k8sattributes', 'spanmetrics'];
    expect([receivers, processors, connectors].map((part, index) => names[index] in part)).toEqual([true, true, true]);
    expect(service.pipelines['metrics/made'].receivers).toEqual([names[2], names[0]]);
    expect(service.pipelines.traces).toMatchObject({ processors: expect.arrayContaining([names[1]]), exporters: ['otlp_http', names[2]] });
  });

  test('takes nothing in an address for a variable', () => {
    const { chart, monitoring } = monitored({ backend: OtlpBackend.otlp({ endpoint: 'https://otlp.example.com/$a' }) });
    const api = new WasmApp(new Chart(chart.node.root as App, 'apps', { namespace: 'apps' }), 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1' });
    monitoring.addHttpCheck(api, { path: '/a$$1?b=${env:HOME}' });
    const { receivers, exporters } = configOf(synth(chart.node.root));
    expect([receivers.http_check.targets[0].endpoint, exporters.otlp_http.endpoint])
      .toEqual(['http://api.apps.svc/a$$$$1?b=$${env:HOME}', 'https://otlp.example.com/$$a']);
  });

  test('comes after its namespace', () => {
    const { chart } = monitored();
    new Namespace(new Chart(chart.node.root as App, 'namespaces'), 'monitoring', { metadata: { name: 'monitoring' } });
    expect(orderOf(chart.node.root).map((line) => line.split(':')[0])).toEqual(['namespaces', 'monitoring']);
  });

  test('has a new ConfigMap, and so new pods, when its configuration changes', () => {
    const { chart, monitoring } = monitored();
    const name = (objects: any[]) => [find(objects, 'ConfigMap').metadata.name, podOf(objects).volumes[0].configMap.name];
    const [before, mounted] = name(synth(chart));
    expect(mounted).toBe(before);
    monitoring.addHttpCheck(new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }));
    synth(chart.node.root);
    const [after, mountedAfter] = name(chart.toJson());
    expect(mountedAfter).toBe(after);
    expect(after).not.toBe(before);
  });

  test('sends to OneUptime with a token by reference', () => {
    const objects = synth(monitored().chart);
    expect(configOf(objects).exporters).toEqual({
      otlp_http: { endpoint: 'https://oneuptime.com/otlp', encoding: 'json', headers: { 'x-oneuptime-token': '${env:OTLP_HEADER_X_ONEUPTIME_TOKEN}' } },
    });
    expect(podOf(objects).containers[0].env).toEqual([
      { name: 'OTLP_HEADER_X_ONEUPTIME_TOKEN', valueFrom: { secretKeyRef: { name: 'oneuptime', key: 'token' } } },
    ]);
  });

  test('sends to a OneUptime of your own, and to any other backend', () => {
    const chart = chartOf();
    const own = OtlpBackend.oneUptime({ token: { secret: secret(chart), key: 'token' }, url: 'https://oneuptime.example.com/' });
    expect(own.endpoint).toBe('https://oneuptime.example.com/otlp');
    const other = monitored({ backend: OtlpBackend.otlp({ endpoint: 'https://otlp.example.com' }) });
    const objects = synth(other.chart);
    expect(configOf(objects).exporters).toEqual({ otlp_http: { endpoint: 'https://otlp.example.com' } });
    expect(podOf(objects).containers[0].env).toEqual(undefined);
  });
});

describe('executors', () => {
  test('send to it by what it gives them', () => {
    const { chart, monitoring } = monitored();
    new SpinAppExecutor(chart, 'executor', { runtimeClass: new SpinRuntimeClass(chart, 'class'), otel: monitoring.otel });
    expect(find(synth(chart), 'SpinAppExecutor').spec.deploymentConfig.otel)
      .toEqual({ exporter_otlp_endpoint: 'http://otel-collector.monitoring.svc:4318' });
  });

  test('that nobody declared send to the endpoint of their cluster', () => {
    const cluster = new WasmCluster(new App(), 'cluster', { otlpEndpoint: 'http://otel-collector.monitoring.svc:4318' });
    new WasmApp(new Chart(cluster, 'apps', { namespace: 'apps' }), 'api', { image: 'ghcr.io/acme/api:v1' });
    expect(find(synth(cluster.node.root), 'SpinAppExecutor').spec.deploymentConfig.otel)
      .toEqual({ exporter_otlp_endpoint: 'http://otel-collector.monitoring.svc:4318' });
  });

  test('fail where the shim does not know telemetry yet', () => {
    const cluster = new WasmCluster(new App(), 'cluster', { shimVersion: '0.14.0', otlpEndpoint: 'http://otel-collector.monitoring.svc:4318' });
    new WasmApp(new Chart(cluster, 'apps', { namespace: 'apps' }), 'api', { image: 'ghcr.io/acme/api:v1' });
    expect(() => (cluster.node.root as App).synthYaml()).toThrow('spec.deploymentConfig.otel: got "0.14.0"; '
      + 'this cluster has containerd-shim-spin 0.14.0, and the field needs 0.15.0 or newer; upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)');
  });
});

describe('a Collector fails', () => {
  const url = 'must be a URL of scheme http or https; write it as "http://host:port" (InvalidUrl)';
  const backend = (endpoint: string, headers = {}) => ({ backend: OtlpBackend.otlp({ endpoint, headers }) });

  test.each<[string, Partial<WasmMonitoringProps>, string]>([
    ['without a scheme', backend('otlp.example.com'), `backend.endpoint: got "otlp.example.com"; ${url}`],
    ['with a password', backend('https://me:pw@otlp.example.com'),
      'backend.endpoint: got "https:…"; a password does not stand in a manifest; send it as a header, by reference to a Secret (SecretInClear)'],
    ['with a header that is none', backend('https://otlp.example.com', { 'x y': { secret: secret(chartOf()), key: 'token' } }),
      'backend.headers key: got "x y"; the name of an HTTP header has letters, digits and dashes; write it as "x-api-key" (InvalidName)'],
    ['without a pod', { replicas: 0 },
      'replicas: got 0; the Collector needs at least one pod; give an integer of at least 1 (InvalidReplicas)'],
    ['more often than once a second', { checkInterval: Duration.millis(500) },
      'checkInterval: got 0.5; checks are made in whole seconds from 1 on; give at least one second (InvalidProbe)'],
    ['with an image that is none', { image: 'otel collector' },
      'image: got "otel collector"; an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space; '
      + 'write it as "registry.example.com/team/app:v1" (InvalidImage)'],
    ['with a name that no Service can have', { metadata: { name: '1collector' } },
      "metadata.name: got \"1collector\"; the name of a Service must be an RFC 1035 label of at most 63 characters: a-z, 0-9 and '-', starting with a letter; "
      + 'set a shorter name of lower-case letters, digits and dashes (InvalidName)'],
  ])('%s', (_what, props, message) => {
    expect(() => monitored(props)).toThrow(new Error(`[monitoring/monitoring] ${message}`));
  });

  test('for headers that would be one variable', () => {
    const value = { secret: secret(chartOf()), key: 'token' };
    expect(() => monitored(backend('https://otlp.example.com', { 'x-key': value, 'x_key': value }))).toThrow(new Error(
      '[monitoring/monitoring] backend.headers key: got "x_key"; another header has the same letters and digits, and both would be one variable of the Collector; '
      + 'give one of them (DuplicateKey)'));
  });

  test('without a namespace', () => {
    const chart = new Chart(new App(), 'monitoring');
    expect(() => new WasmMonitoring(chart, 'monitoring', { backend: oneUptime(chart) })).toThrow(new Error('[monitoring/monitoring] metadata.namespace: got nothing; '
      + 'a ClusterRoleBinding names the namespace of its service account; set it, here or for the chart (InvalidNamespace)'));
  });

  test('for a path that is none', () => {
    const { chart, monitoring } = monitored();
    expect(() => monitoring.addHttpCheck(new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1' }), { path: 'health' })).toThrow(new Error(
      '[monitoring/monitoring] path: got "health"; a path begins with a slash and has no white space and no fragment; write it as "/health" (InvalidProbe)'));
  });

  test.each([
    ['redis', '/.well-known/spin/health', 'the app has no HTTP trigger, and nothing listens at its port; leave the check out (NoHttpTrigger)'],
    ['http', '/nope', 'no route of the manifest serves this path: /api; use a path that one of them serves, or /.well-known/spin/health, which Spin always serves '
      + '(UnservedPath)'],
  ])('for what an app with a trigger of type %s does not answer', (type, path, rule) => {
    const { chart, monitoring } = monitored();
    const manifest = SpinManifest.fromString(`
spin_manifest_version = 2
application = { name = "api" }
[[trigger.${type}]]
${type === 'http' ? 'route = "/api"' : 'address = "redis://cache", channel = "a"'.replace(', ', '\n')}
component = "api"
[component.api]
source = "api.wasm"`);
    const api = new WasmApp(chart, 'api', { manifest, image: 'ghcr.io/acme/api:v1' });
    const error = `path of monitoring/api: got ${JSON.stringify(path)}; ${rule}`;
    expect(() => monitoring.addHttpCheck(api, { path })).toThrow(new Error(`[monitoring/monitoring] ${error}`));
    const prometheus = new PrometheusMonitoring(chart, 'prometheus', { blackboxExporter: 'exporter:9115' });
    expect(() => prometheus.addHttpCheck(api, { path })).toThrow(new Error(`[monitoring/prometheus] ${error}`));
  });

  test('for an address that it asks for already, and for an app without a namespace', () => {
    const { chart, monitoring } = monitored();
    const api = new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1' });
    monitoring.addHttpCheck(api);
    expect(() => monitoring.addHttpCheck(api)).toThrow(new Error(
      '[monitoring/monitoring] path: got "/.well-known/spin/health"; api is asked for it already; give another path (DuplicateKey)'));
    const nowhere = new WasmApp(new Chart(chart.node.root as App, 'apps'), 'api', { image: 'ghcr.io/acme/api:v1' });
    expect(() => monitoring.addHttpCheck(nowhere)).toThrow(new Error(
      '[monitoring/monitoring] app: got "apps/api"; it has no namespace, and is asked from monitoring, where its name leads to another Service; '
      + 'give the app a namespace (InvalidNamespace)'));
  });

  test('for an app of another cluster', () => {
    const { chart, monitoring } = monitored();
    const other = new WasmCluster(chart.node.root as App, 'other');
    const api = new WasmApp(new Chart(other, 'apps', { namespace: 'apps' }), 'api', { image: 'ghcr.io/acme/api:v1' });
    expect(() => monitoring.addHttpCheck(api)).toThrow('[monitoring/monitoring] app: got "other/apps/api"; it is made in another WasmCluster');
  });

  test('in a cluster whose endpoint is no URL', () => {
    expect(() => new WasmCluster(new App(), 'cluster', { otlpEndpoint: 'collector:4318' })).toThrow(new Error(`[cluster] otlpEndpoint: got "collector:4318"; ${url}`));
  });
});

test('the configuration is plain YAML without references', () => {
  const text = find(synth(monitored().chart), 'ConfigMap').data['config.yaml'];
  expect(text).not.toMatch(/[&*][a-z]\d/);
  expect(Yaml.stringify(load(text))).toBe(text);
});
