import { Duration } from 'cdk8s';
import { IScalable, ScalingRules } from 'cdk8s-plus-28';
import { AutoscalerCommonOptions } from './autoscaling';
import { IHttpBackend } from './http-backend';
import { HttpScalingRule } from './http-scaling-rule';
import { HttpStaticRoute } from './http-static-route';

/** The kind by which KEDA's HTTP add-on learns of an app. */
export enum HttpAddOnApi {
  /** InterceptorRoute, with a ScaledObject. Needs the add-on from 0.14 on. */
  INTERCEPTOR_ROUTE = 'InterceptorRoute',

  /** HTTPScaledObject, from which the add-on makes the ScaledObject itself. For add-ons before 0.14; deprecated since. */
  HTTP_SCALED_OBJECT = 'HTTPScaledObject',
}

/** KEDA's HTTP add-on as it is installed. */
export interface HttpAddOnOptions {
  /**
   * The kind that the add-on reads.
   *
   * @default HttpAddOnApi.INTERCEPTOR_ROUTE
   */
  readonly api?: HttpAddOnApi;

  /**
   * Its namespace.
   *
   * @default "keda"
   */
  readonly namespace?: string;

  /**
   * The DNS domain of the cluster.
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

/** A rate of requests to keep for each pod. */
export interface HttpRequestRate {
  /** Requests in a second for each pod. Written to `targetValue`. An integer of at least 1. */
  readonly targetValue: number;

  /**
   * The time over which they are counted. Written to `window`.
   *
   * @default - the add-on's own, 1 minute
   */
  readonly window?: Duration;

  /**
   * The steps in which they are counted. Written to `granularity`. At most as long as the window.
   *
   * @default - the add-on's own, 1 second
   */
  readonly granularity?: Duration;
}

/** How long the interceptor waits. */
export interface HttpScalingTimeouts {
  /**
   * For the first pod. Written to `timeouts.readiness`, or to `timeouts.conditionWait` of an HTTPScaledObject.
   *
   * @default - that of the add-on
   */
  readonly readiness?: Duration;

  /**
   * For the whole request. Written to `timeouts.request`. An HTTPScaledObject has none.
   *
   * @default - that of the add-on
   */
  readonly request?: Duration;

  /**
   * For the headers of the answer. Written to `timeouts.responseHeader`.
   *
   * @default - that of the add-on
   */
  readonly responseHeader?: Duration;
}

/** Options of `autoscaleByHttp`. */
export interface AutoscaleByHttpOptions extends AutoscalerCommonOptions {
  /**
   * The requests that belong to the app. Written to `spec.rules`. An HTTPScaledObject takes one rule.
   *
   * No other app of the cluster has the same: of two equal rules the interceptor follows the older one, so two are refused.
   *
   * @default - all that reach the interceptor, which fits a cluster with one such app
   */
  readonly rules?: HttpScalingRule[];

  /**
   * The least pods. Written to `spec.minReplicaCount` of the ScaledObject.
   *
   * @default - KEDA's own, 0
   */
  readonly minReplicas?: number;

  /**
   * The most pods. Written to `spec.maxReplicaCount` of the ScaledObject. An integer of at least 1.
   *
   * @default - KEDA's own, 100
   */
  readonly maxReplicas?: number;

  /**
   * Requests at one time for each pod. Written to `spec.scalingMetric.concurrency.targetValue`. An integer of at least 1.
   *
   * @default - 100, and none where `requestRate` is given
   */
  readonly concurrency?: number;

  /**
   * Requests in a second for each pod. Written to `spec.scalingMetric.requestRate`. With `concurrency`, the one that asks
   * for more pods wins; an HTTPScaledObject takes one of them.
   *
   * @default - none
   */
  readonly requestRate?: HttpRequestRate;

  /**
   * How long after the last request the app goes to 0. Written to `spec.cooldownPeriod`, in seconds.
   *
   * Fails where the minimum is over 0.
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
   * How long the interceptor waits.
   *
   * @default - as long as the add-on says
   */
  readonly timeouts?: HttpScalingTimeouts;

  /**
   * A Service of the app's namespace that answers while the first pod is not ready in time. Written to
   * `spec.coldStart.fallback.service`.
   *
   * @default - the client waits, and then gets an error
   */
  readonly fallback?: IHttpBackend;

  /**
   * Requests of the app that the interceptor answers by itself, and that start no pod. Written to `spec.staticRoutes`; the first that fits counts.
   *
   * Needs the add-on from 0.16 on. Not for an HTTPScaledObject.
   *
   * @default - none
   */
  readonly staticRoutes?: HttpStaticRoute[];

  /**
   * How fast pods may come. Not for an HTTPScaledObject.
   *
   * @default - Kubernetes' own
   */
  readonly scaleUp?: ScalingRules;

  /**
   * How fast pods may go, down to 1. Not for an HTTPScaledObject.
   *
   * @default - Kubernetes' own
   */
  readonly scaleDown?: ScalingRules;

  /**
   * The add-on as it is installed.
   *
   * @default - from 0.14 on, in namespace keda
   */
  readonly addOn?: HttpAddOnOptions;
}

/** Properties of `HttpAutoscaler`. */
export interface HttpAutoscalerProps extends AutoscaleByHttpOptions {
  /** What is scaled: a `WasmApp`, or a workload of cdk8s-plus. */
  readonly target: IScalable;

  /** Its Service, of the same namespace: the app itself, or one by `HttpBackend`. */
  readonly service: IHttpBackend;
}
