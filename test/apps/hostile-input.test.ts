/** What people type by mistake, and what must not leak or crash because of it. */
import { Chart, Lazy } from 'cdk8s';
import { EnvValue, Volume } from 'cdk8s-plus-28';
import { KeyValueStore, RuntimeConfig, SpinAppExecutor, WasmApp, WasmAppProps } from '../../src';
import { chartOf, failureOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const LATE = Lazy.any({ produce: () => 'late' });

function makeApp(chart: Chart, props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chart, 'api', { image: IMAGE, ...props });
}

function telemetry(endpoint: string): string {
  return failureOf((chart) => new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE, otel: { endpoint } }));
}

describe('secrets', () => {
  const redis = (url: string) => failureOf((chart) => makeApp(chart, {
    runtimeConfig: RuntimeConfig.fromStores({ keyValueStores: { default: KeyValueStore.redis({ url: EnvValue.fromValue(url) }) } }),
  }));

  test.each(['user:hunter2@db', 'redis:user:hunter2@db', 'redis:/user:hunter2@db'])('do not stand in errors for what is no URL: %s', (url) => {
    expect(redis(url)).not.toContain('hunter2');
  });

  test.each(['redis://db?passwd=hunter2', 'redis://db?pwd=hunter2'])('do not stand in the query of a URL by a short word: %s', (url) => {
    expect(redis(url)).toMatch(/\(SecretInClear\)$/);
  });

  test.each(['http://user:hunter2@otel', 'http://otel?token=hunter2'])('do not stand in where telemetry goes: %s', (endpoint) => {
    expect(telemetry(endpoint)).toMatch(/\(SecretInClear\)$/);
  });

  test('do not stand in errors about where telemetry goes', () => {
    expect(telemetry('grpc://user:hunter2@otel')).not.toContain('hunter2');
  });
});

describe('a URL', () => {
  test.each([' http://otel', 'http://otel\n', 'http:\\\\otel'])('is refused unless it is written as one: %j', (endpoint) => {
    expect(telemetry(endpoint)).toMatch(/\(InvalidUrl\)$/);
  });
});

describe('what is known only at synthesis', () => {
  test('is no namespace of an app, whose address has it', () => {
    expect(() => makeApp(chartOf(), { metadata: { namespace: LATE } }).url).toThrow(/^\[test\/api\] metadata.namespace: got "a lazy value"; .*\(InvalidName\)$/);
  });

  test('is no path of a mount', () => {
    const chart = chartOf();
    expect(() => makeApp(chart).mount(LATE, Volume.fromEmptyDir(chart, 'volume', 'data'))).toThrow(/\(InvalidMount\)$/);
  });

  test('may be the part of a volume that is mounted', () => {
    const chart = chartOf();
    makeApp(chart).mount('/data', Volume.fromEmptyDir(chart, 'volume', 'data'), { subPath: LATE });
    expect(synth(chart.node.root).find(({ kind }) => kind === 'SpinApp').spec.volumeMounts[0].subPath).toBe('late');
  });
});

describe('the name of an app without one', () => {
  test('begins with a letter also where it is cut down to an id that begins with a digit', () => {
    expect(new WasmApp(chartOf(), `1${'a'.repeat(44)}`, { image: IMAGE }).name).toMatch(/^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/);
  });
});
