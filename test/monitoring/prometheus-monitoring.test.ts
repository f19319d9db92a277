import { App, Chart, Duration } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { PrometheusMonitoring, PrometheusMonitoringProps, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster } from '../../src';
import { prometheusProblems } from '../support/prometheus';
import { orderOf, synth } from '../support/synth';

const EXPORTER = 'blackbox-exporter.monitoring.svc:9115';
const IMAGE = 'ghcr.io/acme/api:v1';

const find = (objects: any[], kind: string) => objects.find((object) => object.kind === kind);
const monitoringIn = (app: App) => app.node.findChild('monitoring') as Chart;

function monitored(props: Partial<PrometheusMonitoringProps> = {}, app = new App()) {
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  return { app, chart, monitoring: new PrometheusMonitoring(chart, 'prometheus', { blackboxExporter: EXPORTER, ...props }) };
}

function wasmApp(app: App, name = 'api', namespace: string | undefined = 'apps'): WasmApp {
  return new WasmApp(new Chart(app, `${name}-chart`, { namespace }), name, { metadata: { name }, image: IMAGE });
}

/** What watches an app, with its checks. */
function watching(props: Partial<PrometheusMonitoringProps> = {}, ...paths: string[]): any[] {
  const { app, monitoring } = monitored(props);
  const api = wasmApp(app);
  (paths.length > 0 ? paths : [undefined]).forEach((path) => monitoring.addHttpCheck(api, { path }));
  return synth(app).filter(({ apiVersion }) => apiVersion === 'monitoring.coreos.com/v1');
}

const rulesOf = (objects: any[]): any[] => find(objects, 'PrometheusRule').spec.groups[0].rules;
const expressionOf = (objects: any[], alert: string): string => rulesOf(objects).find((rule) => rule.alert === alert).expr;

describe('an app that is watched', () => {
  test('is asked for the health that Spin answers, through the exporter', () => {
    expect(find(watching(), 'Probe')).toEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Probe',
      metadata: { name: 'api-http-check', namespace: 'apps' },
      spec: {
        jobName: 'wasm-apps',
        interval: '60s',
        module: 'http_2xx',
        prober: { url: EXPORTER },
        targets: { staticConfig: { static: ['http://api.apps.svc/.well-known/spin/health'], labels: { app: 'api', app_namespace: 'apps' } } },
      },
    });
  });

  test('is asked for further paths by the same Probe, and alerted by the same rules', () => {
    const objects = watching({}, '/health', '/deep?full=1');
    expect(objects.map(({ kind }) => kind)).toEqual(['Probe', 'PrometheusRule']);
    expect(find(objects, 'Probe').spec.targets.staticConfig.static).toEqual(['http://api.apps.svc/health', 'http://api.apps.svc/deep?full=1']);
    expect(find(objects, 'PrometheusRule')).toEqual(find(watching(), 'PrometheusRule'));
  });

  test('has these alerts', () => {
    expect(rulesOf(watching()).map(({ alert, for: duration, labels, annotations }) => [alert, duration, labels, annotations.summary])).toEqual([
      ['WasmAppDown', '5m', { severity: 'critical' }, 'apps/api has not answered for five minutes'],
      ['WasmAppSlow', '5m', { severity: 'warning' }, 'apps/api answers in more than 1 s'],
      ['WasmAppFailing', '1m', { severity: 'warning' }, 'apps/api answers fewer than 95 of 100 checks well'],
      ['WasmAppAtMaximum', '15m', { severity: 'warning' }, 'apps/api has run at the maximum of its autoscaler for a quarter of an hour'],
    ]);
    expect(find(watching(), 'PrometheusRule').metadata).toEqual({ name: 'api-alerts', namespace: 'apps' });
  });

  test('is down, slow or failing by what the exporter measures of it, and by nothing else', () => {
    const objects = watching();
    const { jobName: job, targets: { staticConfig: { labels } } } = find(objects, 'Probe').spec;
    const selector = `{job="${job}",${Object.entries(labels).map(([label, value]) => `${label}="${value}"`).join(',')}}`;
    expect(expressionOf(objects, 'WasmAppDown')).toBe(`probe_success${selector} == 0`);
    expect(expressionOf(objects, 'WasmAppSlow')).toBe(`avg_over_time(probe_duration_seconds${selector}[5m]) > 1`);
    expect(expressionOf(objects, 'WasmAppFailing')).toBe(`avg_over_time(probe_success${selector}[15m]) < 0.95`);
  });

  test('is at its maximum by the metrics of kube-state-metrics, found by the Deployment that its autoscaler has', () => {
    expect(expressionOf(watching(), 'WasmAppAtMaximum')).toBe(
      '(kube_horizontalpodautoscaler_status_current_replicas{namespace="apps"} >= on (namespace, horizontalpodautoscaler)'
      + ' kube_horizontalpodautoscaler_spec_max_replicas{namespace="apps"})'
      + ' and on (namespace, horizontalpodautoscaler)'
      + ' kube_horizontalpodautoscaler_info{namespace="apps",scaletargetref_kind="Deployment",scaletargetref_name="api"}');
  });

  test('is slow and failing as the props say', () => {
    const objects = watching({ slow: Duration.millis(250), successRate: 0.57 });
    expect(expressionOf(objects, 'WasmAppSlow')).toMatch(/ > 0\.25$/);
    expect(expressionOf(objects, 'WasmAppFailing')).toMatch(/ < 0\.57$/);
    expect(rulesOf(objects).map(({ annotations }) => annotations.summary)).toEqual(expect.arrayContaining([
      'apps/api answers in more than 0.25 s', 'apps/api answers fewer than 57 of 100 checks well',
    ]));
  });

  test('has its module, interval and labels', () => {
    const objects = watching({ module: 'http_any', interval: Duration.seconds(15), labels: { release: 'prometheus' } });
    expect(find(objects, 'Probe').spec).toMatchObject({ module: 'http_any', interval: '15s' });
    expect(objects.map(({ metadata }) => metadata.labels)).toEqual([{ release: 'prometheus' }, { release: 'prometheus' }]);
  });

  test('has no other objects when all defaults are given', () => {
    const defaults = { module: 'http_2xx', interval: Duration.minutes(1), labels: {}, slow: Duration.seconds(1), successRate: 0.95 };
    expect(watching(defaults)).toEqual(watching());
  });

  test('has its objects after its namespace', () => {
    const { app, monitoring } = monitored();
    monitoring.addHttpCheck(wasmApp(app));
    new Namespace(new Chart(app, 'namespaces'), 'apps', { metadata: { name: 'apps' } });
    expect(orderOf(app).map((line) => line.split(':')[0])).toEqual(expect.arrayContaining(['namespaces', 'monitoring']));
    const order = orderOf(app).map((line) => line.split(':')[0]);
    expect(order.indexOf('namespaces')).toBeLessThan(order.indexOf('monitoring'));
  });
});

describe('the operator', () => {
  const scrape = () => synth(monitored({ operatorNamespace: 'spin-operator', labels: { release: 'prometheus' } }).app);

  test('is scraped with a token that may read its metrics, and nothing else', () => {
    const name = 'spin-operator-metrics-scraper';
    const [account, token, binding, monitor] = scrape();
    expect(account).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'spin-operator' } });
    expect(token).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'spin-operator', annotations: { 'kubernetes.io/service-account.name': name } },
      type: 'kubernetes.io/service-account-token',
    });
    expect(binding).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'spin-operator-metrics-reader' },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'spin-operator' }],
    });
    expect(monitor.metadata).toEqual({ name, namespace: 'spin-operator', labels: { release: 'prometheus' } });
    expect(monitor.spec.endpoints[0].authorization.credentials).toEqual({ name, key: 'token' });
  });

  test.each([SpinKubeVersion.V0_4_0, SpinKubeVersion.V0_6_1])('has the Service, port, scheme and role by which it is scraped (%#)', (version) => {
    const app = new App();
    new SpinKubeInstall(app, 'spinkube', { version });
    monitored({ operatorNamespace: 'spin-operator' }, app);
    const objects = synth(app);
    const { selector: { matchLabels }, endpoints: [{ port, scheme }] } = find(objects, 'ServiceMonitor').spec;
    const services = objects.filter(({ kind, metadata }) => kind === 'Service'
      && Object.entries(matchLabels).every(([key, value]) => metadata.labels?.[key] === value));
    expect(services.map(({ spec }) => spec.ports)).toEqual([[expect.objectContaining({ name: port, port: 8443 })]]);
    expect(scheme).toBe('https');
    const { roleRef } = objects.find(({ kind, metadata }) => kind === 'ClusterRoleBinding' && metadata.name.endsWith('scraper'));
    expect(objects.filter(({ kind, metadata }) => kind === roleRef.kind && metadata.name === roleRef.name)).toHaveLength(1);
  });

  test('comes before what scrapes it', () => {
    const { app } = monitored({ operatorNamespace: 'operators' });
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, namespace: 'operators' });
    const order = orderOf(app).map((line) => /Deployment|ServiceMonitor/.exec(line)?.[0]).filter(Boolean);
    expect(order).toEqual(['Deployment', 'ServiceMonitor']);
  });
});

test('the published schemas take all of it', () => {
  const { app, monitoring } = monitored({ operatorNamespace: 'spin-operator', labels: { release: 'prometheus' } });
  monitoring.addHttpCheck(wasmApp(app));
  const objects = synth(app).filter(({ apiVersion }) => apiVersion === 'monitoring.coreos.com/v1');
  expect(objects.map(({ kind }) => kind).sort()).toEqual(['Probe', 'PrometheusRule', 'ServiceMonitor']);
  expect(prometheusProblems(objects)).toEqual([]);
  const probe = find(objects, 'Probe');
  expect(prometheusProblems([{ ...probe, spec: { ...probe.spec, interval: 1 } }])).toContain('api-http-check /spec/interval must be string');
});

describe('monitoring by Prometheus fails', () => {
  test.each<[string, Partial<PrometheusMonitoringProps>, string]>([
    ['with an exporter that is a URL', { blackboxExporter: 'http://exporter:9115/probe' },
      'blackboxExporter: got "http://exporter:9115/probe"; the prober is a host with an optional port, without a scheme and a path; '
      + 'write it as "blackbox-exporter.monitoring.svc:9115" (InvalidUrl)'],
    ['with a module that is none', { module: 'http 2xx' },
      'module: got "http 2xx"; the name of a module has letters, digits, dots, dashes and underscores; '
      + 'write it as the configuration of the blackbox exporter has it (InvalidName)'],
    ['too often', { interval: Duration.millis(500) },
      'interval: got 0.5; Prometheus asks in whole seconds, and forgets an answer too soon for alerts beyond 120 of them; give 1 to 120 seconds (InvalidProbe)'],
    ['too seldom', { interval: Duration.minutes(5) },
      'interval: got 300; Prometheus asks in whole seconds, and forgets an answer too soon for alerts beyond 120 of them; give 1 to 120 seconds (InvalidProbe)'],
    ['with no time for an answer', { slow: Duration.seconds(0) },
      'slow: got 0; an answer takes more than no time; give a duration above 0 (InvalidQuantity)'],
    ['with a share in percent', { successRate: 95 },
      'successRate: got 95; a share of successes is above 0 and at most 1; write it as 0.95 (InvalidQuantity)'],
    ['with a share of nothing', { successRate: 0 },
      'successRate: got 0; a share of successes is above 0 and at most 1; write it as 0.95 (InvalidQuantity)'],
    ['with a label that is none', { labels: { 'my label': 'x' } }, 'labels key: got "my label"'],
    ['with a namespace that is none', { operatorNamespace: 'Operators' },
      "operatorNamespace: got \"Operators\"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; "
      + 'use lower-case letters, digits and dashes (InvalidNamespace)'],
  ])('%s', (_what, props, message) => {
    expect(() => monitored(props)).toThrow(`[monitoring/prometheus] ${message}`);
  });

  test('outside a chart', () => {
    expect(() => new PrometheusMonitoring(new App(), 'prometheus', { blackboxExporter: EXPORTER })).toThrow('stand it in a Chart (NoChart)');
  });

  test('for a path that is none, and for one that is asked for already', () => {
    const { app, monitoring } = monitored();
    const api = wasmApp(app);
    expect(() => monitoring.addHttpCheck(api, { path: 'health' })).toThrow(new Error(
      '[monitoring/prometheus] path: got "health"; a path begins with a slash and has no white space and no fragment; write it as "/health" (InvalidProbe)'));
    monitoring.addHttpCheck(api);
    expect(() => monitoring.addHttpCheck(api)).toThrow(new Error(
      '[monitoring/prometheus] path: got "/.well-known/spin/health"; api is asked for it already; give another path (DuplicateKey)'));
  });

  test('for an app without a namespace, which the exporter would look up in its own', () => {
    const { app, monitoring } = monitored();
    const api = new WasmApp(new Chart(app, 'apps'), 'api', { image: IMAGE });
    expect(() => monitoring.addHttpCheck(api)).toThrow(new Error(
      '[monitoring/prometheus] app: got "apps/api"; it has no namespace, and is asked from the namespace of the exporter, where its name leads to another Service; '
      + 'give the app a namespace (InvalidNamespace)'));
    expect(monitoringIn(app).toJson()).toEqual([]);
  });

  test('for an app of another cluster', () => {
    const { app, monitoring } = monitored();
    const other = new WasmCluster(app, 'other');
    const api = new WasmApp(new Chart(other, 'apps', { namespace: 'apps' }), 'api', { image: IMAGE });
    expect(() => monitoring.addHttpCheck(api)).toThrow(new Error(
      '[monitoring/prometheus] app: got "other/apps/api"; it is made in another WasmCluster, so this cluster does not have it; '
      + 'make one in the cluster of its user, or refer to an existing one by its name (OtherCluster)'));
  });

  test.each<[string, { namespace?: string; operator?: { metrics: boolean } }, string]>([
    ['serves no metrics', { operator: { metrics: false } },
      'the operator of this cluster serves no metrics; leave metrics on, or leave operatorNamespace out'],
    ['stands elsewhere', { namespace: 'operators' }, 'the operator of this cluster stands in operators; give that namespace'],
  ])('when the operator of the tree %s', (_what, props, message) => {
    const { app } = monitored({ operatorNamespace: 'spin-operator' });
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, ...props });
    expect(() => app.synthYaml()).toThrow(`[monitoring/prometheus] operatorNamespace: got "spin-operator"; ${message} (NoOperatorMetrics)`);
  });

  test('when two of them watch one app', () => {
    const { app, chart, monitoring } = monitored();
    const api = wasmApp(app);
    monitoring.addHttpCheck(api);
    new PrometheusMonitoring(chart, 'second', { blackboxExporter: EXPORTER }).addHttpCheck(api);
    expect(() => app.synthYaml()).toThrow('(DuplicateObject)');
  });
});
