import { App, Chart } from 'cdk8s';
import { find, operatorOf, texts, title, VERSIONS } from './installs';
import { SpinKubeVersion, SpinOperator } from '../../src';
import { synth } from '../support/synth';

const image = 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space; '
  + 'write it as "registry.example.com/team/app:v1" (InvalidImage)';

/** The operator's containers by name. */
function containersOf(objects: any[]): { [name: string]: any } {
  return Object.fromEntries(find(objects, 'Deployment').spec.template.spec.containers.map((container: any) => [container.name, container]));
}

function meets(selector: { [key: string]: string }, labels: { [key: string]: string }): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

describe.each(VERSIONS)('the operator %s', (version) => {
  const objects = operatorOf(version);
  const deployment = find(objects, 'Deployment').spec;
  const pod = deployment.template.spec;

  test('has a Deployment whose selector meets its own pods', () => {
    expect(meets(deployment.selector.matchLabels, deployment.template.metadata.labels)).toBe(true);
  });

  test.each(['metrics-service', 'webhook-service'])('has a Service %s whose selector and port meet the pods', (name) => {
    const { spec } = find(objects, 'Service', name);
    expect(meets(spec.selector, deployment.template.metadata.labels)).toBe(true);
    const ports = pod.containers.flatMap((container: any) => container.ports.flatMap((port: any) => [port.containerPort, port.name]));
    const metrics = pod.containers[0].args.map((argument: string) => /^--metrics-bind-address=:(\d+)$/.exec(argument)?.[1]);
    expect([...ports, ...metrics.map(Number)]).toContain(spec.ports[0].targetPort);
  });

  test('runs as its own service account, which exists in its namespace', () => {
    expect(title(find(objects, 'ServiceAccount'))).toBe(`ServiceAccount spin-operator/${pod.serviceAccountName}`);
  });

  test('binds roles that exist to its service account', () => {
    for (const binding of objects.filter(({ kind }) => kind.endsWith('Binding'))) {
      expect(find(objects, binding.roleRef.kind, binding.roleRef.name).metadata.namespace).toBe(binding.metadata.namespace);
      expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: pod.serviceAccountName, namespace: 'spin-operator' }]);
    }
  });

  test('grants nothing wild, and only reading to metrics-reader', () => {
    const rules = objects.flatMap((object) => object.rules ?? []);
    expect(rules.length).toBeGreaterThan(10);
    expect(texts(rules).filter(([, text]) => text.includes('*'))).toEqual([]);
    expect(find(objects, 'ClusterRole', 'metrics-reader').rules).toEqual([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]);
  });

  test('lets cert-manager inject the CA of its own certificate into both webhook configurations', () => {
    const { metadata } = find(objects, 'Certificate');
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      expect(find(objects, kind).metadata.annotations['cert-manager.io/inject-ca-from']).toBe(`${metadata.namespace}/${metadata.name}`);
    }
  });

  test('has a certificate for the webhook Service, signed by its own issuer, in the Secret that it mounts', () => {
    const { spec } = find(objects, 'Certificate');
    const { name, namespace } = find(objects, 'Service', 'webhook-service').metadata;
    expect(spec.dnsNames).toEqual([`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`]);
    expect(spec.issuerRef).toEqual({ kind: 'Issuer', name: find(objects, 'Issuer').metadata.name });
    expect(pod.volumes).toEqual([{ name: 'cert', secret: { defaultMode: 420, secretName: spec.secretName } }]);
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }]);
  });

  test.each([
    ['MutatingWebhookConfiguration', 'mutate'],
    ['ValidatingWebhookConfiguration', 'validate'],
  ])('guards apps and executors by its %s, and refuses them while it is away', (kind, verb) => {
    const service = find(objects, 'Service', 'webhook-service').metadata;
    expect(find(objects, kind).webhooks.map(({ rules, clientConfig, failurePolicy, sideEffects }: any) =>
      ({ rules, ...clientConfig.service, failurePolicy, sideEffects }))).toEqual(['spinapp', 'spinappexecutor'].map((guarded) => ({
      rules: [{
        apiGroups: ['core.spinkube.dev'],
        apiVersions: ['v1alpha1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${guarded}s`],
        scope: '*',
      }],
      name: service.name,
      namespace: service.namespace,
      path: `/${verb}-core-spinkube-dev-v1alpha1-${guarded}`,
      failurePolicy: 'Fail',
      sideEffects: 'None',
    })));
  });

  test('runs where Linux does, without rights that it does not need', () => {
    expect(pod.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers.map(({ securityContext }: any) => securityContext)).toEqual(pod.containers.map(() =>
      ({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } })));
    expect(JSON.stringify(pod.affinity)).toContain('"key":"kubernetes.io/os","operator":"In","values":["linux"]');
  });
});

test.each([
  ['0.4.0', 'ghcr.io/spinkube/spin-operator:v0.4.0', ['manager', 'kube-rbac-proxy']],
  ['0.5.0', 'ghcr.io/spinkube/spin-operator:v0.5.0', ['manager']],
  ['0.6.0', 'ghcr.io/spinkube/spin-operator:v0.6.0', ['manager']],
  ['0.6.1', 'ghcr.io/spinframework/spin-operator:v0.6.1', ['manager']],
])('release %s runs %s in the containers %j', (version, manager, names) => {
  const containers = containersOf(operatorOf(version));
  expect(Object.keys(containers)).toEqual(names);
  expect(containers.manager).toMatchObject({ image: manager, imagePullPolicy: 'IfNotPresent', command: ['/manager'] });
});

test.each([
  ['0.4.0', ['--health-probe-bind-address=:8082', '--metrics-bind-address=127.0.0.1:8080', '--leader-elect', '--enable-webhooks'], 'https'],
  ['0.5.0', ['--metrics-bind-address=:8443', '--leader-elect', '--enable-webhooks'], 8443],
  ['0.6.0', ['--metrics-bind-address=:8443', '--leader-elect', '--enable-webhooks'], 8443],
  ['0.6.1', ['--metrics-bind-address=:8443', '--leader-elect', '--enable-webhooks'], 8443],
])('release %s is started with %j and shows metrics on %s', (version, args, targetPort) => {
  const objects = operatorOf(version);
  expect(containersOf(objects).manager.args).toEqual(args);
  expect(find(objects, 'Service', 'metrics-service').spec.ports).toEqual([{ name: 'https', port: 8443, protocol: 'TCP', targetPort }]);
});

test('the operator may do this in the cluster, and no more', () => {
  expect(find(operatorOf('0.6.1'), 'ClusterRole', 'manager-role').rules.map(({ apiGroups, resources, verbs }: any) =>
    `${apiGroups}/${resources}: ${verbs}`)).toEqual([
    '/events: create,patch',
    '/secrets,services: create,delete,get,list,patch,update,watch',
    'apps/deployments: create,delete,get,list,patch,update,watch',
    'apps/deployments/status: get',
    'core.spinkube.dev/spinappexecutors,spinapps: create,delete,get,list,patch,update,watch',
    'core.spinkube.dev/spinappexecutors/finalizers: update',
    'core.spinkube.dev/spinappexecutors/status,spinapps/status: get,patch,update',
  ]);
});

test('kube-rbac-proxy of 0.4.0 comes from a registry that exists, pinned', () => {
  expect(containersOf(operatorOf('0.4.0'))['kube-rbac-proxy'].image).toBe('quay.io/brancz/kube-rbac-proxy:v0.15.0');
});

describe('images of a mirror', () => {
  const mirror = { image: 'mirror.example.com/spin-operator:v1', kubeRbacProxyImage: 'mirror.example.com/proxy:v1' };

  test('replace those of the release, and change nothing else', () => {
    const released = texts(operatorOf('0.4.0'));
    const changed = texts(operatorOf('0.4.0', { operator: mirror })).filter((text, index) => text[1] !== released[index][1]);
    expect(changed.map(([, text]) => text)).toEqual([mirror.image, mirror.kubeRbacProxyImage]);
  });

  test('fail for the proxy of a release that has none', () => {
    expect(() => operatorOf('0.6.1', { operator: mirror })).toThrow(new Error(
      `[spinkube] operator.kubeRbacProxyImage: got ${JSON.stringify(mirror.kubeRbacProxyImage)}; `
      + 'this release guards metrics itself and has no such container; leave it out (UnusedOption)',
    ));
  });

  test('left out change nothing', () => {
    expect(operatorOf('0.4.0', { operator: {} })).toEqual(operatorOf('0.4.0'));
  });

  test('fail where they are no references, both at once', () => {
    expect(() => operatorOf('0.4.0', { operator: { image: 'Operator', kubeRbacProxyImage: '' } })).toThrow(new Error([
      `[spinkube] operator.image: got "Operator"; ${image}`,
      `[spinkube] operator.kubeRbacProxyImage: got ""; ${image}`,
    ].join('\n')));
  });
});

describe('an operator alone', () => {
  const make = (chart: Chart) => new SpinOperator(chart, 'operator', { version: SpinKubeVersion.V0_6_1, namespace: 'wasm-system' });

  test('goes to its own namespace, whatever that of its chart', () => {
    const charts = ['wasm-system', 'other', undefined].map((namespace) => new Chart(new App(), 'test', { namespace }));
    const [same, ...others] = charts.map((chart) => {
      make(chart);
      return synth(chart);
    });
    expect(new Set(same.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['wasm-system', undefined]));
    for (const other of others) {
      expect(other).toEqual(same);
    }
  });

  test('is the operator of an install, without namespace and RuntimeClass', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'spin-operator' });
    new SpinOperator(chart, 'operator', { version: SpinKubeVersion.V0_6_1, namespace: 'spin-operator' });
    expect(synth(chart).map(title)).toEqual(operatorOf('0.6.1').slice(1, -1).map(title));
  });

  test('renders twice the same', () => {
    const chart = new Chart(new App(), 'test');
    make(chart);
    expect(synth(chart)).toEqual(synth(chart));
  });
});
