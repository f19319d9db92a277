import { ApiObject } from 'cdk8s';
import { ObjectIndex } from '../../cluster/private/object-index';
import { ResourceRequirements } from '../../rules/resources';

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

function containerLimits(object: ApiObject): Limit[] {
  const { limits = [] } = (object.toJson() as { spec?: { limits?: Limit[] } }).spec ?? {};
  return limits.filter(({ type }) => type === 'Container');
}
