import { routingRules, ruleParts } from './http-scaling-rule';
import { EVERY_HOST } from './interceptor-table';
import { checkRange } from './replica-range';
import { staticRoutesSpec } from './static-routes-spec';
import { durationText, wholeSeconds } from '../../rules/duration';
import { Grammar, integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { HTTP_ADD_ON } from '../../upstream/http-add-on';
import { AutoscaleByHttpOptions, HttpAutoscalerProps, HttpRequestRate } from '../autoscaling-http';
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
    // the interceptor gives a route without rules no request
    rules: routingRules(report, 'spec.rules', options.rules ?? [{ hosts: [EVERY_HOST] }]),
    scalingMetric: scalingMetric(report, options),
    coldStart: fallback && { fallback: { service: fallbackService(report, 'spec.coldStart.fallback.service', options, 'name') } },
    timeouts: timeouts && {
      readiness: durationText(report, 'spec.timeouts.readiness', timeouts.readiness),
      request: durationText(report, 'spec.timeouts.request', timeouts.request),
      responseHeader: durationText(report, 'spec.timeouts.responseHeader', timeouts.responseHeader),
    },
    staticRoutes: staticRoutesSpec(report, options.staticRoutes),
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
function unknownOptions(options: AutoscaleByHttpOptions): [string, unknown][] {
  const { rules, concurrency, requestRate, timeouts, staticRoutes, scaleUp, scaleDown } = options;
  const given = {
    'rules': rules?.[1] && rules.length,
    'requestRate': concurrency === undefined ? undefined : requestRate && concurrency,
    'timeouts.request': timeouts?.request && `${timeouts.request.toMilliseconds({ integral: false })}ms`,
    'staticRoutes': staticRoutes?.length,
    'scaleUp': scaleUp && '…',
    'scaleDown': scaleDown && '…',
  };
  return Object.entries(given).filter(([, value]) => value !== undefined);
}

function refuseUnknown(report: Report, options: AutoscaleByHttpOptions): void {
  for (const [field, value] of unknownOptions(options)) {
    const needed = field === 'staticRoutes' ? field : 'interceptorRoute';
    report.add({
      field,
      value,
      rule: 'an HTTPScaledObject has one rule, one metric, no timeout of the whole request, no static routes and no scaling rules',
      fix: `leave it out, or use HttpAddOnApi.INTERCEPTOR_ROUTE with an add-on from ${HTTP_ADD_ON.first(needed)} on`,
      code: RuleCode.UNUSED_OPTION,
    });
  }
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
