import { App, Chart, Cron } from 'cdk8s';
import { Capability, Deployment, Namespace, SeccompProfileType } from 'cdk8s-plus-28';
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
