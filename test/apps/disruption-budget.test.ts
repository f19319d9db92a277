import { App } from 'cdk8s';
import { Cpu, HorizontalPodAutoscaler, PercentOrAbsolute } from 'cdk8s-plus-28';
import { DisruptionBudgetOptions, EdgeWasmApp, RuleCode, Rules, WasmApp, WasmAppProps } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';
const { absolute, percent } = PercentOrAbsolute;

function budget(options: DisruptionBudgetOptions, props: Partial<WasmAppProps> = {}): any {
  const chart = chartOf();
  new WasmApp(chart, 'api', { image: IMAGE, ...props }).disruptionBudget(options);
  return synth(chart.node.root).find(({ kind }) => kind === 'PodDisruptionBudget').spec;
}

/** The warnings of a program. */
function warnings(program: () => unknown): string[] {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  program();
  const lines = stderr.mock.calls.map(([text]) => String(text));
  stderr.mockRestore();
  return lines;
}

describe('a disruption budget', () => {
  it('selects the pods that the operator makes', () => {
    const chart = chartOf();
    const made = new WasmApp(chart, 'api', { image: IMAGE, metadata: { name: 'api' } }).disruptionBudget({ maxUnavailable: absolute(1) });
    expect(made.name).toBe('api');
    expect(yamlOfKind(chart.node.root, 'PodDisruptionBudget')).toMatchInlineSnapshot(`
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata:
        name: api
        namespace: apps
      spec:
        maxUnavailable: 1
        selector:
          matchLabels:
            core.spinkube.dev/app-name: api
    `);
  });

  it.each<[DisruptionBudgetOptions, object]>([
    [{ minAvailable: absolute(1) }, { minAvailable: 1 }],
    [{ minAvailable: percent(50) }, { minAvailable: '50%' }],
    [{ maxUnavailable: percent(100) }, { maxUnavailable: '100%' }],
  ])('writes %j', (options, written) => {
    expect(budget(options)).toMatchObject(written);
  });

  const ONE = 'a disruption budget says exactly one of minAvailable and maxUnavailable; give one of them (InvalidDisruptionBudget)';
  const AMOUNT = 'must be a whole number of pods, or a whole percentage from 0 to 100; '
    + 'use PercentOrAbsolute.absolute or PercentOrAbsolute.percent (InvalidDisruptionBudget)';

  it.each<[string, DisruptionBudgetOptions, string]>([
    ['no amount', {}, `spec: got {}; ${ONE}`],
    ['both amounts', { minAvailable: absolute(1), maxUnavailable: percent(50) }, `spec: got {"minAvailable":1,"maxUnavailable":"50%"}; ${ONE}`],
    ['half a pod', { minAvailable: absolute(0.5) }, `spec.minAvailable: got 0.5; ${AMOUNT}`],
    ['more pods than the server counts', { minAvailable: absolute(2 ** 31) }, `spec.minAvailable: got 2147483648; ${AMOUNT}`],
    ['fewer than no pod', { maxUnavailable: absolute(-1) }, `spec.maxUnavailable: got -1; ${AMOUNT}`],
    ['more than all', { maxUnavailable: percent(101) }, `spec.maxUnavailable: got "101%"; ${AMOUNT}`],
    ['half a percent', { maxUnavailable: percent(0.5) }, `spec.maxUnavailable: got "0.5%"; ${AMOUNT}`],
  ])('fails for %s', (_, options, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', { image: IMAGE }).disruptionBudget(options))).toBe(`[test/api/DisruptionBudget] ${message}`);
  });

  it('fails the second time', () => {
    expect(failureOf((chart) => {
      const app = new WasmApp(chart, 'api', { image: IMAGE });
      app.disruptionBudget({ minAvailable: absolute(1) });
      app.disruptionBudget({ minAvailable: absolute(1) });
    })).toBe('[test/api/DisruptionBudget] spec: got nothing; the app has a budget already; give one (DuplicateKey)');
  });

  const BLOCKS = (field: string, got: string, pods: string) => `warning: [test/api] disruptionBudget.${field}: got ${got}; `
    + `of ${pods} pods none may go, so no node that runs one can be drained; let one go, or run more (BlockingDisruptionBudget)\n`;

  it.each<[DisruptionBudgetOptions, number | undefined, string[]]>([
    [{ minAvailable: absolute(2) }, undefined, [BLOCKS('minAvailable', '2', '2')]],
    [{ minAvailable: absolute(3) }, 3, [BLOCKS('minAvailable', '3', '3')]],
    [{ minAvailable: percent(51) }, 2, [BLOCKS('minAvailable', '"51%"', '2')]],
    [{ minAvailable: percent(100) }, 5, [BLOCKS('minAvailable', '"100%"', '5')]],
    [{ maxUnavailable: percent(0) }, 5, [BLOCKS('maxUnavailable', '"0%"', '5')]],
    [{ maxUnavailable: absolute(0) }, 5, [BLOCKS('maxUnavailable', '0', '5')]],
    [{ minAvailable: absolute(1) }, 2, []],
    [{ minAvailable: percent(50) }, 2, []],
    [{ maxUnavailable: percent(1) }, 2, []],
    [{ maxUnavailable: absolute(1) }, 1, []],
  ])('of %j for %s replicas warns where no pod may go', (options, replicas, lines) => {
    expect(warnings(() => budget(options, { replicas }))).toEqual(lines);
  });

  it('knows the replicas of an edge app, and not those of an autoscaled one', () => {
    expect(warnings(() => {
      const chart = chartOf();
      new EdgeWasmApp(chart, 'api', { image: IMAGE }).disruptionBudget({ minAvailable: absolute(1) });
      synth(chart.node.root);
    })).toEqual([BLOCKS('minAvailable', '1', '1')]);
    expect(warnings(() => {
      const chart = chartOf();
      const target = new WasmApp(chart, 'api', { image: IMAGE, resources: { cpu: { request: Cpu.millis(5) } } });
      target.disruptionBudget({ minAvailable: absolute(1) });
      new HorizontalPodAutoscaler(chart, 'hpa', { target, maxReplicas: 3 });
      synth(chart.node.root);
    })).toEqual([]);
  });

  it('is silent where the warning is', () => {
    expect(warnings(() => {
      const chart = chartOf();
      Rules.of(chart).silence(RuleCode.BLOCKING_DISRUPTION_BUDGET);
      new WasmApp(chart, 'api', { image: IMAGE }).disruptionBudget({ maxUnavailable: absolute(0) });
      (chart.node.root as App).synthYaml();
    })).toEqual([]);
  });
});
