import { k8s, Metric } from 'cdk8s-plus-28';
import { integer, isPathSegment } from '../../rules/grammar';
import { Problem, Report } from '../../rules/problem';
import { canonicalQuantity } from '../../rules/quantity';
import { RuleCode } from '../../rules/rule-code';

/** The part of a metric that HorizontalPodAutoscalers of any origin have in common. */
export interface MetricSpec {
  readonly type?: string;
  readonly [source: string]: unknown;
}

interface MetricTargetSpec {
  readonly type?: string;
  readonly value?: unknown;
  readonly averageValue?: unknown;
  readonly averageUtilization?: unknown;
}

interface MetricSource {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name?: string };
  readonly target?: MetricTargetSpec;
}

interface SourceKind {
  readonly field: string;
  readonly targets: string[];
}

/** Where each type of metric has its source, and the targets that the API server takes for it. */
const SOURCES: { [type: string]: SourceKind | undefined } = {
  Resource: { field: 'resource', targets: ['Utilization', 'AverageValue'] },
  ContainerResource: { field: 'containerResource', targets: ['Utilization', 'AverageValue'] },
  Pods: { field: 'pods', targets: ['AverageValue'] },
  Object: { field: 'object', targets: ['Value', 'AverageValue'] },
  External: { field: 'external', targets: ['Value', 'AverageValue'] },
};

/** What the metrics API measures of a pod. */
const MEASURED = ['cpu', 'memory'];

interface Rendered {
  _toKube(): k8s.MetricSpecV2;
}

/** Writes metrics of cdk8s-plus in YAML field names, with quantities in the API server's own form. */
export function metricSpecs(metrics: readonly Metric[]): MetricSpec[] {
  return metrics.map((metric) => canonical(k8s.toJson_MetricSpecV2((metric as unknown as Rendered)._toKube())) as MetricSpec);
}

/** Checks metrics, whoever wrote them, for one app. */
export function checkMetrics(report: Report, metrics: readonly MetricSpec[], app: string): void {
  metrics.forEach((metric, index) => {
    const kind = SOURCES[String(metric.type)];
    const source = kind && metric[kind.field] as MetricSource | undefined;
    if (source) {
      const place = `spec.metrics[${index}].${kind.field}`;
      checkSource(report, place, source, app);
      checkTarget(report, `${place}.target`, source.target, kind.targets);
    }
  });
}

/** The resources whose use metrics compare with what a pod requests, with their fields. */
export function usedResources(metrics: readonly MetricSpec[]): { readonly field: string; readonly resource: string }[] {
  return metrics.flatMap((metric, index) => {
    const kind = SOURCES[String(metric.type)];
    const source = kind && metric[kind.field] as MetricSource | undefined;
    return kind && source?.name && source.target?.type === 'Utilization'
      ? [{ field: `spec.metrics[${index}].${kind.field}.target`, resource: source.name }] : [];
  });
}

function checkSource(report: Report, place: string, { name, container, metric }: MetricSource, app: string): void {
  const unmeasured = name !== undefined && !MEASURED.includes(name);
  const nameless = metric !== undefined && !isPathSegment(metric.name);
  const problems: (Partial<Problem> | false)[] = [
    unmeasured && { field: 'name', value: name, rule: 'the metrics API measures cpu and memory of pods, nothing else', fix: 'use an external metric' },
    nameless && { field: 'metric.name', value: metric.name, rule: "a metric has a name without '/' and '%', other than '.' and '..'", fix: 'use the name that the adapter serves' },
    container !== undefined && container !== app
      && { field: 'container', value: container, rule: `the one container of the app is named ${app}`, fix: 'give app.containers[0]' },
  ];
  problems.filter((found) => found !== false).forEach(({ field, value, rule, fix }) =>
    report.add({ field: `${place}.${field}`, value, rule: rule!, fix: fix!, code: RuleCode.INVALID_METRIC }));
}

const UTILIZATION = integer({
  min: 1,
  rule: 'must be a whole percentage of at least 1',
  fix: 'write 60 for 60 percent',
  code: RuleCode.INVALID_METRIC,
});

function checkTarget(report: Report, field: string, target: MetricTargetSpec = {}, types: string[]): void {
  const code = RuleCode.INVALID_METRIC;
  if (target.type !== undefined && !types.includes(target.type)) {
    report.add({ field: `${field}.type`, value: target.type, rule: `a metric of this type has a target of type ${types.join(' or ')}`, fix: 'use another MetricTarget', code });
    return;
  }
  report.holdGiven(`${field}.averageUtilization`, target.averageUtilization, UTILIZATION);
  for (const key of ['value', 'averageValue'] as const) {
    if (target[key] !== undefined && !isPositive(target[key])) {
      report.add({ field: `${field}.${key}`, value: target[key], rule: 'must be over zero, in steps of a thousandth', fix: 'raise it', code });
    }
  }
}

/** Whether a quantity is one, and over zero. */
function isPositive(value: unknown): boolean {
  return /^\d+(\.\d+)?(m|k|[KMGTPE]i?)?$/.test(canonicalQuantity(String(value))) && /[1-9]/.test(String(value)) && !/\.\d{4}/.test(String(value));
}

/** A copy whose quantities are texts in the API server's own form. */
function canonical(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) {
    return value.map((inner) => canonical(inner));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, canonical(inner, name)]));
  }
  return (key === 'value' || key === 'averageValue') && typeof value === 'number' ? canonicalQuantity(String(value)) : value;
}
