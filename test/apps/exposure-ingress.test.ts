import { Chart } from 'cdk8s';
import { HttpIngressPathType, Ingress, Secret } from 'cdk8s-plus-28';
import { app } from './scaled-app';
import { ExposeViaIngressOptions, WasmApp } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

function exposed(path: string, options: ExposeViaIngressOptions = {}) {
  return (chart: Chart) => app(chart).exposeViaIngress(path, options);
}

describe('exposeViaIngress', () => {
  it('leads a path to the Service that the operator makes, by number', () => {
    const made = app(chartOf());
    expect(made.exposeViaIngress('/')).toBeInstanceOf(Ingress);
    expect(yamlOfKind(made.node.root, 'Ingress')).toMatchInlineSnapshot(`
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: api-ingress
        namespace: apps
      spec:
        rules:
          - http:
              paths:
                - backend:
                    service:
                      name: api
                      port:
                        number: 80
                  path: /
                  pathType: Prefix
    `);
  });

  it('takes hosts, certificates, class, labels and annotations', () => {
    const chart = chartOf();
    app(chart).exposeViaIngress('/shop', {
      pathType: HttpIngressPathType.EXACT,
      hosts: ['acme.com', 'shop.acme.com'],
      tls: [{ hosts: ['*.acme.com'], secret: Secret.fromSecretName(chart, 'tls', 'acme-tls') }, {}],
      className: 'nginx',
      name: 'shop',
      labels: { team: 'web' },
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    });
    expect(yamlOfKind(chart.node.root, 'Ingress')).toMatchInlineSnapshot(`
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        annotations:
          cert-manager.io/cluster-issuer: letsencrypt
        labels:
          team: web
        name: shop
        namespace: apps
      spec:
        ingressClassName: nginx
        rules:
          - host: acme.com
            http:
              paths:
                - backend:
                    service:
                      name: api
                      port:
                        number: 80
                  path: /shop
                  pathType: Exact
          - host: shop.acme.com
            http:
              paths:
                - backend:
                    service:
                      name: api
                      port:
                        number: 80
                  path: /shop
                  pathType: Exact
        tls:
          - hosts:
              - "*.acme.com"
            secretName: acme-tls
          - {}
    `);
  });

  it('adds paths of several apps to one Ingress', () => {
    const chart = chartOf();
    const first = app(chart).exposeViaIngress('/', { hosts: ['acme.com'] });
    const cart = new WasmApp(chart, 'cart', { metadata: { name: 'cart' }, image: 'ghcr.io/acme/cart:v1' });
    expect(cart.exposeViaIngress('/cart', { hosts: ['acme.com'], ingress: first, tls: [{ hosts: ['acme.com'] }] })).toBe(first);
    const { rules, tls } = synth(chart.node.root).find(({ kind }) => kind === 'Ingress').spec;
    expect(rules[0].http.paths.map(({ path, backend }: any) => [path, backend.service.name])).toEqual([['/', 'api'], ['/cart', 'cart']]);
    expect(tls).toEqual([{ hosts: ['acme.com'] }]);
  });

  it.each(['/shop(/|$)(.*)', '/a|/b', '/v[0-9]+//.*', '/'])('leaves the path %s to a controller that compares in its own way', (path) => {
    const chart = chartOf();
    exposed(path, { pathType: HttpIngressPathType.IMPLEMENTATION_SPECIFIC })(chart);
    const { rules } = synth(chart.node.root).find(({ kind }) => kind === 'Ingress').spec;
    expect(rules[0].http.paths[0]).toMatchObject({ path, pathType: 'ImplementationSpecific' });
  });

  it.each(['pathType', 'hosts', 'tls', 'ingress', 'name', 'className', 'labels', 'annotations'])('is the same with %s left out', (option) => {
    const [made, plain] = [chartOf(), chartOf()].map((chart) => app(chart));
    made.exposeViaIngress('/', { [option]: undefined });
    plain.exposeViaIngress('/');
    expect(yamlOfKind(made.node.root, 'Ingress')).toBe(yamlOfKind(plain.node.root, 'Ingress'));
  });

  it.each<[string, (chart: Chart) => unknown, string]>([
    ['a path that is not absolute', exposed('shop'),
      '[test/api/api-ingress] spec.rules[].http.paths[].path: got "shop"; must be an absolute URL path of at most 1024 '
        + 'characters, without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" (InvalidPath)'],
    ['a path that is not normal', exposed('/shop/../admin'),
      '[test/api/api-ingress] spec.rules[].http.paths[].path: got "/shop/../admin"; must be an absolute URL path of at most '
        + '1024 characters, without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" '
        + '(InvalidPath)'],
    ['a path with an escaped slash', exposed('/a%2Fb'),
      '[test/api/api-ingress] spec.rules[].http.paths[].path: got "/a%2Fb"; must be an absolute URL path of at most 1024 '
        + 'characters, without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" (InvalidPath)'],
    ['a path with a query', exposed('/shop?page=1'),
      '[test/api/api-ingress] spec.rules[].http.paths[].path: got "/shop?page=1"; must be an absolute URL path of at most '
        + '1024 characters, without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" '
        + '(InvalidPath)'],
    ['an address as host', exposed('/', { hosts: ['10.0.0.1'] }),
      '[test/api/api-ingress] spec.rules[].host[0]: got "10.0.0.1"; must be a DNS name in lower case, of at most 253 '
        + 'characters and no IP address, or one after "*."; write it as "api.acme.com" or "*.acme.com" (InvalidHost)'],
    ['a wildcard inside a host', exposed('/', { hosts: ['api.*.com'] }),
      '[test/api/api-ingress] spec.rules[].host[0]: got "api.*.com"; must be a DNS name in lower case, of at most 253 '
        + 'characters and no IP address, or one after "*."; write it as "api.acme.com" or "*.acme.com" (InvalidHost)'],
    ['a host twice', exposed('/', { hosts: ['a.com', 'a.com'] }),
      '[test/api/api-ingress] spec.rules[].host[1]: got "a.com"; it is named already; name it once (DuplicateKey)'],
    ['an empty list of hosts', exposed('/', { hosts: [] }),
      '[test/api/api-ingress] spec.rules[].host: got []; a list without a host stands for none; leave hosts out for every host '
        + '(EmptyList)'],
    ['a certificate for an empty list of hosts', exposed('/', { tls: [{ hosts: [] }] }),
      '[test/api/api-ingress] spec.tls[0].hosts: got []; a list without a host stands for none; leave hosts out for every host (EmptyList)'],
    ['a path of the controller\'s own that is not absolute', exposed('^/shop', { pathType: HttpIngressPathType.IMPLEMENTATION_SPECIFIC }),
      '[test/api/api-ingress] spec.rules[].http.paths[].path: got "^/shop"; must be absolute, whatever the controller makes of the rest; '
        + 'write it as "/shop(/|$)(.*)" (InvalidPath)'],
    ['a regular expression as a prefix', exposed('/shop(/|$)(.*)'),
      '[test/api/api-ingress] spec.rules[].http.paths[].path: got "/shop(/|$)(.*)"; must be an absolute URL path of at most 1024 '
        + 'characters, without \'//\', \'/./\', \'/../\', an escaped slash, a query or a fragment; write it as "/shop/cart" (InvalidPath)'],
    ['a certificate for another host', exposed('/', { hosts: ['a.com'], tls: [{ hosts: ['b.com'] }] }),
      '[test/api/api-ingress] spec.tls[0].hosts: got "b.com"; the rules are for a.com, so nobody asks for this certificate; '
        + 'add the host to hosts, or leave it out here (InvalidRoute)'],
    ['a Secret that none can be',
      (chart) => app(chart).exposeViaIngress('/', { tls: [{ secret: Secret.fromSecretName(chart, 'tls', 'My Secret') }] }),
      '[test/api/api-ingress] spec.tls[0].secretName: got "My Secret"; must be an RFC 1123 subdomain of at most 253 '
        + "characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidReference)"],
    ['a class that none can be', exposed('/', { className: 'My Class' }),
      '[test/api/api-ingress] spec.ingressClassName: got "My Class"; must be an RFC 1123 subdomain of at most 253 characters: '
        + "a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidReference)"],
    ['a name with a slash', exposed('/', { name: 'a/b' }),
      '[test/api/a/b] metadata.name: got "a/b"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and '
        + "'.'; use lower-case letters, digits, dashes and dots (InvalidName)"],
    ['a second Ingress of the same name', (chart) => app(chart, (api) => { api.exposeViaIngress('/'); api.exposeViaIngress('/v2'); }),
      '[test/api/api-ingress] metadata.name: got "api-ingress"; the app is exposed by an Ingress of this name already; give '
        + 'that one as ingress to add a path to it, or name this one (DuplicateKey)'],
    ['the same path twice', (chart) => app(chart, (api) => { const ingress = api.exposeViaIngress('/'); api.exposeViaIngress('/', { ingress }); }),
      '[test/api] spec.rules[].http.paths[].path: got "/"; the Ingress leads this host and path somewhere already; give '
        + 'another host or path (DuplicateRoute)'],
    ['the same host and path twice',
      (chart) => app(chart, (api) => {
        const ingress = api.exposeViaIngress('/', { hosts: ['a.com'] });
        api.exposeViaIngress('/', { ingress, hosts: ['b.com', 'a.com'] });
      }),
      '[test/api] spec.rules[].http.paths[].path: got "a.com/"; the Ingress leads this host and path somewhere already; give '
        + 'another host or path (DuplicateRoute)'],
    ['what the Ingress has already',
      (chart) => app(chart, (api) => {
        const ingress = api.exposeViaIngress('/');
        api.exposeViaIngress('/a', { ingress, name: 'b', className: 'nginx' });
      }),
      '[test/api] name: got "b"; the Ingress that is given has its own already; give it to the Ingress, or leave ingress out '
        + '(UnusedOption)\n'
        + '[test/api] className: got "nginx"; the Ingress that is given has its own already; give it to the Ingress, or leave '
        + 'ingress out (UnusedOption)'],
    ['an Ingress of another namespace',
      (chart) => app(chart).exposeViaIngress('/', { ingress: new Ingress(chart, 'ingress', { metadata: { namespace: 'other' } }) }),
      '[test/api] ingress: got "test/ingress"; an Ingress leads to Services of its own namespace, other; that of the app is '
        + "apps; use an Ingress of the app's namespace, or exposeViaHttpRoute (UnreachableBackend)"],
  ])('fails for %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });
});
