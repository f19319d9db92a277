import { Fields } from './pod-template';
import { ResourceRequirements } from '../../rules/resources';

/** A container, with the place of its resources in messages. */
export interface PlacedResources {
  readonly field: string;
  readonly resources?: ResourceRequirements;
}

/** The pod of a workload, as far as the quotas and LimitRanges of its namespace ask. */
export interface AskedPod {
  readonly namespace?: string;
  readonly spec: Fields;
  readonly containers: readonly PlacedResources[];
}
