/**
 * Defects that are known and open: each test says what should be, and fails as long as it is not.
 * Whoever mends one moves its test, without `.failing`, to the file of the code that was mended.
 */
import { Chart, Lazy } from 'cdk8s';
import { EnvValue, MountOptions, Volume } from 'cdk8s-plus-28';
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
  test.each([' http://otel', 'http://otel\n', 'http:otel', 'http:///otel', 'http:\\\\otel'])('is refused unless it is written as one: %j', (endpoint) => {
    expect(telemetry(endpoint)).toMatch(/\(InvalidUrl\)$/);
  });
});

describe('what is known only at synthesis', () => {
  test('is no namespace of an app, whose address has it', () => {
    expect(() => makeApp(chartOf(), { metadata: { namespace: LATE } }).url).toThrow(/\(InvalidNamespace\)$/);
  });

  test.each<[string, string, MountOptions]>([['path', LATE, {}], ['subPath', '/data', { subPath: LATE }]])(
    'may be the %s of a mount, or fails in our words', (_, path, options) => {
      const chart = chartOf();
      makeApp(chart).mount(path, Volume.fromEmptyDir(chart, 'volume', 'data'), options);
      synth(chart.node.root);
    });
});

describe('the id "wasm-platform"', () => {
  test('may be that of a chart with an app and its executor, in either order', () => {
    const chart = chartOf('apps', 'wasm-platform');
    makeApp(chart);
    new SpinAppExecutor(chart, 'executor', { spinImage: IMAGE });
    synth(chart.node.root);
  });
});

describe('the name of an app without one', () => {
  test('begins with a letter also where it is cut down to an id that begins with a digit', () => {
    expect(new WasmApp(chartOf(), `1${'a'.repeat(44)}`, { image: IMAGE }).name).toMatch(/^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/);
  });
});
