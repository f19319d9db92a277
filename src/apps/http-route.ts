import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Resource } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HttpRouteCommonOptions, HttpRouteRule } from './exposure-http-route';
import { httpRouteSpec } from './private/http-route-spec';
import { RouteBackends } from './private/route-backends';
import { chartOf } from '../cluster/private/chart-of';
import { manifest } from '../cluster/private/manifest';
import { cutName } from '../rules/content-hash';
import { LABEL_LENGTH, SUBDOMAIN } from '../rules/grammar';
import { metadata } from '../rules/maps';
import { Report } from '../rules/problem';

const GROUP = 'gateway.networking.k8s.io';

/** Properties of `HttpRoute`. */
export interface HttpRouteProps extends HttpRouteCommonOptions {
  /** Its rules. Written to `spec.rules`. From 1 to 16. A rule has backends, or a redirect. */
  readonly rules: HttpRouteRule[];

  /**
   * Standard metadata.
   *
   * @default - a name by cdk8s, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * Leads HTTP requests from a Gateway to apps.
 *
 * Backends of other namespaces get a ReferenceGrant there, which lets this route in.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export class HttpRoute extends Resource {
  public readonly resourceType: string = 'httproutes';

  protected readonly apiObject: ApiObject;

  /**
   * @param scope the scope
   * @param id the id
   * @param props its Gateways, hosts and rules
   */
  constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id);
    const report = new Report(this);
    const chart = chartOf(this);
    metadata(report, chart, props.metadata, SUBDOMAIN);
    const namespace = props.metadata?.namespace ?? chart.namespace;
    const backends = new RouteBackends(this, namespace);
    const spec = httpRouteSpec(report, backends, props);
    report.throwIfAny();
    this.apiObject = manifest(this, { apiVersion: `${GROUP}/v1`, kind: 'HTTPRoute', metadata: props.metadata, spec });
    backends.foreign().forEach(([foreign, services]) => this.grant(foreign, services, namespace!));
  }

  /** Lets this route lead to Services of another namespace. */
  private grant(foreign: string, services: string[], namespace: string): void {
    manifest(this, {
      apiVersion: `${GROUP}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: cutName(`${namespace}-${this.name}`, LABEL_LENGTH), namespace: foreign },
      spec: {
        from: [{ group: GROUP, kind: 'HTTPRoute', namespace }],
        to: services.map((name) => ({ group: '', kind: 'Service', name })),
      },
    }, `grant-${foreign}`);
  }
}
