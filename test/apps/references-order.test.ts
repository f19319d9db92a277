import { ApiObject, App, Chart } from 'cdk8s';
import { ConfigMap, EnvValue, Probe, ResourceFieldPaths, Secret, Volume } from 'cdk8s-plus-28';
import { SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster, WasmNodePool } from '../../src';
import { chartOf, orderOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';

/** An app in the first chart, and what it reads in one that the program makes later. */
function program(use: (app: WasmApp, late: Chart) => void): string[] {
  const root = new App();
  const app = new WasmApp(new Chart(root, 'app', { namespace: 'shop' }), 'api', { metadata: { name: 'api' }, image: IMAGE });
  use(app, new Chart(root, 'late', { namespace: 'shop' }));
  return orderOf(root).map((title) => title.split(':')[0]);
}

describe('an app comes after what it reads, wherever the tree makes it', () => {
  test('a Secret of a variable', () => {
    expect(program((app, late) => app.addVariable('token', EnvValue.fromSecretValue({
      secret: new Secret(late, 'secret', { metadata: { name: 'token' } }), key: 'token',
    })))).toEqual(['wasm-platform', 'late', 'app']);
  });

  test('a ConfigMap of a volume', () => {
    expect(program((app, late) => app.mount('/config', Volume.fromConfigMap(late, 'volume', new ConfigMap(late, 'config')))))
      .toEqual(['wasm-platform', 'late', 'app']);
  });
});

test('an executor comes after the Secret with its certificates', () => {
  const root = new App();
  const [first, late] = ['first', 'late'].map((id) => new Chart(root, id, { namespace: 'shop' }));
  new SpinAppExecutor(first, 'executor', { spinImage: IMAGE, caCertSecret: Secret.fromSecretName(first, 'ca', 'ca') });
  new Secret(late, 'secret', { metadata: { name: 'ca' } });
  expect(orderOf(root).map((title) => title.split(':')[0])).toEqual(['late', 'first']);
});

test('a chart that depends on an install comes after its last phase', () => {
  const root = new App();
  const mine = new Chart(root, 'mine', { namespace: 'shop' });
  new Secret(mine, 'secret');
  mine.addDependency(new SpinKubeInstall(root, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop'] }));
  expect(root.charts.map(({ node }) => node.path)).toEqual(['spinkube/crds', 'spinkube/operator', 'spinkube/executors', 'mine']);
});

describe('fails in our words', () => {
  test('for an object without a chart', () => {
    expect(() => new WasmNodePool(new WasmCluster(new App(), 'prod'), 'edge')).toThrow(new Error(
      '[prod/edge] scope: got "prod"; an object is written to the file of a chart, and there is none above it; '
      + 'stand it in a Chart (NoChart)',
    ));
  });

  test('for an app in a namespace of level restricted', () => {
    const chart = chartOf();
    new ApiObject(chart, 'namespace', {
      apiVersion: 'v1', kind: 'Namespace', metadata: { name: chart.namespace!, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    new WasmApp(chart, 'api', { image: IMAGE });
    expect(() => chart.toJson()).toThrow(
      `[test/api] metadata.namespace: got "${chart.namespace}"; test/namespace enforces PodSecurity level restricted, `
      + 'and the pods of the operator have no securityContext; use level baseline, or another namespace (RestrictedNamespace)',
    );
  });

  test('for an app without the resources that a quota counts', () => {
    const chart = chartOf();
    new ApiObject(chart, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { 'limits.cpu': '4', 'pods': '9' } } });
    new WasmApp(chart, 'api', { image: IMAGE });
    expect(() => chart.toJson()).toThrow(
      '[test/api] spec.resources: got nothing; the quota test/quota counts limits.cpu, and refuses pods that do not say theirs; '
      + 'give resources.cpu (QuotaWithoutResources)',
    );
  });
});

describe('what an operator would store otherwise', () => {
  test('is the divisor of a resource, which is always written', () => {
    const chart = chartOf();
    new WasmApp(chart, 'api', {
      image: IMAGE,
      variables: { memory: EnvValue.fromResource(ResourceFieldPaths.MEMORY_LIMIT) },
    });
    expect(synth(chart.node.root).find(({ kind }) => kind === 'SpinApp').spec.variables[0].valueFrom)
      .toEqual({ resourceFieldRef: { resource: 'limits.memory', divisor: '0' } });
  });

  test.each([[SpinKubeVersion.V0_4_0, 1], [SpinKubeVersion.V0_5_0, 0], [undefined, 0]])('is a delay of 0 before %j', (operatorVersion, delay) => {
    const chart = new Chart(new WasmCluster(new App(), 'prod', { operatorVersion }), 'test', { namespace: 'apps' });
    new WasmApp(chart, 'api', { image: IMAGE, liveness: Probe.fromHttpGet('/live') });
    expect(synth(chart.node.root).find(({ kind }) => kind === 'SpinApp').spec.checks.liveness.initialDelaySeconds).toBe(delay);
  });
});
