/** Programs that break a rule of pods without an operator. */
import { ApiObject, Chart, Cron, Duration, JsonPatch, Size } from 'cdk8s';
import { Deployment, Probe, RestartPolicy } from 'cdk8s-plus-28';
import { image, RuleExample, RuleExamples } from './support';
import { RuleCode, SpinRuntimeClass, WasmCronJob, WasmDeployment, WasmImage, WasmJob, WasmPod, WasmPodProps, WasmtimeRuntimeClass } from '../../../src';

const common = (chart: Chart) => ({ runtimeClass: new WasmtimeRuntimeClass(chart, 'wasmtime', { nodeSelector: { zone: 'a' } }), image: WasmImage.container(image) });
const pod = (props: Partial<WasmPodProps>) => (chart: Chart) => new WasmPod(chart, 'hello', { ...common(chart), ...props });
const patched = (path: string, value: unknown): RuleExample => (chart) => ApiObject.of(pod({})(chart)).addJsonPatch(JsonPatch.add(path, value));

export const WORKLOADS = {
  [RuleCode.INVALID_USER]: pod({ containerSecurityContext: { user: -1 } }),
  [RuleCode.UNRENDERABLE_POD]: pod({ terminationGracePeriod: Duration.millis(500) }),
  [RuleCode.EXEC_UNSUPPORTED]: pod({ liveness: Probe.fromCommand(['true']) }),
  [RuleCode.MISSING_COMMAND]: () => WasmImage.ociArtifact(image, { command: [] }),
  [RuleCode.TTY_UNSUPPORTED]: patched('/spec/containers/0/tty', true),
  [RuleCode.FOREIGN_ANNOTATION]: pod({ metadata: { annotations: { 'module.wasm.image/variant': 'compat-smart' } } }),
  [RuleCode.EXTENDED_RESOURCE]: patched('/spec/containers/0/resources', { limits: { 'nvidia.com/gpu': 1 } }),
  [RuleCode.POD_OVERHEAD]: patched('/spec/overhead', { cpu: '1m' }),
  [RuleCode.NODE_SELECTOR_CONFLICT]: patched('/spec/nodeSelector', { zone: 'b' }),
  [RuleCode.AMBIGUOUS_RUNTIME_CLASS]: (chart) => common(chart).runtimeClass.applyTo(
    new WasmDeployment(chart, 'hello', { runtimeClass: new SpinRuntimeClass(chart, 'spin'), image: WasmImage.container(image) })),
  [RuleCode.INVALID_SCHEDULE]: (chart) => new WasmCronJob(chart, 'hello', { ...common(chart), schedule: Cron.schedule({ hour: '24' }) }),
  [RuleCode.INVALID_RESTART_POLICY]: (chart) => new WasmJob(chart, 'hello', { ...common(chart), restartPolicy: RestartPolicy.ALWAYS }),
  [RuleCode.INVALID_COUNT]: (chart) => new WasmJob(chart, 'hello', { ...common(chart), backoffLimit: -1 }),
  [RuleCode.INVALID_SPREAD]: (chart) => new WasmDeployment(chart, 'hello', {
    ...common(chart), topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'Never' }],
  }),
  [RuleCode.READ_ONLY_ROOT]: (chart) => new SpinRuntimeClass(chart, 'spin').applyTo(new Deployment(chart, 'hello', { containers: [{ image }] })),
  [RuleCode.SMALL_MEMORY_LIMIT]: pod({ resources: { memory: { limit: Size.mebibytes(32) } } }),
} satisfies RuleExamples;
