import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import {
  AbstractPod, ConfigMap, EnvValue, Namespace, NetworkPolicy, Node, NodeLabelQuery, NodeTaintQuery, Pod, Service, ServiceAccount, Volume,
} from 'cdk8s-plus-28';
import { chartOf, frozen, podIn, titles, writtenPod, writtenWith, yaml } from './wasm-pods';
import {
  RuleCode, Rules, SpinKubeInstall, SpinKubeVersion, WasmCluster, WasmImage, WasmNodePool, WasmPod, WasmRuntime, WasmRuntimeClass,
  WasmtimeRuntimeClass,
} from '../../src';
import { checkManifest } from '../support/manifest-check';
import { synth } from '../support/synth';

afterEach(() => jest.restoreAllMocks());

/** A stock pod that holds to the server's own form of quantities. */
function stockPod(chart: Chart, id = 'client'): Pod {
  return new Pod(chart, id, { metadata: { name: id }, containers: [{ image: 'curl:v1', resources: {} }] });
}

/** The objects of all charts in the order in which they are to be applied. */
function applied(app: App): string[] {
  return titles(synth(app));
}

describe('the object', () => {
  test('is a pod of the RuntimeClass, which stands before it', () => {
    const chart = chartOf();
    podIn(chart);
    expect(yaml(...synth(chart))).toMatchInlineSnapshot(`
"
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata:
  name: wasmtime
handler: wasmtime
---
apiVersion: v1
kind: Pod
metadata:
  labels:
    cdk8s.io/metadata.addr: test-hello-c8c1f752
  name: hello
  namespace: wasm-apps
spec:
  automountServiceAccountToken: false
  containers:
    - image: ghcr.io/example/hello:v1
      imagePullPolicy: Always
      name: main
      securityContext:
        allowPrivilegeEscalation: false
        privileged: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        runAsUser: 65532
  dnsPolicy: ClusterFirst
  restartPolicy: Always
  runtimeClassName: wasmtime
  securityContext:
    fsGroupChangePolicy: Always
    runAsNonRoot: true
  setHostnameAsFQDN: false
  terminationGracePeriodSeconds: 30
"
`);
  });

  test('differs from that of cdk8s-plus in the RuntimeClass, its containers and a false host network alone', () => {
    const chart = chartOf();
    const { containers: _, hostNetwork: ___, ...stock } = ApiObject.of(stockPod(chart)).toJson().spec;
    const { containers: __, ...spec } = writtenWith({}).spec;
    expect(spec).toEqual({ ...stock, runtimeClassName: 'wasmtime' });
  });

  test('carries all given metadata, and what is added to it later', () => {
    const chart = chartOf();
    const metadata = { name: 'hello', namespace: 'other', labels: { tier: 'edge' }, annotations: { note: 'x' }, finalizers: ['example.com/hold'] };
    const pod = podIn(chart, { metadata });
    pod.metadata.addLabel('late', 'label');
    pod.metadata.addAnnotation('example.com/late', 'annotation');
    expect(writtenPod(chart).metadata).toEqual({
      name: 'hello',
      namespace: 'other',
      labels: { 'cdk8s.io/metadata.addr': pod.metadata.getLabel(Pod.ADDRESS_LABEL), 'late': 'label', 'tier': 'edge' },
      annotations: { 'example.com/late': 'annotation', 'note': 'x' },
      finalizers: ['example.com/hold'],
    });
    expect(metadata.labels).toEqual({ tier: 'edge' });
  });

  test('carries the labels of its chart', () => {
    const chart = new Chart(new App(), 'test', { labels: { team: 'wasm' } });
    podIn(chart);
    expect(writtenPod(chart).metadata.labels).toMatchObject({ team: 'wasm' });
  });

  test('has a name by cdk8s where none is given', () => {
    const chart = chartOf();
    const pod = podIn(chart, { metadata: undefined });
    expect(pod.name).toMatch(/^test-hello-[0-9a-f]{8}$/);
    expect(writtenPod(chart).metadata.name).toBe(pod.name);
  });

  test('keeps JSON patches of fields that no type knows, where cdk8s-plus loses them', () => {
    const chart = chartOf();
    const pod = podIn(chart);
    ApiObject.of(pod).addJsonPatch(JsonPatch.add('/spec/hostUsers', false));
    ApiObject.of(pod).addJsonPatch(JsonPatch.add('/spec/newer_field', { a: 1 }), JsonPatch.replace('/spec/restartPolicy', 'Never'));
    const written = Testing.synth(chart)[1];
    expect(written.spec).toMatchObject({ hostUsers: false, newer_field: { a: 1 }, restartPolicy: 'Never' });
    expect(checkManifest(written)).toEqual(['Pod wasm-apps/hello: spec.newer_field: unknown field']);
  });

  test('is the one that cdk8s and cdk8s-plus both speak of', () => {
    const pod = podIn(chartOf());
    expect(pod.node.findAll().filter((construct) => ApiObject.isApiObject(construct))).toEqual([ApiObject.of(pod)]);
    expect(ApiObject.of(pod).metadata).toBe(pod.metadata);
    expect([pod.kind, pod.apiVersion, pod.name]).toEqual(['Pod', 'v1', 'hello']);
  });
});

describe('rendering', () => {
  test('is the same each time', () => {
    const chart = chartOf();
    podIn(chart, { isolate: true, containers: [{ name: 'proxy', image: 'envoy:v1' }] });
    const first = yaml(...synth(chart));
    expect(yaml(...synth(chart))).toBe(first);
    expect(yaml(...synth(chart))).toBe(first);
  });

  test('leaves what the caller gave as it was', () => {
    const chart = chartOf();
    podIn(chart, frozen({
      metadata: { name: 'hello', labels: { a: 'b' }, annotations: { c: 'd' } },
      args: ['-v'],
      ports: [{ number: 8080 }],
      envVariables: { A: EnvValue.fromValue('a') },
      volumeMounts: [{ path: '/data', volume: Volume.fromEmptyDir(chart, 'data', 'data') }],
      containers: [{ name: 'proxy', image: 'envoy:v1', ports: [{ number: 9090 }], envVariables: {}, volumeMounts: [] }],
      initContainers: [{ name: 'fetch', image: 'curl:v1' }],
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      dns: { nameservers: ['10.0.0.2'] },
      securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] },
    }));
    expect(writtenPod(chart).spec.containers).toHaveLength(2);
  });

  test('in YAML field names keeps those that the types spell otherwise', () => {
    const chart = chartOf();
    podIn(chart, {
      containers: [{ name: 'proxy', image: 'envoy:v1', ports: [{ number: 1, hostIp: '127.0.0.1', hostPort: 1 }] }],
      volumes: [Volume.fromConfigMap(chart, 'volume', ConfigMap.fromConfigMapName(chart, 'map', 'map'))],
    });
    const { spec } = writtenPod(chart);
    expect(spec.setHostnameAsFQDN).toBe(false);
    expect(spec.containers[1].ports[0].hostIP).toBe('127.0.0.1');
  });
});

describe('what the base class gives', () => {
  test('works: sidecars, volumes, scheduling, a service account', () => {
    const chart = chartOf();
    const account = new ServiceAccount(chart, 'account', { metadata: { name: 'runner' } });
    const pod = podIn(chart, {
      serviceAccount: account,
      containers: [{ name: 'proxy', image: 'envoy:v1', resources: {} }],
      volumes: [Volume.fromEmptyDir(chart, 'scratch', 'scratch')],
    });
    pod.addHostAlias({ ip: '10.0.0.1', hostnames: ['db'] });
    pod.scheduling.attract(Node.labeled(NodeLabelQuery.is('disk', 'ssd')));
    pod.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('edge', 'true')));
    pod.scheduling.separate(stockPod(chart));
    const { containers, automountServiceAccountToken: _, ...spec } = writtenPod(chart).spec;
    expect(containers.map(({ name }: any) => name)).toEqual(['main', 'proxy']);
    expect(spec).toMatchObject({
      serviceAccountName: 'runner',
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      volumes: [{ name: 'scratch', emptyDir: {} }],
      tolerations: [{ key: 'edge', operator: 'Equal', value: 'true' }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
          },
        },
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', namespaces: ['wasm-apps'] }] },
      },
    });
  });

  test('works: another pod may be placed beside it', () => {
    const chart = chartOf();
    const pod = podIn(chart);
    const client = stockPod(chart);
    client.scheduling.colocate(pod);
    const { affinity } = synth(chart).find(({ metadata }) => metadata.name === 'client').spec;
    expect(affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels)
      .toEqual({ [Pod.ADDRESS_LABEL]: pod.metadata.getLabel(Pod.ADDRESS_LABEL) });
  });

  test('works: isolation denies all traffic of the pod', () => {
    const chart = chartOf();
    const pod = podIn(chart, { isolate: true });
    const policy = synth(chart).find(({ kind }) => kind === 'NetworkPolicy');
    expect(policy.metadata.namespace).toBe('wasm-apps');
    expect(policy.spec).toEqual({ podSelector: { matchLabels: labelsOf(pod) }, policyTypes: ['Egress', 'Ingress'] });
  });

  test('works: connections both ways, on the ports of the pod', () => {
    const chart = chartOf();
    const pod = podIn(chart, { ports: [{ number: 8080 }] });
    stockPod(chart).connections.allowTo(pod);
    pod.connections.allowTo(stockPod(chart, 'database'));
    const policies = synth(chart).filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec);
    expect(policies.filter(({ podSelector }) => podSelector.matchLabels[Pod.ADDRESS_LABEL] === pod.metadata.getLabel(Pod.ADDRESS_LABEL))
      .map(({ policyTypes }) => policyTypes)).toEqual(expect.arrayContaining([['Egress'], ['Ingress']]));
    expect(policies.flatMap(({ ingress = [] }) => ingress).flatMap(({ ports }) => ports)).toContainEqual({ port: 8080, protocol: 'TCP' });
  });

  test('works: Service and NetworkPolicy of cdk8s-plus take it', () => {
    const chart = chartOf();
    const pod: AbstractPod = podIn(chart, { ports: [{ number: 8080 }] });
    new Service(chart, 'service', { metadata: { name: 'hello' }, selector: pod, ports: [{ port: 80, targetPort: 8080 }] });
    new NetworkPolicy(chart, 'policy', { metadata: { name: 'hello' }, selector: pod });
    const [service, policy] = ['Service', 'NetworkPolicy'].map((kind) => synth(chart).find((object) => object.kind === kind));
    expect(service.spec).toMatchObject({ selector: labelsOf(pod), ports: [{ port: 80, targetPort: 8080 }] });
    expect(policy.spec.podSelector).toEqual({ matchLabels: labelsOf(pod) });
  });
});

describe('the order', () => {
  test('is RuntimeClass and Namespace, then the pod, wherever they stand in one chart', () => {
    const app = new App();
    const chart = new Chart(app, 'test');
    podIn(chart, { metadata: { name: 'hello', namespace: 'wasm-apps' } });
    new Namespace(chart, 'namespace', { metadata: { name: 'wasm-apps' } });
    expect(applied(app)).toEqual(['Namespace wasm-apps', 'RuntimeClass wasmtime', 'Pod hello']);
  });

  test('is RuntimeClass and Namespace, then the pod, in charts that are declared later', () => {
    const app = new App();
    const chart = new Chart(app, 'pods', { namespace: 'wasm-apps' });
    const classes = new Chart(app, 'classes');
    podIn(chart, { isolate: true, runtimeClass: new WasmtimeRuntimeClass(classes, 'wasmtime', { metadata: { name: 'wasmtime' } }) });
    new Namespace(new Chart(app, 'namespaces'), 'namespace', { metadata: { name: 'wasm-apps' } });
    const order = applied(app);
    expect(order.slice(0, 2).sort()).toEqual(['Namespace wasm-apps', 'RuntimeClass wasmtime']);
    expect(order[3]).toBe('Pod hello');
  });

  test('holds for the classes of a node pool and of an install', () => {
    const app = new App();
    const chart = new Chart(app, 'pods', { namespace: 'wasm-apps' });
    const { runtimeClass } = new WasmNodePool(new Chart(app, 'pools'), 'edge', { runtime: WasmRuntime.WASMTIME, nodeSelector: { edge: 'yes' } });
    const install = new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['wasm-apps'] });
    podIn(chart, { runtimeClass });
    const image = WasmImage.ociArtifact('ghcr.io/example/app:v1', { command: ['/'] });
    new WasmPod(chart, 'spin', { metadata: { name: 'spin' }, runtimeClass: install.runtimeClass, image });
    const order = applied(app);
    const places = [`RuntimeClass ${runtimeClass.runtimeClassName}`, 'RuntimeClass wasmtime-spin-v2', 'Namespace wasm-apps', 'Pod hello', 'Pod spin']
      .map((title) => order.indexOf(title));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places.slice(0, 3))).toBeLessThan(Math.min(...places.slice(3)));
  });

  test('does not reach over to another cluster', () => {
    const app = new App();
    const [here, there] = ['here', 'there'].map((id) => new WasmCluster(app, id));
    podIn(new Chart(here, 'pods', { namespace: 'wasm-apps' }));
    new Namespace(new Chart(there, 'namespaces'), 'namespace', { metadata: { name: 'wasm-apps' } });
    expect(applied(app)).toEqual(['RuntimeClass wasmtime', 'Pod hello', 'Namespace wasm-apps']);
  });
});

describe('a pod', () => {
  test('fails with bad metadata, all of it at once', () => {
    expect(() => podIn(chartOf(), {
      metadata: { name: 'Hello', namespace: 'wasm.apps', labels: { 'a b': 'x', 'c': 'y z' }, annotations: { 'd e': 'x' } },
    })).toThrow(new Error([
      'metadata.name: got "Hello"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; '
      + 'use lower-case letters, digits, dashes and dots (InvalidName)',
      'metadata.namespace: got "wasm.apps"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and \'-\'; '
      + 'use lower-case letters, digits and dashes (InvalidNamespace)',
      'metadata.labels key: got "a b"; a label key must be a name of at most 63 letters, digits, \'-\', \'_\' and \'.\', '
      + 'optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidLabel)',
      'metadata.labels["c"]: got "y z"; a label value must be empty or at most 63 letters, digits, \'-\', \'_\' and \'.\', '
      + 'starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)',
      'metadata.annotations key: got "d e"; an annotation key must be a name of at most 63 letters, digits, \'-\', \'_\' and \'.\', '
      + 'optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidAnnotation)',
    ].map((line) => `[test/hello] ${line}`).join('\n')));
  });

  test('fails with an owner and a finalizer that no cluster knows', () => {
    const metadata = { name: 'hello', finalizers: ['backup'], ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '' }] };
    expect(() => podIn(chartOf(), { metadata })).toThrow(new Error([
      '[test/hello] metadata.ownerReferences[0].uid: got ""; an owner is told by its apiVersion, kind, name and uid; '
        + 'give what the owner has in the cluster; an owner of the same program has no uid yet, so leave it out (InvalidReference)',
      '[test/hello] metadata.finalizers[0]: got "backup"; a finalizer of a kind of Kubernetes has a domain, '
        + 'unless it is one of kubernetes, orphan, foregroundDeletion; write it as "example.com/name" (InvalidName)',
    ].join('\n')));
  });

  test('fails beside another object of its kind, name and namespace', () => {
    const chart = chartOf();
    podIn(chart);
    new Pod(chart, 'twin', { metadata: { name: 'hello' }, containers: [{ image: 'curl:v1' }] });
    expect(() => Testing.synth(chart)).toThrow(new Error('Validation failed with the following errors:\n  '
      + '[test/hello] metadata.name: got "hello"; Pod of this name and namespace is also made by test/twin/Resource, and a cluster holds one; '
      + 'give it another name or namespace, or put it into another WasmCluster (DuplicateObject)'));
  });

  test('may share its name with a pod of another namespace, and with one of another cluster', () => {
    const app = new App();
    const clusters = ['here', 'there'].map((id) => new WasmCluster(app, id));
    podIn(new Chart(clusters[0], 'one', { namespace: 'one' }), { runtimeClass: WasmRuntimeClass.fromRuntimeClassName(app, 'class', 'wasmtime') });
    const charts = clusters.map((scope) => new Chart(scope, 'two', { namespace: 'two' }));
    charts.forEach((chart) => podIn(chart));
    for (const chart of charts) {
      expect(writtenPod(chart).metadata.name).toBe('hello');
    }
  });
});

describe('an image whose content may change', () => {
  const warning = (image: string) => `warning: [test/hello] spec.containers[0].image: got "${image}"; `
    + 'what it names may change between two pulls; pin a version or a digest (MutableImageTag)\n';

  test.each(['ghcr.io/example/hello', 'ghcr.io/example/hello:latest'])('is warned of once: %s', (image) => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const chart = chartOf();
    podIn(chart, { image: WasmImage.container(image) });
    synth(chart);
    synth(chart);
    expect(stderr.mock.calls).toEqual([[warning(image)]]);
  });

  test('is not warned of where the chart silences it, or where it is pinned', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const chart = chartOf();
    Rules.of(chart).silence(RuleCode.MUTABLE_IMAGE_TAG);
    podIn(chart, { image: WasmImage.container('ghcr.io/example/hello') });
    synth(chart);
    const pinned = chartOf();
    podIn(pinned, { image: WasmImage.container(`ghcr.io/example/hello@sha256:${'0'.repeat(64)}`) });
    synth(pinned);
    expect(stderr).not.toHaveBeenCalled();
  });
});

function labelsOf(pod: AbstractPod): object {
  return { [Pod.ADDRESS_LABEL]: pod.metadata.getLabel(Pod.ADDRESS_LABEL) };
}
