import { Chart, Cron } from 'cdk8s';
import { LabelExpression, LabelSelector } from 'cdk8s-plus-28';
import { chartOf } from './wasm-pods';
import { WasmCronJob, WasmDaemonSet, WasmDeployment, WasmDeploymentProps, WasmImage, WasmJob, WasmtimeRuntimeClass } from '../../src';
import { failureOf, synth } from '../support/synth';

const common = (chart: Chart) => ({
  metadata: { name: 'hello' },
  image: WasmImage.container('ghcr.io/example/hello:v1'),
  runtimeClass: new WasmtimeRuntimeClass(chart, 'wasmtime', { metadata: { name: 'wasmtime' } }),
});

function deployment(chart: Chart, props: Partial<WasmDeploymentProps> = {}): WasmDeployment {
  return new WasmDeployment(chart, 'hello', { ...common(chart), ...props });
}

const written = (chart: Chart) => synth(chart).find(({ kind }) => kind === 'Deployment').spec;
const web = { select: false, podMetadata: { labels: { app: 'web' } } };
const labelled = (labels: { [key: string]: string }) => ({ podMetadata: { labels } });

describe('a workload', () => {
  test('may be told by which labels it knows its pods, after it is made', () => {
    const chart = chartOf();
    deployment(chart, web).select(LabelSelector.of({
      labels: { app: 'web' },
      expressions: [LabelExpression.in('app', ['web', 'api']), LabelExpression.notIn('x', ['y']), LabelExpression.exists('app'),
        LabelExpression.doesNotExist('z')],
    }));
    expect(written(chart).selector.matchLabels).toEqual({ app: 'web' });
  });

  test('fails without any', () => {
    const fix = 'call select(), or leave out select: false (InvalidLabel)';
    expect(failureOf((chart) => deployment(chart, { select: false })))
      .toBe(`[test/hello] spec.selector: got {}; a Deployment needs labels by which it knows its pods; ${fix}`);
    expect(failureOf((chart) => new WasmDaemonSet(chart, 'hello', { ...common(chart), select: false })))
      .toBe(`[test/hello] spec.selector: got {}; a DaemonSet needs labels by which it knows its pods; ${fix}`);
  });

  test('fails for a label that its pods have not, nor another value of one', () => {
    const select = (selector: LabelSelector) => failureOf((chart) => deployment(chart, web).select(selector));
    expect(select(LabelSelector.of({ labels: { tier: 'x' } })))
      .toMatch(/spec\.selector: got \{"matchLabels":\{"tier":"x"\}\}; it does not select the pods of the Deployment, which have \{.*"app":"web".*\}; /);
    for (const expression of [
      LabelExpression.in('app', ['api']), LabelExpression.notIn('app', ['web']), LabelExpression.exists('tier'), LabelExpression.doesNotExist('app'),
    ]) {
      expect(select(LabelSelector.of({ expressions: [expression] }))).toContain('it does not select the pods of the Deployment');
    }
  });

  test('fails for a selector of no label', () => {
    expect(failureOf((chart) => deployment(chart, web).select(LabelSelector.of({ labels: { 'a b': 'c' } }))))
      .toContain('[test/hello] spec.selector.matchLabels key: got "a b"; a label key must be a name');
  });
});

describe('the pods of a Job', () => {
  const own = (key: string, value: string) => `metadata.labels["${key}"]: got "${value}"; the Job knows its pods by this label, and writes it itself; use another key (InvalidLabel)`;

  test('may carry its own name', () => {
    const chart = chartOf();
    new WasmJob(chart, 'hello', { ...common(chart), ...labelled({ 'job-name': 'hello', 'batch.kubernetes.io/job-name': 'hello', 'app': 'x' }) });
    expect(synth(chart).find(({ kind }) => kind === 'Job').spec.template.metadata.labels).toMatchObject({ app: 'x' });
  });

  test('fail for labels that are those of another', () => {
    expect(failureOf((chart) => new WasmJob(chart, 'hello', { ...common(chart), ...labelled({ 'controller-uid': 'x', 'job-name': 'y' }) })).split('\n')).toEqual([
      `[test/hello] spec.template.${own('controller-uid', 'x')}`,
      `[test/hello] spec.template.${own('job-name', 'y')}`,
    ]);
    expect(failureOf((chart) => new WasmCronJob(chart, 'hello', {
      ...common(chart), schedule: Cron.daily(), ...labelled({ 'batch.kubernetes.io/job-name': 'hello' }),
    }))).toBe(`[test/hello] spec.jobTemplate.spec.template.${own('batch.kubernetes.io/job-name', 'hello')}`);
  });
});
