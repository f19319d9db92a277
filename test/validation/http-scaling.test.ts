/** Raw objects of KEDA's HTTP add-on: what they scale, where their requests go, and which of two gets them. */
import { ApiObject, App, Chart } from 'cdk8s';
import { raw, rawApp } from './raw';
import { RuleCode, Rules, WasmApp, WasmCluster, WasmValidation } from '../../src';
import { chartOf, failureOf, warningsOf } from '../support/synth';

type Program = (chart: Chart) => unknown;

const SCALED = { enableAutoscaling: true, replicas: undefined, resources: { requests: { cpu: '100m' } } };
const METRIC = { scalingMetric: { concurrency: { targetValue: 10 } } };

const validated = (...programs: Program[]): Program => (chart) => {
  WasmValidation.of(chart);
  programs.forEach((program) => program(chart));
};
const app = (spec: object = SCALED, name = 'api'): Program => (chart) => rawApp(chart, spec, { name });
const route = (spec: object = {}, metadata: object = { name: 'route' }): Program => (chart) => raw(chart, 'http.keda.sh/v1beta1', 'InterceptorRoute', {
  spec: { target: { service: 'api', port: 80 }, rules: [{ hosts: ['a.com'] }], ...METRIC, ...spec },
}, metadata);
const httpScaled = (spec: object = {}, metadata: object = { name: 'http' }): Program => (chart) => raw(chart, 'http.keda.sh/v1alpha1', 'HTTPScaledObject', {
  spec: { hosts: ['a.com'], scaleTargetRef: { name: 'api', kind: 'Deployment', apiVersion: 'apps/v1', service: 'api', port: 80 }, ...spec },
}, metadata);
const scaledObject = (metadata: object = { interceptorRoute: 'route' }): Program => (chart) => raw(chart, 'keda.sh/v1alpha1', 'ScaledObject', {
  spec: { scaleTargetRef: { name: 'api' }, triggers: [{ type: 'external-push', metadata }] },
}, { name: 'keda' });
const target = (more: object) => ({ scaleTargetRef: { name: 'api', service: 'api', port: 80, ...more } });
const toService = (service: string) => ({ target: { service, port: 80 } });

const NOWHERE = (kind: string) => `no ${kind} of this name is made in namespace "apps" of the tree, nor`;
const SAY = (near: string) => `did you mean "${near}"? If not, say that it exists, by WasmValidation.exists (UnresolvedReference)`;

test.each<[string, Program, string]>([
  ['an HTTPScaledObject of a SpinApp', validated(app(), httpScaled(target({ kind: 'SpinApp' }))),
    '[test/httpscaledobject-http] spec.scaleTargetRef.kind: got "SpinApp"; a SpinApp has no scale of its own; '
    + 'target the Deployment of the same name, apiVersion apps/v1, which the operator makes (AutoscalerTarget)'],
  ['an HTTPScaledObject of an app with replicas', validated(app({}), httpScaled()), '[test/httpscaledobject-http] spec.scaleTargetRef.name: got "api"; '
    + 'test/spinapp-api has no enableAutoscaling, and the operator puts its own replicas back; '
    + 'set enableAutoscaling: true and leave out replicas, or give the autoscaler the WasmApp as its target (AutoscalerTarget)'],
  ['an HTTPScaledObject of nothing', validated(app(), httpScaled(target({ name: 'apy' }))),
    `[test/httpscaledobject-http] spec.scaleTargetRef.name: got "apy"; ${NOWHERE('Deployment')} said to exist; ${SAY('api')}`],
  ['an HTTPScaledObject to no Service', validated(app(), httpScaled(target({ service: 'apy' }))), '[test/httpscaledobject-http] '
    + `spec.scaleTargetRef.service: got "apy"; ${NOWHERE('Service')} by the operator for a SpinApp, nor said to exist; ${SAY('api')}`],
  ['an HTTPScaledObject to a port by a name', validated(app(), httpScaled(target({ port: undefined, portName: 'http' }))),
    '[test/httpscaledobject-http] spec.scaleTargetRef.port: got "http"; the Service of test/spinapp-api has the port 80, without a name; use 80 (UnresolvedReference)'],
  ['an InterceptorRoute to no Service', validated(app(), scaledObject(), route(toService('apy'))),
    `[test/interceptorroute-route] spec.target.service: got "apy"; ${NOWHERE('Service')} by the operator for a SpinApp, nor said to exist; ${SAY('api')}`],
  ['an InterceptorRoute to no port', validated(app(), scaledObject(), route({ target: { service: 'api', port: 8080 } })), '[test/interceptorroute-route] '
    + 'spec.target.port: got 8080; the Service of test/spinapp-api has the port 80, without a name; use 80 (UnresolvedReference)'],
  ['an InterceptorRoute to an app with replicas', validated(app({}), route()), '[test/interceptorroute-route] spec.target.service: got "api"; '
    + 'test/spinapp-api has no enableAutoscaling, and keeps its replicas whatever spec.scalingMetric says; '
    + 'set enableAutoscaling: true and leave out replicas, or call autoscaleByHttp of the WasmApp (AutoscalerTarget)'],
  ['an InterceptorRoute to an app with replicas, by a Service of its own', validated(app({}), (chart) => {
    raw(chart, 'v1', 'Service', { spec: { selector: { 'core.spinkube.dev/app-name': 'api' }, ports: [{ port: 80 }] } }, { name: 'front' });
  }, route(toService('front'))), '[test/interceptorroute-route] spec.target.service: got "api"; '
    + 'test/spinapp-api has no enableAutoscaling, and keeps its replicas whatever spec.scalingMetric says; '
    + 'set enableAutoscaling: true and leave out replicas, or call autoscaleByHttp of the WasmApp (AutoscalerTarget)'],
  ['a ScaledObject by no InterceptorRoute', validated(app(), route(), scaledObject({ interceptorRoute: 'rout' })),
    `[test/scaledobject-keda] spec.triggers[0].metadata.interceptorRoute: got "rout"; ${NOWHERE('InterceptorRoute')} said to exist; ${SAY('route')}`],
  ['a ScaledObject by no HTTPScaledObject', validated(app(), scaledObject({ httpScaledObject: 'http' })),
    `[test/scaledobject-keda] spec.triggers[0].metadata.httpScaledObject: got "http"; ${NOWHERE('HTTPScaledObject')} said to exist; `
    + 'say that it exists, by WasmValidation.exists (UnresolvedReference)'],
])('fails for %s', (_, program, message) => {
  expect(failureOf(program)).toBe(message);
});

test.each<[string, Program]>([
  ['an HTTPScaledObject and a ScaledObject', validated(app(), httpScaled(), scaledObject({ httpScaledObject: 'http' }))],
  ['two HTTPScaledObjects', validated(app(), httpScaled(), httpScaled({ hosts: ['b.com'] }, { name: 'other' }))],
])('fails for two autoscalers of one app: %s', (_, program) => {
  const lines = failureOf(program).split('\n');
  expect(lines).toHaveLength(2);
  lines.forEach((line) => expect(line).toMatch(/spec\.scaleTargetRef: got "api"; one app has at most one autoscaler, and .* scales it too; .*\(DuplicateAutoscaler\)$/));
});

const two = (...[one, other]: [object, object]) => validated(app(), app(SCALED, 'web'), scaledObject(), (chart) => {
  WasmValidation.of(chart).exists({ kind: 'Service', name: '*' });
}, route({ ...toService('x'), ...one }, { name: 'route' }), route({ ...toService('y'), ...other }, { name: 'other' }));
const rules = (...list: object[]) => ({ rules: list });
const RIVAL = (path: string, service: string) => `${path} leads the same requests to apps/${service}, and the interceptor gives them to the older of the two alone; `
  + 'give each app hosts, path prefixes or headers of its own (DuplicateRoute)';

test.each<[string, object, object, string]>([
  ['one host', rules({ hosts: ['a.com'] }), rules({ hosts: ['b.com', 'a.com'] }), 'a.com/'],
  ['one host, once with a port', rules({ hosts: ['a.com:8080'] }), rules({ hosts: ['a.com'] }), 'a.com/'],
  ['one host and path, with slashes or without', rules({ hosts: ['a.com'], paths: [{ value: '/x' }] }), rules({ hosts: ['a.com'], paths: [{ value: 'x/' }] }), 'a.com/x'],
  ['the root of a host', rules({ hosts: ['a.com'] }), rules({ hosts: ['a.com'], paths: [{ value: '/' }] }), 'a.com/'],
  ['every request', rules({}), rules({ hosts: ['*'] }), '*/'],
  ['every request, with an empty host', rules({ hosts: [''] }), rules({ hosts: [], paths: [], headers: [] }), '*/'],
  ['one wildcard', rules({ hosts: ['*.a.com'] }), rules({ hosts: ['*.a.com'] }), '*.a.com/'],
  ['the same headers', rules({ headers: [{ name: 'X', value: 'a' }, { name: 'y' }] }), rules({ headers: [{ name: 'y' }, { name: 'x', value: 'a' }] }), '*/ x=a y'],
])('fails for two apps with %s', (_, one, other, requests) => {
  expect(failureOf(two(one, other)).split('\n')).toEqual([
    `[test/interceptorroute-route] spec.rules[0]: got "${requests}"; ${RIVAL('test/interceptorroute-other', 'y')}`,
    `[test/interceptorroute-other] spec.rules[0]: got "${requests}"; ${RIVAL('test/interceptorroute-route', 'x')}`,
  ]);
});

test.each<[string, object, object]>([
  ['other hosts', rules({ hosts: ['a.com'] }), rules({ hosts: ['b.com'] })],
  ['other paths', rules({ hosts: ['a.com'], paths: [{ value: '/x' }] }), rules({ hosts: ['a.com'], paths: [{ value: '/y' }] })],
  ['a longer path', rules({ hosts: ['a.com'] }), rules({ hosts: ['a.com'], paths: [{ value: '/x' }] })],
  ['a host and a wildcard over it', rules({ hosts: ['a.b.com'] }), rules({ hosts: ['*.b.com'] })],
  ['a host and every request', rules({ hosts: ['a.com'] }), rules({})],
  ['other values of a header', rules({ headers: [{ name: 'x', value: 'a' }] }), rules({ headers: [{ name: 'x', value: 'b' }] })],
  ['a header more', rules({}), rules({ headers: [{ name: 'x' }] })],
  ['one Service', { ...toService('y'), ...rules({}) }, rules({})],
])('two routes with %s work', (_, one, other) => {
  expect(() => synthesised(two(one, other))).not.toThrow();
});

test('requests are those of the cluster, whatever the namespace and the kind', () => {
  const program = validated(app(), httpScaled(), (chart) => {
    const other = new Chart(chart.node.root as App, 'other', { namespace: 'other' });
    validated(app(), scaledObject(), route())(other);
  });
  expect(failureOf(program).split('\n').map((line) => /^\[(.*)\] (spec\S*): .*\((.*)\)$/.exec(line)?.slice(1))).toEqual([
    ['test/httpscaledobject-http', 'spec', 'DuplicateRoute'], ['other/interceptorroute-route', 'spec.rules[0]', 'DuplicateRoute'],
  ]);
});

test('requests of other clusters are others', () => {
  const chart = chartOf();
  for (const id of ['east', 'west']) {
    validated(app(SCALED, id), httpScaled({ scaleTargetRef: { name: id, service: id, port: 80 } }))(
      new Chart(new WasmCluster(chart.node.root as App, id), 'apps', { namespace: 'apps' }));
  }
  chart.node.root.node.tryRemoveChild('test');
  expect(() => (chart.node.root as App).synthYaml()).not.toThrow();
});

function synthesised(program: Program): void {
  const chart = chartOf();
  program(chart);
  (chart.node.root as App).synthYaml();
}

const annotated = (key: string) => ({ name: 'http', annotations: { [`httpscaledobject.keda.sh/${key}`]: 'true' } });

test.each<[string, Program]>([
  ['an HTTPScaledObject', validated(app(), httpScaled({ replicas: { min: 0, max: 10 } }))],
  ['an HTTPScaledObject that names the Deployment alone', validated(app(), httpScaled(target({})))],
  ['an InterceptorRoute with its ScaledObject', validated(app(), route(), scaledObject())],
  ['two InterceptorRoutes to one app', validated(app(), route(), route({ rules: [{ hosts: ['b.com'] }] }, { name: 'other' }), scaledObject())],
  ['an HTTPScaledObject that leaves the ScaledObject to the user', validated(
    app(), httpScaled({}, annotated('skip-scaledobject-creation')), scaledObject({ httpScaledObject: 'http' }))],
  ['an HTTPScaledObject on its way to an InterceptorRoute', validated(
    app(), httpScaled({}, { ...annotated('orphan-scaledobject'), name: 'route' }), route(), scaledObject())],
  ['an HTTPScaledObject for a container workload that is said to exist', validated((chart) => {
    WasmValidation.of(chart).exists({ kind: 'Deployment', name: 'nginx' }).exists({ kind: 'Service', name: 'nginx' });
  }, httpScaled({ scaleTargetRef: { name: 'nginx', service: 'nginx', port: 80 } }))],
  ['an InterceptorRoute for a WasmApp', validated((chart) => {
    new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: 'ghcr.io/acme/api:v1' }).autoscaleByHttp({ rules: [{ hosts: ['b.com'] }] });
  }, route())],
  ['what is no object of the add-on', validated(...['', 3, [], {}, { rules: 3, target: 'x' }, { rules: [null, 3], scaleTargetRef: [] },
    { rules: [null, 3, { hosts: 3, paths: [null], headers: [3] }], target: { service: 'a' }, hosts: 3, headers: 'x', scaleTargetRef: { service: 'a' } }].map(
    (spec, index): Program => (chart) => {
      new ApiObject(chart, `a-${index}`, { apiVersion: 'http.keda.sh/v1beta1', kind: 'InterceptorRoute', spec } as any);
      new ApiObject(chart, `b-${index}`, { apiVersion: 'http.keda.sh/v1alpha1', kind: 'HTTPScaledObject', spec } as any);
    }), (chart) => Rules.of(chart).warnOnly(RuleCode.UNRESOLVED_REFERENCE, 'nobody asks for it'))],
])('%s passes', (_, program) => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(() => synthesised(program)).not.toThrow();
  jest.restoreAllMocks();
});

test.each<[string, Program, string]>([
  ['a route by which nothing scales', validated(app(), route()), '[test/interceptorroute-route] spec.target.service: got "api"; '
    + 'nothing in the tree scales test/spinapp-api, and a route scales nothing by itself; '
    + 'give the app a ScaledObject with a trigger external-push whose metadata has interceptorRoute: route (AutoscalerTarget)'],
  ['a route without rules', validated(app(), scaledObject(), route({ rules: undefined })), '[test/interceptorroute-route] spec.rules: got nothing; '
    + 'the interceptor gives a route without rules no request; write rules: [{}] for all requests (InvalidRoute)'],
])('%s is advised against', (_, program, message) => {
  expect(warningsOf(program)).toBe(message);
});

test('an autoscaler of the library is judged once', () => {
  const one = (chart: Chart, name: string) => new WasmApp(chart, name, { metadata: { name }, image: 'ghcr.io/acme/api:v1' }).autoscaleByHttp();
  expect(failureOf(validated((chart) => [one(chart, 'a'), one(chart, 'b')])).split('\n').map((line) => line.replace(/;.*/, ''))).toEqual([
    '[test/a/a-http] spec.rules[0]: got "*/"', '[test/b/b-http] spec.rules[0]: got "*/"',
  ]);
});
