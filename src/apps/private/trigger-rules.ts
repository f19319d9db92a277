import { byKey } from '../../rules/by-key';
import { CRON, TIME_ZONE } from '../../rules/cron';
import { Grammar, integer } from '../../rules/grammar';
import { Problem, Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { HTTP, holdUrl } from '../../rules/url';
import { KedaMetricType, KedaTrigger, KedaTriggerConfig } from '../keda-trigger';

type Metadata = { readonly [key: string]: string };

/** Scalers that measure pods, and so start no first one. */
export const RESOURCE_SCALERS = ['cpu', 'memory'];

/** Keys by which scalers of KEDA take a secret. Those that end in FromEnv name a variable instead. */
const SECRET_KEY = /(password|passwd|pwd|passphrase|secret|secretKey|secretAccessKey|token|apiKey|accessKey|privateKey|connectionString)$/i;
const SECRET_VALUE = /:\/\/[^/\s@]*:[^/\s@]+@/;

const SCALER: Grammar = {
  accepts: (type) => typeof type === 'string' && /^[a-z][a-z0-9-]*$/.test(type),
  rule: "a scaler's name is of a-z, 0-9 and '-'",
  fix: 'use a name of keda.sh/docs/latest/scalers, such as "kafka"',
  code: RuleCode.INVALID_TRIGGER,
};

const PERCENT = text(/^[1-9]\d{0,8}$/, 'must be a whole percentage of at least 1', 'write 60 for 60 percent');
const QUANTITY = text(/^(?=.*[1-9])\d+(m|k|[KMGTPE]i?)?$/, 'must be an amount over zero', 'raise it');
const THRESHOLD: Grammar = {
  ...text(/^/, 'must be a number of at least 0.001', 'raise it'), accepts: (value) => Number(value) >= 0.001 && Number.isFinite(Number(value)),
};
const NUMBER: Grammar = { ...text(/^/, 'must be a number', 'write it in digits'), accepts: (value) => Number.isFinite(Number(value)) };
const FILLED = text(/\S/, 'must not be empty', 'write the query');

/** Checks triggers and writes `spec.triggers`. */
export function triggerSpecs(report: Report, triggers: readonly KedaTrigger[], maxReplicas: number | undefined): object[] {
  if (triggers.length === 0) {
    report.add({
      field: 'spec.triggers',
      value: [],
      rule: 'a ScaledObject has at least one trigger',
      fix: 'give one of KedaTrigger',
      code: RuleCode.EMPTY_LIST,
    });
  }
  const configs = triggers.map((trigger) => trigger.toTriggerConfig());
  return configs.map((config, index) => {
    const place = `spec.triggers[${index}]`;
    checkNames(report, place, config, configs.slice(0, index).map(({ name }) => name));
    checkSecrets(report, `${place}.metadata`, config);
    checkKnown(report, place, config, maxReplicas);
    return written(config);
  });
}

function checkNames(report: Report, place: string, config: KedaTriggerConfig, before: (string | undefined)[]): void {
  report.hold(`${place}.type`, config.type, SCALER);
  report.holdGiven(`${place}.authenticationRef.name`, config.authentication?.name, REFERENCE);
  if (config.name !== undefined && before.includes(config.name)) {
    report.add({ field: `${place}.name`, value: config.name, rule: 'another trigger has this name', fix: 'give each its own', code: RuleCode.DUPLICATE_KEY });
  }
  if (config.useCachedMetrics && [...RESOURCE_SCALERS, 'cron'].includes(config.type)) {
    refuse(report, { field: `${place}.useCachedMetrics`, value: true, rule: `KEDA caches nothing for scaler ${config.type}`, fix: 'leave it out' });
  }
}

function checkSecrets(report: Report, place: string, { type, metadata = {} }: KedaTriggerConfig): void {
  // The address of a prometheus trigger is held as a whole further on.
  for (const [key, value] of byKey(metadata).filter(([name]) => type !== 'prometheus' || name !== 'serverAddress')) {
    if ((SECRET_KEY.test(key) && !key.endsWith('FromEnv')) || SECRET_VALUE.test(value)) {
      report.add({
        field: `${place}.${key}`,
        value: '…',
        rule: 'a secret does not stand in a manifest',
        fix: 'put it in a Secret and give authentication: KedaAuthentication.triggerAuthentication(name)',
        code: RuleCode.SECRET_IN_CLEAR,
      });
    } else {
      report.hold(`${place}.${key}`, value, { ...FILLED, accepts: (held) => typeof held === 'string', rule: 'KEDA takes texts alone', fix: 'write it in quotes' });
    }
  }
}

/** What the scalers that this library writes itself ask of their metadata. */
function checkKnown(report: Report, place: string, { type, metadata = {}, metricType }: KedaTriggerConfig, maxReplicas?: number): void {
  if (RESOURCE_SCALERS.includes(type)) {
    checkResource(report, place, metadata, metricType);
  } else if (metricType === KedaMetricType.UTILIZATION) {
    refuse(report, { field: `${place}.metricType`, value: metricType, rule: 'only scalers cpu and memory compare with what pods request', fix: 'use AVERAGE_VALUE or VALUE' });
  }
  if (type === 'cron') {
    checkCron(report, `${place}.metadata`, metadata, maxReplicas);
  }
  if (type === 'prometheus') {
    checkPrometheus(report, `${place}.metadata`, metadata);
  }
}

function checkResource(report: Report, place: string, { value }: Metadata, metricType?: KedaMetricType): void {
  if (metricType !== KedaMetricType.UTILIZATION && metricType !== KedaMetricType.AVERAGE_VALUE) {
    refuse(report, { field: `${place}.metricType`, value: metricType, rule: 'scalers cpu and memory take Utilization or AverageValue', fix: 'give one of them' });
  }
  report.hold(`${place}.metadata.value`, value, metricType === KedaMetricType.UTILIZATION ? PERCENT : QUANTITY);
}

function checkCron(report: Report, place: string, metadata: Metadata, maxReplicas = 100): void {
  const { start, end, timezone, desiredReplicas } = metadata;
  report.hold(`${place}.start`, start, CRON);
  report.hold(`${place}.end`, end, CRON);
  report.hold(`${place}.timezone`, timezone, TIME_ZONE);
  if (start === end) {
    report.add({ field: `${place}.end`, value: end, rule: 'KEDA refuses an end that equals the start', fix: 'end later', code: RuleCode.INVALID_SCHEDULE });
  }
  report.hold(`${place}.desiredReplicas`, Number(desiredReplicas), integer({
    min: 1,
    max: Math.max(1, maxReplicas),
    rule: `must be an integer from 1 to the maximum of the autoscaler, ${maxReplicas}`,
    fix: 'lower it, or raise maxReplicas',
    code: RuleCode.INVALID_TRIGGER,
  }));
}

function checkPrometheus(report: Report, place: string, metadata: Metadata): void {
  const { serverAddress, query, threshold, activationThreshold } = metadata;
  holdUrl(report, `${place}.serverAddress`, serverAddress, { schemes: HTTP, fix: 'give authentication: KedaAuthentication.triggerAuthentication(name)' });
  report.hold(`${place}.query`, query, FILLED);
  report.hold(`${place}.threshold`, threshold, THRESHOLD);
  report.holdGiven(`${place}.activationThreshold`, activationThreshold, NUMBER);
}

function written({ type, metadata, authentication, metricType, name, useCachedMetrics }: KedaTriggerConfig): object {
  return {
    type,
    name,
    metricType,
    useCachedMetrics,
    metadata: { ...metadata },
    authenticationRef: authentication && { kind: authentication.kind, name: authentication.name },
  };
}

function refuse(report: Report, problem: Omit<Problem, 'code'>): void {
  report.add({ ...problem, code: RuleCode.INVALID_TRIGGER });
}

function text(pattern: RegExp, rule: string, fix: string): Grammar {
  return { accepts: (value) => typeof value === 'string' && pattern.test(value), rule, fix, code: RuleCode.INVALID_TRIGGER };
}
