import { Chart } from 'cdk8s';
import { ConfigMap, EnvValue, Secret, ServiceAccount } from 'cdk8s-plus-28';
import { KeyValueStore, RuntimeConfig, SpinAppExecutor, WasmApp, WasmAppProps } from '../../src';
import { chartOf, failureOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const NAME = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots "
  + '(InvalidReference)';
const KEY = "a key of a Secret or ConfigMap is at most 253 letters, digits, '-', '_' and '.'; use the key that the object has (InvalidReference)";

const secret = (chart: Chart, name = 'keys') => Secret.fromSecretName(chart, `secret-${chart.node.children.length}`, name);
const secretValue = (chart: Chart, name: string, key = 'token') => EnvValue.fromSecretValue({ secret: secret(chart, name), key });
const configMapValue = (chart: Chart, name: string, key = 'token') => EnvValue.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'map', name), key);
const redis = (url: EnvValue) => ({ runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { cache: KeyValueStore.redis({ url }) } }) });

describe('an app fails for', () => {
  it.each<[string, (chart: Chart) => Partial<WasmAppProps>, string]>([
    ['a service account by a name that none has', (chart) => ({ serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'Bad Name') }),
      `spec.serviceAccountName: got "Bad Name"; ${NAME}`],
    ['a pull Secret by a name that none has', (chart) => ({ imagePullSecrets: [secret(chart), secret(chart, 'Bad Name')] }),
      `spec.imagePullSecrets[1].name: got "Bad Name"; ${NAME}`],
    ['one pull Secret twice', (chart) => ({ imagePullSecrets: [secret(chart), secret(chart)] }),
      'spec.imagePullSecrets[1].name: got "keys"; it is named already; name it once (DuplicateKey)'],
    ['a runtime configuration from a Secret by a name that none has', (chart) => ({ runtimeConfig: RuntimeConfig.fromSecret(secret(chart, 'Bad Name')) }),
      `spec.runtimeConfig.loadFromSecret: got "Bad Name"; ${NAME}`],
    ['a variable from a Secret by a name that none has', (chart) => ({ variables: { token: secretValue(chart, 'Bad Name') } }),
      `spec.variables["token"].valueFrom.secretKeyRef.name: got "Bad Name"; ${NAME}`],
    ['a variable from a ConfigMap by a name that none has', (chart) => ({ variables: { token: configMapValue(chart, '') } }),
      `spec.variables["token"].valueFrom.configMapKeyRef.name: got ""; ${NAME}`],
    ...['my key', 'a/b', '', '.', '..'].map((key): [string, (chart: Chart) => Partial<WasmAppProps>, string] => [
      `a variable from the key "${key}" of a Secret`, (chart) => ({ variables: { token: secretValue(chart, 'keys', key) } }),
      `spec.variables["token"].valueFrom.secretKeyRef.key: got "${key}"; ${KEY}`,
    ]),
    ['a variable from a key that no ConfigMap has', (chart) => ({ variables: { token: configMapValue(chart, 'map', 'my key') } }),
      `spec.variables["token"].valueFrom.configMapKeyRef.key: got "my key"; ${KEY}`],
    ['a store from a Secret by a name that none has', (chart) => redis(secretValue(chart, 'Bad Name')),
      `spec.runtimeConfig.keyValueStores["cache"].options["url"].valueFrom.secretKeyRef.name: got "Bad Name"; ${NAME}`],
    ['a store from a key that no Secret has', (chart) => redis(secretValue(chart, 'keys', 'my key')),
      `spec.runtimeConfig.keyValueStores["cache"].options["url"].valueFrom.secretKeyRef.key: got "my key"; ${KEY}`],
  ])('%s', (_, props, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', { image: IMAGE, ...props(chart) }))).toBe(`[test/api] ${message}`);
  });
});

test('a key may have 253 characters, and no more', () => {
  const withKey = (length: number) => (chart: Chart) => new WasmApp(chart, 'api', {
    image: IMAGE, variables: { token: secretValue(chart, 'keys', `.-_K${'k'.repeat(length - 4)}`) },
  });
  const chart = chartOf();
  withKey(253)(chart);
  expect(synth(chart.node.root)[1].spec.variables[0].valueFrom.secretKeyRef.key).toHaveLength(253);
  expect(failureOf(withKey(254))).toMatch(/ \(256 characters\); a key of a Secret or ConfigMap .* \(InvalidReference\)$/);
});

test('an executor fails for certificates from a Secret by a name that none has', () => {
  expect(failureOf((chart) => new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE, caCertSecret: secret(chart, 'Bad Name') })))
    .toBe(`[test/executor] spec.deploymentConfig.caCertSecret: got "Bad Name"; ${NAME}`);
});
