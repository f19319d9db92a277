import { Size } from 'cdk8s';
import { ContainerResources, Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { Report } from '../../src/rules/problem';
import { containerResources, resourceAmounts, sizeQuantity } from '../../src/rules/resources';
import { RuleCode } from '../../src/rules/rule-code';
import { printWarnings, Rules } from '../../src/rules/rules';
import { exceeds, quantityProblems } from '../support/manifest/quantity';
import { chartOf, warningsOf } from '../support/synth';

/** What is written for the resources, and the problems found on the way. */
function rendered(resources?: ContainerResources): [unknown, string[]] {
  const report = new Report(chartOf());
  return [containerResources(report, 'spec.resources', resources), report.messages()];
}

test.each<[string, ContainerResources | undefined, unknown]>([
  ['nothing', undefined, undefined],
  ['an empty map', {}, undefined],
  ['empty pairs', { cpu: {}, memory: {}, ephemeralStorage: {} }, undefined],
  ['a request alone', { cpu: { request: Cpu.units(0.5) } }, { requests: { cpu: '500m' } }],
  ['a limit alone', { memory: { limit: Size.mebibytes(1024) } }, { limits: { memory: '1Gi' } }],
  ['zero', { cpu: { request: Cpu.millis(0) } }, { requests: { cpu: '0' } }],
  ['a request as high as its limit', { cpu: { request: Cpu.units(1), limit: Cpu.millis(1000) } }, { limits: { cpu: '1' }, requests: { cpu: '1' } }],
  ['everything', {
    cpu: { request: Cpu.millis(100), limit: Cpu.units(2) },
    memory: { request: Size.mebibytes(64), limit: Size.gibibytes(1.5) },
    ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
  }, {
    limits: { 'cpu': '2', 'memory': '1536Mi', 'ephemeral-storage': '2Gi' },
    requests: { 'cpu': '100m', 'memory': '64Mi', 'ephemeral-storage': '1Gi' },
  }],
])('resources of %s are written canonically', (_what, given, written) => {
  expect(rendered(given)).toEqual([written, []]);
});

test.each<[string, ContainerResources, string[]]>([
  ['negative CPU', { cpu: { request: Cpu.millis(-5) } }, [
    'spec.resources.requests.cpu: got "-5m"; CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)',
  ]],
  ['CPU that is no number', { cpu: { limit: Cpu.units(NaN) } }, [
    'spec.resources.limits.cpu: got "NaN"; CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)',
  ]],
  ['endless storage', { ephemeralStorage: { request: Size.mebibytes(Infinity) } }, [
    'spec.resources.requests.ephemeral-storage: got "InfinityMi"; ephemeral-storage must be a whole number of bytes, zero or more; give a non-negative amount (InvalidQuantity)',
  ]],
  ['CPU over its limit', { cpu: { request: Cpu.units(1), limit: Cpu.millis(999) } }, [
    'spec.resources.requests.cpu: got "1"; a request must not be over its limit, 999m; lower the request or raise the limit (RequestOverLimit)',
  ]],
  ['memory over its limit', { memory: { request: Size.gibibytes(1), limit: Size.mebibytes(1023) } }, [
    'spec.resources.requests.memory: got "1Gi"; a request must not be over its limit, 1023Mi; lower the request or raise the limit (RequestOverLimit)',
  ]],
  ['several at once', {
    cpu: { request: Cpu.units(2), limit: Cpu.units(1) },
    memory: { request: Size.mebibytes(NaN), limit: Size.mebibytes(1) },
    ephemeralStorage: { request: Size.gibibytes(2), limit: Size.gibibytes(1) },
  }, [
    'spec.resources.requests.memory: got "NaNMi"; memory must be a whole number of bytes, zero or more; give a non-negative amount (InvalidQuantity)',
    'spec.resources.requests.cpu: got "2"; a request must not be over its limit, 1; lower the request or raise the limit (RequestOverLimit)',
    'spec.resources.requests.ephemeral-storage: got "2Gi"; a request must not be over its limit, 1Gi; lower the request or raise the limit (RequestOverLimit)',
  ]],
])('fails for %s', (_what, given, messages) => {
  expect(rendered(given)[1]).toEqual(messages);
});

test('resources are taken exactly where Kubernetes takes them, in its own form', () => {
  const cpu = fc.option(fc.nat(5000).map((amount) => Cpu.millis(amount)), { nil: undefined });
  const memory = fc.option(fc.nat(5000).map((amount) => Size.kibibytes(amount)), { nil: undefined });
  fc.assert(fc.property(cpu, cpu, memory, memory, (...[request, limit, low, high]) => {
    const [written, messages] = rendered({ cpu: { request, limit }, memory: { request: low, limit: high } }) as [any, string[]];
    const { limits = {}, requests = {} } = written ?? {};
    const over = Object.keys(requests).filter((resource) => exceeds(requests[resource], limits[resource]));
    expect(messages).toHaveLength(over.length);
    for (const quantity of [...Object.values(limits), ...Object.values(requests)]) {
      expect(quantityProblems('quantity', quantity)).toEqual([]);
    }
  }));
});

test('a request over its limit is written as it was given where that rule is relaxed', () => {
  const chart = chartOf();
  Rules.of(chart).warnOnly(RuleCode.REQUEST_OVER_LIMIT, 'a webhook lowers it');
  const report = new Report(chart);
  const written = containerResources(report, 'resources', { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } });
  expect([written, report.messages()]).toEqual([{ limits: { cpu: '1' }, requests: { cpu: '2' } }, []]);
});

test('an amount that is none is written as it was given where that rule is relaxed', () => {
  const chart = chartOf();
  Rules.of(chart).warnOnly(RuleCode.INVALID_QUANTITY, 'a webhook rounds it');
  const report = new Report(chart);
  const written = containerResources(report, 'resources', { cpu: { request: Cpu.millis(-5) }, memory: { limit: Size.mebibytes(NaN) } });
  expect([written, report.messages()]).toEqual([{ limits: { memory: 'NaNMi' }, requests: { cpu: '-5m' } }, []]);
});

// a cluster ran pods with 0.1m of CPU and with parts of a byte, rounded up
test('an amount finer than its resource is rounded up as Kubernetes does, with a warning', () => {
  const [cpu, memory] = [Cpu.units(0.0015), Size.mebibytes(0.1)];
  const warnings = warningsOf((chart) => {
    const report = new Report(chart);
    expect(containerResources(report, 'resources', { cpu: { limit: cpu }, memory: { limit: memory } })).toEqual({ limits: { cpu: '2m', memory: '104858' } });
    expect(report.messages()).toEqual([]);
    printWarnings(chart.node.root);
  });
  expect(warnings.split('\n')).toEqual([
    '[test] resources.limits.cpu: got "0.0015"; cpu comes in steps of 1m, and is rounded up; write the amount that is meant (InvalidQuantity)',
    '[test] resources.limits.memory: got "0.1Mi"; memory comes in whole bytes, and is rounded up; write the amount that is meant (InvalidQuantity)',
  ]);
});

describe('a single amount', () => {
  test('is read, or left out', () => {
    const report = new Report(chartOf());
    expect(resourceAmounts(report, 'f', { cpu: Cpu.units(1.5), memory: Size.kibibytes(2) })).toEqual({ cpu: '1500m', memory: '2Ki' });
    expect(sizeQuantity(report, 'memory', Size.kibibytes(2))).toBe(2048n);
    expect([resourceAmounts(report, 'f', {}), sizeQuantity(report, 'memory')]).toEqual([undefined, undefined]);
    expect(report.messages()).toEqual([]);
  });

  test('fails where it is no quantity', () => {
    const report = new Report(chartOf());
    resourceAmounts(report, 'f', { cpu: Cpu.units(-1) });
    sizeQuantity(report, 'memory', Size.mebibytes(NaN));
    expect(report.messages()).toEqual([
      'f.cpu: got "-1"; CPU must be zero or more, in steps of 1m; give a non-negative amount (InvalidQuantity)',
      'memory: got "NaNMi"; memory must be a whole number of bytes, zero or more; give a non-negative amount (InvalidQuantity)',
    ]);
  });
});
