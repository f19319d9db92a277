import { checkRange } from './replica-range';
import { byKey } from '../../rules/by-key';
import { durationText, wholeSeconds } from '../../rules/duration';
import { Grammar, integer } from '../../rules/grammar';
import { checkHosts, HTTP_NAME, textOf, URL_PATH } from '../../rules/http';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { HTTP_ADD_ON } from '../../upstream/http-add-on';
import { AutoscaleByHttpOptions, HttpAutoscalerProps, HttpRequestRate, HttpScalingRule } from '../autoscaling-http';
import { IHttpBackend } from '../http-backend';

/** What the add-on and KEDA take where nobody says. */
const USUAL_CONCURRENCY = 100;

const USUAL_MAXIMUM = 100;

const REQUESTS: Grammar = integer({
  min: 1,
  rule: 'must be an integer >= 1',
  fix: 'give the requests that one pod can bear',
  code: RuleCode.INVALID_METRIC,
});

/** Checks and writes `spec` of an InterceptorRoute. */
export function interceptorRouteSpec(report: Report, options: HttpAutoscalerProps): object {
  const { service: { serviceName, servicePort }, timeouts, fallback } = options;
  return {
    target: { service: serviceName, port: servicePort },
    rules: options.rules?.map((rule, index) => {
      const { hosts, paths, headers } = ruleParts(report, `spec.rules[${index}]`, rule);
      return { hosts, paths: paths?.map((value) => ({ value })), headers };
    }),
    scalingMetric: scalingMetric(report, options),
    coldStart: fallback && { fallback: { service: fallbackService(report, 'spec.coldStart.fallback.service', options, 'name') } },
    timeouts: timeouts && {
      readiness: durationText(report, 'spec.timeouts.readiness', timeouts.readiness),
      request: durationText(report, 'spec.timeouts.request', timeouts.request),
      responseHeader: durationText(report, 'spec.timeouts.responseHeader', timeouts.responseHeader),
    },
  };
}

/** Checks and writes `spec` of an HTTPScaledObject. */
export function httpScaledObjectSpec(report: Report, options: HttpAutoscalerProps): object {
  const { service: { serviceName, servicePort }, rules: [rule] = [], minReplicas, maxReplicas, timeouts, fallback } = options;
  refuseUnknown(report, options);
  checkRange(report, { min: minReplicas, max: maxReplicas ?? USUAL_MAXIMUM, minField: 'spec.replicas.min', maxField: 'spec.replicas.max' });
  const { hosts, paths, headers } = rule ? ruleParts(report, 'spec', rule) : {};
  const { apiVersion, kind, name } = options.target.toScalingTarget();
  const replicas = { min: minReplicas, max: maxReplicas };
  return {
    hosts,
    pathPrefixes: paths,
    headers,
    scaleTargetRef: { apiVersion, kind, name, service: serviceName, port: servicePort },
    replicas: Object.values(replicas).some((count) => count !== undefined) ? replicas : undefined,
    scaledownPeriod: wholeSeconds(report, 'spec.scaledownPeriod', options.cooldownPeriod, { min: 0 }),
    initialCooldownPeriod: wholeSeconds(report, 'spec.initialCooldownPeriod', options.initialCooldownPeriod, { min: 0 }),
    scalingMetric: scalingMetric(report, options),
    coldStartTimeoutFailoverRef: fallback && fallbackService(report, 'spec.coldStartTimeoutFailoverRef', options, 'service'),
    timeouts: timeouts && {
      conditionWait: durationText(report, 'spec.timeouts.conditionWait', timeouts.readiness),
      responseHeader: durationText(report, 'spec.timeouts.responseHeader', timeouts.responseHeader),
    },
  };
}

/** What an HTTPScaledObject has no field for. */
function refuseUnknown(report: Report, options: AutoscaleByHttpOptions): void {
  const { rules = [], concurrency, requestRate, timeouts, scaleUp, scaleDown } = options;
  const unknown = {
    'rules': rules.length > 1 ? rules.length : undefined,
    'requestRate': concurrency === undefined ? undefined : requestRate && concurrency,
    'timeouts.request': timeouts?.request && `${timeouts.request.toMilliseconds({ integral: false })}ms`,
    'scaleUp': scaleUp && '…',
    'scaleDown': scaleDown && '…',
  };
  for (const [field, value] of Object.entries(unknown).filter(([, given]) => given !== undefined)) {
    report.add({
      field,
      value,
      rule: 'an HTTPScaledObject has one rule, one metric, no timeout of the whole request and no scaling rules',
      fix: `leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from ${HTTP_ADD_ON.first('interceptorRoute')} on`,
      code: RuleCode.UNUSED_OPTION,
    });
  }
}

function ruleParts(report: Report, field: string, { hosts, pathPrefixes, headers }: HttpScalingRule) {
  checkHosts(report, `${field}.hosts`, hosts ?? []);
  pathPrefixes?.forEach((path, index) => report.hold(`${field}.paths[${index}]`, path, URL_PATH));
  return {
    hosts: hosts && [...hosts],
    paths: pathPrefixes && [...pathPrefixes],
    headers: headers && byKey(headers).map(([name, value]) => {
      report.hold(`${field}.headers name`, name, HTTP_NAME);
      report.hold(`${field}.headers[${JSON.stringify(name)}]`, value, textOf(4096));
      return { name, value };
    }),
  };
}

function scalingMetric(report: Report, { concurrency, requestRate }: AutoscaleByHttpOptions): object {
  const atOnce = concurrency ?? (requestRate ? undefined : USUAL_CONCURRENCY);
  report.holdGiven('spec.scalingMetric.concurrency.targetValue', atOnce, REQUESTS);
  return {
    concurrency: atOnce === undefined ? undefined : { targetValue: atOnce },
    requestRate: requestRate && rate(report, 'spec.scalingMetric.requestRate', requestRate),
  };
}

function rate(report: Report, field: string, { targetValue, window, granularity }: HttpRequestRate): object {
  report.hold(`${field}.targetValue`, targetValue, REQUESTS);
  const [whole = 60_000, step = 1000] = [window, granularity].map((time) => time?.toMilliseconds({ integral: false }));
  if (step <= 0 || step > whole) {
    report.add({
      field: `${field}.granularity`,
      value: `${step}ms`,
      rule: `must be over zero and at most the window, ${whole}ms`,
      fix: 'lower it, or widen the window',
      code: RuleCode.INVALID_DURATION,
    });
  }
  return { targetValue, window: durationText(report, `${field}.window`, window), granularity: durationText(report, `${field}.granularity`, granularity) };
}

function fallbackService(report: Report, field: string, { fallback, service }: HttpAutoscalerProps, key: string): object {
  const { serviceName, servicePort, namespace } = fallback as IHttpBackend;
  if (namespace !== service.namespace) {
    report.add({
      field,
      value: serviceName,
      rule: `the fallback is a Service of the app's namespace, ${service.namespace ?? 'which is not set'}; this one is of ${namespace ?? 'none that is set'}`,
      fix: 'give one of that namespace',
      code: RuleCode.UNREACHABLE_BACKEND,
    });
  }
  return { [key]: serviceName, port: servicePort };
}
