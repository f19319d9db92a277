import { WasmApp } from '../../src';
import { AppAnnotations } from '../../src/apps/private/annotation-rules';
import { chartOf, failureOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/api';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/api';
const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations';
const COST = 'controller.kubernetes.io/pod-deletion-cost';
const MODE = 'service.kubernetes.io/topology-mode';
const HINTS = 'service.kubernetes.io/topology-aware-hints';
const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

const props = (annotations: AppAnnotations) => ({ metadata: { name: 'api' }, image: IMAGE, ...annotations });
const pods = (key: string, value: string) => ({ podAnnotations: { [key]: value } });
const service = (serviceAnnotations: { [key: string]: string }) => ({ serviceAnnotations });

describe('an app may have', () => {
  test.each<[string, AppAnnotations]>([
    ...['', 'runtime/default', 'unconfined', 'localhost/mine'].map((profile): [string, AppAnnotations] =>
      [`the AppArmor profile "${profile}"`, pods(APPARMOR, profile)]),
    ...['runtime/default', 'docker/default', 'unconfined', 'localhost/profiles/a..b'].map((profile): [string, AppAnnotations] =>
      [`the seccomp profile "${profile}"`, pods(SECCOMP, profile)]),
    ...['', '[]', 'null', '[{"key":"edge","operator":"Exists"}]'].map((list): [string, AppAnnotations] => [`the tolerations "${list}"`, pods(TOLERATIONS, list)]),
    ...['0', '-100', '2147483647', '-2147483648'].map((cost): [string, AppAnnotations] => [`the deletion cost ${cost}`, pods(COST, cost)]),
    ['a Deployment with an annotation of its owner', { deploymentAnnotations: { 'kubernetes.io/change-cause': 'release 2' } }],
    ['a Service with a mode', service({ [MODE]: 'Auto' })],
    ['a Service with hints', service({ [HINTS]: 'Auto' })],
    ['a Service with both of one value', service({ [MODE]: 'Auto', [HINTS]: 'Auto' })],
    ['the annotations of Services in its pods', pods(RANGES, 'x')],
  ])('%s', (_, annotations) => {
    const chart = chartOf();
    new WasmApp(chart, 'api', props(annotations));
    expect(synth(chart.node.root).find(({ kind }) => kind === 'SpinApp')!.spec).toMatchObject(annotations);
  });
});

describe('an app fails for', () => {
  const PROFILE = 'the API server refuses pods with another AppArmor profile than runtime/default, unconfined or localhost/<name>; '
    + 'use one of them (InvalidAnnotation)';
  const SECCOMP_PROFILE = 'the API server refuses pods with another seccomp profile than runtime/default, unconfined or localhost/<path>; '
    + 'use one of them, or leave it out: Kubernetes has not read it since 1.27 (InvalidAnnotation)';
  const LIST = 'the API server refuses pods in which it is no JSON list of tolerations; '
    + 'leave it out: the scheduler has not read it since 1.6, and a WasmNodePool has tolerations (InvalidAnnotation)';
  const NUMBER = 'the API server refuses pods in which it is no whole number of 32 bits; write it as "-100" (InvalidAnnotation)';

  test.each<[string, AppAnnotations, string]>([
    ...['bogus', 'localhost', 'Runtime/default'].map((profile): [string, AppAnnotations, string] =>
      [`the AppArmor profile ${profile}`, pods(APPARMOR, profile), `podAnnotations["${APPARMOR}"]: got "${profile}"; ${PROFILE}`]),
    ['an AppArmor profile of a container that is none', pods(`${APPARMOR}-2`, 'unconfined'), `podAnnotations key: got "${APPARMOR}-2"; `
      + 'the pods have one container, which has the name of the app, and the API server refuses a profile for another; '
      + `write it as "${APPARMOR}" (InvalidAnnotation)`],
    ...['', 'bogus', 'localhost//abs', 'localhost/a/../b'].map((profile): [string, AppAnnotations, string] =>
      [`the seccomp profile "${profile}"`, pods(SECCOMP, profile), `podAnnotations["${SECCOMP}"]: got "${profile}"; ${SECCOMP_PROFILE}`]),
    ['the seccomp profile of its container', pods(CONTAINER_SECCOMP, 'x'), `podAnnotations["${CONTAINER_SECCOMP}"]: got "x"; ${SECCOMP_PROFILE}`],
    ...['bogus', '{}', '["edge"]', '[[]]'].map((list): [string, AppAnnotations, string] =>
      [`the tolerations ${list}`, pods(TOLERATIONS, list), `podAnnotations["${TOLERATIONS}"]: got ${JSON.stringify(list)}; ${LIST}`]),
    ...['', '+1', '1.5', 'x', '2147483648'].map((cost): [string, AppAnnotations, string] =>
      [`the deletion cost "${cost}"`, pods(COST, cost), `podAnnotations["${COST}"]: got "${cost}"; ${NUMBER}`]),
    ['the mark of a static pod', pods('kubernetes.io/config.mirror', 'x'), 'podAnnotations["kubernetes.io/config.mirror"]: got "x"; '
      + 'it marks the mirror of a static pod, and the API server refuses it in others; leave it out (InvalidAnnotation)'],
    ['a revision', { deploymentAnnotations: { 'deployment.kubernetes.io/revision': '7' } }, 'deploymentAnnotations["deployment.kubernetes.io/revision"]: '
      + 'got "7"; the Deployment controller writes it itself, and the operator would put this one back for ever; use a prefix of your own (InvalidAnnotation)'],
    ['ranges of a load balancer', service({ [RANGES]: '10.0.0.0/8' }), `serviceAnnotations["${RANGES}"]: got "10.0.0.0/8"; `
      + 'it is for Services of type LoadBalancer, and the API server refuses it in that of the operator, a ClusterIP; '
      + 'give loadBalancerSourceRanges to exposeViaLoadBalancer (InvalidAnnotation)'],
    ['a mode beside other hints', service({ [MODE]: 'Auto', [HINTS]: 'Disabled' }), `serviceAnnotations["${MODE}"]: got "Auto"; `
      + `the API server refuses a Service with another value in ${HINTS}, here "Disabled"; leave out the latter, which is the older one (InvalidAnnotation)`],
  ])('%s', (_, annotations, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', props(annotations)))).toBe(`[test/api] spec.${message}`);
  });
});
