/** Programs that break a rule of runtimes, their installation on nodes, and RuntimeClasses. */
import { App, Chart } from 'cdk8s';
import { RuleExample, RuleExamples } from './support';
import {
  ContainerdConfig, ContainerdConfigForm, ContainerdConfigProps, ContainerdConfigVersion, ContainerdDistribution, NodeProvisioning, RuleCode,
  ShimRelease, ShimRollout, SpinRuntimeClass, WasmCluster, WasmRuntime, WasmRuntimeClass, WasmShim, WasmShimProps, WasmtimeRuntimeClass,
} from '../../../src';

const shim = (props: Partial<WasmShimProps>): RuleExample => (chart) => new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0, ...props });
const custom = (options: object): RuleExample => () => ShimRelease.custom({
  runtime: WasmRuntime.WASMTIME, version: '0.6.0', amd64: { location: 'https://downloads.example.com/shim.tar.gz' }, ...options,
} as any);
const [WASMTIME] = [{ runtime: WasmRuntime.WASMTIME }];
const containerd = (props: Partial<ContainerdConfigProps>): RuleExample => (chart: Chart) =>
  new ContainerdConfig(chart, 'nodes', { version: ContainerdConfigVersion.V2, runtimes: [WASMTIME], ...props });

export const NODES = {
  [RuleCode.INVALID_HANDLER]: () => NodeProvisioning.preinstalled({ handler: 'Spin V2' }),
  [RuleCode.HANDLER_MISMATCH]: (chart) => new SpinRuntimeClass(chart, 'class', { handler: 'spin-v2' }),
  [RuleCode.INVALID_LOCATION]: custom({ amd64: { location: 'http://downloads.example.com/shim.tar.gz' } }),
  [RuleCode.INVALID_DIGEST]: custom({ amd64: { location: 'https://downloads.example.com/shim.tar.gz', sha256: 'abc' } }),
  [RuleCode.INVALID_MIRROR]: shim({ mirror: { host: 'https://mirror.example.com' } }),
  [RuleCode.SHIM_SELECTS_ITSELF]: shim({ nodeSelector: { 'wasmtime-v1': 'true' } }),
  [RuleCode.UNSUPPORTED_ROLLOUT]: shim({ rolloutStrategy: ShimRollout.ROLLING }),
  [RuleCode.UNMAINTAINED_RUNTIME]: (chart) => new WasmRuntimeClass(chart, 'class', { runtime: WasmRuntime.SLIGHT }),
  [RuleCode.INVALID_RUNTIME_TYPE]: () => WasmRuntime.custom({ handler: 'acme', binary: 'containerd-shim-acme-v1', runtimeType: 'acme' }),
  [RuleCode.INVALID_SHIM_PATH]: containerd({ runtimes: [{ ...WASMTIME, shimPath: 'bin/shim' }] }),
  [RuleCode.UNKNOWN_DISTRIBUTION]: containerd({ distribution: 'minikube' as ContainerdDistribution }),
  [RuleCode.UNSUPPORTED_CONFIG_FORM]: containerd({ distribution: ContainerdDistribution.K3S, form: ContainerdConfigForm.APPENDIX }),
  [RuleCode.REPLACING_IMPORT]: containerd({ form: ContainerdConfigForm.DROP_IN }),
  [RuleCode.OLD_CONFIG_VERSION]: (chart) => containerd({})(new Chart(new WasmCluster(chart.node.root as App, 'edge', { kubernetesVersion: '1.36' }), 'nodes')),
  [RuleCode.DETECTED_HANDLER]: containerd({ distribution: ContainerdDistribution.K3S }),
  [RuleCode.HANDLER_NOT_CONFIGURED]: (chart) => [containerd({})(chart), new WasmtimeRuntimeClass(chart, 'class', { handler: 'wasm' })],
  [RuleCode.UNUSED_HANDLER]: containerd({}),
} satisfies RuleExamples;
