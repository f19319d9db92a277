import { ApiObject, Chart, Cron, JsonPatch, Size } from 'cdk8s';
import { ContainerProps, Deployment, Pod } from 'cdk8s-plus-28';
import {
  RuleCode, Rules, SpinDeployment, SpinRuntimeClass, WasmCronJob, WasmDaemonSet, WasmDeployment, WasmImage, WasmJob, WasmPod, WasmPodProps,
  WasmRuntimeClass, WasmStatefulSet, WasmtimeRuntimeClass,
} from '../../../src';
import { chartOf, synth } from '../../support/synth';

const PLAIN = WasmImage.container('hello:v1');
const limit = (mebibytes: number) => ({ memory: { limit: Size.mebibytes(mebibytes) } });
const runtimeClass = (chart: Chart) => new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' } });
const SMALL = 'a plain image is compiled inside its container, and one with less than 96Mi may be killed for memory at each start: exit code 137, '
  + 'reason Error, no log; use an OCI artefact, which is compiled outside, or give 96Mi or more (SmallMemoryLimit)';
const warning = (place: string, value: string) => `warning: [test/hello] ${place}.resources.limits.memory: got "${value}"; ${SMALL}\n`;

/** What a program is warned of, each line once. */
function warnings(make: (chart: Chart) => unknown, chart = chartOf()): string[] {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  make(chart);
  synth(chart, { runtimeClasses: ['wasm'] });
  synth(chart, { runtimeClasses: ['wasm'] });
  const said = stderr.mock.calls.map(([text]) => String(text));
  stderr.mockRestore();
  return said;
}

const pod = (props: Partial<WasmPodProps>) => (chart: Chart) => new WasmPod(chart, 'hello', {
  runtimeClass: props.runtimeClass ?? runtimeClass(chart), image: PLAIN, ...props,
});

describe('a plain image under a small memory limit is warned of', () => {
  const CLASSES: { [kind: string]: [string, (chart: Chart, props: any) => unknown] } = {
    WasmPod: ['', (chart, props) => new WasmPod(chart, 'hello', props)],
    WasmDeployment: ['spec.template.', (chart, props) => new WasmDeployment(chart, 'hello', props)],
    WasmStatefulSet: ['spec.template.', (chart, props) => new WasmStatefulSet(chart, 'hello', { ...props, ports: [{ number: 8080, name: 'http' }] })],
    WasmDaemonSet: ['spec.template.', (chart, props) => new WasmDaemonSet(chart, 'hello', props)],
    WasmJob: ['spec.template.', (chart, props) => new WasmJob(chart, 'hello', props)],
    WasmCronJob: ['spec.jobTemplate.spec.template.', (chart, props) => new WasmCronJob(chart, 'hello', { ...props, schedule: Cron.daily() })],
  };

  test.each(Object.entries(CLASSES))('in a %s', (_kind, [place, make]) => {
    const props = (chart: Chart) => ({ runtimeClass: runtimeClass(chart), image: PLAIN, resources: limit(32) });
    expect(warnings((chart) => make(chart, props(chart)))).toEqual([warning(`${place}spec.containers["main"]`, '32Mi')]);
    expect(warnings((chart) => make(chart, { ...props(chart), image: WasmImage.ociArtifact('hello:v1', { command: ['hello.wasm'] }) }))).toEqual([]);
  });

  test.each([
    [16, true], [64, true], [95, true], [96, false], [128, false],
  ])('with %dMi: %p', (mebibytes, isWarned) => {
    expect(warnings(pod({ resources: limit(mebibytes) }))).toHaveLength(isWarned ? 1 : 0);
  });

  test('also with a command, under any name and a class that is only named', () => {
    expect(warnings((chart) => pod({
      runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm'),
      image: WasmImage.container('hello:v1', { command: ['/hello.wasm'] }),
      containerName: 'wasm',
      resources: limit(32),
    })(chart))).toEqual([warning('spec.containers["wasm"]', '32Mi')]);
  });

  test('also where a patch or a LimitRange of the namespace says the limit, and not where a patch raises it', () => {
    const patched = (amount: string) => (chart: Chart) => ApiObject.of(pod({ resources: limit(amount === '48Mi' ? 128 : 32) })(chart))
      .addJsonPatch(JsonPatch.replace('/spec/containers/0/resources/limits/memory', amount));
    expect(warnings(patched('48Mi'))).toEqual([warning('spec.containers["main"]', '48Mi')]);
    expect(warnings(patched('1Gi'))).toEqual([]);
    expect(warnings((chart) => {
      new ApiObject(chart, 'range', {
        apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'range' }, spec: { limits: [{ type: 'Container', default: { memory: '32Mi' } }] },
      });
      pod({})(chart);
    })).toEqual([warning('spec.containers["main"]', '32Mi')]);
  });

  test('not without a limit, and not for what runs beside it', () => {
    expect(warnings(pod({ resources: { memory: { request: Size.mebibytes(16) } } }))).toEqual([]);
    expect(warnings(pod({ containers: [{ name: 'proxy', image: 'proxy:v1', resources: limit(16) }] }))).toEqual([]);
    expect(warnings((chart) => new SpinDeployment(chart, 'hello', {
      image: 'hello:v1', runtimeClass: new SpinRuntimeClass(chart, 'class', { metadata: { name: 'spin' } }), resources: limit(32),
    }))).toEqual([]);
  });

  test('not where its scope silences the rule, and with the reason where one allows it', () => {
    const quiet = chartOf();
    Rules.of(quiet).silence(RuleCode.SMALL_MEMORY_LIMIT);
    expect(warnings(pod({ resources: limit(32) }), quiet)).toEqual([]);
    const allowed = chartOf();
    Rules.of(allowed).warnOnly(RuleCode.SMALL_MEMORY_LIMIT, 'a module of 20 kB');
    expect(warnings(pod({ resources: limit(32) }), allowed)).toEqual([
      warning('spec.containers["main"]', '32Mi').replace('\n', '; allowed here: a module of 20 kB\n'),
    ]);
  });
});

describe('a workload of cdk8s-plus under a class for Wasm', () => {
  const under = (container: Partial<ContainerProps>, ...others: ContainerProps[]) => (chart: Chart) => {
    const containers = [{ name: 'main', image: 'hello:v1', resources: limit(32), ...container }, ...others];
    runtimeClass(chart).applyTo(new Deployment(chart, 'hello', { containers }));
  };

  test('is warned of where its one container has no command, without which no artefact runs', () => {
    expect(warnings(under({}))).toEqual([warning('spec.template.spec.containers["main"]', '32Mi')]);
  });

  test('is not where the image may be an artefact, or the container an ordinary one', () => {
    expect(warnings(under({ command: ['hello.wasm'] }))).toEqual([]);
    expect(warnings(under({}, { name: 'proxy', image: 'proxy:v1', resources: {} }))).toEqual([]);
    expect(warnings((chart) => new Pod(chart, 'hello', { containers: [{ image: 'hello:v1', resources: limit(32) }] }))).toEqual([]);
  });
});
