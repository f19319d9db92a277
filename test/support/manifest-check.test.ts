import fs from 'node:fs';
import { INT_OR_STRING, typeFields } from './manifest/core-schema';
import { at, isMap, load } from './manifest/load';
import { container, definition, deployment, executor, object, podSpec, samples, spinApp, template } from './manifest/samples';
import { checkManifest, checkManifests } from './manifest-check';

/** The problems of an object without its title. */
function problems(subject: any): string[] {
  return checkManifest(subject).map((text) => text.replace(/^\S+ \S+: /, ''));
}

/** A deployment whose container has the fields. */
function withContainer(fields: object): any {
  return deployment({ template: template({ containers: [container(fields)] }) });
}

/** A Service with the fields. */
function service(fields: object, metadata: object = {}): any {
  return object('v1', 'Service', { spec: { ports: [{ port: 80 }], ...fields } }, metadata);
}

/** A NetworkPolicy with one rule for what leaves. */
function egress(rule: object): any {
  return object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Egress'], egress: [rule] } });
}

describe('schemas', () => {
  test.each(samples().map((sample) => [sample.kind, sample.metadata.name, sample]))('take a rich %s %s', (_kind, _name, sample) => {
    expect(checkManifest(sample)).toEqual([]);
  });

  test.each<[string, (subject: any) => void, any]>([
    ['spec.template.spec.containers[0].imag', (subject) => { subject.spec.template.spec.containers[0].imag = 'x'; }, deployment()],
    ['spec.template.spec.nodeSelektor', (subject) => { subject.spec.template.spec.nodeSelektor = {}; }, deployment()],
    ['spec.containers[0].imag', (subject) => { subject.spec.containers[0].imag = 'x'; }, object('v1', 'Pod', { spec: podSpec() })],
    ['webhooks[0].clientConfig.servce', (subject) => { subject.webhooks[0].clientConfig.servce = {}; }, ofKind('ValidatingWebhookConfiguration')],
    ['metadata.label', (subject) => { subject.metadata.label = {}; }, spinApp()],
    ['metadata.label', (subject) => { subject.metadata.label = {}; }, ofKind('Certificate')],
    ['spec.readinessProbe', (subject) => { subject.spec.readinessProbe = {}; }, spinApp()],
    ['spec.nodeSelector', (subject) => { subject.spec.nodeSelector = {}; }, spinApp()],
    ['spec.resources.claims', (subject) => { subject.spec.resources.claims = []; }, spinApp()],
    ['spec.deploymentConfig.otel.endpoint', (subject) => { subject.spec.deploymentConfig.otel = { endpoint: 'x' }; }, executor()],
    ['spec.privateKey.bits', (subject) => { subject.spec.privateKey.bits = 1; }, ofKind('Certificate')],
    ['spec.acme', (subject) => { subject.spec.acme = {}; }, ofKind('ClusterIssuer')],
    ['stringdata', (subject) => { subject.stringdata = {}; }, ofKind('Secret')],
  ])('refuse the unknown field %s', (place, change, subject) => {
    change(subject);
    expect(problems(subject)).toContain(`${place}: unknown field`);
  });

  test('refuse an unknown field at every depth of every sample', () => {
    const maps = [
      'annotations', 'data', 'default', 'deploymentAnnotations', 'hard', 'invocationLimits', 'labels', 'limits', 'matchLabels', 'max', 'nodeSelector',
      'parameters', 'podAnnotations', 'podFixed', 'podLabels', 'properties', 'requests', 'serviceAnnotations', 'stringData', 'triggers\\[0\\]\\.metadata', 'volumeAttributes',
    ];
    const free = new RegExp(`(^Service spec\\.selector|[ .](${maps.join('|')}))$`);
    for (const sample of samples()) {
      for (const place of placesIn(sample, '').filter((found) => !free.test(`${sample.kind} ${found}`))) {
        const subject = structuredClone(sample);
        valueAt(subject, keysOf(place)).zzz = 'x';
        expect({ kind: sample.kind, place, found: problems(subject) })
          .toMatchObject({ found: expect.arrayContaining([`${place === '' ? '' : `${place}.`}zzz: unknown field`]) });
      }
    }
  });

  test.each<[string, any, string]>([
    ['a missing field', deployment({ template: undefined }), 'spec.template: required'],
    ['a text for a number', deployment({ replicas: '2' }), 'spec.replicas: got "2"; must be integer'],
    ['a map for a list', withContainer({ ports: {} }), 'spec.template.spec.containers[0].ports: got {}; must be array'],
    ['a boolean as a label', object('v1', 'ConfigMap', {}, { labels: { on: true } }), 'metadata.labels.on: got true; must be string'],
    ['a number as a SpinApp\'s label', spinApp({}, { labels: { 'a/b': 1 } }), 'metadata.labels["a/b"]: got 1; must be string'],
    ['a SpinApp without image', spinApp({ image: undefined }), 'spec.image: required'],
    ['a SpinApp without spec', object('core.spinkube.dev/v1alpha1', 'SpinApp'), 'spec: required'],
    ['a fraction for an int32', spinApp({ replicas: 1.5 }), 'spec.replicas: got 1.5; must be integer'],
    ['a number beyond int32', spinApp({ replicas: 2 ** 31 }), 'spec.replicas: got 2147483648; must match format "int32"'],
    ['an empty list of components', spinApp({ components: [] }), 'spec.components: got []; must NOT have fewer than 1 items'],
    ['null in a custom resource', spinApp({ components: null }), 'spec.components: got null; must be array'],
    ['a misspelt word in a CRD', definition({ properties: { a: { items: { typ: 'x' } } } }),
      'spec.versions[0].schema.openAPIV3Schema.properties.a.items.typ: unknown field'],
    ['a wrong choice', object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 'a', issuerRef: { name: 'b' }, privateKey: { algorithm: 'X' } } }),
      'spec.privateKey.algorithm: got "X"; must be one of RSA, ECDSA, Ed25519'],
    ['a status', { ...deployment(), status: {} }, "status: must be absent, it is the server's to write"],
    ['alternatives in one line', withContainer({ resources: { limits: { cpu: true } } }),
      'spec.template.spec.containers[0].resources.limits.cpu: got true; must be number or must be string'],
  ])('refuse %s', (_what, subject, expected) => {
    expect(problems(subject)).toContain(expected);
  });

  test('accept null where the server reads it as absent', () => {
    expect(checkManifest(object('v1', 'ConfigMap', {}, { creationTimestamp: null, labels: null }))).toEqual([]);
  });

  test.each([
    ['example.com/v1', 'Gadget'], ['v1', 'List'], ['v1', 'PodList'], ['apps/v1', 'Deploymnt'], ['apps/v1beta1', 'Deployment'],
    ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy'], ['cert-manager.io/v1', 'Challenge'],
    ['core.spinoperator.dev/v1alpha1', 'SpinApp'], [undefined, 'Pod'], ['v1', 'constructor'],
  ])('report that nothing is known of %s %s', (apiVersion: any, kind) => {
    expect(checkManifest(object(apiVersion, kind))).toEqual([`${kind} team/sample: no schema for ${apiVersion} ${kind}`]);
  });

  test.each([undefined, null, 'x', 1, []])('report that %p is no object', (subject) => {
    expect(checkManifest(subject)).toEqual([expect.stringMatching(/^object: got .*; must be a Kubernetes object$/)]);
    expect(checkManifests([subject])).toHaveLength(1);
  });
});

describe('the generated types', () => {
  const generated = load('cdk8s-plus-28/lib/imports/k8s');
  const types = Object.keys(generated).filter((name) => name.startsWith('toJson_'));

  test('are written one line a field, each in a form that is understood', () => {
    const forms = [
      /^obj\.\w+$/, /^toJson_\w+\(obj\.\w+\)$/, /^obj\.\w+\?\.map\(y => (y|toJson_\w+\(y\))\)$/, /^obj\.\w+\?\.(value|toISOString\(\))$/,
      /^\(\(obj\.\w+\) === undefined\) \? undefined : \(Object\.entries\(.*\[i\[0\]\]: (i\[1\](\?\.value|\?\.map\(y => y\))?|toJson_\w+\(i\[1\]\)) \}\), \{\}\)\)$/,
    ];
    for (const type of types) {
      const source: string = generated[type].toString();
      const body = source.slice(source.indexOf('const result = {') + 17, source.indexOf('    };')).trimEnd();
      const lines = body.split('\n').map((line) => line.trim()).filter((line) => line !== '');
      const names = lines.map((line) => line.split("'")[1]);
      const expressions = lines.map((line) => line.replace(/^'[^']+': |,$/g, ''));
      expect(expressions.filter((expression) => !forms.some((form) => form.test(expression)))).toEqual([]);
      expect(names.filter((name) => !(name in typeFields(type.slice(7))))).toEqual([]);
    }
    expect(types.length).toBeGreaterThan(400);
  });

  test('are told apart: these fields are int-or-string, all other wrapped ones are quantities', () => {
    const declared = fs.readFileSync(require.resolve('cdk8s-plus-28/lib/imports/k8s.d.ts'), 'utf8');
    const fields = (type: string) => new Set([...declared.matchAll(new RegExp(`readonly (\\w+)\\??: ${type};`, 'g'))].map(([, name]) => name));
    expect([...fields('IntOrString')].sort()).toEqual([...INT_OR_STRING].sort());
    expect([...fields('Quantity')].filter((name) => INT_OR_STRING.has(name))).toEqual([]);
  });
});

describe('quantities', () => {
  test.each<[any, string]>([
    [spinApp({ resources: { limits: { cpu: '0.5' } } }), 'spec.resources.limits.cpu: got "0.5"; must be "500m", as the API server stores it'],
    [spinApp({ resources: { limits: { cpu: 1 } } }), 'spec.resources.limits.cpu: got 1; must be "1", as the API server stores it'],
    [spinApp({ volumes: [{ name: 'a', emptyDir: { sizeLimit: '1024Mi' } }] }),
      'spec.volumes[0].emptyDir.sizeLimit: got "1024Mi"; must be "1Gi", as the API server stores it'],
    [withContainer({ resources: { requests: { memory: '2048Ki' } } }),
      'spec.template.spec.containers[0].resources.requests.memory: got "2048Ki"; must be "2Mi", as the API server stores it'],
    [withContainer({ resources: { limits: { memory: '1GB' } } }),
      'spec.template.spec.containers[0].resources.limits.memory: got "1GB"; must be a quantity such as 250m, 64Mi or 2'],
    [object('v1', 'ResourceQuota', { spec: { hard: { pods: 10 } } }), 'spec.hard.pods: got 10; must be "10", as the API server stores it'],
  ])('are asked for in the form that the server stores (%#)', (subject, expected) => {
    expect(problems(subject)).toContain(expected);
  });
});

describe('metadata', () => {
  const name = (words: string) => (got: unknown) => `metadata.name: got ${JSON.stringify(got) ?? 'nothing'}; must be ${words}`;
  const subdomain = name('an RFC 1123 subdomain of at most 253 characters');

  test.each<[string, any, string]>([
    ['no name', object('v1', 'ConfigMap', {}, { name: undefined }), subdomain(undefined)],
    ['capitals', object('v1', 'ConfigMap', {}, { name: 'My' }), subdomain('My')],
    ['254 characters', object('v1', 'Secret', {}, { name: 'a'.repeat(254) }), subdomain('a'.repeat(254))],
    ['a Service that starts with a digit', service({}, { name: '1a' }), name('an RFC 1035 label of at most 63 characters')('1a')],
    ['a Namespace with a dot', object('v1', 'Namespace', {}, { name: 'a.b', namespace: undefined }),
      name('an RFC 1123 label of at most 63 characters')('a.b')],
    ['a long CronJob', { ...ofKind('CronJob'), metadata: { name: 'a'.repeat(53) } },
      name('an RFC 1123 subdomain of at most 52 characters')('a'.repeat(53))],
    ['a role with a slash', object('rbac.authorization.k8s.io/v1', 'Role', {}, { name: 'a/b' }), name('a name without "/" and "%"')('a/b')],
    ['a namespace that is none', object('v1', 'ConfigMap', {}, { namespace: 'A' }),
      'metadata.namespace: got "A"; must be an RFC 1123 label of at most 63 characters'],
    ['a cluster-wide kind in a namespace', object('node.k8s.io/v1', 'RuntimeClass', { handler: 'spin' }),
      'metadata.namespace: got "team"; must be absent, the kind belongs to the cluster'],
    ['a label with a space', object('v1', 'ConfigMap', {}, { labels: { 'my key': 'x' } }),
      'metadata.labels key: got "my key"; must be a name of at most 63 letters, digits, "-", "_" and ".", optionally after a DNS prefix and "/"'],
    ['a label value that ends in a dash', object('v1', 'ConfigMap', {}, { labels: { a: 'b-' } }),
      'metadata.labels.a: got "b-"; must be a label value: at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit'],
    ['too many annotations', object('v1', 'ConfigMap', {}, { annotations: { a: 'x'.repeat(262144) } }),
      'metadata.annotations: has 262145 bytes; must not exceed 262144'],
  ])('refuses %s', (_what, subject, expected) => {
    expect(problems(subject)).toEqual([expected]);
  });

  test.each(['a'.repeat(53), 'a.b'])('refuses the SpinApp %s, and what the operator would make of it', (called) => {
    const [own, ...made] = problems(spinApp({}, { name: called }));
    expect(own).toBe(name('an RFC 1035 label of at most 52 characters')(called));
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter((text) => !text.startsWith('its '))).toEqual([]);
  });

  test.each(['a/b/c', '/a', 'a/', 'A_b/c', '-a', '', 'a'.repeat(64)])('refuses the annotation key %p', (key) => {
    expect(problems(object('v1', 'ConfigMap', {}, { annotations: { [key]: '' } }))).toHaveLength(1);
  });

  test('takes longest names and annotation keys in capitals', () => {
    const annotations = { 'Example.COM/Key_1.x': 'any\ntext' };
    expect(checkManifest(spinApp({}, { name: 'a'.repeat(52), annotations, labels: { ['a'.repeat(63)]: '' } }))).toEqual([]);
  });
});

describe('pods and other objects of Kubernetes', () => {
  const first = 'spec.template.spec.containers[0]';
  test.each<[string, any, string]>([
    ['a container name', withContainer({ name: 'BAD NAME' }), `${first}.name: got "BAD NAME"; must be an RFC 1123 label of at most 63 characters`],
    ['a missing image', withContainer({ image: undefined }), `${first}.image: required`],
    ['a port beyond 65535', withContainer({ ports: [{ containerPort: 99999 }] }), `${first}.ports[0].containerPort: got 99999; must be from 1 to 65535`],
    ['a long port name', withContainer({ ports: [{ name: 'a-name-too-long-x', containerPort: 1 }] }),
      `${first}.ports[0].name: got "a-name-too-long-x"; must be a port name: at most 15 lower case letters, digits and single "-", with a letter`],
    ['a variable name', withContainer({ env: [{ name: '1 a' }] }), `${first}.env[0].name: got "1 a"; must be letters, digits, "-", "_" or ".", not starting with a digit`],
    ['a variable with two sources', withContainer({ env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'a' } } }] }),
      `${first}.env[0].value: got "x"; must be absent beside valueFrom`],
    ['a mount without volume', withContainer({ volumeMounts: [{ name: 'nowhere', mountPath: '/a' }] }),
      `${first}.volumeMounts[0].name: got "nowhere"; must be the name of a volume`],
    ['two mounts at one path', withContainer({ volumeMounts: [{ name: 'cache', mountPath: '/a' }, { name: 'conf', mountPath: '/a' }] }),
      `${first}.volumeMounts: got "/a"; must be mounted once`],
    ['a request above its limit', withContainer({ resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }),
      `${first}.resources.requests.memory: got "2Gi"; must not exceed the limit 1Gi`],
    ['a negative request', withContainer({ resources: { requests: { cpu: '-5m' } } }), `${first}.resources.requests.cpu: got "-5m"; must not be negative`],
    ['a probe without handler', withContainer({ readinessProbe: { periodSeconds: 1 } }),
      `${first}.readinessProbe: got []; must have one of exec, grpc, httpGet, tcpSocket`],
    ['a liveness threshold', withContainer({ livenessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 } }),
      `${first}.livenessProbe.successThreshold: got 2; must be 1`],
    ['two containers of a name', deployment({ template: template({ initContainers: [container()], containers: [container()] }) }),
      'spec.template.spec.containers: got "main"; must be the name of one container only'],
    ['a volume with two sources', deployment({ template: template({ containers: [container({ volumeMounts: [] })], volumes: [{ name: 'a', emptyDir: {}, secret: {} }] }) }),
      'spec.template.spec.volumes[0]: got ["emptyDir","secret"]; must have one source'],
    ['a node selector', object('v1', 'Pod', { spec: podSpec({ nodeSelector: { 'a b': '' } }) }),
      'spec.nodeSelector key: got "a b"; must be a name of at most 63 letters, digits, "-", "_" and ".", optionally after a DNS prefix and "/"'],
    ['a toleration', object('v1', 'Pod', { spec: podSpec({ tolerations: [{ key: 'edge', operator: 'Exists', value: 'x' }] }) }),
      'spec.tolerations[0].value: got "x"; must be absent with operator Exists'],
    ['a Job that restarts always', object('batch/v1', 'Job', { spec: { template: template() } }),
      'spec.template.spec.restartPolicy: got nothing; must be OnFailure or Never in a Job'],
    ['a Deployment that does not restart', deployment({ template: template({ restartPolicy: 'Never' }) }),
      'spec.template.spec.restartPolicy: got "Never"; must be Always in a Deployment'],
    ['a selector that misses its pods', deployment({ selector: { matchLabels: { app: 'api' } } }),
      'spec.selector: got {"matchLabels":{"app":"api"}}; must match the template\'s labels {"app":"web"}'],
    ['an expression that misses its pods', deployment({ selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }),
      'spec.selector: got {"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]}; must match the template\'s labels {"app":"web"}'],
    ['an empty selector', deployment({ selector: {} }), 'spec.selector: got {}; must not be empty'],
    ['a handler', object('node.k8s.io/v1', 'RuntimeClass', { handler: 'io.containerd.spin.v2' }, { namespace: undefined }),
      'handler: got "io.containerd.spin.v2"; must be an RFC 1123 label of at most 63 characters'],
    ['unnamed ports', service({ ports: [{ port: 80 }, { name: 'b', port: 81 }] }),
      'spec.ports[0].name: got nothing; must be an RFC 1123 label of at most 63 characters'],
    ['a Service without ports', service({ ports: [] }), 'spec.ports: required'],
    ['a range of ports that ends before it begins', egress({ ports: [{ port: 80, endPort: 79 }] }),
      'spec.egress[0].ports[0].endPort: got 79; must be a port from that of port on, which must be a number'],
    ['a range of ports from a named one', egress({ ports: [{ port: 'http', endPort: 80 }] }),
      'spec.egress[0].ports[0].endPort: got 80; must be a port from that of port on, which must be a number'],
    ['an exception outside its network', egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }),
      'spec.egress[0].to[0].ipBlock.except: got "11.0.0.0/16"; must be within 10.0.0.0/8, and smaller'],
    ['an exception of all of its network', egress({ to: [{ ipBlock: { cidr: 'fd00::/8', except: ['fd00::/8'] } }] }),
      'spec.egress[0].to[0].ipBlock.except: got "fd00::/8"; must be within fd00::/8, and smaller'],
    ['a key of a Secret', object('v1', 'Secret', { stringData: { 'a/b': '' } }),
      'stringData key: got "a/b"; must be a key of letters, digits, "-", "_" or "."'],
    ['a CRD of another name', { ...definition(), metadata: { name: 'gadget.example.com' } },
      'metadata.name: got "gadget.example.com"; must be gadgets.example.com'],
  ])('are refused for %s', (_what, subject, expected) => {
    expect(problems(subject)).toContain(expected);
  });
});

describe('SpinApps', () => {
  const check = (fields: object) => ({ readiness: { httpGet: { path: '/', httpHeaders: [], ...fields } } });
  test.each<[string, object, string]>([
    ['no replicas', { replicas: undefined }, 'the webhook refuses fewer replicas than 1'],
    ['0 replicas', { replicas: 0 }, 'the webhook refuses fewer replicas than 1'],
    ['replicas beside autoscaling', { enableAutoscaling: true, replicas: 2 }, 'the webhook refuses replicas beside autoscaling'],
    ['an instance larger than the limit', { invocationLimits: { memory: '129Mi' } }, 'the webhook refuses invocationLimits.memory above the app\'s memory'],
    ['an instance larger than the request', { invocationLimits: { memory: '2Gi' }, resources: { requests: { memory: '1Gi' } } },
      'the webhook refuses invocationLimits.memory above the app\'s memory'],
    ['an instance limit that is none', { invocationLimits: { memory: '64MB' } }, 'the webhook cannot read invocationLimits.memory'],
    ['a check without httpGet', { checks: { liveness: { periodSeconds: 5 } } },
      'its Deployment: spec.template.spec.containers[0].livenessProbe: got []; must have one of exec, grpc, httpGet, tcpSocket'],
    ['a check without httpHeaders', { checks: check({ httpHeaders: undefined }) }, 'the schema refuses httpHeaders: null, which the webhook writes'],
    ['a check of another port', { checks: check({ port: 8080 }) }, 'spec.checks.readiness.httpGet.port: unknown field'],
    ['a liveness threshold', { checks: { liveness: { httpGet: { path: '/', httpHeaders: [] }, successThreshold: 2 } } },
      'its Deployment: spec.template.spec.containers[0].livenessProbe.successThreshold: got 2; must be 1'],
    ['a volume of the operator', { volumes: [{ name: 'spin-ca', emptyDir: {} }], volumeMounts: [] },
      'its Deployment: spec.template.spec.volumes: got "spin-ca"; must be the name of one volume only'],
    ['a file of the operator', { volumeMounts: [{ name: 'tmp', mountPath: '/runtime-config.toml' }] },
      'its Deployment: spec.template.spec.containers[0].volumeMounts: got "/runtime-config.toml"; must be mounted once'],
    ['a mount without volume', { volumeMounts: [{ name: 'x', mountPath: '/x' }] },
      'its Deployment: spec.template.spec.containers[0].volumeMounts[0].name: got "x"; must be the name of a volume'],
    ['a request above its limit', { invocationLimits: undefined, resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } },
      'its Deployment: spec.template.spec.containers[0].resources.requests.memory: got "2Gi"; must not exceed the limit 1Gi'],
    ['a pod label with a space', { podLabels: { 'my key': 'x' } },
      'its Deployment: spec.template.metadata.labels key: got "my key"; must be a name of at most 63 letters, digits, "-", "_" and ".", '
        + 'optionally after a DNS prefix and "/"'],
    ['a pod label value with a space', { podLabels: { key: 'my value' } },
      'its Deployment: spec.template.metadata.labels.key: got "my value"; must be a label value: at most 63 letters, digits, "-", "_" and ".", '
        + 'starting and ending with a letter or digit'],
    ['two stores of a name', { runtimeConfig: { keyValueStores: [{ name: 'a', type: 'redis' }, { name: 'a', type: 'spin' }] } },
      'the operator fails on two stores called a'],
    ['a variable without a source', { variables: [{ name: 'a', valueFrom: {} }] },
      'its Deployment: spec.template.spec.containers[0].env[0].valueFrom: got []; must have one source'],
  ])('are refused for %s', (_what, fields, expected) => {
    expect(problems(spinApp(fields))).toEqual([expected]);
  });

  test.each<[string, object]>([
    ['replicas 0 with autoscaling', { enableAutoscaling: true, replicas: 0 }],
    ['no replicas with autoscaling', { enableAutoscaling: true, replicas: undefined }],
    ['an instance limit without resources', { resources: undefined }],
    ['an instance limit in any spelling', { invocationLimits: { memory: '0.0625Gi' } }],
    ['no checks', { checks: undefined }],
  ])('are taken with %s', (_what, fields) => {
    expect(checkManifest(spinApp(fields))).toEqual([]);
  });
});

describe('SpinAppExecutors', () => {
  test.each<[string, any, string]>([
    ['neither runner', executor({}), 'the webhook asks for one of runtimeClassName and spinImage'],
    ['both runners', executor({ runtimeClassName: 'a', spinImage: 'b' }),
      'the webhook asks for one of runtimeClassName and spinImage'],
    ['no deploymentConfig', object('core.spinkube.dev/v1alpha1', 'SpinAppExecutor', { spec: { createDeployment: true } }),
      'the operator crashes on createDeployment without deploymentConfig'],
    ['no createDeployment', object('core.spinkube.dev/v1alpha1', 'SpinAppExecutor', { spec: {} }), 'spec.createDeployment: required'],
  ])('are refused for %s', (_what, subject, expected) => {
    expect(problems(subject)).toEqual([expected]);
  });

  test('are taken without deploymentConfig when they create no Deployment', () => {
    expect(checkManifest(object('core.spinkube.dev/v1alpha1', 'SpinAppExecutor', { spec: { createDeployment: false } }))).toEqual([]);
    expect(checkManifest(executor({ spinImage: 'ghcr.io/spin:1' }))).toEqual([]);
  });
});

describe('objects together', () => {
  const runtimeClass = object('node.k8s.io/v1', 'RuntimeClass', { handler: 'wasmtime' }, { name: 'wasmtime', namespace: undefined });
  const together = [runtimeClass, deployment(), executor(), spinApp()];

  test('fit', () => {
    expect(checkManifests(samples())).toEqual([]);
    expect(checkManifests(together)).toEqual([]);
  });

  test.each<[string, any[], string[]]>([
    ['an object made twice', [object('v1', 'Secret'), object('v1', 'Secret'), object('v1', 'Secret', {}, { namespace: 'other' }), object('v1', 'ConfigMap')],
      ['Secret team/sample: metadata.name: must be unique, another object has the same group, kind, namespace and name']],
    ['a Service that selects nothing', [...together, service({ selector: { app: 'api' } })],
      ['Service team/sample: spec.selector: got {"app":"api"}; must match pods of the same namespace']],
    ['a Service in another namespace', [...together, service({ selector: { app: 'web' } }, { namespace: 'other' })],
      ['Service other/sample: spec.selector: got {"app":"web"}; must match pods of the same namespace']],
    ['a SpinApp without executor', [spinApp()],
      ['SpinApp team/hello: spec.executor: got "spin"; must be a SpinAppExecutor of the same namespace']],
    ['an executor of another namespace', [executor(), spinApp({}, { namespace: 'other' })],
      ['SpinApp other/hello: spec.executor: got "spin"; must be a SpinAppExecutor of the same namespace']],
    ['an executor of no set namespace', [executor(), spinApp({}, { namespace: undefined })],
      ['SpinApp hello: spec.executor: got "spin"; must be a SpinAppExecutor of the same namespace']],
    ['annotations for no Deployment', [executor(undefined, false), spinApp({ podAnnotations: {} })],
      ['SpinApp team/hello: spec.deploymentAnnotations: got {"example.com/owner":"team"}; must be empty, the executor creates no Deployment']],
    ['a RuntimeClass that is not there', [deployment()],
      ['Deployment team/sample: spec.template.spec.runtimeClassName: got "wasmtime"; must be a RuntimeClass']],
    ['a selector of its own', [runtimeClass, deployment({ selector: { matchLabels: { app: 'x' } } })],
      ['Deployment team/sample: spec.selector: got {"matchLabels":{"app":"x"}}; must match the template\'s labels {"app":"web"}']],
  ])('do not fit with %s', (_what, objects, expected) => {
    expect(checkManifests(objects)).toEqual(expected);
  });

  test.each<[string, any[]]>([
    ['the status label of a SpinApp', [...together, service({ selector: { 'core.spinkube.dev/app.hello.status': 'ready' } })]],
    ['pod labels of a SpinApp', [...together, service({ selector: { team: 'edge' } })]],
    ['a Service without selector', [service({})]],
    ['a Service elsewhere', [service({ type: 'ExternalName', externalName: 'db.example', selector: { a: 'b' } })]],
    ['equal names of different groups', [object('v1', 'Secret'), object('v1', 'ConfigMap')]],
    ['no set namespace on both', [{ ...executor(), metadata: { name: 'spin' } }, spinApp({}, { namespace: undefined })]],
  ])('fit with %s', (_what, objects) => {
    expect(checkManifests(objects)).toEqual([]);
  });

  test('may rest on what is known to exist', () => {
    const objects = [deployment(), spinApp()];
    expect(checkManifests(objects, { runtimeClasses: ['wasmtime'], executors: ['spin'] })).toEqual([]);
    expect(checkManifests(objects, { runtimeClasses: ['wasmtime'], executors: ['team/spin'] })).toEqual([]);
    expect(checkManifests(objects, { runtimeClasses: ['spin'], executors: ['other/spin'] })).toHaveLength(2);
  });

  test('may rest on the RuntimeClass that a Shim makes', () => {
    const shim = object('runtime.spinkube.dev/v1alpha1', 'Shim', { spec: { runtimeClass: { name: 'wasmtime', handler: 'wasmtime-v1' } } });
    expect(checkManifests([shim, deployment()]).filter((text) => text.startsWith('Deployment'))).toEqual([]);
  });

  test('are reported, never tripped over, whatever stands in a field', () => {
    const wrong = [null, 'x', 5, [null], [5]];
    for (const sample of samples()) {
      for (const [index, place] of placesIn(sample, '').slice(1).entries()) {
        const subject = structuredClone(sample);
        const keys = keysOf(place);
        valueAt(subject, keys.slice(0, -1))[keys[keys.length - 1]] = wrong[index % wrong.length];
        expect(() => checkManifests([subject, executor()])).not.toThrow();
      }
    }
  });

  test('are checked at hundreds a second', () => {
    const objects = Array.from({ length: 500 }, (_, index) => spinApp({}, { name: `app-${index}` }));
    checkManifests([spinApp()]);
    const start = performance.now();
    expect(checkManifests([executor(), ...objects])).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2500);
  });
});

function ofKind(kind: string): any {
  return samples().find((sample) => sample.kind === kind);
}

/** The places of all objects in a value. */
function placesIn(value: any, place: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => placesIn(item, at(place, index)));
  if (!isMap(value)) return [];
  return [place, ...Object.entries(value).flatMap(([key, inner]) => (/^[\w-]+$/.test(key) ? placesIn(inner, at(place, key)) : []))];
}

function keysOf(place: string): string[] {
  return place.split(/[.[\]]+/).filter((key) => key !== '');
}

function valueAt(value: any, keys: string[]): any {
  return keys.reduce((inner, key) => inner[key], value);
}
