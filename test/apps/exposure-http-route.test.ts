import { App, Chart, Duration } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { app, GATEWAY } from './scaled-app';
import {
  ExposeViaHttpRouteOptions, HttpBackend, HttpMethod, HttpPathMatch, HttpPathModifier, HttpRoute, HttpRouteFilter, HttpRouteMatch, HttpRouteRule,
  HttpValueMatch, WasmApp, WasmCluster,
} from '../../src';
import { chartOf, failureOf, synth, yamlOf, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

function route(options: Partial<ExposeViaHttpRouteOptions>) {
  return (chart: Chart) => app(chart).exposeViaHttpRoute({ ...GATEWAY, ...options });
}

function rule(make: (api: WasmApp) => HttpRouteRule) {
  return (chart: Chart) => app(chart, (api) => api.exposeViaHttpRoute({ ...GATEWAY, rules: [make(api)] }));
}

function paths(count: number, part = 'x'): HttpRouteMatch[] {
  return Array.from({ length: count }, (_, index) => ({ path: HttpPathMatch.exact(`/${part}/${index}`) }));
}

describe('exposeViaHttpRoute', () => {
  it('leads all requests of a Gateway to the Service that the operator makes', () => {
    const made = app(chartOf());
    expect(made.exposeViaHttpRoute({ parents: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }] })).toBeInstanceOf(HttpRoute);
    expect(yamlOfKind(made.node.root, 'HTTPRoute')).toMatchInlineSnapshot(`
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata:
        name: api-httproute
        namespace: apps
      spec:
        parentRefs:
          - group: gateway.networking.k8s.io
            kind: Gateway
            name: public
            namespace: gateways
            sectionName: https
        rules:
          - backendRefs:
              - group: ""
                kind: Service
                name: api
                port: 80
                weight: 1
            matches:
              - path:
                  type: PathPrefix
                  value: /
    `);
  });

  it('takes matches, filters, weights and timeouts', () => {
    const chart = chartOf();
    const canary = new WasmApp(chart, 'canary', { metadata: { name: 'canary' }, image: 'ghcr.io/acme/api:v2' });
    app(chart, (api) => api.exposeViaHttpRoute({
      ...GATEWAY,
      hostnames: ['api.acme.com'],
      rules: [
        { matches: [{ headers: { 'x-canary': HttpValueMatch.exact('yes') } }], backends: [{ backend: canary }] },
        {
          matches: [{ path: HttpPathMatch.prefix('/v1'), method: HttpMethod.GET, queryParams: { debug: HttpValueMatch.regex('.+') } }],
          filters: [
            HttpRouteFilter.requestHeaders({ set: { 'x-by': 'gw' }, remove: ['cookie'] }), HttpRouteFilter.responseHeaders({ add: { 'x-by': 'gw' } }),
            HttpRouteFilter.rewrite({ hostname: 'api', path: HttpPathModifier.prefix('/') }), HttpRouteFilter.mirror(canary),
          ],
          backends: [{ backend: api, weight: 9 }, { backend: canary, weight: 1 }],
          timeouts: { request: Duration.seconds(10), backendRequest: Duration.millis(1500) },
        },
        {
          matches: [{ path: HttpPathMatch.exact('/old') }],
          filters: [HttpRouteFilter.redirect({ scheme: 'https', path: HttpPathModifier.fullPath('/new'), port: 8443, statusCode: 301 })],
        },
      ],
    }));
    expect(yamlOfKind(chart.node.root, 'HTTPRoute')).toMatchInlineSnapshot(`
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata:
        name: api-httproute
        namespace: apps
      spec:
        hostnames:
          - api.acme.com
        parentRefs:
          - group: gateway.networking.k8s.io
            kind: Gateway
            name: gw
        rules:
          - backendRefs:
              - group: ""
                kind: Service
                name: canary
                port: 80
                weight: 1
            matches:
              - headers:
                  - name: x-canary
                    type: Exact
                    value: "yes"
                path:
                  type: PathPrefix
                  value: /
          - backendRefs:
              - group: ""
                kind: Service
                name: api
                port: 80
                weight: 9
              - group: ""
                kind: Service
                name: canary
                port: 80
                weight: 1
            filters:
              - requestHeaderModifier:
                  remove:
                    - cookie
                  set:
                    - name: x-by
                      value: gw
                type: RequestHeaderModifier
              - responseHeaderModifier:
                  add:
                    - name: x-by
                      value: gw
                type: ResponseHeaderModifier
              - type: URLRewrite
                urlRewrite:
                  hostname: api
                  path:
                    replacePrefixMatch: /
                    type: ReplacePrefixMatch
              - requestMirror:
                  backendRef:
                    group: ""
                    kind: Service
                    name: canary
                    port: 80
                type: RequestMirror
            matches:
              - method: GET
                path:
                  type: PathPrefix
                  value: /v1
                queryParams:
                  - name: debug
                    type: RegularExpression
                    value: .+
            timeouts:
              backendRequest: 1500ms
              request: 10s
          - filters:
              - requestRedirect:
                  path:
                    replaceFullPath: /new
                    type: ReplaceFullPath
                  port: 8443
                  scheme: https
                  statusCode: 301
                type: RequestRedirect
            matches:
              - path:
                  type: Exact
                  value: /old
    `);
  });

  it('says the status of a redirect, which the server would write too', () => {
    const made = app(chartOf(), (api) => api.exposeViaHttpRoute({ ...GATEWAY, rules: [{ filters: [HttpRouteFilter.redirect({ scheme: 'https' })] }] }));
    expect(synth(made.node.root).find(({ kind }) => kind === 'HTTPRoute').spec.rules[0].filters)
      .toEqual([{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 302 } }]);
  });

  it('asks for leave in the namespaces of its backends', () => {
    const chart = chartOf();
    const other = new Service(new Chart(chart.node.root as App, 'web', { namespace: 'web' }), 'web', { metadata: { name: 'web' }, ports: [{ port: 8080 }] });
    app(chart, (api) => api.exposeViaHttpRoute({
      ...GATEWAY, namespace: 'gateways', rules: [{ backends: [{ backend: api }, { backend: HttpBackend.fromService(other) }] }],
    }));
    const objects = synth(chart.node.root);
    expect(objects.find(({ kind }) => kind === 'HTTPRoute').spec.rules[0].backendRefs).toEqual([
      { group: '', kind: 'Service', name: 'api', namespace: 'apps', port: 80, weight: 1 },
      { group: '', kind: 'Service', name: 'web', namespace: 'web', port: 8080, weight: 1 },
    ]);
    expect(objects.filter(({ kind }) => kind === 'ReferenceGrant').map(({ metadata }) => metadata)).toEqual([
      { name: 'gateways-api-httproute', namespace: 'apps' }, { name: 'gateways-api-httproute', namespace: 'web' },
    ]);
    expect(yamlOfKind(chart.node.root, 'ReferenceGrant')).toMatchInlineSnapshot(`
      apiVersion: gateway.networking.k8s.io/v1beta1
      kind: ReferenceGrant
      metadata:
        name: gateways-api-httproute
        namespace: apps
      spec:
        from:
          - group: gateway.networking.k8s.io
            kind: HTTPRoute
            namespace: gateways
        to:
          - group: ""
            kind: Service
            name: api
    `);
  });

  it('can be used twice, for different hosts', () => {
    const made = app(chartOf());
    made.exposeViaHttpRoute({ ...GATEWAY, hostnames: ['a.com'] });
    made.exposeViaHttpRoute({ ...GATEWAY, hostnames: ['b.com'], name: 'api-b' });
    expect(synth(made.node.root).filter(({ kind }) => kind === 'HTTPRoute')).toHaveLength(2);
  });

  it.each(['hostnames', 'rules', 'name', 'namespace', 'labels', 'annotations'])('is the same with %s left out', (option) => {
    const [made, plain] = [chartOf(), chartOf()].map((chart) => app(chart));
    made.exposeViaHttpRoute({ ...GATEWAY, [option]: undefined });
    plain.exposeViaHttpRoute(GATEWAY);
    expect(yamlOf(made.node.root)).toBe(yamlOf(plain.node.root));
  });

  it('takes exactly the weights from 0 to a million, not all of them 0', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5, max: 1_000_005 }), { minLength: 1, maxLength: 16 }), (weights) => {
      const valid = weights.every((weight) => weight >= 0 && weight <= 1_000_000) && weights.some((weight) => weight !== 0);
      const make = () => rule((api) => ({ backends: weights.map((weight) => ({ backend: api, weight })) }))(chartOf());
      if (valid) {
        expect(make).not.toThrow();
      } else {
        expect(make).toThrow('InvalidWeight');
      }
    }), { numRuns: 100 });
  });

  it.each<[string, (chart: Chart) => unknown, string]>([
    ['no Gateway', (chart) => app(chart).exposeViaHttpRoute({ parents: [] }),
      '[test/api/api-httproute] spec.parentRefs: got 0; a route has from 1 to 32 of them; give one (InvalidRoute)'],
    ['a Gateway twice', (chart) => app(chart).exposeViaHttpRoute({ parents: [{ name: 'gw' }, { name: 'gw' }] }),
      '[test/api/api-httproute] spec.parentRefs[1]: got {"name":"gw"}; the route belongs to this Gateway already; name it '
        + 'once, or different listeners by sectionName (DuplicateKey)'],
    ['a Gateway that none can be',
      (chart) => app(chart).exposeViaHttpRoute({ parents: [{ name: 'My GW', namespace: 'A', sectionName: 'b c', port: 0 }] }),
      '[test/api/api-httproute] spec.parentRefs[0].name: got "My GW"; must be an RFC 1123 subdomain of at most 253 '
        + "characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidReference)\n"
        + '[test/api/api-httproute] spec.parentRefs[0].namespace: got "A"; a namespace must be an RFC 1123 label of at most 63 '
        + "characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidNamespace)\n"
        + '[test/api/api-httproute] spec.parentRefs[0].sectionName: got "b c"; must be an RFC 1123 subdomain of at most 253 '
        + "characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidReference)\n"
        + '[test/api/api-httproute] spec.parentRefs[0].port: got 0; a port must be an integer from 1 to 65535; use the port that '
        + 'clients connect to, usually 80 (InvalidPort)'],
    ['a host that is none', route({ hostnames: ['Api.acme.com'] }),
      '[test/api/api-httproute] spec.hostnames[0]: got "Api.acme.com"; must be a DNS name in lower case, of at most 253 '
        + 'characters and no IP address, or one after "*."; write it as "api.acme.com" or "*.acme.com" (InvalidHost)'],
    ['seventeen hosts', route({ hostnames: Array.from({ length: 17 }, (_, index) => `h${index}.acme.com`) }),
      '[test/api/api-httproute] spec.hostnames: got 17; a route has from 1 to 16 of them; split the route (InvalidRoute)'],
    ['no rules', route({ rules: [] }),
      '[test/api/api-httproute] spec.rules: got 0; a route has from 1 to 16 of them; give one (InvalidRoute)'],
    ['too many matches in a rule',
      rule(() => ({ matches: paths(65) })),
      '[test/api/api-httproute] spec.rules[0].matches: got 65; a rule has at most 64 matches; split the rule (InvalidRoute)'],
    ['too many matches in all',
      route(
        { rules: ['a', 'b', 'c'].map((part) => ({ matches: paths(43, part) })) },
      ),
      '[test/api/api-httproute] spec.rules: got 129; all rules together have at most 128 matches; split the route '
        + '(InvalidRoute)'],
    ['a match of nothing', rule(() => ({ matches: [{}] })),
      '[test/api/api-httproute] spec.rules[0].matches[0]: got {}; a match says something of requests; leave matches out for '
        + 'all requests (InvalidRoute)'],
    ['a path that is not normal', rule(() => ({ matches: [{ path: HttpPathMatch.prefix('//a') }] })),
      '[test/api/api-httproute] spec.rules[0].matches[0].path.value: got "//a"; must be an absolute URL path of at most 1024 '
        + 'characters, without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" (InvalidPath)'],
    ['an empty expression', rule(() => ({ matches: [{ path: HttpPathMatch.regex('') }] })),
      '[test/api/api-httproute] spec.rules[0].matches[0].path.value: got ""; must be a text of 1 to 1024 characters; leave it '
        + 'out, or shorten it (InvalidRoute)'],
    ['a header that is none', rule(() => ({ matches: [{ headers: { 'a b': HttpValueMatch.exact('') } }] })),
      '[test/api/api-httproute] spec.rules[0].matches[0].headers name: got "a b"; must be a name of at most 256 letters, '
        + 'digits and characters of !#$%&\'*+-.^_`|~; write it as "x-version" (InvalidRoute)\n'
        + '[test/api/api-httproute] spec.rules[0].matches[0].headers["a b"]: got ""; must be a text of 1 to 4096 characters; '
        + 'leave it out, or shorten it (InvalidRoute)'],
    ['two rules for the same requests',
      route({ rules: [{ matches: [{ path: HttpPathMatch.prefix('/a') }] }, { matches: [{ path: HttpPathMatch.prefix('/a') }] }] }),
      '[test/api/api-httproute] spec.rules: got {"path":{"type":"PathPrefix","value":"/a"}}; two rules are for the same '
        + 'requests, of which the gateway obeys one; give them different matches (DuplicateRoute)'],
    ['two routes for the same requests',
      (chart) => app(chart, (api) => {
        api.exposeViaHttpRoute({ parents: [{ name: 'gw' }] });
        api.exposeViaHttpRoute({ parents: [{ name: 'gw' }], name: 'second' });
      }),
      '[test/api/second] spec: got {"gateway":{"name":"gw"},"host":"*","match":{"path":{"type":"PathPrefix","value":"/"}}}; '
        + 'another route of the app is for the same Gateway, host and requests, and the gateway obeys one; give them different '
        + 'hostnames or matches (DuplicateRoute)'],
    ['a second route of the same name',
      (chart) => app(chart, (api) => {
        api.exposeViaHttpRoute({ parents: [{ name: 'gw' }] });
        api.exposeViaHttpRoute({ parents: [{ name: 'other' }] });
      }),
      '[test/api/api-httproute] metadata.name: got "api-httproute"; the app is exposed by a route of this name already; give '
        + 'one route all the rules, or name one of them (DuplicateKey)'],
    ['a negative weight', rule((api) => ({ backends: [{ backend: api, weight: -1 }] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs[0].weight: got -1; a weight must be an integer from 0 to 1000000; '
        + 'give the shares as small whole numbers, such as 9 and 1 (InvalidWeight)'],
    ['a weight over a million', rule((api) => ({ backends: [{ backend: api, weight: 1000001 }] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs[0].weight: got 1000001; a weight must be an integer from 0 to '
        + '1000000; give the shares as small whole numbers, such as 9 and 1 (InvalidWeight)'],
    ['weights that are all 0', rule((api) => ({ backends: [{ backend: api, weight: 0 }] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs: got [0]; all weights are 0, so that the gateway answers every '
        + 'request with an error; give one of them a weight over 0 (InvalidWeight)'],
    ['seventeen backends', rule((api) => ({ backends: Array.from({ length: 17 }, () => ({ backend: api })) })),
      '[test/api/api-httproute] spec.rules[0].backendRefs: got 17; a rule has at most 16 backends; split the route '
        + '(InvalidRoute)'],
    ['a redirect with backends', rule((api) => ({ filters: [HttpRouteFilter.redirect({ scheme: 'https' })], backends: [{ backend: api }] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs: got 1; a rule that redirects has no backends; leave backends out '
        + '(InvalidRoute)'],
    ['a rule without backends', rule(() => ({ backends: [] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs: got 0; a rule without backends answers every request with an '
        + 'error; give backends, or a redirect (InvalidRoute)'],
    ['a redirect and a rewrite',
      rule(() => ({ filters: [HttpRouteFilter.redirect({ scheme: 'https' }), HttpRouteFilter.rewrite({ hostname: 'a.com' })] })),
      '[test/api/api-httproute] spec.rules[0].filters: got ["RequestRedirect","URLRewrite"]; a rule redirects or rewrites, '
        + 'not both; leave one out (InvalidRoute)'],
    ['a filter twice', rule(() => ({ filters: [HttpRouteFilter.rewrite({ hostname: 'a.com' }), HttpRouteFilter.rewrite({ hostname: 'b.com' })] })),
      '[test/api/api-httproute] spec.rules[0].filters: got "URLRewrite"; a rule has one filter of this type; put all changes '
        + 'into one (InvalidRoute)'],
    ['seventeen filters', rule((api) => ({ filters: Array.from({ length: 17 }, () => HttpRouteFilter.mirror(api)) })),
      '[test/api/api-httproute] spec.rules[0].filters: got 17; a rule has at most 16 filters; leave some out (InvalidRoute)'],
    ['a header changed twice', rule(() => ({ filters: [HttpRouteFilter.requestHeaders({ set: { 'X-A': '1' }, remove: ['x-a'] })] })),
      '[test/api/api-httproute] spec.rules[0].filters[0].requestHeaderModifier: got "x-a"; the filter changes this header '
        + 'already; change each header once (DuplicateKey)'],
    ['a change of no header', rule(() => ({ filters: [HttpRouteFilter.responseHeaders({})] })),
      '[test/api/api-httproute] spec.rules[0].filters[0].responseHeaderModifier: got {}; the filter changes no header; give '
        + 'set, add or remove (InvalidRoute)'],
    ['seventeen headers',
      rule(() => ({ filters: [HttpRouteFilter.responseHeaders({ remove: Array.from({ length: 17 }, (_, index) => `x-${index}`) })] })),
      '[test/api/api-httproute] spec.rules[0].filters[0].responseHeaderModifier: got 17; a filter sets, adds and removes at '
        + 'most 16 headers each; leave some out (InvalidRoute)'],
    ['a redirect to nowhere', rule(() => ({ filters: [HttpRouteFilter.redirect({})] })),
      '[test/api/api-httproute] spec.rules[0].filters[0].requestRedirect: got {}; the filter changes nothing; give it a host '
        + 'or a path (InvalidRoute)'],
    ['a redirect by 303 over ftp',
      rule(() => ({ filters: [HttpRouteFilter.redirect({ scheme: 'ftp', statusCode: 303, hostname: '*.a.com', port: 0 })] })),
      '[test/api/api-httproute] spec.rules[0].filters[0].requestRedirect.hostname: got "*.a.com"; must be a DNS name in lower '
        + 'case, of at most 253 characters and no IP address; write it as "api.acme.com" (InvalidHost)\n'
        + '[test/api/api-httproute] spec.rules[0].filters[0].requestRedirect.port: got 0; a port must be an integer from 1 to '
        + '65535; use the port that clients connect to, usually 80 (InvalidPort)\n'
        + '[test/api/api-httproute] spec.rules[0].filters[0].requestRedirect.scheme: got "ftp"; must be http or https; choose one '
        + '(InvalidRoute)\n'
        + '[test/api/api-httproute] spec.rules[0].filters[0].requestRedirect.statusCode: got 303; must be 301 or 302; choose one '
        + '(InvalidRoute)'],
    ['a prefix replaced where none is compared', rule(() => ({ filters: [HttpRouteFilter.rewrite({ path: HttpPathModifier.prefix('/') })] })),
      '[test/api/api-httproute] spec.rules[0].filters[0].urlRewrite.path.replacePrefixMatch: got "/"; a prefix is replaced '
        + 'only in a rule with exactly one match, which compares a prefix; give the rule one match with HttpPathMatch.prefix '
        + '(InvalidRoute)'],
    ['a try that is longer than the request', rule(() => ({ timeouts: { request: Duration.seconds(1), backendRequest: Duration.seconds(2) } })),
      '[test/api/api-httproute] spec.rules[0].timeouts.backendRequest: got "2000ms"; one try takes at most as long as the '
        + 'whole request, 1000ms; lower it, or raise request (InvalidDuration)'],
    ['a backend whose namespace is not set', rule(() => ({ backends: [{ backend: HttpBackend.fromServiceName('other') }] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs[0]: got "other"; the namespace of the backend is not set, that '
        + 'of the route is apps, and a route leads to another namespace only by its name; set the namespace of both (UnreachableBackend)'],
    ['a backend of another cluster',
      rule((api) => ({ backends: [{ backend: app(new Chart(new WasmCluster(api.node.root as App, 'other'), 'apps', { namespace: 'apps' })) }] })),
      '[test/api/api-httproute] spec.rules[0].backendRefs[0]: got "other/apps/api"; it is made in another WasmCluster, so '
        + 'this cluster does not have it; make one in the cluster of its user, or refer to an existing one by its name '
        + '(OtherCluster)'],
    ['a name with capitals', (chart) => app(chart).exposeViaHttpRoute({ ...GATEWAY, name: 'Route' }),
      '[test/api/Route] metadata.name: got "Route"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' '
        + "and '.'; use lower-case letters, digits, dashes and dots (InvalidName)"],
    ['a namespace with capitals', (chart) => app(chart).exposeViaHttpRoute({ ...GATEWAY, namespace: 'Gateways' }),
      '[test/api/api-httproute] metadata.namespace: got "Gateways"; a namespace must be an RFC 1123 label of at most 63 '
        + "characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidNamespace)"],
  ])('fails for %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });
});
