import { Duration } from 'cdk8s';
import { IHttpBackend } from './http-backend';
import { HttpRouteFilter } from './http-route-filter';
import { HttpRouteMatch } from './http-route-match';

/** A Gateway, or one listener of it, to which a route belongs. */
export interface GatewayReference {
  /** The name of the Gateway. Written to `parentRefs[].name`. */
  readonly name: string;

  /**
   * Its namespace. Written to `parentRefs[].namespace`. Its listeners must allow routes of others.
   *
   * @default - the namespace of the route
   */
  readonly namespace?: string;

  /**
   * The name of one listener. Written to `parentRefs[].sectionName`.
   *
   * @default - all that take the route
   */
  readonly sectionName?: string;

  /**
   * The port of one listener. Written to `parentRefs[].port`. Not all gateways take it.
   *
   * @default - all that take the route
   */
  readonly port?: number;
}

/** Where a rule leads, and how much of it. */
export interface HttpRouteBackend {
  /** A `WasmApp`, what `autoscaleByHttp` returned, or another Service by `HttpBackend`. */
  readonly backend: IHttpBackend;

  /**
   * Its share of the requests, by the sum of all weights of the rule. Written to `weight`. From 0 to 1,000,000.
   *
   * @default - Gateway API's own, 1, which is written
   */
  readonly weight?: number;
}

/** How long requests may take. Gateway API has it since 1.1. */
export interface HttpRouteTimeouts {
  /**
   * From the request to the end of the answer. Written to `timeouts.request`. 0 is without end.
   *
   * @default - the gateway's own
   */
  readonly request?: Duration;

  /**
   * Each try of a backend; at most as long as the whole. Written to `timeouts.backendRequest`. 0 is without end.
   *
   * @default - the gateway's own
   */
  readonly backendRequest?: Duration;
}

/** One rule of an HTTPRoute. */
export interface HttpRouteRule {
  /**
   * The requests that it is for: those that meet any of these. Written to `rules[].matches`. At most 64.
   *
   * @default - Gateway API's own: all
   */
  readonly matches?: HttpRouteMatch[];

  /**
   * What is done with requests and answers, in this order. Written to `rules[].filters`. At most 16.
   *
   * @default - nothing
   */
  readonly filters?: HttpRouteFilter[];

  /**
   * Where it leads. Written to `rules[].backendRefs`. At most 16. Fails where all weights are 0.
   *
   * @default - nowhere for a redirect; else the app, by `exposeViaHttpRoute`
   */
  readonly backends?: HttpRouteBackend[];

  /**
   * How long requests may take. Written to `rules[].timeouts`.
   *
   * @default - the gateway's own
   */
  readonly timeouts?: HttpRouteTimeouts;
}

/** What an HTTPRoute says beside its rules. */
export interface HttpRouteCommonOptions {
  /** The Gateways to which it belongs. Written to `spec.parentRefs`. From 1 to 32. */
  readonly parents: GatewayReference[];

  /**
   * The hosts, DNS names or wildcards such as "*.acme.com". Written to `spec.hostnames`. At most 16.
   *
   * @default - all of the listeners
   */
  readonly hostnames?: string[];
}

/** Options of `exposeViaHttpRoute`. */
export interface ExposeViaHttpRouteOptions extends HttpRouteCommonOptions {
  /**
   * Its rules. Written to `spec.rules`. From 1 to 16.
   *
   * @default - all requests go to the app
   */
  readonly rules?: HttpRouteRule[];

  /**
   * The name of the route.
   *
   * @default - the app's name and `httproute`, such as `api-httproute`
   */
  readonly name?: string;

  /**
   * The namespace of the route. In another than the app's, a ReferenceGrant beside the app lets it in.
   *
   * @default - that of the app
   */
  readonly namespace?: string;

  /**
   * Labels of the route.
   *
   * @default - those of the chart
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the route.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}
