/**
 * Kinds of the prometheus-operator: the fields that we write, no more. The package with the whole schemas is for node alone, see
 * test/support/prometheus.ts.
 */
import type { SchemaObject } from './json-schema';

const TEXT: SchemaObject = { type: 'string', minLength: 1 };
const TEXTS: SchemaObject = { type: 'object', additionalProperties: TEXT };
const DURATION: SchemaObject = { type: 'string', pattern: '^([0-9]+(ms|[smhdwy]))+$' };

const RULE = record({ alert: TEXT, expr: TEXT, for: DURATION, labels: TEXTS, annotations: TEXTS }, ['alert', 'expr']);
const ENDPOINT = record({
  port: TEXT,
  scheme: { enum: ['http', 'https'] },
  path: TEXT,
  interval: DURATION,
  authorization: record({ credentials: record({ name: TEXT, key: TEXT }, ['name', 'key']) }, ['credentials']),
  tlsConfig: record({ insecureSkipVerify: { type: 'boolean' } }),
}, ['port']);

const SPECS: { [kind: string]: SchemaObject | undefined } = {
  'monitoring.coreos.com/v1 Probe': record({
    jobName: TEXT,
    interval: DURATION,
    module: TEXT,
    prober: record({ url: TEXT }, ['url']),
    targets: record({ staticConfig: record({ static: list(TEXT), labels: TEXTS }, ['static']) }, ['staticConfig']),
  }, ['prober', 'targets']),
  'monitoring.coreos.com/v1 PrometheusRule': record({ groups: list(record({ name: TEXT, rules: list(RULE) }, ['name', 'rules'])) }, ['groups']),
  'monitoring.coreos.com/v1 ServiceMonitor': record({
    selector: record({ matchLabels: TEXTS }, ['matchLabels']),
    endpoints: list(ENDPOINT),
  }, ['selector', 'endpoints']),
};

/** The schema of the spec of such a kind, by its version and name. */
export function prometheusSpec(kind: string): SchemaObject | undefined {
  return SPECS[kind];
}

function record(properties: object, required: string[] = []): SchemaObject {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object): SchemaObject {
  return { type: 'array', minItems: 1, items };
}
