import { Duration } from 'cdk8s';
import { ScalingRules } from 'cdk8s-plus-28';
import { AutoscalerCommonOptions } from './autoscaling';
import { KedaTrigger } from './keda-trigger';

/** How many pods run while KEDA cannot read its metrics. */
export interface KedaFallback {
  /** How many failures in a row make it so. Written to `failureThreshold`. An integer of at least 0. */
  readonly failureThreshold: number;

  /** How many pods run then. Written to `replicas`. An integer of at least 0. */
  readonly replicas: number;
}

/** What a ScaledObject says beside its target. */
export interface ScaledObjectOptions {
  /** What KEDA watches; the trigger that asks for most pods wins. Written to `spec.triggers`. At least one. */
  readonly triggers: KedaTrigger[];

  /**
   * The least pods. Written to `spec.minReplicaCount`.
   *
   * Fails for 0 where all triggers are cpu or memory: pods that do not run use neither, so none would ever come.
   *
   * @default - 1 where all triggers are cpu or memory, and written; else KEDA's own, 0
   */
  readonly minReplicas?: number;

  /**
   * The most pods. Written to `spec.maxReplicaCount`. An integer of at least 1.
   *
   * @default - KEDA's own, 100
   */
  readonly maxReplicas?: number;

  /**
   * How many pods stay while no trigger is active. Written to `spec.idleReplicaCount`.
   *
   * KEDA takes only 0, below a minimum of at least 1. Fails for others, and where all triggers are cpu or memory.
   *
   * @default - the minimum
   */
  readonly idleReplicas?: number;

  /**
   * How often KEDA looks at the triggers. Written to `spec.pollingInterval`, in seconds.
   *
   * Fails where the app never goes to 0 and no trigger has cached metrics, since KEDA then does not use it.
   *
   * @default - KEDA's own, 30 seconds
   */
  readonly pollingInterval?: Duration;

  /**
   * How long after the last active trigger the app goes to 0. Written to `spec.cooldownPeriod`, in seconds.
   *
   * Fails where the app never goes to 0, since KEDA then does not use it; there, `scaleDown` says how fast.
   *
   * @default - KEDA's own, 5 minutes
   */
  readonly cooldownPeriod?: Duration;

  /**
   * How long after its creation the app may first go to 0. Written to `spec.initialCooldownPeriod`, in seconds.
   *
   * @default - KEDA's own, at once
   */
  readonly initialCooldownPeriod?: Duration;

  /**
   * How many pods run while metrics cannot be read. Written to `spec.fallback`. Fails where all triggers are cpu or memory.
   *
   * @default - as many as ran before
   */
  readonly fallback?: KedaFallback;

  /**
   * How fast pods may come. Written to `spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp`.
   *
   * @default - Kubernetes' own
   */
  readonly scaleUp?: ScalingRules;

  /**
   * How fast pods may go, down to 1. Written to `spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown`.
   *
   * @default - Kubernetes' own
   */
  readonly scaleDown?: ScalingRules;
}

/** Options of `autoscaleByKeda`. */
export interface AutoscaleByKedaOptions extends ScaledObjectOptions, AutoscalerCommonOptions {}
