import { ApiObject, App, Chart, Cron, JsonPatch, Size } from 'cdk8s';
import {
  Capability, Cpu, DeploymentStrategy, EnvValue, HorizontalPodAutoscaler, Namespace, Node, NodeLabelQuery, Pod, Probe, Secret, Topology, Volume,
} from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  KeyValueStore, LlmCompute, NodeProvisioning, RuleCode, Rules, RuntimeConfig, SpinAppExecutor, SpinCronJob, SpinDeployment, SpinDeploymentProps,
  SpinJob, SpinKubeInstall, SpinKubeVersion, SpinRuntimeClass, SqliteDatabase, WasmApp, WasmCluster, WasmNodePool, WasmRuntimeClass,
  WasmtimeRuntimeClass,
} from '../../src';
import { podTemplateOf } from '../support/manifest/pods';
import { chartOf, failureOf, synth as checked, yamlOfKind } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const CLASS = { runtimeClasses: ['wasmtime-spin-v2'] };

function synth(chart: Chart): any[] {
  return checked(chart, CLASS);
}

function keys(chart: Chart) {
  return Secret.fromSecretName(chart, 'keys', 'keys');
}

function deploymentIn(chart: Chart, props: Partial<SpinDeploymentProps> = {}): SpinDeployment {
  return new SpinDeployment(chart, 'api', { metadata: { name: 'api' }, image: IMAGE, ...props });
}

/** The pod of a deployment with these props, as written. */
function podOf(props: Partial<SpinDeploymentProps> | ((chart: Chart) => Partial<SpinDeploymentProps>) = {}): any {
  const chart = chartOf();
  deploymentIn(chart, typeof props === 'function' ? props(chart) : props);
  return podTemplateOf(synth(chart).find(({ kind }) => kind === 'Deployment'))!.spec;
}

afterEach(() => jest.restoreAllMocks());

describe('the contract of the operator', () => {
  /** The pod that spin-operator 0.6.1 makes for a SpinApp and its executor. */
  function operatorPod({ metadata, spec }: any, executor: any): any {
    const { name } = metadata;
    const { otel = {}, caCertSecret, runtimeClassName } = executor.spec.deploymentConfig;
    const env = (variable: string, value: unknown) => (value === undefined ? [] : [{ name: variable, value }]);
    const mount = (volume: string, path: string) => ({ name: volume, mountPath: path, readOnly: true, subPath: path.split('/').pop() });
    const volume = (volumeName: string, secretName: string, key: string) =>
      ({ name: volumeName, secret: { secretName, items: [{ key, path: key }] } });
    const stored = { initialDelaySeconds: 10, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    const probe = (check: any) => check && { ...stored, ...check, httpGet: { path: check.httpGet.path, port: 80 } };
    return {
      runtimeClassName,
      imagePullSecrets: spec.imagePullSecrets,
      serviceAccountName: spec.serviceAccountName,
      containers: [{
        name,
        image: spec.image,
        command: ['/'],
        ports: [{ containerPort: 80, name: 'http-app' }],
        env: [
          ...spec.variables.map(({ name: variable, ...value }: any) => ({ name: `SPIN_VARIABLE_${variable.toUpperCase()}`, ...value })),
          { name: 'SPIN_HTTP_LISTEN_ADDR', value: '0.0.0.0:80' },
          ...env('OTEL_EXPORTER_OTLP_ENDPOINT', otel.exporter_otlp_endpoint),
          ...env('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', otel.exporter_otlp_traces_endpoint),
          ...env('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', otel.exporter_otlp_metrics_endpoint),
          ...env('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', otel.exporter_otlp_logs_endpoint),
          ...env('SPIN_MAX_INSTANCE_MEMORY', spec.invocationLimits && String(parseInt(spec.invocationLimits.memory, 10) * 2 ** 20)),
          ...env('SPIN_COMPONENTS_TO_RETAIN', spec.components?.join(',')),
        ],
        resources: spec.resources,
        readinessProbe: probe(spec.checks.readiness),
        livenessProbe: probe(spec.checks.liveness),
        volumeMounts: [
          ...spec.volumeMounts ?? [],
          mount('spin-runtime-config', '/runtime-config.toml'),
          mount('spin-ca', '/etc/ssl/certs/ca-certificates.crt'),
        ],
      }],
      volumes: [
        ...spec.volumes ?? [],
        volume('spin-runtime-config', spec.runtimeConfig.loadFromSecret, 'runtime-config.toml'),
        volume('spin-ca', caCertSecret, 'ca-certificates.crt'),
      ],
    };
  }

  /** What a pod of ours is without the opinions of cdk8s-plus, and without what the API server fills in anyway. */
  function plain(pod: any): any {
    const { automountServiceAccountToken: _, dnsPolicy, restartPolicy, securityContext, setHostnameAsFQDN, ...others } = pod;
    const { terminationGracePeriodSeconds, ...rest } = others;
    expect({ dnsPolicy, restartPolicy, setHostnameAsFQDN, terminationGracePeriodSeconds })
      .toEqual({ dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', setHostnameAsFQDN: false, terminationGracePeriodSeconds: 30 });
    expect(securityContext).toEqual({ fsGroupChangePolicy: 'Always', runAsNonRoot: true });
    const { imagePullPolicy: __, securityContext: rights, readinessProbe, livenessProbe, ...container } = rest.containers[0];
    expect(rights).toEqual({ allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: false, runAsNonRoot: false });
    return { ...rest, containers: [{ ...container, readinessProbe: probeOf(readinessProbe), livenessProbe: probeOf(livenessProbe) }] };
  }

  /** A probe with what the API server fills in. */
  function probeOf({ httpGet: { scheme: _, ...httpGet }, ...probe }: any): any {
    return { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3, ...probe, httpGet };
  }

  test('is kept: the same application both ways has the same pod', () => {
    const chart = chartOf();
    const secret = keys(chart);
    const both = {
      metadata: { name: 'api' },
      image: IMAGE,
      replicas: 3,
      resources: { cpu: { request: Cpu.millis(50) }, memory: { limit: Size.mebibytes(64) } },
      readiness: Probe.fromHttpGet('/health'),
      liveness: Probe.fromHttpGet('/alive', { failureThreshold: 5 }),
      variables: { level: EnvValue.fromValue('info'), api_key: EnvValue.fromSecretValue({ secret, key: 'api' }) },
      runtimeConfig: RuntimeConfig.fromSecret(Secret.fromSecretName(chart, 'config', 'config')),
      components: ['api', 'admin'],
      maxInstanceMemory: Size.mebibytes(16),
      imagePullSecrets: [secret],
      podLabels: { tier: 'web' },
      podAnnotations: { note: 'x' },
    };
    const otel = {
      endpoint: 'http://otel:4318', tracesEndpoint: 'http://traces:4318', metricsEndpoint: 'http://metrics:4318', logsEndpoint: 'http://logs:4318',
    };
    Rules.of(chart).warnOnly(RuleCode.DEPLOYMENT_NAME_COLLISION, 'the pods are compared, containers by their names too');
    Rules.of(chart).silence(RuleCode.DEPLOYMENT_NAME_COLLISION);
    const app = new WasmApp(chart, 'app', both);
    const deployment = new SpinDeployment(chart, 'deployment', { ...both, caCertSecret: secret, otel });
    const data = Volume.fromEmptyDir(chart, 'data', 'data');
    app.mount('/data', data);
    app.addVariable('late', EnvValue.fromValue('1'));
    deployment.addVariable('late', EnvValue.fromValue('1'));
    new SpinAppExecutor(chart, 'executor', {
      runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime-spin-v2'), caCertSecret: secret, otel,
    });
    deployment.containers[0].mount('/data', data);
    const objects = checked(chart, CLASS);
    const [spinApp, executor, written] = ['SpinApp', 'SpinAppExecutor', 'Deployment'].map((kind) => objects.find((object) => object.kind === kind));
    const sorted = (pod: any) => {
      const byName = (list: any[]) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
      const containers = pod.containers.map((one: any) => ({ ...one, env: byName(one.env), volumeMounts: byName(one.volumeMounts) }));
      return { ...pod, volumes: byName(pod.volumes), containers };
    };
    expect(sorted(plain(podTemplateOf(written)!.spec))).toEqual(sorted(JSON.parse(JSON.stringify(operatorPod(spinApp, executor)))));
    expect(podTemplateOf(written)).toMatchObject({ labels: spinApp.spec.podLabels, annotations: spinApp.spec.podAnnotations });
    expect(written.spec.replicas).toBe(spinApp.spec.replicas);
  });

  test('leaves out what the user left out', () => {
    expect(plainContainer(podOf())).toEqual({
      name: 'api',
      image: IMAGE,
      command: ['/'],
      ports: [{ containerPort: 80, name: 'http-app' }],
      env: [{ name: 'SPIN_HTTP_LISTEN_ADDR', value: '0.0.0.0:80' }],
    });
  });

  function plainContainer({ containers: [{ imagePullPolicy: _, securityContext: __, ...container }] }: any): any {
    return container;
  }
});

test('each option that is left out changes nothing', () => {
  const [one, two] = [chartOf(), chartOf()];
  deploymentIn(one);
  deploymentIn(two, {
    variables: {},
    otel: {},
    imagePullSecrets: [],
    podLabels: {},
    podAnnotations: {},
    envVariables: {},
    volumeMounts: [],
    topologySpreadConstraints: [],
    components: undefined,
    maxInstanceMemory: undefined,
    runtimeConfig: undefined,
    caCertSecret: undefined,
    containerName: undefined,
  });
  expect(yamlOfKind(two, 'Deployment', CLASS)).toBe(yamlOfKind(one, 'Deployment', CLASS));
});

describe('the container', () => {
  test('runs as root in a writable file system, as the operator\'s does', () => {
    expect(podOf().containers[0].securityContext).toMatchObject({ runAsNonRoot: false, readOnlyRootFilesystem: false });
  });

  test('has the rights that it is given', () => {
    expect(podOf({ containerSecurityContext: { user: 1000, ensureNonRoot: true } }).containers[0].securityContext)
      .toMatchObject({ runAsNonRoot: true, runAsUser: 1000, readOnlyRootFilesystem: false });
  });

  test.each([[{ name: 'a.b' }, 'main'], [undefined, 'main'], [{ name: 'api' }, 'api']])('of %j is named %s', (metadata, name) => {
    expect(podOf({ metadata }).containers[0].name).toBe(name);
    expect(podOf({ metadata, containerName: 'spin' }).containers[0].name).toBe('spin');
  });

  test('has its environment by name, however late a variable comes, each after what it refers to', () => {
    const chart = chartOf();
    const headers = { secret: keys(chart), key: 'otel' };
    const deployment = deploymentIn(chart, { variables: { one: EnvValue.fromValue('1') }, otel: { headers }, envVariables: { RUST_LOG: EnvValue.fromValue('$(SPIN_VARIABLE_TWO)') } });
    deployment.addVariable('two', EnvValue.fromValue('of $(ZONE)'));
    deployment.containers[0].env.addVariable('ZONE', EnvValue.fromValue('a'));
    const { env } = synth(chart).find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0];
    expect(env.map(({ name }: any) => name)).toEqual([
      'OTEL_EXPORTER_OTLP_HEADERS', 'ZONE', 'SPIN_VARIABLE_TWO', 'RUST_LOG', 'SPIN_HTTP_LISTEN_ADDR', 'SPIN_VARIABLE_ONE',
    ]);
    expect(env[0]).toEqual({ name: 'OTEL_EXPORTER_OTLP_HEADERS', valueFrom: { secretKeyRef: { name: 'keys', key: 'otel' } } });
  });

  test('is told the memory of an invocation in bytes, whatever its unit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (amount) => {
      const chart = chartOf();
      const { containers: [{ env }] } = deploymentIn(chart, { maxInstanceMemory: Size.kibibytes(amount) });
      expect(env.variables.SPIN_MAX_INSTANCE_MEMORY.value).toBe(String(amount * 1024));
    }), { numRuns: 25 });
  });

  test('is probed by HTTP, with headers or by TCP, where a SpinApp cannot', () => {
    const { readinessProbe, startupProbe } = podOf({ readiness: Probe.fromTcpSocket({ port: 80 }), startup: Probe.fromHttpGet('/') }).containers[0];
    expect([readinessProbe.tcpSocket, startupProbe.httpGet.port]).toEqual([{ port: 80 }, 80]);
  });
});

describe('the runtime configuration', () => {
  const stores = RuntimeConfig.fromStores({
    keyValueStores: { 'default': KeyValueStore.redis({ url: EnvValue.fromValue('redis://redis:6379') }), 'my-cache': KeyValueStore.spin({ path: '/data/"kv".db' }) },
    sqliteDatabases: { default: SqliteDatabase.spin({ path: '/data/db' }) },
  });

  test('is written to a Secret that changes its name with its content, before the Deployment', () => {
    const chart = chartOf();
    deploymentIn(chart, { runtimeConfig: stores });
    expect(synth(chart).map(({ kind }) => kind)).toEqual(['Secret', 'Deployment']);
    expect(yamlOfKind(chart, 'Deployment', CLASS)).toContain('secretName: api-10184f8d');
    expect(`\n${chart.toJson()[0].stringData['runtime-config.toml']}`).toMatchInlineSnapshot(`
"
[key_value_store.default]
type = "redis"
url = "redis://redis:6379"

[key_value_store.my-cache]
type = "spin"
path = "/data/\\"kv\\".db"

[sqlite_database.default]
type = "spin"
path = "/data/db"
"
`);
    expect(chart.toJson()[0]).toMatchObject({ immutable: true, metadata: { name: 'api-10184f8d', namespace: 'apps' } });
    const other = chartOf();
    deploymentIn(other, { runtimeConfig: RuntimeConfig.fromStores({ sqliteDatabases: { default: SqliteDatabase.spin({ path: '/other' }) } }) });
    expect(synth(other)[0].metadata.name).not.toBe('api-10184f8d');
  });

  test('comes from a Secret of the user\'s', () => {
    const { volumes, containers: [{ volumeMounts }] } = podOf((chart) => ({ runtimeConfig: RuntimeConfig.fromSecret(keys(chart)) }));
    expect(volumes).toEqual([
      { name: 'spin-runtime-config', secret: { secretName: 'keys', items: [{ key: 'runtime-config.toml', path: 'runtime-config.toml' }] } },
    ]);
    expect(volumeMounts).toEqual([
      { name: 'spin-runtime-config', mountPath: '/runtime-config.toml', subPath: 'runtime-config.toml', readOnly: true },
    ]);
  });

  test('fails with options that only an operator could read', () => {
    const rule = 'the file is written at synthesis, when no Secret or ConfigMap can be read, and no operator reads it later; '
      + 'put the whole runtime-config.toml into a Secret and use RuntimeConfig.fromSecret (InvalidStore)';
    expect(failureOf((chart) => {
      const token = { secret: keys(chart), key: 'token' };
      deploymentIn(chart, {
        runtimeConfig: RuntimeConfig.fromStores({
          sqliteDatabases: { default: SqliteDatabase.libsql({ url: 'https://db', token }) },
          llmCompute: LlmCompute.remoteHttp({ url: 'https://llm', authToken: token }),
        }),
      });
    }).split('\n')).toEqual([
      `[test/api] runtimeConfig.sqliteDatabases["default"].options["token"]: got {"secretKeyRef":{"name":"keys","key":"token"}}; ${rule}`,
      `[test/api] runtimeConfig.llmCompute.options["auth_token"]: got {"secretKeyRef":{"name":"keys","key":"token"}}; ${rule}`,
    ]);
  });

  test('is warned of where a restart empties it', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    podOf({ runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.spin() } }) });
    expect(stderr.mock.calls).toEqual([['warning: [test/api] runtimeConfig.keyValueStores["default"]: each pod has a store of its own, and a restart '
      + 'empties it; give it a path on a mounted volume, or use a server (EphemeralStore)\n']]);
  });
});

describe('the RuntimeClass', () => {
  test('is the cluster\'s own for Spin', () => {
    const app = new App();
    const chart = new Chart(new WasmCluster(app, 'site', { nodes: NodeProvisioning.k3s() }), 'apps');
    deploymentIn(chart);
    expect(checked(chart, { runtimeClasses: ['spin'] })[0].spec.template.spec.runtimeClassName).toBe('spin');
  });

  test('of an install stands before the Deployment', () => {
    const app = new App();
    deploymentIn(new Chart(app, 'apps', { namespace: 'apps' }));
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    const kinds = checked(app).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(kinds.indexOf('RuntimeClass wasmtime-spin-v2')).toBeGreaterThanOrEqual(0);
    expect(kinds.indexOf('Deployment api')).toBeGreaterThan(kinds.indexOf('RuntimeClass wasmtime-spin-v2'));
  });

  test('is that of a pool, or the one that is given', () => {
    const chart = chartOf();
    const nodePool = new WasmNodePool(chart, 'edge', { nodeSelector: { edge: 'yes' } });
    deploymentIn(chart, { nodePool });
    new SpinDeployment(chart, 'other', { image: IMAGE, runtimeClass: new SpinRuntimeClass(chart, 'class', { metadata: { name: 'mine' } }) });
    expect(synth(chart).filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.template.spec.runtimeClassName).sort())
      .toEqual([nodePool.runtimeClass.runtimeClassName, 'mine'].sort());
  });

  test('fails beside a pool, and of another runtime', () => {
    expect(failureOf((chart) => deploymentIn(chart, {
      nodePool: new WasmNodePool(chart, 'edge', { runtimeClassName: 'edge' }),
      runtimeClass: new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' } }),
    })).split('\n')).toEqual([
      '[test/api] runtimeClass: got "wasmtime"; a pool has a RuntimeClass of its own, here edge; give one of runtimeClass and nodePool '
      + '(AmbiguousRuntimeClass)',
      '[test/api] runtimeClass: got "wasmtime"; a Spin application runs in containerd-shim-spin only, and this class starts '
      + 'containerd-shim-wasmtime-v1; give a SpinRuntimeClass, or use the workload of this kind for other Wasm (WrongRuntime)',
    ]);
  });

  test('fails with nodes that its pods do not want', () => {
    expect(failureOf((chart) => deploymentIn(chart, { nodePool: new WasmNodePool(chart, 'edge', { nodeSelector: { disk: 'hdd' } }) })
      .scheduling.attract(Node.labeled(NodeLabelQuery.is('disk', 'ssd'))))).toContain('(NodeSelectorConflict)');
  });
});

describe('what SpinApp has no field for', () => {
  test('works: strategy, spread, priority, init containers, sidecars, volumes', () => {
    const chart = chartOf();
    const deployment = deploymentIn(chart, {
      strategy: DeploymentStrategy.recreate(),
      priorityClassName: 'high',
      containers: [{ name: 'nginx', image: 'nginx:1', resources: {} }],
      initContainers: [{ name: 'fetch', image: 'curl:v1', resources: {} }],
      volumeMounts: [{ path: '/data', volume: Volume.fromEmptyDir(chart, 'data', 'data') }],
      dockerRegistryAuth: Secret.fromSecretName(chart, 'registry', 'registry') as any,
      imagePullSecrets: [keys(chart)],
    });
    deployment.scheduling.spread({ topology: Topology.ZONE, weight: 100 });
    const { spec } = synth(chart).find(({ kind }) => kind === 'Deployment');
    expect(spec.strategy).toEqual({ type: 'Recreate' });
    expect(spec.template.spec).toMatchObject({
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }, { name: 'keys' }],
      containers: [{ name: 'api' }, { name: 'nginx' }],
      initContainers: [{ name: 'fetch' }],
      volumes: [{ name: 'data' }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100 }] } },
    });
  });

  test('works: a Service, connections, an autoscaler', () => {
    const chart = chartOf();
    const deployment = deploymentIn(chart, { resources: { cpu: { request: Cpu.millis(50) } } });
    deployment.exposeViaService({ name: 'front' });
    deployment.connections.allowFrom(new Pod(chart, 'client', { containers: [{ image: 'curl:v1', resources: {} }] }));
    new HorizontalPodAutoscaler(chart, 'scaler', { target: deployment, maxReplicas: 5 });
    const objects = synth(chart);
    expect(objects.find(({ kind }) => kind === 'Service').spec.ports).toEqual([{ name: 'http-app', port: 80, targetPort: 80 }]);
    expect(objects.find(({ kind }) => kind === 'Deployment').spec).not.toHaveProperty('replicas');
    expect(objects.filter(({ kind }) => kind === 'NetworkPolicy').flatMap(({ spec }) => spec.ingress ?? [])[0].ports).toEqual([{ port: 80, protocol: 'TCP' }]);
  });
});

test('another user than root may listen on port 80, also where a namespace is restricted, and is not warned of', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = chartOf();
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  new Namespace(new Chart(chart.node.root, 'platform'), 'namespace', { metadata: { name: chart.namespace, labels } });
  const deployment = deploymentIn(chart, {
    containerSecurityContext: { user: 65532, ensureNonRoot: true, readOnlyRootFilesystem: false, capabilities: { drop: [Capability.ALL] } },
  });
  ApiObject.of(deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/securityContext/seccompProfile', { type: 'RuntimeDefault' }));
  const [container] = podTemplateOf(synth(chart).find(({ kind }) => kind === 'Deployment'))!.spec.containers;
  expect(container).toMatchObject({ ports: [{ containerPort: 80 }], securityContext: { runAsUser: 65532, runAsNonRoot: true } });
  expect(stderr).not.toHaveBeenCalled();
});

describe('jobs', () => {
  test('of Spin listen nowhere, and end', () => {
    const chart = chartOf();
    new SpinJob(chart, 'once', { metadata: { name: 'once' }, image: IMAGE, backoffLimit: 2, variables: { a: EnvValue.fromValue('b') } });
    const nightly = new SpinCronJob(chart, 'nightly', { metadata: { name: 'nightly' }, image: IMAGE, schedule: Cron.daily() });
    nightly.addVariable('mode', EnvValue.fromValue('full'));
    const [once, cron] = ['Job', 'CronJob'].map((kind) => podTemplateOf(synth(chart).find((object) => object.kind === kind))!.spec);
    for (const pod of [once, cron]) {
      expect(pod).toMatchObject({ restartPolicy: 'Never', runtimeClassName: 'wasmtime-spin-v2', containers: [{ command: ['/'] }] });
      expect(pod.containers[0]).not.toHaveProperty('ports');
    }
    expect(once.containers[0].env).toEqual([{ name: 'SPIN_VARIABLE_A', value: 'b' }]);
    expect(cron.containers[0].env).toEqual([{ name: 'SPIN_VARIABLE_MODE', value: 'full' }]);
  });

  test.each([
    ['once by default', undefined, 0],
    ['once where that is said', 0, 0],
    ['again as often as is said', 2, 2],
  ])('do the work %s', (_, backoffLimit, written) => {
    const chart = chartOf();
    const job = { image: IMAGE, backoffLimit, restartPolicy: undefined };
    new SpinJob(chart, 'once', job);
    new SpinCronJob(chart, 'nightly', { ...job, schedule: Cron.daily() });
    const [once, nightly] = ['Job', 'CronJob'].map((kind) => synth(chart).find((object) => object.kind === kind)!.spec);
    expect([once.backoffLimit, nightly.jobTemplate.spec.backoffLimit]).toEqual([written, written]);
    expect([once, nightly.jobTemplate.spec].map(({ template }) => template.spec.restartPolicy)).toEqual(['Never', 'Never']);
    expect(job).toEqual({ image: IMAGE, backoffLimit });
  });
});

test('fails with all that is wrong at once', () => {
  expect(failureOf((chart) => deploymentIn(chart, {
    metadata: { name: 'Api' },
    image: 'A B',
    replicas: -1,
    variables: { 'A-B': EnvValue.fromValue('x'), 'a': EnvValue.fromValue('x'), 'A': EnvValue.fromValue('y'), 'spin_variable_x': EnvValue.fromValue('z') },
    components: [],
    otel: { endpoint: 'http://user:pass@otel', logsEndpoint: 'grpc://user:pass@otel' },
    maxInstanceMemory: Size.mebibytes(65),
    resources: { memory: { limit: Size.mebibytes(64) } },
    imagePullSecrets: [Secret.fromSecretName(chart, 'bad', 'Bad')],
    caCertSecret: Secret.fromSecretName(chart, 'worse', 'Worse'),
  })).split('\n').map((line) => line.replace(/^\[test\/api\] ([^:]*):.*\((.*)\)$/, '$1 $2'))).toEqual([
    'metadata.name InvalidName',
    'variables["A-B"] InvalidVariableName',
    'variables["a"] VariableCollision',
    'variables["spin_variable_x"] PrefixedVariableName',
    'components EmptyList',
    'maxInstanceMemory InstanceMemoryOverLimit',
    'imagePullSecrets[0].name InvalidReference',
    'caCertSecret InvalidReference',
    'otel.endpoint SecretInClear',
    'otel.logsEndpoint SecretInClear',
    'spec.template.spec.containers["main"].image InvalidImage',
    'spec.replicas InvalidReplicas',
  ]);
});

test.each<[string, Partial<SpinDeploymentProps>, string]>([
  ['components', { components: ['a'] }, '0.17.0'],
  ['maxInstanceMemory', { maxInstanceMemory: Size.mebibytes(1) }, '0.20.0'],
  ['otel', { otel: { endpoint: 'http://otel:4318' } }, '0.15.0'],
])('fails with %s where the shim does not know it', (field, props, needed) => {
  expect(failureOf((chart) => deploymentIn(new Chart(new WasmCluster(chart.node.root as App, 'site', { shimVersion: '0.14.0' }), 'apps'), props))).toBe(
    `[site/apps/api] ${field}: got "0.14.0"; this cluster has containerd-shim-spin 0.14.0, and the field needs ${needed} or newer; `
    + 'upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)');
});

test('fails when a variable is added twice', () => {
  expect(failureOf((chart) => {
    const deployment = deploymentIn(chart, { variables: { a: EnvValue.fromValue('x') } });
    deployment.addVariable('a', EnvValue.fromValue('y'));
  })).toBe('[test/api] variables["a"]: got "a"; the variable is given already; give it once (DuplicateKey)');
});

test('fails beside a Secret of the name of its own', () => {
  expect(failureOf((chart) => {
    deploymentIn(chart, { runtimeConfig: RuntimeConfig.fromStores({ sqliteDatabases: { default: SqliteDatabase.spin({ path: '/a' }) } }) });
    const { name } = chart.node.findAll().filter((made): made is ApiObject => ApiObject.isApiObject(made)).find(({ kind }) => kind === 'Secret')!;
    new ApiObject(chart, 'twin', { apiVersion: 'v1', kind: 'Secret', metadata: { name } });
  })).toContain('(DuplicateObject)');
});
