import { Duration } from 'cdk8s';
import { HttpGetProbeOptions, Probe } from 'cdk8s-plus-28';
import { WasmApp, WasmAppProps } from '../../src';
import { chartOf, failureOf, synth, warningsOf } from '../support/synth';

/** `spec.checks` of an app. */
function checks(probes: Partial<WasmAppProps>): any {
  const app = new WasmApp(chartOf(), 'api', { image: 'ghcr.io/acme/api:v1', ...probes });
  return synth(app.node.root)[1].spec.checks;
}

const readiness = (options: HttpGetProbeOptions) => checks({ readiness: Probe.fromHttpGet('/health', options) }).readiness;

const DEFAULT = { httpGet: { path: '/health', httpHeaders: [] }, initialDelaySeconds: 0 };

describe('a check of an app', () => {
  it('writes an empty list of headers, and no delay, where SpinApp would wait', () => {
    expect(readiness({})).toEqual(DEFAULT);
  });

  it.each<[string, HttpGetProbeOptions, object]>([
    ['the delay', { initialDelaySeconds: Duration.seconds(1) }, { initialDelaySeconds: 1 }],
    ['the period', { periodSeconds: Duration.minutes(1) }, { periodSeconds: 60 }],
    ['the timeout', { timeoutSeconds: Duration.seconds(2) }, { timeoutSeconds: 2 }],
    ['the successes', { successThreshold: 2 }, { successThreshold: 2 }],
    ['the failures', { failureThreshold: 5 }, { failureThreshold: 5 }],
  ])('writes %s', (_, options, added) => {
    expect(readiness(options)).toEqual({ ...DEFAULT, ...added });
  });

  it('leaves out the failures that SpinApp allows anyway', () => {
    expect(readiness({ failureThreshold: 3 })).toEqual(DEFAULT);
  });

  it('may name port 80', () => {
    expect(readiness({ port: 80 })).toEqual(DEFAULT);
  });

  it('is written for readiness and liveness apart', () => {
    expect(checks({ readiness: Probe.fromHttpGet('/ready'), liveness: Probe.fromHttpGet('/alive', { failureThreshold: 1 }) })).toEqual({
      readiness: { httpGet: { path: '/ready', httpHeaders: [] }, initialDelaySeconds: 0 },
      liveness: { httpGet: { path: '/alive', httpHeaders: [] }, initialDelaySeconds: 0, failureThreshold: 1 },
    });
  });

  // a cluster ran the pods of apps with each of these
  it.each<[string, HttpGetProbeOptions]>([
    ['periodSeconds', { periodSeconds: Duration.seconds(0) }],
    ['timeoutSeconds', { timeoutSeconds: Duration.seconds(0) }],
    ['failureThreshold', { failureThreshold: 0 }],
    ['successThreshold', { successThreshold: 0 }],
  ])('warns of 0 in %s, which stands for the default', (field, options) => {
    expect(warningsOf((chart) => new WasmApp(chart, 'api', {
      image: 'ghcr.io/acme/api:v1', readiness: Probe.fromHttpGet('/health', options),
    }))).toBe(`[test/api] spec.checks.readiness.${field}: got 0; 0 stands for the default; leave it out (InvalidProbe)`);
  });

  // a cluster refused the one, and never ran an app with the other
  it.each<[string, HttpGetProbeOptions, string]>([
    ['half a failure', { failureThreshold: 0.5 }, 'failureThreshold: got 0.5; must be a whole number of at least 0'],
    ['fewer than no successes', { successThreshold: -1 }, 'successThreshold: got -1; must be a whole number of at least 0'],
  ])('fails for %s', (_, options, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', {
      image: 'ghcr.io/acme/api:v1', readiness: Probe.fromHttpGet('/health', options),
    }))).toBe(`[test/api] spec.checks.readiness.${message}; give whole seconds or a count (InvalidProbe)`);
  });

  it('has headers', () => {
    const headers = { 'X-Check': 'yes', 'Host': 'shop.acme.com' };
    expect(checks({ readiness: Probe.fromHttpGet('/health'), readinessHeaders: headers }).readiness.httpGet)
      .toEqual({ path: '/health', httpHeaders: [{ name: 'Host', value: 'shop.acme.com' }, { name: 'X-Check', value: 'yes' }] });
    expect(checks({ liveness: Probe.fromHttpGet('/health'), livenessHeaders: headers }).liveness.httpGet.httpHeaders).toHaveLength(2);
  });

  it.each<[string, { [name: string]: string }, string]>([
    ['a name with a space', { 'X Check': 'x' }, ' name: got "X Check"; the name of a header is letters, digits and \'-\'; write it as "X-Check" (InvalidProbe)'],
    ['two lines', { 'X-Check': 'a\nb' },
      '["X-Check"]: got "a\\nb"; the value of a header is one line; put the value in quotes, without a line break (InvalidProbe)'],
    ['a password', { authorization: 'Bearer hunter2' }, '["authorization"]: got "…"; a check cannot read a Secret, '
      + 'and what proves an identity does not stand in a manifest; check a path that needs none (SecretInClear)'],
  ])('fails for a header with %s', (_, readinessHeaders, message) => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', {
      image: 'ghcr.io/acme/api:v1', readiness: Probe.fromHttpGet('/health'), readinessHeaders,
    }))).toBe(`[test/api] spec.checks.readiness.httpGet.httpHeaders${message}`);
  });

  it('fails for headers of a check that is not made', () => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1', livenessHeaders: { 'X-Check': 'x' } })))
      .toBe('[test/api] spec.checks.liveness.httpGet.httpHeaders: got {"X-Check":"x"}; they go with a check, and there is none; '
        + 'give the Probe too (UnusedOption)');
  });

  it('fails for parts of a second', () => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', {
      image: 'ghcr.io/acme/api:v1', liveness: Probe.fromHttpGet('/health', { timeoutSeconds: Duration.millis(1500) }),
    }))).toBe('[test/api] spec.checks.liveness: got "\'1500 millis\' cannot be converted into a whole number of seconds."; '
      + 'the times of a probe are whole seconds; use Duration.seconds (InvalidProbe)');
  });
});
