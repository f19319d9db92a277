import { Duration } from 'cdk8s';
import { Grammar, integer, NAMESPACE } from '../../rules/grammar';
import { labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import type { PrometheusMonitoringProps } from '../prometheus-monitoring';
import { AlertSettings } from './alert-rules';

/** How Prometheus asks, and when it alerts. */
export interface PrometheusSettings extends AlertSettings {
  readonly url: string;
  readonly module: string;
  readonly interval: string;
  readonly labels: { readonly [key: string]: string };
}

/** Prometheus wants the prober without a scheme. */
const HOST: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?$/.test(value),
  rule: 'the prober is a host with an optional port, without a scheme and a path',
  fix: 'write it as "blackbox-exporter.monitoring.svc:9115"',
  code: RuleCode.INVALID_URL,
};

const MODULE: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9_.-]+$/.test(value),
  rule: 'the name of a module has letters, digits, dots, dashes and underscores',
  fix: 'write it as the configuration of the blackbox exporter has it',
  code: RuleCode.INVALID_NAME,
};

const INTERVAL = integer({
  min: 1,
  max: 120,
  rule: 'Prometheus asks in whole seconds, and forgets an answer too soon for alerts beyond 120 of them',
  fix: 'give 1 to 120 seconds',
  code: RuleCode.INVALID_PROBE,
});

const RATE: Grammar = {
  accepts: (value) => typeof value === 'number' && value > 0 && value <= 1,
  rule: 'a share of successes is above 0 and at most 1',
  fix: 'write it as 0.95',
  code: RuleCode.INVALID_QUANTITY,
};

const POSITIVE: Grammar = {
  accepts: (value) => typeof value === 'number' && value > 0,
  rule: 'an answer takes more than no time',
  fix: 'give a duration above 0',
  code: RuleCode.INVALID_QUANTITY,
};

/** Checks props, and settles what is left out. */
export function prometheusSettings(report: Report, props: PrometheusMonitoringProps): PrometheusSettings {
  const { blackboxExporter: url, module = 'http_2xx', interval = Duration.minutes(1), slow = Duration.seconds(1), successRate = 0.95 } = props;
  const slowSeconds = slow.toMilliseconds() / 1000;
  const every = interval.toSeconds({ integral: false });
  report.hold('blackboxExporter', url, HOST);
  report.hold('module', module, MODULE);
  report.hold('interval', every, INTERVAL);
  report.hold('slow', slowSeconds, POSITIVE);
  report.hold('successRate', successRate, RATE);
  report.holdGiven('operatorNamespace', props.operatorNamespace, NAMESPACE);
  return { url, module, interval: `${every}s`, labels: labels(report, 'labels', props.labels), slowSeconds, successRate };
}
