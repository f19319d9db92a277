import { ApiObject, App, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isClusterScoped, keyOf, ObjectIndex } from '../../../src/cluster/private/object-index';
import { kindOf } from '../../support/manifest/kinds';

const NOWHERE = () => false;

/** A program with the objects, each `kind name` in a chart of its own; ids of the charts are their numbers. */
function program(...objects: string[]): App {
  const app = new App();
  objects.forEach((object, index) => {
    const [kind, name, namespace] = object.split(' ');
    new ApiObject(new Construct(new Chart(app, `${index}`), 'deep'), 'object', { apiVersion: 'v1', kind, metadata: { name, namespace } });
  });
  return app;
}

/** The paths of objects. */
function paths(objects: readonly IConstruct[]): string[] {
  return objects.map(({ node }) => node.path);
}

test('objects are found by group, kind, namespace and name, in the order of the tree', () => {
  const index = new ObjectIndex(program('ConfigMap a ns', 'ConfigMap a', 'Secret a ns', 'ConfigMap b ns', 'ConfigMap a ns'), NOWHERE);
  expect(paths(index.find({ group: 'core', kind: 'ConfigMap', namespace: 'ns', name: 'a' }))).toEqual(['0/deep/object', '4/deep/object']);
  expect(paths(index.find({ group: 'core', kind: 'ConfigMap', name: 'a' }))).toEqual(['1/deep/object']);
  expect(index.find({ group: 'apps', kind: 'ConfigMap', namespace: 'ns', name: 'a' })).toEqual([]);
});

test('an object is found by its own key', () => {
  const app = program('ConfigMap a ns', 'Namespace ns');
  const index = new ObjectIndex(app, NOWHERE);
  for (const object of app.node.findAll().filter((child) => ApiObject.isApiObject(child)) as ApiObject[]) {
    expect(index.find(keyOf(object))).toEqual([object]);
  }
});

test('only sets of equal objects are duplicates', () => {
  const index = new ObjectIndex(program('ConfigMap a ns', 'ConfigMap a ns', 'ConfigMap b ns', 'Namespace a', 'Namespace a other'), NOWHERE);
  expect(index.duplicates().map(paths)).toEqual([['0/deep/object', '1/deep/object'], ['3/deep/object', '4/deep/object']]);
});

test('what belongs to another cluster is left out with all that is below it', () => {
  const app = program('ConfigMap a', 'ConfigMap b');
  const index = new ObjectIndex(app, ({ node }) => node.id === '1');
  expect(paths(index.find({ group: 'core', kind: 'ConfigMap', name: 'a' }))).toEqual(['0/deep/object']);
  expect(index.find({ group: 'core', kind: 'ConfigMap', name: 'b' })).toEqual([]);
});

test('a Namespace is found by its name alone, once', () => {
  const index = new ObjectIndex(program('Namespace a other', 'Namespace a', 'Namespace b'), NOWHERE);
  expect(paths(index.namespaces('a'))).toEqual(['0/deep/object']);
  expect(index.namespaces('c')).toEqual([]);
  expect(index.namespaces(undefined)).toEqual([]);
});

test('objects are found by kind and namespace', () => {
  const index = new ObjectIndex(program('ResourceQuota a ns', 'ResourceQuota b ns', 'ResourceQuota c', 'Namespace ns other'), NOWHERE);
  expect(paths(index.ofKind({ group: 'core', kind: 'ResourceQuota', namespace: 'ns' }))).toEqual(['0/deep/object', '1/deep/object']);
  expect(paths(index.ofKind({ group: 'core', kind: 'ResourceQuota' }))).toEqual(['2/deep/object']);
  expect(paths(index.ofKind({ group: 'core', kind: 'Namespace' }))).toEqual(['3/deep/object']);
  expect(index.ofKind({ group: 'apps', kind: 'ResourceQuota', namespace: 'ns' })).toEqual([]);
});

test('a tree of any depth is read', () => {
  const app = new App();
  let scope: Construct = new Chart(app, 'chart');
  for (let depth = 0; depth < 2000; depth += 1) scope = new Construct(scope, 'x');
  new ApiObject(scope, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'deep' } });
  expect(new ObjectIndex(app, NOWHERE).find({ group: 'core', kind: 'ConfigMap', name: 'deep' })).toHaveLength(1);
});

test('a namespace is there where it is made, or anything in it', () => {
  const index = new ObjectIndex(program('ConfigMap a ns', 'Namespace made', 'ClusterRole b other', 'ConfigMap c'), NOWHERE);
  expect(['ns', 'made', 'a', 'c'].map((name) => index.hasNamespace(name))).toEqual([true, true, false, false]);
});

test.each([
  ['v1', 'Namespace'], ['v1', 'Node'], ['v1', 'PersistentVolume'], ['v1', 'ConfigMap'], ['v1', 'Service'], ['v1', 'Pod'], ['v1', 'Secret'],
  ['apps/v1', 'Deployment'], ['rbac.authorization.k8s.io/v1', 'ClusterRole'], ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'Role'], ['node.k8s.io/v1', 'RuntimeClass'], ['core.spinkube.dev/v1alpha1', 'SpinApp'],
  ['core.spinkube.dev/v1alpha1', 'SpinAppExecutor'], ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'], ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['storage.k8s.io/v1', 'StorageClass'], ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'], ['networking.k8s.io/v1', 'IngressClass'],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'], ['cert-manager.io/v1', 'ClusterIssuer'], ['cert-manager.io/v1', 'Issuer'],
])('%s %s is of the cluster or of a namespace as its schema says', (apiVersion, kind) => {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core';
  expect(isClusterScoped({ group, kind })).toBe(kindOf(apiVersion, kind)?.clusterScoped);
});

test.each(['constructor', '__proto__', 'example.com'])('kinds of the group %s, which nobody knows, are of a namespace', (group) => {
  expect(isClusterScoped({ group, kind: 'Thing' })).toBe(false);
});
