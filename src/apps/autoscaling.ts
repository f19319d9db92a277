import { Metric, ScalingRules } from 'cdk8s-plus-28';

/** Options that every autoscaler of an app has. */
export interface AutoscalerCommonOptions {
  /**
   * The name of the autoscaler's object.
   *
   * @default - the app's name and the kind in short, such as `api-hpa`, `api-scaledobject` or `api-interceptorroute`
   */
  readonly name?: string;

  /**
   * Labels of the autoscaler's objects.
   *
   * @default - those of the chart
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the autoscaler's objects.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** Options of `autoscale`. */
export interface AutoscaleOptions extends AutoscalerCommonOptions {
  /**
   * The least pods. Written to `spec.minReplicas`.
   *
   * Fails over the maximum, and for 0 unless the cluster's `kubernetesVersion` is 1.37 or newer and there is an Object or External
   * metric: a HorizontalPodAutoscaler cannot leave 0 otherwise. A Service keeps no request while there is no pod.
   *
   * @default - Kubernetes' own, 1
   */
  readonly minReplicas?: number;

  /** The most pods. Written to `spec.maxReplicas`. An integer of at least 1. */
  readonly maxReplicas: number;

  /**
   * What decides: metrics of cdk8s-plus, of which the one that asks for most pods wins. Written to `spec.metrics`.
   *
   * A target of utilisation needs a request (or limit) of that resource on the app. Fails for a target that the metric
   * does not take, and for resources that the metrics API does not measure.
   *
   * @default - Kubernetes' own, CPU at 80 percent of the request
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
   */
  readonly metrics?: Metric[];

  /**
   * How fast pods may come. Written to `spec.behavior.scaleUp`. A policy without a duration counts 15 seconds.
   *
   * @default - Kubernetes' own: at once, up to 4 pods or 100 percent more each 15 seconds
   */
  readonly scaleUp?: ScalingRules;

  /**
   * How fast pods may go. Written to `spec.behavior.scaleDown`. A policy without a duration counts 15 seconds.
   *
   * @default - Kubernetes' own: after 5 minutes of less load, without a limit
   */
  readonly scaleDown?: ScalingRules;
}
