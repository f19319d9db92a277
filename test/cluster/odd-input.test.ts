/** Odd and hostile input. */
import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { NodeProvisioning, RuleCode, Rules, WasmCluster, WasmtimeRuntimeClass } from '../../src';

const later = (value: string) => Lazy.any({ produce: () => value });

/** The problems of two charts of one cluster, each with an object. */
function problems(make: (chart: Chart, id: string) => void): string[] {
  const app = new App();
  WasmCluster.of(app);
  for (const id of ['a', 'b']) make(new Chart(app, id, { namespace: id }), id);
  return app.node.findAll().flatMap(({ node }) => node.validate());
}

function raw(scope: Construct, apiVersion: string, ...[kind, metadata]: [string, object]): void {
  new ApiObject(scope, 'object', { apiVersion, kind, metadata: { name: 'same', ...metadata } });
}

describe('two objects are no duplicates', () => {
  test('whose names are known only at synthesis', () => {
    expect(problems((chart, id) => raw(chart, 'v1', 'ConfigMap', { name: later(id), namespace: 'apps' }))).toEqual([]);
  });

  test('of ours, whose names are known only at synthesis', () => {
    expect(problems((chart, id) => new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: later(id) } }))).toEqual([]);
  });

  test('whose namespaces are known only at synthesis', () => {
    expect(problems((chart, id) => raw(chart, 'v1', 'ConfigMap', { namespace: later(id) }))).toEqual([]);
  });

  test('in two namespaces, of a kind that shares its name with one of the cluster', () => {
    expect(problems((chart) => raw(chart, 'example.com/v1', 'Node', {}))).toEqual([]);
  });

  test('in charts where that rule is relaxed', () => {
    expect(problems((chart) => {
      Rules.of(chart).warnOnly(RuleCode.DUPLICATE_OBJECT, 'one of them is never applied');
      raw(chart, 'v1', 'ConfigMap', { namespace: 'apps' });
    })).toEqual([]);
  });
});

describe('two objects of one name are duplicates whatever the namespaces of their charts', () => {
  test.each([
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'PriorityLevelConfiguration'],
    ['certificates.k8s.io/v1', 'CertificateSigningRequest'],
    ['storage.k8s.io/v1', 'VolumeAttachment'],
    ['storage.k8s.io/v1', 'CSINode'],
    ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy'],
    ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicyBinding'],
  ])('%s %s', (apiVersion, kind) => {
    expect(problems((chart) => raw(chart, apiVersion, kind, {}))).toHaveLength(1);
  });
});

test('the edge of a cluster does not change with what was handed out', () => {
  const cluster = new WasmCluster(new App(), 'production');
  Object.assign(cluster.edge.tolerations![0], { key: 'far' });
  expect(cluster.edge.tolerations![0].key).toBe('edge');
});

test('provisioning names all its problems at once', () => {
  expect(() => NodeProvisioning.preinstalled({ handler: 'My Handler', runtimeClassName: 'My Class' }))
    .toThrow(/handler: got "My Handler"[^]*runtimeClassName: got "My Class"/);
});
