import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { manifest } from '../../../src/cluster/private/manifest';
import { chartOf, yamlOf } from '../../support/synth';
import '../../support/yaml-snapshots';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { a: 'b' } };
const RUNTIME_CLASS = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'wasm' }, handler: 'wasm' };

test('the object of a construct is its child Resource, which ApiObject.of finds', () => {
  const scope = new Construct(chartOf(), 'config');
  const object = manifest(scope, CONFIG_MAP);
  expect(object.node.path).toBe('test/config/Resource');
  expect(ApiObject.of(scope)).toBe(object);
  expect(manifest(scope, { ...CONFIG_MAP, metadata: { name: 'more' } }, 'more').node.path).toBe('test/config/more');
});

test('an object takes the namespace of its chart, or its own', () => {
  const chart = chartOf('apps');
  manifest(chart, CONFIG_MAP, 'one');
  manifest(chart, { ...CONFIG_MAP, metadata: { name: 'config', namespace: 'shop' } }, 'two');
  expect(chart.toJson().map(({ metadata }) => metadata.namespace)).toEqual(['apps', 'shop']);
});

test.each(['of its chart', 'of its metadata'])('an object of the cluster leaves out the namespace %s', (whose) => {
  const chart = chartOf(whose === 'of its chart' ? 'apps' : '');
  manifest(chart, whose === 'of its chart' ? RUNTIME_CLASS : { ...RUNTIME_CLASS, metadata: { name: 'wasm', namespace: 'apps' } });
  expect(yamlOf(chart)).toMatchInlineSnapshot(`
    apiVersion: node.k8s.io/v1
    kind: RuntimeClass
    metadata:
      name: wasm
    handler: wasm
  `);
});

test('JSON patches of fields that nobody knows arrive', () => {
  const chart = chartOf('apps');
  manifest(chart, RUNTIME_CLASS).addJsonPatch(JsonPatch.add('/new_field', { camelCase: [1] }), JsonPatch.replace('/handler', 'other'));
  expect(chart.toJson()).toMatchObject([{ handler: 'other', new_field: { camelCase: [1] } }]);
});

test('the props stay as they were', () => {
  const labels = Object.freeze({ app: 'api' });
  const chart = chartOf('apps');
  const object = manifest(chart, Object.freeze({ ...RUNTIME_CLASS, metadata: Object.freeze({ name: 'wasm', labels }) }));
  object.metadata.addLabel('more', 'x');
  expect(labels).toEqual({ app: 'api' });
  expect(chart.toJson()[0].metadata.labels).toEqual({ app: 'api', more: 'x' });
});
