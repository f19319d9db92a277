import { ConfigMap, EnvValue, Secret, Volume } from 'cdk8s-plus-28';
import { inChart, LABELS, Program } from './given';
import { KeyValueStore, RuntimeConfig, SpinDeployment, WasmDeployment, WasmImage, WasmRuntime, WasmRuntimeClass } from '../../src';

const IMAGE = 'ghcr.io/acme/api:v1';
const CLASS = 'wasmtime-spin-v2';
const ENV = {
  'b': EnvValue.fromValue('1'),
  'B': EnvValue.fromValue('of $(b.c)'),
  'a-c': EnvValue.fromValue('$(B) and $(C)'),
  'b.c': EnvValue.fromValue('2'),
  'C': EnvValue.fromValue('$$(D)'),
  'D': EnvValue.fromValue('$(E)'),
  'E': EnvValue.fromValue('$(D)'),
};

export const WORKLOAD_PROGRAMS: { [name: string]: Program } = {
  'a workload': inChart((chart, given) => new WasmDeployment(chart, 'workload', {
    podMetadata: { labels: given('ApiObjectMetadata.labels', LABELS) },
    image: WasmImage.ociArtifact(IMAGE, { command: ['/app.wasm'] }),
    runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime', { runtime: WasmRuntime.WASMTIME }),
    envVariables: given('WasmContainerOptions.envVariables', ENV),
    containers: [{ name: 'sidecar', image: 'nginx:1', envVariables: given('ContainerOpts.envVariables', ENV) }],
    initContainers: [{ name: 'before', image: 'nginx:1', envVariables: given('ContainerOpts.envVariables', ENV) }],
    topologySpreadConstraints: [{
      maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: given('LabelSelector.matchLabels', LABELS) },
    }],
    volumes: [
      Volume.fromSecret(chart, 'of-secret', Secret.fromSecretName(chart, 'secret', 'keys'), {
        items: given('SecretVolumeOptions.items', { b: { path: 'b' }, B: { path: 'B' }, a_c: { path: 'c' } }),
      }),
      Volume.fromConfigMap(chart, 'of-map', ConfigMap.fromConfigMapName(chart, 'map', 'settings'), {
        items: given('ConfigMapVolumeOptions.items', { b: { path: 'b' }, B: { path: 'B' }, a_c: { path: 'c' } }),
      }),
      Volume.fromCsi(chart, 'of-driver', 'csi.acme.com', { attributes: given('CsiVolumeOptions.attributes', LABELS) }),
    ],
  })),
  'a Spin app without the operator': inChart((chart, given) => new SpinDeployment(chart, 'workload', {
    image: IMAGE,
    runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', CLASS, { runtime: WasmRuntime.SPIN }),
    variables: given('SpinPodOptions.variables', {
      b: EnvValue.fromValue('1'), a_c: EnvValue.fromValue('$(SPIN_VARIABLE_B)/$(ZONE)'), ab: EnvValue.fromValue('2'),
    }),
    envVariables: given('SpinPodOptions.envVariables', { ZONE: EnvValue.fromValue('a'), RUST_LOG: EnvValue.fromValue('$(SPIN_VARIABLE_AB)'), ...ENV }),
    podLabels: given('SpinPodOptions.podLabels', LABELS),
    podAnnotations: given('SpinPodOptions.podAnnotations', LABELS),
    runtimeConfig: RuntimeConfig.fromStores({
      keyValueStores: given('RuntimeConfigOptions.keyValueStores', {
        two: KeyValueStore.spin({ path: '/b' }), default: KeyValueStore.spin({ path: '/a' }), three: KeyValueStore.spin({ path: '/c' }),
      }),
    }),
  })),
};
