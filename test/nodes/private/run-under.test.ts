import { ApiObject, App, Chart, Cron, JsonPatch, Size } from 'cdk8s';
import {
  AbstractPod, ContainerProps, ContainerRestartPolicy, Cpu, CronJob, DaemonSet, Deployment, Handler, Job, Node, NodeLabelQuery, Pod, Probe,
  StatefulSet,
} from 'cdk8s-plus-28';
import {
  RuleCode, Rules, ShimRelease, SpinDeployment, SpinRuntimeClass, WasmCluster, WasmDeployment, WasmImage, WasmRuntimeClass, WasmShim,
  WasmtimeRuntimeClass,
} from '../../../src';
import { podTemplateOf } from '../../support/manifest/pods';
import { chartOf, failureOf, synth, yamlOfKind } from '../../support/synth';

// (cdk8s-plus renders patched quantities by their value)
const CONTAINER: ContainerProps = { name: 'main', image: 'hello:v1', portNumber: 8080, resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(8) } } };

const STOCK: { [kind: string]: (chart: Chart, container?: Partial<ContainerProps>, props?: any) => AbstractPod } = {
  Pod: (chart, container, props) => new Pod(chart, 'app', { ...props, containers: [{ ...CONTAINER, ...container }] }),
  Deployment: (chart, container, props) => new Deployment(chart, 'app', { ...props, containers: [{ ...CONTAINER, ...container }] }),
  StatefulSet: (chart, container, props) => new StatefulSet(chart, 'app', { ...props, containers: [{ ...CONTAINER, ...container }] }),
  DaemonSet: (chart, container, props) => new DaemonSet(chart, 'app', { ...props, containers: [{ ...CONTAINER, ...container }] }),
  Job: (chart, container, props) => new Job(chart, 'app', { ...props, containers: [{ ...CONTAINER, ...container }] }),
  CronJob: (chart, container, props) => new CronJob(chart, 'app', { ...props, schedule: Cron.daily(), containers: [{ ...CONTAINER, ...container }] }),
};

const PLACES: { [kind: string]: string } = { Pod: '', CronJob: 'spec.jobTemplate.spec.template.' };
const placeOf = (kind: string) => PLACES[kind] ?? 'spec.template.';

function wasmtime(chart: Chart): WasmRuntimeClass {
  return new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' }, nodeSelector: { 'kubernetes.io/arch': 'amd64' } });
}

/** The failure of a stock workload under a class, with patches of its object. */
function failure(kind: string, container: Partial<ContainerProps> = {}, ...patches: JsonPatch[]): string {
  return failureOf((chart) => {
    const workload = STOCK[kind](chart, container);
    wasmtime(chart).applyTo(workload);
    ApiObject.of(workload).addJsonPatch(...patches);
  });
}

const exec = 'no command can be run in a container under a runwasi shim, not even in a Linux sidecar';
const device = 'WebAssembly sees no GPU and no other device, and this pod would keep it from those that do; '
  + 'run what needs the device in an ordinary Deployment (ExtendedResource)';

afterEach(() => jest.restoreAllMocks());

describe.each(Object.keys(STOCK))('a %s of cdk8s-plus', (kind) => {
  const place = placeOf(kind);
  const pointer = `/${place.replace(/\./g, '/')}`;
  const patched = (path: string, value: unknown) => failure(kind, {}, JsonPatch.add(pointer + path, value));

  test('runs under a RuntimeClass, and changes in nothing else', () => {
    const [chart, other] = [chartOf(), chartOf()];
    const workload = STOCK[kind](chart);
    wasmtime(chart).applyTo(workload);
    wasmtime(other);
    STOCK[kind](other);
    expect(podTemplateOf(synth(chart).find((object) => object.kind === kind))!.spec.runtimeClassName).toBe('wasmtime');
    expect(yamlOfKind(chart, kind).replace(/ +runtimeClassName: wasmtime\n/, '').replace(/ +nodeSelector:\n.*\n/, '')).toBe(yamlOfKind(other, kind));
  });

  test('stands behind the RuntimeClass', () => {
    const chart = chartOf();
    const workload = STOCK[kind](chart);
    wasmtime(chart).applyTo(workload);
    const kinds = synth(chart).map((object) => object.kind);
    expect(kinds.indexOf('RuntimeClass')).toBeLessThan(kinds.indexOf(kind));
  });

  test('fails with a probe or hook that runs a command', () => {
    expect(failure(kind, { readiness: Probe.fromCommand(['true']), lifecycle: { preStop: Handler.fromCommand(['sleep']) } }).split('\n')).toEqual([
      `[test/app] ${place}spec.containers["main"].readinessProbe.exec: got ["true"]; ${exec}; use an HTTP or TCP probe, or leave it out (ExecUnsupported)`,
      `[test/app] ${place}spec.containers["main"].lifecycle.preStop.exec: got ["sleep"]; ${exec}; leave it out (ExecUnsupported)`,
    ]);
  });

  test('fails with a command by a patch', () => {
    expect(patched('spec/containers/0/livenessProbe', { exec: { command: ['true'] } })).toBe(
      `[test/app] ${place}spec.containers["main"].livenessProbe.exec: got ["true"]; ${exec}; use an HTTP or TCP probe, or leave it out (ExecUnsupported)`);
  });

  test('fails with a terminal', () => {
    expect(patched('spec/containers/0/tty', true)).toBe(`[test/app] ${place}spec.containers["main"].tty: got true; `
      + 'runwasi shims have no terminals and refuse the container; leave it out (TtyUnsupported)');
  });

  test('fails with a GPU', () => {
    expect(patched('spec/containers/0/resources/limits', { 'nvidia.com/gpu': { value: '1' }, 'memory': { value: '8Mi' } })).toBe(
      `[test/app] ${place}spec.containers["main"].resources.limits["nvidia.com/gpu"]: got "1"; ${device}`);
  });

  test('fails with overhead of its own', () => {
    expect(patched('spec/overhead', { cpu: { value: '1m' } })).toBe(`[test/app] ${place}spec.overhead: got {"cpu":"1m"}; `
      + 'the API server writes it from the RuntimeClass and refuses a pod that says another; give overhead to the RuntimeClass (PodOverhead)');
  });

  test('fails with the annotation of another runtime', () => {
    expect(patched('metadata/annotations', { 'module.wasm.image/variant': 'compat-smart' })).toBe(
      `[test/app] ${place}metadata.annotations["module.wasm.image/variant"]: got "compat-smart"; `
      + 'it speaks to crun; runwasi shims never read it; leave it out (ForeignAnnotation)');
  });

  test('fails with a node selector that contradicts that of the class', () => {
    expect(patched('spec/nodeSelector', { 'kubernetes.io/arch': 'arm64', 'zone': 'a' })).toBe(
      `[test/app] ${place}spec.nodeSelector["kubernetes.io/arch"]: got "arm64"; the RuntimeClass selects nodes with "amd64", `
      + 'and the API server refuses a pod that contradicts it; leave it out, or use another RuntimeClass (NodeSelectorConflict)');
  });
});

describe('node affinity', () => {
  const arch = 'kubernetes.io/arch';

  test.each([
    ['another value', [[NodeLabelQuery.is(arch, 'arm64')]]],
    ['not that value', [[NodeLabelQuery.notIn(arch, ['amd64'])]]],
    ['no such label', [[NodeLabelQuery.doesNotExist(arch)]]],
    ['nothing that fits in any term', [[NodeLabelQuery.is(arch, 'arm64')], [NodeLabelQuery.is(arch, 's390x'), NodeLabelQuery.is('zone', 'a')]]],
  ])('fails with %s', (_, queries) => {
    expect(failureOf((chart) => {
      const workload = STOCK.Deployment(chart) as Deployment;
      wasmtime(chart).applyTo(workload);
      queries.forEach((terms) => workload.scheduling.attract(Node.labeled(...terms)));
    }).replace(/got .*?; the/, 'got …; the')).toBe('[test/app] spec.template.spec.affinity.nodeAffinity: got …; the RuntimeClass selects nodes with '
      + '{"kubernetes.io/arch":"amd64"}, none of which it lets in, so that no node is left; leave it out, or use another RuntimeClass '
      + '(NodeSelectorConflict)');
  });

  test.each([
    ['the same value', [[NodeLabelQuery.is(arch, 'amd64')]]],
    ['another label', [[NodeLabelQuery.is('zone', 'a')]]],
    ['one term that fits', [[NodeLabelQuery.is(arch, 'arm64')], [NodeLabelQuery.exists(arch)]]],
  ])('is taken with %s', (_, queries) => {
    const chart = chartOf();
    const workload = STOCK.Deployment(chart) as Deployment;
    wasmtime(chart).applyTo(workload);
    queries.forEach((terms) => workload.scheduling.attract(Node.labeled(...terms)));
    expect(synth(chart)).toHaveLength(2);
  });
});

test('init containers are held to the rules too', () => {
  expect(failureOf((chart) => {
    const workload = STOCK.Deployment(chart);
    workload.addInitContainer({ name: 'side', image: 'envoy:v1', restartPolicy: ContainerRestartPolicy.ALWAYS, startup: Probe.fromCommand(['true']) });
    wasmtime(chart).applyTo(workload);
  })).toContain('[test/app] spec.template.spec.initContainers["side"].startupProbe.exec: got ["true"]');
});

test('a GPU by a patch fails in a workload of this library too', () => {
  expect(failureOf((chart) => {
    const app = new WasmDeployment(chart, 'app', { runtimeClass: wasmtime(chart), image: WasmImage.container('hello:v1') });
    ApiObject.of(app).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/resources', { limits: { 'nvidia.com/gpu': 1 } }));
  })).toBe(`[test/app] spec.template.spec.containers["main"].resources.limits["nvidia.com/gpu"]: got 1; ${device}`);
});

test('an OCI artefact fails without its command, which a patch took', () => {
  expect(failureOf((chart) => {
    const image = WasmImage.ociArtifact('hello:v1', { command: ['/hello.wasm'] });
    const app = new WasmDeployment(chart, 'app', { runtimeClass: wasmtime(chart), image });
    ApiObject.of(app).addJsonPatch(JsonPatch.remove('/spec/template/spec/containers/0/command'));
  })).toBe('[test/app] spec.template.spec.containers["main"].command: got nothing; an OCI artefact has no entrypoint of its own; '
    + 'give the file name of the module, or ["/"] for Spin (MissingCommand)');
});

test.each(['resourceClaims', 'containers/0/resources/claims'])('devices by %s fail', (path) => {
  expect(failure('Deployment', {}, JsonPatch.add(`/spec/template/spec/${path}`, [{ name: 'gpu' }]))).toContain(device);
});

test('spread is written once, however often the program is rendered', () => {
  const chart = chartOf();
  wasmtime(chart).applyTo(STOCK.Deployment(chart, {}, { spread: true }));
  const first = yamlOfKind(chart, 'Deployment');
  expect(first.match(/topologyKey/g)).toHaveLength(2);
  expect(yamlOfKind(chart, 'Deployment')).toBe(first);
});

test('a workload takes one RuntimeClass', () => {
  const message = '[test/app] runtimeClass: got "wasmtime"; its pods run under the RuntimeClass "wasmtime" already; name one (AmbiguousRuntimeClass)';
  expect(failureOf((chart) => {
    const workload = STOCK.Deployment(chart);
    const runtimeClass = wasmtime(chart);
    runtimeClass.applyTo(workload);
    runtimeClass.applyTo(workload);
  })).toBe(message);
  expect(failureOf((chart) => {
    const runtimeClass = wasmtime(chart);
    runtimeClass.applyTo(new WasmDeployment(chart, 'app', { runtimeClass, image: WasmImage.container('hello:v1') }));
  })).toBe(message);
});

test('a class of another cluster fails', () => {
  expect(failureOf((chart) => {
    const there = new Chart(new WasmCluster(chart.node.root as App, 'there'), 'classes');
    wasmtime(there).applyTo(STOCK.Pod(chart));
  })).toContain('(OtherCluster)');
});

test('a class that is named alone is applied too', () => {
  const chart = chartOf();
  WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm').applyTo(STOCK.Job(chart));
  expect(synth(chart, { runtimeClasses: ['wasm'] })[0].spec.template.spec.runtimeClassName).toBe('wasm');
});

test('a pod of a kind that is not known fails', () => {
  class Odd extends Pod {
    public readonly kinds = 'Odd';
  }
  expect(failureOf((chart) => {
    const pod = new Odd(chart, 'app', { containers: [CONTAINER] });
    Object.defineProperty(ApiObject.of(pod), 'kind', { value: 'Odd' });
    wasmtime(chart).applyTo(pod);
  })).toBe('[test/app] kind: got "Odd"; it is not known where this kind keeps its pod; '
    + 'write spec.runtimeClassName by a JSON patch of your own (UnrenderablePod)');
});

test('a Spin pod without a writable container is warned of, and not where the chart silences it', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = (readOnlyRootFilesystem: boolean, silent = false) => {
    const chart = chartOf();
    if (silent) {
      Rules.of(chart).silence(RuleCode.READ_ONLY_ROOT);
    }
    new SpinRuntimeClass(chart, 'class', { metadata: { name: 'spin' } }).applyTo(STOCK.Deployment(chart, { securityContext: { readOnlyRootFilesystem } }));
    synth(chart);
  };
  program(false);
  program(true, true);
  expect(stderr).not.toHaveBeenCalled();
  program(true);
  expect(stderr.mock.calls).toEqual([['warning: [test/app] spec.template.spec.containers: got ["main"]; a read-only root file system, in which the Spin shim '
    + 'cannot write, ends its container at once: exit code 137, no log; say readOnlyRootFilesystem: false for the container of Spin (ReadOnlyRoot)\n']]);
});

test('a Spin workload whose own container is read-only is warned of, be its sidecar writable', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = chartOf();
  new SpinDeployment(chart, 'app', {
    image: 'hello:v1',
    containerSecurityContext: { readOnlyRootFilesystem: true },
    containers: [{ name: 'proxy', image: 'proxy:v1', resources: {}, securityContext: { readOnlyRootFilesystem: false } }],
  });
  synth(chart, { runtimeClasses: ['wasmtime-spin-v2'] });
  expect(stderr.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('spec.template.spec.containers: got ["main"]; a read-only root')]);
});

test('a DaemonSet gets the placement of the class, which its controller does not see', () => {
  const chart = chartOf();
  const tolerations = [
    { key: 'edge', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'site', operator: 'Equal', value: 'a' },
    { key: 'gone', value: 'b', effect: 'NoExecute', tolerationSeconds: 60 },
    { operator: 'Exists' },
  ];
  const runtimeClass = new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' }, nodeSelector: { edge: 'yes' }, tolerations });
  runtimeClass.applyTo(STOCK.DaemonSet(chart));
  const { nodeSelector, tolerations: written } = podTemplateOf(synth(chart).find(({ kind }) => kind === 'DaemonSet'))!.spec;
  expect(nodeSelector).toEqual({ edge: 'yes' });
  expect(written).toEqual(tolerations.map((toleration) => ({ operator: 'Equal', ...toleration })));
});

test('a class that runtime-class-manager makes is applied too, behind its Shim', () => {
  const chart = chartOf();
  const { runtimeClass } = new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0, nodeSelector: { wasm: 'yes' } });
  runtimeClass.applyTo(STOCK.DaemonSet(chart));
  const [shim, { spec: { template } }] = synth(chart, { runtimeClasses: [runtimeClass.runtimeClassName] });
  expect(shim.kind).toBe('Shim');
  expect(template.spec).toMatchObject({ runtimeClassName: runtimeClass.runtimeClassName, nodeSelector: { wasm: 'yes' } });
});
