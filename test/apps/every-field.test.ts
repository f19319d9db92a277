/** Every field of the CRDs can be written through the constructs, or stands here with the reason why not. */
import { Chart, Duration, Size } from 'cdk8s';
import {
  ConfigMap, Cpu, EmptyDirMedium, EnvFieldPaths, EnvValue, HostPathVolumeType, HorizontalPodAutoscaler,
  MountPropagation, PersistentVolumeClaim, Probe, ResourceFieldPaths, Secret, ServiceAccount, Volume,
} from 'cdk8s-plus-28';
import { runtimeClassManagerCrds } from '../../crds/runtime-class-manager';
import { Schema } from '../../crds/schema';
import { spinOperatorCrds } from '../../crds/spin-operator';
import {
  KeyValueStore, LlmCompute, RuntimeConfig, ShimRelease, SpinAppExecutor, SpinRuntimeClass, SqliteDatabase, WasmApp, WasmShim,
} from '../../src';
import { chartOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const AGAIN = 'by a JSON patch: cdk8s-plus has no Volume for it';

/** What no construct writes, by the beginning of its path. */
const LEFT_OUT: { [path: string]: string } = {
  ...Object.fromEntries(['keyValueStores[]', 'sqliteDatabases[]', 'llmCompute'].flatMap((stores) => [
    [`SpinApp spec.runtimeConfig.${stores}.options[].valueFrom.configMapKeyRef`, 'the operator has no right to list ConfigMaps, and stops'],
    [`SpinApp spec.runtimeConfig.${stores}.options[].valueFrom.secretKeyRef.optional`, 'the operator ignores it, and waits for the Secret'],
  ])),
  'Shim spec.fetchStrategy.type': 'deprecated: runtime-class-manager goes by the platforms',
  'Shim spec.fetchStrategy.anonHttp': 'one archive for all architectures, without its SHA-256: the platforms say more',
  'Shim spec.rolloutStrategy.rolling': 'refused: runtime-class-manager answers that it is not implemented (UnsupportedRollout)',
  'SpinApp spec.volumeMounts[].recursiveReadOnly': 'newer than the Kubernetes that is the floor; by a JSON patch',
  ...Object.fromEntries([
    'azureFile', 'cephfs', 'cinder', 'csi.nodePublishSecretRef', 'downwardAPI', 'ephemeral', 'fc', 'flexVolume', 'flocker', 'gitRepo', 'glusterfs',
    'image', 'iscsi', 'photonPersistentDisk', 'portworxVolume', 'projected', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume',
  ].map((source) => [`SpinApp spec.volumes[].${source}`, AGAIN])),
};

/** The paths of all leaves of a schema. */
function leaves(schema: Schema, path: string): string[] {
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
  }
  if (schema.items) {
    return leaves(schema.items, `${path}[]`);
  }
  return [schema.additionalProperties ? `${path}.*` : path];
}

/** The same paths in a value. */
function written(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    value.forEach((inner) => written(inner, `${path}[]`, found));
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([name, inner]) => written(inner, path ? `${path}.${name}` : name, found));
    Object.keys(value).forEach(() => found.add(`${path}.*`));
  }
  found.add(path);
}

function everything(chart: Chart): void {
  const secret = Secret.fromSecretName(chart, 'secret', 'keys');
  const map = ConfigMap.fromConfigMapName(chart, 'map', 'settings');
  const token = { secret, key: 'token' };
  const executor = new SpinAppExecutor(chart, 'shim', {
    runtimeClass: new SpinRuntimeClass(chart, 'class'),
    createDeployment: true,
    caCertSecret: secret,
    installDefaultCaCerts: true,
    otel: { endpoint: 'http://otel:4318', tracesEndpoint: 'http://t:4318', metricsEndpoint: 'http://m:4318', logsEndpoint: 'http://l:4318' },
  });
  new SpinAppExecutor(chart, 'image', { spinImage: IMAGE });
  const probe = Probe.fromHttpGet('/health', {
    initialDelaySeconds: Duration.seconds(1),
    periodSeconds: Duration.seconds(2),
    timeoutSeconds: Duration.seconds(3),
    successThreshold: 1,
    failureThreshold: 4,
  });
  const app = new WasmApp(chart, 'api', {
    image: IMAGE,
    executor,
    components: ['api'],
    replicas: 3,
    resources: { cpu: { request: Cpu.millis(1), limit: Cpu.millis(2) }, memory: { limit: Size.mebibytes(64) } },
    maxInstanceMemory: Size.mebibytes(32),
    readiness: probe,
    readinessHeaders: { 'X-Check': 'ready' },
    liveness: probe,
    livenessHeaders: { 'X-Check': 'alive' },
    imagePullSecrets: [secret],
    serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'api'),
    podLabels: { a: 'b' },
    podAnnotations: { a: 'b' },
    deploymentAnnotations: { a: 'b' },
    serviceAnnotations: { a: 'b' },
    runtimeConfig: RuntimeConfig.fromStores({
      keyValueStores: {
        a: KeyValueStore.redis({ url: EnvValue.fromSecretValue(token) }),
        b: KeyValueStore.spin({ path: '/data/kv.db' }),
      },
      sqliteDatabases: { a: SqliteDatabase.libsql({ url: 'http://db', token }) },
      llmCompute: LlmCompute.remoteHttp({ url: 'http://llm', authToken: token }),
    }),
  });
  app.addVariable('value', EnvValue.fromValue('x'));
  app.addVariable('secret', EnvValue.fromSecretValue(token, { optional: true }));
  app.addVariable('map', EnvValue.fromConfigMap(map, 'level', { optional: true }));
  app.addVariable('field', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME, { apiVersion: 'v1' }));
  app.addVariable('resource', EnvValue.fromResource(ResourceFieldPaths.MEMORY_LIMIT, { container: app.containers[0], divisor: '1Mi' }));
  mountAll(chart, app);
  const scaled = new WasmApp(chart, 'scaled', {
    image: IMAGE, executor, resources: { cpu: { request: Cpu.millis(5) } }, runtimeConfig: RuntimeConfig.fromSecret(secret),
  });
  new HorizontalPodAutoscaler(chart, 'hpa', { target: scaled, maxReplicas: 5 });
  const release = ShimRelease.WASMTIME_0_6_0.withSha256({ amd64: 'a'.repeat(64) });
  new WasmShim(chart, 'wasmtime', { release, nodeSelector: { wasmtime: 'true' }, systemdCgroup: true });
}

function mountAll(chart: Chart, app: WasmApp): void {
  const secret = Secret.fromSecretName(chart, 'files', 'files');
  const map = ConfigMap.fromConfigMapName(chart, 'map-files', 'files');
  const items = { key: { path: 'file', mode: 0o400 } };
  const claim = PersistentVolumeClaim.fromClaimName(chart, 'claim', 'data');
  const volumes = [
    Volume.fromSecret(chart, 'v1', secret, { name: 'v1', optional: true, items, defaultMode: 0o400 }),
    Volume.fromConfigMap(chart, 'v2', map, { name: 'v2', optional: true, items, defaultMode: 0o400 }),
    Volume.fromEmptyDir(chart, 'v3', 'v3', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(1) }),
    Volume.fromPersistentVolumeClaim(chart, 'v4', claim, { name: 'v4', readOnly: true }),
    Volume.fromHostPath(chart, 'v5', 'v5', { path: '/var/data', type: HostPathVolumeType.DIRECTORY }),
    Volume.fromNfs(chart, 'v6', 'v6', { server: 'nfs', path: '/x', readOnly: true }),
    Volume.fromCsi(chart, 'v7', 'csi.acme.com', { name: 'v7', fsType: 'ext4', readOnly: true, attributes: { a: 'b' } }),
    Volume.fromAwsElasticBlockStore(chart, 'v8', 'vol-1', { name: 'v8', fsType: 'ext4', partition: 1, readOnly: true }),
    Volume.fromGcePersistentDisk(chart, 'v9', 'disk', { name: 'v9', fsType: 'ext4', partition: 1, readOnly: true }),
    Volume.fromAzureDisk(chart, 'v10', 'disk', 'https://acme.blob.core.windows.net/vhds/disk.vhd', { name: 'v10', fsType: 'ext4', readOnly: true }),
  ];
  volumes.forEach((volume, index) => app.mount(`/data/${index}`, volume, { readOnly: true, subPath: 'a' }));
  app.mount('/expr', volumes[2], { subPathExpr: '$(POD)', propagation: MountPropagation.HOST_TO_CONTAINER });
}

test('every field of SpinApp, SpinAppExecutor and Shim is written by a construct, or left out for a reason', () => {
  const chart = chartOf();
  everything(chart);
  const objects = synth(chart.node.root);
  const missing = [...spinOperatorCrds(() => true), ...runtimeClassManagerCrds()].flatMap(({ spec }) => {
    const { kind } = spec.names;
    const found = new Set<string>();
    objects.filter((object) => object.kind === kind).forEach((object) => written(object.spec, 'spec', found));
    return leaves(spec.versions[0].schema.openAPIV3Schema.properties!.spec, 'spec').filter((path) => !found.has(path)).map((path) => `${kind} ${path}`);
  });
  const covers = (reason: string, path: string) => path === reason || path.startsWith(`${reason}.`) || path.startsWith(`${reason}[`);
  expect(missing.filter((path) => !Object.keys(LEFT_OUT).some((reason) => covers(reason, path)))).toEqual([]);
  expect(Object.keys(LEFT_OUT).filter((reason) => !missing.some((path) => covers(reason, path)))).toEqual([]);
});
