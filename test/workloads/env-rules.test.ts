import { ConfigMap, Env, EnvFieldPaths, EnvValue, ResourceFieldPaths, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { chartOf, podIn, writtenPod } from './wasm-pods';

const env = (value: EnvValue) => ({ envVariables: { X: value } });
const inMemory = (divisor: string) => EnvValue.fromResource(ResourceFieldPaths.MEMORY_LIMIT, { divisor });
const scope = () => new Construct(chartOf(), 'scope');

const bytes = 'the divisor of a size is 1, alone or with a suffix: k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei; '
  + 'use one of them, or leave it out for bytes (InvalidQuantity)';
const key = (what: string, code: string) => `${what} key must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; `
  + `write it as "name" or "example.com/name" (${code})`;
const reference = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; "
  + 'use lower-case letters, digits, dashes and dots (InvalidReference)';

describe('an environment variable may come from', () => {
  test.each<[string, EnvValue]>([
    ['CPU in thousandths', EnvValue.fromResource(ResourceFieldPaths.CPU_REQUEST, { divisor: '1m' })],
    ['whole CPUs', EnvValue.fromResource(ResourceFieldPaths.CPU_LIMIT, { divisor: '1' })],
    ['a resource as it is', EnvValue.fromResource(ResourceFieldPaths.CPU_LIMIT)],
    ...['1', '1k', '1E', '1Ki', '1Mi', '1Ei'].map((unit): [string, EnvValue] => [`memory in ${unit}`, inMemory(unit)]),
    ['storage', EnvValue.fromResource(ResourceFieldPaths.STORAGE_REQUEST, { divisor: '1Gi' })],
    ['a label', EnvValue.fromFieldRef(EnvFieldPaths.POD_LABEL, { key: 'example.com/team' })],
    ['an annotation', EnvValue.fromFieldRef(EnvFieldPaths.POD_ANNOTATION, { key: 'Example.com/team', apiVersion: 'v1' })],
    ...[EnvFieldPaths.POD_NAME, EnvFieldPaths.POD_NAMESPACE, EnvFieldPaths.POD_UID, EnvFieldPaths.SERVICE_ACCOUNT_NAME, EnvFieldPaths.NODE_NAME,
      EnvFieldPaths.NODE_IP, EnvFieldPaths.POD_IP, EnvFieldPaths.POD_IPS].map((path): [string, EnvValue] => [path, EnvValue.fromFieldRef(path)]),
    ['a Secret', EnvValue.fromSecretValue({ secret: Secret.fromSecretName(scope(), 's', 'my.secret'), key: 'a.b_c-D' })],
  ])('%s', (_what, value) => {
    const chart = chartOf();
    podIn(chart, env(value));
    expect(writtenPod(chart).spec.containers[0].env[0].name).toBe('X');
  });
});

describe('a pod fails for a variable from', () => {
  test.each<[string, EnvValue, string]>([
    ['CPU in threes', EnvValue.fromResource(ResourceFieldPaths.CPU_LIMIT, { divisor: '3' }),
      'resourceFieldRef.divisor: got "3"; the divisor of CPU is 1m or 1; use one of them, or leave it out for whole CPUs (InvalidQuantity)'],
    ['memory in sevens', inMemory('7Mi'), `resourceFieldRef.divisor: got "7Mi"; ${bytes}`],
    ['memory in thousandths', inMemory('1m'), `resourceFieldRef.divisor: got "1m"; ${bytes}`],
    ['storage in kilos of another letter', EnvValue.fromResource(ResourceFieldPaths.STORAGE_LIMIT, { divisor: '1K' }),
      `resourceFieldRef.divisor: got "1K"; ${bytes}`],
    ['a label that no pod has', EnvValue.fromFieldRef(EnvFieldPaths.POD_LABEL, { key: 'my label' }),
      `fieldRef.fieldPath: got "my label"; ${key('a label', 'InvalidLabel')}`],
    ['an annotation that no pod has', EnvValue.fromFieldRef(EnvFieldPaths.POD_ANNOTATION, { key: 'a b' }),
      `fieldRef.fieldPath: got "a b"; ${key('an annotation', 'InvalidAnnotation')}`],
    ['a field of another version', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME, { apiVersion: 'v2' }),
      'fieldRef.apiVersion: got "v2"; pods have the version v1 only; leave it out (InvalidField)'],
    ['another field', EnvValue.fromFieldRef('spec.image' as EnvFieldPaths),
      'fieldRef.fieldPath: got "spec.image"; the pod tells metadata.name, metadata.namespace, metadata.uid, spec.nodeName, '
      + 'spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP, status.podIPs, '
      + "metadata.labels['key'] and metadata.annotations['key']; use one of them (InvalidField)"],
    ['a Secret that none is named like', EnvValue.fromSecretValue({ secret: Secret.fromSecretName(scope(), 's', 'My_Secret'), key: 'k' }),
      `secretKeyRef.name: got "My_Secret"; ${reference}`],
    ['a key that none has', EnvValue.fromConfigMap(ConfigMap.fromConfigMapName(scope(), 'c', 'config'), 'a b'),
      "configMapKeyRef.key: got \"a b\"; a key of a Secret or ConfigMap is at most 253 letters, digits, '-', '_' and '.'; "
      + 'use the key that the object has (InvalidReference)'],
  ])('%s', (_what, value, message) => {
    const place = 'env["X"].valueFrom.';
    expect(() => podIn(chartOf(), env(value))).toThrow(new Error(`[test/hello] spec.containers["main"].${place}${message}`));
    const init = { name: 'init', image: 'busybox:1', ...env(value) };
    expect(() => podIn(chartOf(), { initContainers: [init] })).toThrow(new Error(`[test/hello] spec.initContainers["init"].${place}${message}`));
  });

  test('all keys of what none is named like, with a prefix that no variable has', () => {
    const chart = chartOf();
    const { env: variables } = podIn(chart).containers[0];
    variables.copyFrom(Env.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'c', 'C'), '1 '));
    variables.copyFrom(Env.fromSecret(Secret.fromSecretName(chart, 's', 'S')));
    expect(() => writtenPod(chart)).toThrow(new Error([
      'Validation failed with the following errors:',
      "  [test/hello] spec.containers[\"main\"].envFrom[0].prefix: got \"1 \"; an environment variable is letters, digits, '_', '-' and '.', "
      + 'not starting with a digit; write it as "MY_NAME" (InvalidVariableName)',
      `  [test/hello] spec.containers["main"].envFrom[0].configMapRef.name: got "C"; ${reference}`,
      `  [test/hello] spec.containers["main"].envFrom[1].secretRef.name: got "S"; ${reference}`,
    ].join('\n')));
  });
});
