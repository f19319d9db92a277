/** What calls change in an object after its constructor, and what only synthesis tells, is judged as it is rendered. */
import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Cpu, EnvValue, Probe, Secret } from 'cdk8s-plus-28';
import { SpinAppExecutor, WasmApp, WasmAppProps } from '../../../../src';
import { failureOf, warningsOf } from '../../../support/synth';

type Program = Parameters<typeof failureOf>[0];

const IMAGE = 'ghcr.io/acme/api:v1';

const late = <T>(value: T): any => Lazy.any({ produce: () => value });

const app = (props: Partial<WasmAppProps>): Program => (chart) => new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE, ...props });
const patched = (...patches: JsonPatch[]): Program => (chart) =>
  ApiObject.of(new WasmApp(chart, 'api', { metadata: { name: 'api' }, image: IMAGE })).addJsonPatch(...patches);
const patchedExecutor = (...patches: JsonPatch[]): Program => (chart) =>
  ApiObject.of(new SpinAppExecutor(chart, 'api', { metadata: { name: 'spin' }, spinImage: IMAGE })).addJsonPatch(...patches);

describe('fails for a value that only synthesis tells:', () => {
  test.each<[string, Program, string]>([
    ['replicas', app({ replicas: late(0) }), 'spec.replicas: got 0; must be an integer >= 1 unless the app autoscales; use an autoscaler for scale to zero (InvalidReplicas)'],
    ['an image', app({ image: late('My App') }), 'spec.image: got "My App"; an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], '
      + 'the path in lower case without white space; write it as "registry.example.com/team/app:v1" (InvalidImage)'],
    ['a label', app({ podLabels: { tier: late('a b') } }), 'spec.podLabels["tier"]: got "a b"; a label value must be empty or at most 63 letters, digits, '
      + "'-', '_' and '.', starting and ending with a letter or digit; shorten it, or use an annotation for free text (InvalidLabel)"],
    ['a variable that is a number', app({ variables: { level: EnvValue.fromValue(late(3)) } }),
      'spec.variables[0].value: got 3; must be a string, in quotes; write one (InvalidField)'],
    ['a component', app({ components: [late('My Component')] }), 'spec.components[0]: got "My Component"; a component id is words of letters and digits '
      + "joined by '-', each starting with a letter and all of one case; use the id in spin.toml (InvalidComponent)"],
    ['the name of a Secret', (chart) => new WasmApp(chart, 'api', {
      image: IMAGE, imagePullSecrets: [Secret.fromSecretName(chart, 'pull', late('My Secret'))],
    }), 'spec.imagePullSecrets[0].name: got "My Secret"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; '
      + 'use lower-case letters, digits, dashes and dots (InvalidReference)'],
  ])('%s', (_, program, message) => {
    expect(failureOf(program)).toBe(`[test/api] ${message}`);
  });
});

describe('fails for a JSON patch that brings', () => {
  test.each<[string, Program, string]>([
    ['replicas', patched(JsonPatch.replace('/spec/replicas', 1.5)),
      'spec.replicas: got 1.5; must be an integer >= 1 unless the app autoscales; use an autoscaler for scale to zero (InvalidReplicas)'],
    ['fixed replicas beside an autoscaler', patched(JsonPatch.add('/spec/enableAutoscaling', true)),
      'spec.replicas: got 2; an app has fixed replicas or an autoscaler, not both; leave replicas out, and give the autoscaler a minimum (ReplicasWithAutoscaler)'],
    ['a resource that no container has', patched(JsonPatch.add('/spec/resources', { limits: { bogus: '1' } })),
      'spec.resources.limits key: got "bogus"; a container has cpu, memory, ephemeral-storage, hugepages-<size>, and resources of devices with their domain; '
      + 'use one of them (InvalidQuantity)'],
    ['no image', patched(JsonPatch.remove('/spec/image')), 'spec.image: got nothing; is required; give it (InvalidField)'],
    ['a label', patched(JsonPatch.add('/metadata/labels', { 'a b': 'c' })), 'metadata.labels key: got "a b"; a label key must be a name of at most 63 letters, '
      + 'digits, \'-\', \'_\' and \'.\', optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidLabel)'],
    ['a Secret that stands in another namespace', (chart) => {
      new Secret(chart, 'secret', { metadata: { name: 'db', namespace: 'other' }, stringData: { url: 'x' } });
      patched(JsonPatch.add('/spec/variables', [{ name: 'url', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } }]))(chart);
    }, 'spec.variables["url"].valueFrom.secretKeyRef.name: got "db"; test/secret/Resource makes this Secret in namespace "other", and pods read that of '
      + 'namespace "apps"; make it in the namespace of the app, or, if it is there too, say that it exists, by fromXName (UnresolvedReference)'],
    ['both targets of an executor', patchedExecutor(JsonPatch.add('/spec/deploymentConfig/runtimeClassName', 'spin')),
      `spec.deploymentConfig: got {"runtimeClassName":"spin","spinImage":"${IMAGE}"}; an executor runs apps by exactly one of runtimeClass and spinImage; `
      + 'give a runtimeClass for nodes with the Spin shim, or a spinImage for ordinary nodes (ExecutorTarget)'],
    ['text for a boolean', patchedExecutor(JsonPatch.replace('/spec/createDeployment', 'yes')),
      'spec.createDeployment: got "yes"; must be true or false; write one (InvalidField)'],
  ])('%s', (_, program, message) => {
    expect(failureOf(program)).toBe(`[test/api] ${message}`);
  });
});

test('a field that no release has is a warning where a patch brings it', () => {
  expect(warningsOf(patched(JsonPatch.add('/spec/schedulerName', 'edge')))).toMatch(/^\[test\/api\] spec.schedulerName: got "edge"; no release has the field.*\(UnknownField\)$/);
  expect(warningsOf(patchedExecutor(JsonPatch.add('/spec/deploymentConfig/newField', 1)))).toMatch(/spec.deploymentConfig.newField: got 1; .*\(UnknownField\)$/);
});

test('what a patch or a late value makes right is taken', () => {
  expect(warningsOf(patched(JsonPatch.replace('/spec/replicas', 3)))).toBe('');
  expect(warningsOf(app({ image: late(IMAGE), replicas: late(3), readiness: Probe.fromHttpGet('/health'), resources: { cpu: { limit: Cpu.units(1) } } }))).toBe('');
});
