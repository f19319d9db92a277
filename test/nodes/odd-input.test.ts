/** Odd and hostile input. */
import { Lazy, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { RuleCode, Rules, SpinRuntimeClass, WasmNodePool, WasmNodePoolProps, WasmtimeRuntimeClass } from '../../src';
import { chartOf, failureOf } from '../support/synth';

/** The name of the class of a pool. */
function nameOf(props: WasmNodePoolProps): string {
  return new WasmNodePool(chartOf(), 'edge', props).runtimeClass.runtimeClassName;
}

test('overhead is written as it was given where that rule is relaxed', () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const chart = chartOf();
  Rules.of(chart).warnOnly(RuleCode.INVALID_QUANTITY, 'a webhook rounds it');
  new WasmtimeRuntimeClass(chart, 'class', { overhead: { cpu: Cpu.millis(-5) } });
  const [{ overhead }] = chart.toJson();
  jest.restoreAllMocks();
  expect(overhead).toEqual({ podFixed: { cpu: '-5m' } });
});

test('a handler for Spin may be known only at synthesis', () => {
  new SpinRuntimeClass(chartOf(), 'class', { handler: Lazy.any({ produce: () => 'spin' }) });
});

test('a class does not change with the placement that it hands out', () => {
  const chart = chartOf();
  const { placement } = new WasmtimeRuntimeClass(chart, 'class', { nodeSelector: { role: 'edge' } });
  Object.assign(placement.nodeSelector!, { role: 'far' });
  expect(chart.toJson()[0].scheduling.nodeSelector).toEqual({ role: 'edge' });
});

describe('pools of the same content have the same name', () => {
  test.each<[string, WasmNodePoolProps, WasmNodePoolProps]>([
    ['no labels, said or not', { nodeSelector: {} }, {}],
    ['no taints, said or not', { tolerations: [] }, {}],
    ['CPU in other units', { overhead: { cpu: Cpu.units(0.5) } }, { overhead: { cpu: Cpu.millis(500) } }],
    ['memory in other units', { overhead: { memory: Size.gibibytes(1) } }, { overhead: { memory: Size.mebibytes(1024) } }],
  ])('%s', (_what, one, other) => {
    expect(nameOf(one)).toBe(nameOf(other));
  });
});

describe('all problems are said at once', () => {
  test('of a pool', () => {
    expect(failureOf((chart) => new WasmNodePool(chart, 'edge', { runtimeClassName: 'My Class', nodeSelector: { 'my key': 'x' } })).split('\n'))
      .toHaveLength(2);
  });

  test('of a pool that another program makes', () => {
    expect(failureOf((chart) => WasmNodePool.fromExisting(chart, 'edge', { runtimeClassName: 'My Class', executorName: 'My Executor' })).split('\n'))
      .toHaveLength(2);
  });
});

test('a pool takes labels, taints and overhead that are undefined as left out', () => {
  expect(nameOf({ nodeSelector: undefined, tolerations: undefined, overhead: undefined })).toBe(nameOf({}));
});
