import { checkRange, refuseZero } from './replica-range';
import { scalingBehavior } from './scaling-behavior';
import { RESOURCE_SCALERS, triggerSpecs } from './trigger-rules';
import { wholeSeconds } from '../../rules/duration';
import { Grammar, integer, rfc1123Label } from '../../rules/grammar';
import { Problem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { KedaFallback, ScaledObjectOptions } from '../autoscaling-keda';

/** The longest name from which KEDA can make that of its HorizontalPodAutoscaler, `keda-hpa-<name>`. */
export const SCALED_OBJECT_LENGTH = 63 - 'keda-hpa-'.length;

const LABEL = rfc1123Label('the name of a ScaledObject', RuleCode.INVALID_NAME);

/** The names that a ScaledObject, and what KEDA makes from it, can carry. */
export const SCALED_OBJECT_NAME: Grammar = {
  ...LABEL,
  accepts: (name) => LABEL.accepts(name) && String(name).length <= SCALED_OBJECT_LENGTH,
  rule: `the name of a ScaledObject must be an RFC 1123 label of at most ${SCALED_OBJECT_LENGTH} characters, since KEDA makes keda-hpa-<name> from it`,
};

/** KEDA's own maximum. */
const USUAL_MAXIMUM = 100;

const COUNT = integer({ min: 0, rule: 'must be an integer >= 0', fix: 'give a whole number', code: RuleCode.INVALID_REPLICA_RANGE });

/** Checks and writes `spec` of a ScaledObject, but for its target. */
export function scaledObjectSpec(report: Report, options: ScaledObjectOptions): { [field: string]: unknown } {
  const { maxReplicas, idleReplicas, fallback } = options;
  const measuresPods = options.triggers.length > 0 && options.triggers.every((trigger) => RESOURCE_SCALERS.includes(trigger.toTriggerConfig().type));
  const minReplicas = options.minReplicas ?? (measuresPods ? 1 : undefined);
  checkRange(report, { min: minReplicas, max: maxReplicas ?? USUAL_MAXIMUM, minField: 'spec.minReplicaCount', maxField: 'spec.maxReplicaCount' });
  if (measuresPods) {
    refuseZero(report, 'spec.minReplicaCount', minReplicas, 'all triggers are cpu or memory, of which pods that do not run use none');
    refuseUnused(report, fallback, idleReplicas);
  }
  checkIdle(report, idleReplicas, minReplicas ?? 0);
  checkFallback(report, fallback);
  checkUnused(report, options, minReplicas ?? 0);
  const behavior = scalingBehavior(report, 'spec.advanced.horizontalPodAutoscalerConfig.behavior', options);
  return {
    minReplicaCount: minReplicas,
    maxReplicaCount: maxReplicas,
    idleReplicaCount: idleReplicas,
    pollingInterval: wholeSeconds(report, 'spec.pollingInterval', options.pollingInterval, { min: 1 }),
    cooldownPeriod: wholeSeconds(report, 'spec.cooldownPeriod', options.cooldownPeriod, { min: 0 }),
    initialCooldownPeriod: wholeSeconds(report, 'spec.initialCooldownPeriod', options.initialCooldownPeriod, { min: 0 }),
    fallback: fallback && { failureThreshold: fallback.failureThreshold, replicas: fallback.replicas },
    advanced: behavior && { horizontalPodAutoscalerConfig: { behavior } },
    triggers: triggerSpecs(report, options.triggers, maxReplicas),
  };
}

function refuseUnused(report: Report, fallback?: KedaFallback, idleReplicas?: number): void {
  const why = 'all triggers are cpu or memory, which KEDA itself does not read';
  const problems: (Pick<Problem, 'field' | 'value'> | undefined)[] = [
    fallback && { field: 'spec.fallback', value: fallback },
    idleReplicas === undefined ? undefined : { field: 'spec.idleReplicaCount', value: idleReplicas },
  ];
  problems.filter((found) => found !== undefined).forEach((found) =>
    report.add({ ...found, rule: why, fix: 'leave it out, or add another trigger', code: RuleCode.UNUSED_OPTION }));
}

function checkIdle(report: Report, idle: number | undefined, min: number): void {
  if (idle !== undefined && (idle !== 0 || min < 1)) {
    report.add({
      field: 'spec.idleReplicaCount',
      value: idle,
      rule: `KEDA takes only 0, below a minimum of at least 1; the minimum is ${min}`,
      fix: idle === 0 ? 'leave it out: the minimum is 0 already' : 'write 0, or leave it out',
      code: RuleCode.INVALID_REPLICA_RANGE,
    });
  }
}

function checkFallback(report: Report, fallback?: KedaFallback): void {
  report.holdGiven('spec.fallback.failureThreshold', fallback?.failureThreshold, COUNT);
  report.holdGiven('spec.fallback.replicas', fallback?.replicas, COUNT);
}

/** Refuses times that KEDA reads only on the way from and to 0. */
function checkUnused(report: Report, options: ScaledObjectOptions, min: number): void {
  const cached = options.triggers.some((trigger) => trigger.toTriggerConfig().useCachedMetrics);
  const goesToZero = min === 0 || options.idleReplicas !== undefined;
  for (const field of ['cooldownPeriod', 'pollingInterval'] as const) {
    if (options[field] && !goesToZero && !(cached && field === 'pollingInterval')) {
      report.add({
        field: `spec.${field}`,
        value: `${options[field].toMilliseconds({ integral: false })}ms`,
        rule: 'KEDA uses it only on the way from and to 0 pods, and the app always keeps some',
        fix: 'leave it out, or use scaleDown',
        code: RuleCode.UNUSED_OPTION,
      });
    }
  }
}
