import { ApiObject } from 'cdk8s';
import { AskedPod, PlacedResources } from './asked-pod';
import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';
import { parseQuantity } from '../../rules/quantity-text';
import { ResourceRequirements } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';

type Amounts = { readonly [resource: string]: string };

/** One entry of `limits` of a LimitRange. */
interface Limit {
  readonly type?: string;
  readonly default?: Amounts;
  readonly defaultRequest?: Amounts;
  readonly min?: Amounts;
  readonly max?: Amounts;
}

/** The resources of a container as its pod has them: each missing request is its own limit, and the LimitRanges of the tree fill in the rest. */
export function admittedResources(
  objects: ObjectIndex, namespace: string | undefined, { limits, requests }: ResourceRequirements = {},
): Required<ResourceRequirements> {
  const found = objects.ofKind({ group: 'core', kind: 'LimitRange', namespace }).flatMap(containerLimits);
  return {
    limits: Object.assign({}, ...found.map((limit) => ({ ...limit.max, ...limit.default })), limits),
    requests: Object.assign(
      {}, ...found.map((limit) => ({ ...limit.min, ...limit.max, ...limit.default, ...limit.defaultRequest })), limits, requests,
    ),
  };
}

/** Checks that what a container says fits the LimitRanges of its namespace, where the tree makes them. */
export function checkLimitRanges(report: Report, objects: ObjectIndex, { namespace, containers }: Omit<AskedPod, 'spec'>): void {
  for (const range of objects.ofKind({ group: 'core', kind: 'LimitRange', namespace })) {
    for (const { min, max } of containerLimits(range)) {
      containers.forEach((container) => {
        checkBounds(report, container, { range, bounds: max ?? {}, word: 'at most', breaks: (amount, bound) => amount > bound });
        checkBounds(report, container, { range, bounds: min ?? {}, word: 'at least', breaks: (amount, bound) => amount < bound });
      });
    }
  }
}

interface Bounds {
  readonly range: ApiObject;
  readonly bounds: Amounts;
  readonly word: string;
  readonly breaks: (amount: bigint, bound: bigint) => boolean;
}

function checkBounds(report: Report, { field, resources }: PlacedResources, { range, bounds, word, breaks }: Bounds): void {
  for (const [kind, amounts] of Object.entries(resources ?? {})) {
    for (const [resource, bound] of Object.entries(bounds)) {
      const [amount, limit] = [parseQuantity(amounts?.[resource]), parseQuantity(bound)];
      if (amount !== undefined && limit !== undefined && breaks(amount, limit)) {
        report.add({
          field: `${field}.${kind}.${resource}`,
          value: amounts[resource],
          rule: `the LimitRange ${range.node.path} takes ${word} ${bound} for each container`,
          fix: 'give an amount that it takes, or another namespace',
          code: RuleCode.REQUEST_OVER_LIMIT,
        });
      }
    }
  }
}

function containerLimits(object: ApiObject): Limit[] {
  const { limits = [] } = (object.toJson() as { spec?: { limits?: Limit[] } }).spec ?? {};
  return limits.filter(({ type }) => type === 'Container');
}
