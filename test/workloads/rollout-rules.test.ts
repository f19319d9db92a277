import { ApiObject, JsonPatch } from 'cdk8s';
import { DeploymentStrategy, DeploymentStrategyRollingUpdateOptions, PercentOrAbsolute, StatefulSetUpdateStrategy } from 'cdk8s-plus-28';
import { chartOf } from './wasm-pods';
import { WasmDeployment, WasmImage, WasmStatefulSet, WasmtimeRuntimeClass } from '../../src';
import { failureOf, synth } from '../support/synth';

const { percent, absolute } = PercentOrAbsolute;

const common = (chart: ReturnType<typeof chartOf>) => ({
  metadata: { name: 'hello' },
  image: WasmImage.container('ghcr.io/example/hello:v1'),
  runtimeClass: new WasmtimeRuntimeClass(chart, 'wasmtime', { metadata: { name: 'wasmtime' } }),
  portNumber: 8080,
});

function deployment(chart = chartOf(), options: DeploymentStrategyRollingUpdateOptions = {}): WasmDeployment {
  return new WasmDeployment(chart, 'hello', { ...common(chart), strategy: DeploymentStrategy.rollingUpdate(options) });
}

const share = 'must be a whole number of pods or percent; write it as PercentOrAbsolute.percent(25) (InvalidCount)';
const part = 'must be a whole number of pods, or percent up to 100; write it as PercentOrAbsolute.percent(25) (InvalidCount)';

describe('a rollout may', () => {
  test.each<[string, DeploymentStrategyRollingUpdateOptions]>([
    ['double the pods and more', { maxSurge: percent(150), maxUnavailable: absolute(0) }],
    ['replace all at once', { maxSurge: absolute(0), maxUnavailable: percent(100) }],
  ])('%s', (_what, options) => {
    const chart = chartOf();
    deployment(chart, options);
    expect(synth(chart).find(({ kind }) => kind === 'Deployment').spec.strategy.rollingUpdate).toEqual({
      maxSurge: options.maxSurge!.value, maxUnavailable: options.maxUnavailable!.value,
    });
  });

  test('leave the first pods of a StatefulSet', () => {
    const chart = chartOf();
    const strategy = StatefulSetUpdateStrategy.rollingUpdate({ partition: 2 });
    expect(() => new WasmStatefulSet(chart, 'hello', { ...common(chart), strategy })).not.toThrow();
  });
});

describe('a rollout fails for', () => {
  test.each<[string, DeploymentStrategyRollingUpdateOptions, string]>([
    ['parts of a percent', { maxSurge: percent(12.5) }, `maxSurge: got "12.5%"; ${share}`],
    ['parts of a pod', { maxUnavailable: absolute(1.5) }, `maxUnavailable: got 1.5; ${part}`],
    ['less than no pod', { maxSurge: absolute(-1) }, `maxSurge: got -1; ${share}`],
    ['more than all pods', { maxUnavailable: percent(150) }, `maxUnavailable: got "150%"; ${part}`],
  ])('%s', (_what, options, message) => {
    expect(() => deployment(chartOf(), options)).toThrow(new Error(`[test/hello] spec.strategy.rollingUpdate.${message}`));
  });

  test('no pod that it may replace', () => {
    expect(failureOf((chart) => ApiObject.of(deployment(chart))
      .addJsonPatch(JsonPatch.replace('/spec/strategy/rollingUpdate', { maxSurge: 0, maxUnavailable: '0%' })))).toBe(
      '[test/hello] spec.strategy.rollingUpdate.maxUnavailable: got "0%"; no pod could be replaced, since maxSurge is 0 too; '
      + 'let one of them be more (InvalidCount)');
  });

  test('less than none of the pods of a StatefulSet', () => {
    const chart = chartOf();
    const strategy = StatefulSetUpdateStrategy.rollingUpdate({ partition: -1 });
    expect(() => new WasmStatefulSet(chart, 'hello', { ...common(chart), strategy })).toThrow(new Error(
      '[test/hello] spec.updateStrategy.rollingUpdate.partition: got -1; must be a whole number of 0 or more; '
      + 'give a whole number, or leave it out (InvalidCount)'));
  });
});
