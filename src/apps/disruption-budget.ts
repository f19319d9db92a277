import { PercentOrAbsolute } from 'cdk8s-plus-28';

/** How many pods of an app may go at once when nodes are drained. */
export interface DisruptionBudgetOptions {
  /**
   * How many pods stay, such as `PercentOrAbsolute.absolute(1)`. Written to `spec.minAvailable`.
   *
   * Exactly one of this and `maxUnavailable` is needed. As many as the app has replicas is a warning: no node can be drained.
   *
   * @default - none
   */
  readonly minAvailable?: PercentOrAbsolute;

  /**
   * How many pods may go, such as `PercentOrAbsolute.percent(50)`. Written to `spec.maxUnavailable`.
   *
   * Exactly one of this and `minAvailable` is needed. None is a warning: no node can be drained.
   *
   * @default - none
   */
  readonly maxUnavailable?: PercentOrAbsolute;
}
