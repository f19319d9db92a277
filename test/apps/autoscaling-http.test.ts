import { Chart, Duration } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { app, GATEWAY } from './scaled-app';
import { AutoscaleByHttpOptions, HttpAddOnApi, HttpBackend, HttpStaticBody, HttpStaticResponseMode, WasmApp } from '../../src';
import { chartOf, failureOf, synth, yamlOf } from '../support/synth';
import '../support/yaml-snapshots';

const OLD = { api: HttpAddOnApi.HTTP_SCALED_OBJECT };

function http(options: AutoscaleByHttpOptions) {
  return (chart: Chart) => app(chart).autoscaleByHttp(options);
}

/** The YAML of what scales an app. */
function scalingOf(made: WasmApp): string {
  synth(made.node.root);
  return yamlOf(made.node.root).split('---\n').filter((text) => /^apiVersion: (http\.)?keda/.test(text)).join('---\n');
}

describe('autoscaleByHttp', () => {
  it('makes an InterceptorRoute, and then its ScaledObject', () => {
    const made = app(chartOf(), (api) => api.autoscaleByHttp({ rules: [{ hosts: ['api.acme.com'] }], maxReplicas: 5 }));
    expect(scalingOf(made)).toMatchInlineSnapshot(`
      apiVersion: http.keda.sh/v1beta1
      kind: InterceptorRoute
      metadata:
        name: api-interceptorroute
        namespace: apps
      spec:
        rules:
          - hosts:
              - api.acme.com
        scalingMetric:
          concurrency:
            targetValue: 100
        target:
          port: 80
          service: api
      ---
      apiVersion: keda.sh/v1alpha1
      kind: ScaledObject
      metadata:
        name: api-scaledobject
        namespace: apps
      spec:
        maxReplicaCount: 5
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: api
        triggers:
          - metadata:
              interceptorRoute: api-interceptorroute
              scalerAddress: keda-add-ons-http-external-scaler.keda:9090
            type: external-push
    `);
    expect(synth(made.node.root).find(({ kind }) => kind === 'SpinApp').spec).toMatchObject({ enableAutoscaling: true });
  });

  it('takes all that the add-on takes', () => {
    const made = app(chartOf(), (api) => api.autoscaleByHttp({
      rules: [{ hosts: ['*.acme.com'], pathPrefixes: ['/shop'], headers: { 'x-tenant': 'a' } }, { hosts: ['acme.com'] }],
      minReplicas: 0,
      concurrency: 10,
      requestRate: { targetValue: 50, window: Duration.seconds(30), granularity: Duration.millis(500) },
      cooldownPeriod: Duration.minutes(1),
      initialCooldownPeriod: Duration.minutes(2),
      timeouts: { readiness: Duration.seconds(20), request: Duration.minutes(1), responseHeader: Duration.seconds(5) },
      fallback: HttpBackend.fromServiceName('wait', { port: 8080, namespace: 'apps' }),
      addOn: { namespace: 'scaling' },
      name: 'api-http',
    }));
    expect(scalingOf(made)).toMatchInlineSnapshot(`
      apiVersion: http.keda.sh/v1beta1
      kind: InterceptorRoute
      metadata:
        name: api-http
        namespace: apps
      spec:
        coldStart:
          fallback:
            service:
              name: wait
              port: 8080
        rules:
          - headers:
              - name: x-tenant
                value: a
            hosts:
              - "*.acme.com"
            paths:
              - value: /shop
          - hosts:
              - acme.com
        scalingMetric:
          concurrency:
            targetValue: 10
          requestRate:
            granularity: 500ms
            targetValue: 50
            window: 30s
        target:
          port: 80
          service: api
        timeouts:
          readiness: 20s
          request: 60s
          responseHeader: 5s
      ---
      apiVersion: keda.sh/v1alpha1
      kind: ScaledObject
      metadata:
        name: api-http
        namespace: apps
      spec:
        cooldownPeriod: 60
        initialCooldownPeriod: 120
        minReplicaCount: 0
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: api
        triggers:
          - metadata:
              interceptorRoute: api-http
              scalerAddress: keda-add-ons-http-external-scaler.scaling:9090
            type: external-push
    `);
  });

  it('makes an HTTPScaledObject for older add-ons', () => {
    const made = app(chartOf(), (api) => api.autoscaleByHttp({
      addOn: OLD,
      rules: [{ hosts: ['api.acme.com'], pathPrefixes: ['/'] }],
      minReplicas: 0,
      maxReplicas: 5,
      cooldownPeriod: Duration.minutes(1),
      requestRate: { targetValue: 50 },
      timeouts: { readiness: Duration.seconds(20) },
      fallback: HttpBackend.fromServiceName('wait', { namespace: 'apps' }),
    }));
    expect(scalingOf(made)).toMatchInlineSnapshot(`
      apiVersion: http.keda.sh/v1alpha1
      kind: HTTPScaledObject
      metadata:
        name: api-httpscaledobject
        namespace: apps
      spec:
        coldStartTimeoutFailoverRef:
          port: 80
          service: wait
        hosts:
          - api.acme.com
        pathPrefixes:
          - /
        replicas:
          max: 5
          min: 0
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: api
          port: 80
          service: api
        scaledownPeriod: 60
        scalingMetric:
          requestRate:
            targetValue: 50
        timeouts:
          conditionWait: 20s
    `);
  });

  it('takes every request where no rule is given, which the interceptor would not with none', () => {
    const made = app(chartOf(), (api) => api.autoscaleByHttp());
    expect(synth(made.node.root).find(({ kind }) => kind === 'InterceptorRoute').spec.rules).toEqual([{ hosts: ['*'] }]);
  });

  it('takes every host by its sign, and lets ways lead there by any', () => {
    const made = app(chartOf());
    made.autoscaleByHttp({ rules: [{ hosts: ['*'], pathPrefixes: ['/shop'] }] }).exposeViaIngress('/', { hosts: ['a.acme.com'] });
    expect(synth(made.node.root).find(({ kind }) => kind === 'InterceptorRoute').spec.rules).toEqual([{ hosts: ['*'], paths: [{ value: '/shop' }] }]);
  });

  it('answers some requests by itself', () => {
    const made = app(chartOf(), (api, pages = ConfigMap.fromConfigMapName(api, 'pages', 'pages')) => api.autoscaleByHttp({
      staticRoutes: [
        {
          rules: [{ pathPrefixes: ['/health'] }, { headers: { 'x-probe': 'lb' } }],
          response: { statusCode: 204, headers: { 'x-from': 'interceptor', 'cache-control': 'no-store' } },
          responseMode: HttpStaticResponseMode.ALWAYS,
        },
        { rules: [{}], response: { statusCode: 503, body: HttpStaticBody.fromText('starting') } },
        { rules: [{}], response: { body: HttpStaticBody.fromConfigMap(pages) } },
        { rules: [{}], response: { body: HttpStaticBody.fromConfigMap(pages, 'wait.html') } },
      ],
    }));
    expect(synth(made.node.root).find(({ kind }) => kind === 'InterceptorRoute').spec.staticRoutes).toEqual([
      {
        rules: [{ paths: [{ value: '/health' }] }, { headers: [{ name: 'x-probe', value: 'lb' }] }],
        response: { statusCode: 204, headers: { 'cache-control': 'no-store', 'x-from': 'interceptor' } },
        responseMode: 'Always',
      },
      { rules: [{}], response: { statusCode: 503, body: 'starting' } },
      { rules: [{}], response: { bodyFromConfigMap: { name: 'pages' } } },
      { rules: [{}], response: { bodyFromConfigMap: { name: 'pages', key: 'wait.html' } } },
    ]);
  });

  it('leads an Ingress to the interceptor by a Service of its namespace', () => {
    const made = app(chartOf());
    const scaling = made.autoscaleByHttp({ rules: [{ hosts: ['*.acme.com'] }] });
    const ingress1 = scaling.exposeViaIngress('/', { hosts: ['a.acme.com'] });
    scaling.exposeViaIngress('/b', { hosts: ['b.acme.com'], ingress: ingress1 });
    const objects = synth(made.node.root);
    expect(objects.find(({ kind }) => kind === 'Ingress').spec.rules[1].http.paths[0].backend.service).toEqual({ name: 'api-interceptor', port: { number: 8080 } });
    expect(objects.filter(({ kind }) => kind === 'Service').map(({ metadata, spec }) => [metadata.name, metadata.namespace, spec])).toEqual([
      ['api-interceptor', 'apps', {
        type: 'ExternalName', externalName: 'keda-add-ons-http-interceptor-proxy.keda.svc.cluster.local', ports: [{ port: 8080 }],
      }],
    ]);
  });

  it('leads a route to the interceptor, which its namespace allows', () => {
    const made = app(chartOf());
    made.autoscaleByHttp().exposeViaHttpRoute(GATEWAY);
    const objects = synth(made.node.root);
    expect(objects.find(({ kind }) => kind === 'HTTPRoute').spec.rules[0].backendRefs).toEqual([
      { group: '', kind: 'Service', name: 'keda-add-ons-http-interceptor-proxy', namespace: 'keda', port: 8080, weight: 1 },
    ]);
    expect(objects.find(({ kind }) => kind === 'ReferenceGrant').metadata).toEqual({ name: 'apps-api-httproute', namespace: 'keda' });
  });

  it('lets ways around the interceptor be where a pod always runs', () => {
    const made = app(chartOf());
    made.exposeViaLoadBalancer();
    made.autoscaleByHttp({ minReplicas: 1 });
    expect(synth(made.node.root).length).toBeGreaterThan(0);
  });

  it.each([
    'rules', 'minReplicas', 'maxReplicas', 'concurrency', 'requestRate', 'cooldownPeriod', 'initialCooldownPeriod', 'timeouts', 'fallback', 'scaleUp',
    'scaleDown', 'staticRoutes', 'addOn', 'name', 'labels', 'annotations',
  ])('is the same with %s left out', (option) => {
    const [made, plain] = [chartOf(), chartOf()].map((chart) => app(chart));
    made.autoscaleByHttp({ [option]: undefined });
    plain.autoscaleByHttp();
    expect(yamlOf(made.node.root)).toBe(yamlOf(plain.node.root));
  });

  it.each<[string, (chart: Chart) => unknown, string]>([
    ['a host that is none', http({ rules: [{ hosts: ['http://api.acme.com'] }] }),
      '[test/api/api-http] spec.rules[0].hosts[0]: got "http://api.acme.com"; must be a DNS name in lower case, of at most '
        + '253 characters and no IP address, or one after "*."; write it as "api.acme.com" or "*.acme.com" (InvalidHost)'],
    ['a path that is none', http({ rules: [{ pathPrefixes: ['shop'] }] }),
      '[test/api/api-http] spec.rules[0].paths[0]: got "shop"; must be an absolute URL path of at most 1024 characters, '
        + 'without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" (InvalidPath)'],
    ['a header that is none', http({ rules: [{ headers: { 'my header': 'x' } }] }),
      '[test/api/api-http] spec.rules[0].headers name: got "my header"; must be a name of at most 256 letters, digits and '
        + 'characters of !#$%&\'*+-.^_`|~; write it as "x-version" (InvalidRoute)'],
    ['no rules', http({ rules: [] }), '[test/api/api-http] spec.rules: got []; no request fits a list without a rule; give [{}] for all requests (EmptyList)'],
    ['static answers that are none', http({
      staticRoutes: [{
        rules: [],
        response: { statusCode: 99, body: HttpStaticBody.fromText('x'.repeat(32769)), headers: { 'my header': 'x' } },
      }],
    }), '[test/api/api-http] spec.staticRoutes[0].rules: got []; no request fits a list without a rule; give [{}] for all requests (EmptyList)\n'
      + '[test/api/api-http] spec.staticRoutes[0].response.statusCode: got 99; must be a status from 100 to 599; give one such as 200 or 503 (InvalidRoute)\n'
      + '[test/api/api-http] spec.staticRoutes[0].response.headers name: got "my header"; must be a name of at most 256 letters, digits and characters of '
      + '!#$%&\'*+-.^_`|~; write it as "x-version" (InvalidRoute)\n'
      + `[test/api/api-http] spec.staticRoutes[0].response.body: got "${'x'.repeat(199)}… (32771 characters); must be a text of at most 32768 characters; `
      + 'put it into a ConfigMap (InvalidRoute)'],
    ['static answers from no ConfigMap', http({
      staticRoutes: [{ rules: [{ hosts: ['A'] }], response: { body: HttpStaticBody.fromConfigMap(ConfigMap.fromConfigMapName(chartOf(), 'map', 'My Map'), 'a/b') } }],
    }), '[test/api/api-http] spec.staticRoutes[0].rules[0].hosts[0]: got "A"; must be a DNS name in lower case, of at most 253 characters and no IP address, '
      + 'or one after "*."; write it as "api.acme.com" or "*.acme.com" (InvalidHost)\n'
      + '[test/api/api-http] spec.staticRoutes[0].response.bodyFromConfigMap.name: got "My Map"; must be an RFC 1123 subdomain of at most 253 characters: '
      + 'a-z, 0-9, \'-\' and \'.\'; use lower-case letters, digits, dashes and dots (InvalidReference)\n'
      + '[test/api/api-http] spec.staticRoutes[0].response.bodyFromConfigMap.key: got "a/b"; a key of a Secret or ConfigMap is at most 253 letters, '
      + 'digits, \'-\', \'_\' and \'.\'; use the key that the object has (InvalidReference)'],
    ['static answers for an older add-on', http({ addOn: OLD, staticRoutes: [{ rules: [{}], response: {} }] }),
      '[test/api/api-http] staticRoutes: got 1; an HTTPScaledObject has one rule, one metric, no timeout of the whole request, no static routes and no '
        + 'scaling rules; leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from 0.16 on (UnusedOption)'],
    ['no requests at one time', http({ concurrency: 0 }),
      '[test/api/api-http] spec.scalingMetric.concurrency.targetValue: got 0; must be an integer >= 1; give the requests that '
        + 'one pod can bear (InvalidMetric)'],
    ['half a request in a second', http({ requestRate: { targetValue: 0.5 } }),
      '[test/api/api-http] spec.scalingMetric.requestRate.targetValue: got 0.5; must be an integer >= 1; give the requests '
        + 'that one pod can bear (InvalidMetric)'],
    ['steps wider than the window', http({ requestRate: { targetValue: 5, window: Duration.seconds(1), granularity: Duration.seconds(2) } }),
      '[test/api/api-http] spec.scalingMetric.requestRate.granularity: got "2000ms"; must be over zero and at most the '
        + 'window, 1000ms; lower it, or widen the window (InvalidDuration)'],
    ['a minimum over the maximum', http({ minReplicas: 5, maxReplicas: 4 }),
      '[test/api/api-http/ScaledObject] spec.minReplicaCount: got 5; the minimum is over the maximum, 4; lower the minimum or '
        + 'raise the maximum (InvalidReplicaRange)'],
    ['a fallback of another namespace', http({ fallback: HttpBackend.fromServiceName('wait', { namespace: 'other' }) }),
      '[test/api/api-http] spec.coldStart.fallback.service: got "wait"; the fallback is a Service of the app\'s namespace, '
        + 'apps; this one is of other; give one of that namespace (UnreachableBackend)'],
    ['a timeout finer than milliseconds', http({ timeouts: { readiness: Duration.seconds(200000) } }),
      '[test/api/api-http] spec.timeouts.readiness: got "200000000ms"; must be whole milliseconds below 100 seconds, or whole '
        + 'seconds up to 99999; give another Duration (InvalidDuration)'],
    ['a namespace of the add-on that is none', http({ addOn: { namespace: 'KEDA' } }),
      '[test/api/api-http] addOn.namespace: got "KEDA"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, '
        + "0-9 and '-'; use lower-case letters, digits and dashes (InvalidNamespace)"],
    ['a cluster domain that is none', http({ addOn: { clusterDomain: 'cluster local' } }),
      '[test/api/api-http] addOn.clusterDomain: got "cluster local"; must be a DNS name in lower case, of at most 253 '
        + 'characters and no IP address; write it as "api.acme.com" (InvalidHost)'],
    ['what an HTTPScaledObject has no field for',
      http(
        { addOn: OLD, rules: [{}, {}], concurrency: 5, requestRate: { targetValue: 5 }, timeouts: { request: Duration.seconds(5) }, scaleUp: {} },
      ),
      '[test/api/api-http] rules: got 2; an HTTPScaledObject has one rule, one metric, no timeout of the whole request, no '
        + 'static routes and no scaling rules; leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from 0.14 on (UnusedOption)\n'
        + '[test/api/api-http] requestRate: got 5; an HTTPScaledObject has one rule, one metric, no timeout of the whole request, '
        + 'no static routes and no scaling rules; leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from 0.14 on (UnusedOption)\n'
        + '[test/api/api-http] timeouts.request: got "5000ms"; an HTTPScaledObject has one rule, one metric, no timeout of the '
        + 'whole request, no static routes and no scaling rules; leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from 0.14 on '
        + '(UnusedOption)\n'
        + '[test/api/api-http] scaleUp: got "…"; an HTTPScaledObject has one rule, one metric, no timeout of the whole request, '
        + 'no static routes and no scaling rules; leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from 0.14 on (UnusedOption)'],
    ['an HTTPScaledObject with a minimum over its maximum', http({ addOn: OLD, minReplicas: 5, maxReplicas: 4 }),
      '[test/api/api-http] spec.replicas.min: got 5; the minimum is over the maximum, 4; lower the minimum or raise the '
        + 'maximum (InvalidReplicaRange)'],
    ['ways that bypass the interceptor',
      (chart) => app(chart, (api) => {
        api.exposeViaLoadBalancer();
        api.exposeViaIngress('/');
        api.exposeViaHttpRoute({ parents: [{ name: 'public' }] });
        api.autoscaleByHttp();
      }),
      '[test/api/api-http] spec.minReplicaCount: got 0; test/api/api-loadbalancer leads to the app without the interceptor, '
        + 'and wakes no pod; call exposeViaIngress or exposeViaHttpRoute of what autoscaleByHttp returned, or give minReplicas of '
        + 'at least 1 (BypassedInterceptor)\n'
        + '[test/api/api-http] spec.minReplicaCount: got 0; test/api/api-ingress leads to the app without the interceptor, and '
        + 'wakes no pod; call exposeViaIngress or exposeViaHttpRoute of what autoscaleByHttp returned, or give minReplicas of at '
        + 'least 1 (BypassedInterceptor)\n'
        + '[test/api/api-http] spec.minReplicaCount: got 0; test/api/api-httproute leads to the app without the interceptor, and '
        + 'wakes no pod; call exposeViaIngress or exposeViaHttpRoute of what autoscaleByHttp returned, or give minReplicas of at '
        + 'least 1 (BypassedInterceptor)'],
    ['an Ingress for a host that the interceptor does not know',
      (chart) => app(chart).autoscaleByHttp({ rules: [{ hosts: ['*.acme.com'] }] }).exposeViaIngress('/', { hosts: ['a.acme.com', 'b.com'] }),
      '[test/api/api-http] spec.rules[].host: got "b.com"; the interceptor knows the app by *.acme.com, and answers other '
        + 'hosts with an error; add the host to the rules of autoscaleByHttp (InvalidRoute)'],
    ['a route for a host that the interceptor does not know',
      (chart) => app(chart).autoscaleByHttp({ rules: [{ hosts: ['a.com'] }] }).exposeViaHttpRoute({ ...GATEWAY, hostnames: ['b.com'] }),
      '[test/api/api-http] spec.hostnames: got "b.com"; the interceptor knows the app by a.com, and answers other hosts with '
        + 'an error; add the host to the rules of autoscaleByHttp (InvalidRoute)'],
    ['another autoscaler beside it', (chart) => app(chart, (api) => { api.autoscaleByHttp(); api.autoscale({ maxReplicas: 5 }); }),
      '[test/api] spec.enableAutoscaling: got 2; one app has at most one autoscaler: two would fight over its Deployment; '
        + 'give one autoscaler all the metrics (DuplicateAutoscaler)'],
  ])('fails for %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });
});

describe('two apps', () => {
  const both = (one: AutoscaleByHttpOptions, other: AutoscaleByHttpOptions) => (chart: Chart) => {
    new WasmApp(chart, 'one', { metadata: { name: 'one' }, image: 'ghcr.io/acme/api:v1' }).autoscaleByHttp(one);
    new WasmApp(chart, 'two', { metadata: { name: 'two' }, image: 'ghcr.io/acme/api:v1' }).autoscaleByHttp(other);
  };
  const host = (...pathPrefixes: string[]) => ({ rules: [{ hosts: ['shop.example.com'], pathPrefixes: pathPrefixes.length > 0 ? pathPrefixes : undefined }] });
  const told = (chart: string, [field, requests]: [string, string], [path, service]: [string, string]) => `[test/${chart}] ${field}: got "${requests}"; test/${path} `
    + `leads the same requests to apps/${service}, and the interceptor gives them to the older of the two alone; `
    + 'give each app hosts, path prefixes or headers of its own (DuplicateRoute)';

  it.each<[string, AutoscaleByHttpOptions, AutoscaleByHttpOptions, string, string?]>([
    ['one host', host(), host(), 'shop.example.com/'],
    ['one host and path', host('/x'), host('/y', '/x'), 'shop.example.com/x'],
    ['every request', {}, {}, '*/'],
    ['every request, once by an HTTPScaledObject', {}, { addOn: OLD }, '*/', 'spec'],
  ])('cannot have %s', (...row) => {
    const [, one, other, requests, field = 'spec.rules[0]'] = row;
    expect(failureOf(both(one, other)).split('\n')).toEqual([
      told('one/one-http', ['spec.rules[0]', requests], ['two/two-http/Resource', 'two']), told('two/two-http', [field, requests], ['one/one-http/Resource', 'one']),
    ]);
  });

  it.each<[string, AutoscaleByHttpOptions, AutoscaleByHttpOptions]>([
    ['other paths', host('/x'), host('/y')],
    ['a path below that of the other', host(), host('/y')],
    ['a host beside every request', host(), {}],
    ['other headers', { rules: [{ headers: { tenant: 'a' } }] }, { rules: [{ headers: { tenant: 'b' } }] }],
  ])('may have %s', (_, one, other) => {
    const chart = chartOf();
    both(one, other)(chart);
    expect(synth(chart.node.root).filter(({ kind }) => kind === 'InterceptorRoute')).toHaveLength(2);
  });
});
