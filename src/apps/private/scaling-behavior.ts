import { Replicas, ScalingPolicy, ScalingRules } from 'cdk8s-plus-28';
import { wholeSeconds } from '../../rules/duration';
import { integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The longest period of a policy and the longest stabilization window that the API server takes, in seconds. */
const LONGEST_PERIOD = 1800;
const LONGEST_WINDOW = 3600;

const CHANGE = integer({
  min: 1,
  rule: 'a policy changes a whole number of pods or percent, of at least 1',
  fix: 'raise it, or use ScalingStrategy.DISABLED to forbid the change',
  code: RuleCode.INVALID_SCALING_RULES,
});

/** What cdk8s-plus means by a policy without a duration. */
const USUAL_PERIOD = 15;

interface BothWays {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

interface Rendered {
  _toKube(): { readonly type: string; readonly value: number };
}

/** Checks how fast an autoscaler may act, and writes `behavior`; what is left out stays with the API server. */
export function scalingBehavior(report: Report, field: string, rules: BothWays): { [direction: string]: object } | undefined {
  const directions = (['scaleUp', 'scaleDown'] as const)
    .map((direction) => [direction, scalingRules(report, `${field}.${direction}`, rules[direction])] as const)
    .filter(([, written]) => written !== undefined);
  return directions.length > 0 ? Object.fromEntries(directions) as { [direction: string]: object } : undefined;
}

function scalingRules(report: Report, field: string, rules: ScalingRules | undefined): object | undefined {
  if (rules === undefined || Object.values(rules).every((value) => value === undefined)) {
    return undefined;
  }
  if (rules.policies?.length === 0) {
    report.add({
      field: `${field}.policies`,
      value: [],
      rule: 'scaling rules have at least one policy',
      fix: 'leave policies out for those of Kubernetes, or use ScalingStrategy.DISABLED',
      code: RuleCode.INVALID_SCALING_RULES,
    });
  }
  return {
    policies: rules.policies?.map((policy, index) => scalingPolicy(report, `${field}.policies[${index}]`, policy)),
    selectPolicy: rules.strategy,
    stabilizationWindowSeconds: wholeSeconds(report, `${field}.stabilizationWindowSeconds`, rules.stabilizationWindow, { min: 0, max: LONGEST_WINDOW }),
  };
}

function scalingPolicy(report: Report, field: string, { replicas, duration }: ScalingPolicy): object {
  const { type, value } = asRendered(replicas);
  report.hold(`${field}.value`, value, CHANGE);
  const periodSeconds = wholeSeconds(report, `${field}.periodSeconds`, duration, { min: 1, max: LONGEST_PERIOD }) ?? USUAL_PERIOD;
  return { type, value, periodSeconds };
}

function asRendered(replicas: Replicas) {
  return (replicas as unknown as Rendered)._toKube();
}
