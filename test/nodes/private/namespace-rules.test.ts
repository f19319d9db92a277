import { ApiObject, App, Chart, Cron, Size } from 'cdk8s';
import { Capability, Cpu, Deployment, Namespace, SeccompProfileType } from 'cdk8s-plus-28';
import { SpinDeployment, WasmCronJob, WasmDeployment, WasmDeploymentProps, WasmImage, WasmRuntimeClass } from '../../../src';
import { chartOf, failureOf, synth } from '../../support/synth';

const KNOWN = { runtimeClasses: ['wasm', 'wasmtime-spin-v2'] };

function wasm(chart: Chart): any {
  return (chart.node.tryFindChild('class') ?? WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm'));
}

function restricted(chart: Chart): Chart {
  new Namespace(new Chart(chart.node.root as App, 'site'), 'namespace', { metadata: { name: 'apps', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
  return chart;
}

function deploymentIn(chart: Chart, props: Partial<WasmDeploymentProps> = {}): WasmDeployment {
  return new WasmDeployment(chart, 'app', { image: WasmImage.container('hello:v1'), runtimeClass: wasm(chart), ...props });
}

const CONFINED = { capabilities: { drop: [Capability.ALL] }, seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT } };
const fix = 'say so, or use level baseline or another namespace (RestrictedNamespace)';
const level = 'site/namespace/Resource enforces PodSecurity level restricted, which wants';

describe('a namespace of level restricted', () => {
  test('takes a pod that says what it wants', () => {
    const chart = restricted(chartOf());
    deploymentIn(chart, { containerSecurityContext: CONFINED, containers: [{ name: 'side', image: 'envoy:v1', resources: {}, securityContext: CONFINED }] });
    expect(synth(chart, KNOWN)).toHaveLength(1);
  });

  test('fails with a pod that does not, container by container', () => {
    expect(failureOf((chart) => deploymentIn(restricted(chart), {
      containerSecurityContext: CONFINED, initContainers: [{ name: 'fetch', image: 'curl:v1', resources: {} }],
    })).replace(/got \{.*?\};/, 'got …;')).toBe(
      `[test/app] spec.template.spec.initContainers["fetch"].securityContext: got …; ${level} capabilities.drop: [ALL], `
      + `seccompProfile.type: RuntimeDefault; ${fix}`);
  });

  test('fails with Spin, which runs as root', () => {
    expect(failureOf((chart) => new SpinDeployment(restricted(chart), 'app', { image: 'hello:v1', containerSecurityContext: CONFINED }))
      .replace(/got \{.*\};/, 'got …;')).toBe(`[test/app] spec.template.spec.containers["main"].securityContext: got …; ${level} runAsNonRoot: true; ${fix}`);
  });

  test('fails in the template of a CronJob, and with an existing workload', () => {
    expect(failureOf((chart) => new WasmCronJob(restricted(chart), 'app', {
      schedule: Cron.daily(), image: WasmImage.container('hello:v1'), runtimeClass: wasm(chart),
    }))).toContain('[test/app] spec.jobTemplate.spec.template.spec.containers["main"].securityContext: got ');
    expect(failureOf((chart) => wasm(restricted(chart)).applyTo(new Deployment(chart, 'app', { containers: [{ image: 'hello:v1', resources: {} }] }))))
      .toContain('(RestrictedNamespace)');
  });

  test('is none of the pod\'s business where it is another', () => {
    const chart = restricted(chartOf());
    deploymentIn(chart, { metadata: { namespace: 'other' } });
    expect(synth(chart, KNOWN)).toHaveLength(1);
  });
});

describe('a quota of the namespace', () => {
  const quota = (chart: Chart) => new ApiObject(chart, 'quota', {
    apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec: { hard: { 'requests.cpu': '1', 'limits.memory': '1Gi' } },
  });

  test('takes pods that say what it counts', () => {
    const chart = chartOf();
    quota(chart);
    deploymentIn(chart, { resources: { cpu: { request: Cpu.millis(5) }, memory: { limit: Size.mebibytes(8) } } });
    expect(synth(chart, KNOWN)).toHaveLength(2);
  });

  test('fails with pods that do not', () => {
    expect(failureOf((chart) => {
      quota(chart);
      deploymentIn(chart, { resources: { cpu: { request: Cpu.millis(5) } } });
    })).toBe('[test/app] spec.template.spec.containers["main"].resources: got {"requests":{"cpu":"5m"}}; the quota test/quota counts limits.memory, '
      + 'and refuses pods that do not say theirs; give resources.memory (QuotaWithoutResources)');
  });
});
