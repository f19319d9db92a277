import { ApiObject } from 'cdk8s';
import { Ingress, Service } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { HttpAddOnApi, HttpAddOnOptions, HttpAutoscalerProps } from './autoscaling-http';
import { ExposeViaHttpRouteOptions } from './exposure-http-route';
import { ExposeViaIngressOptions } from './exposure-ingress';
import { IHttpBackend } from './http-backend';
import { HttpRoute } from './http-route';
import { HttpScalingRule } from './http-scaling-rule';
import { KedaTrigger } from './keda-trigger';
import { appHttpRoute } from './private/app-http-route';
import { appIngress } from './private/app-ingress';
import { httpScaledObjectSpec, interceptorRouteSpec } from './private/http-scaling-spec';
import { checkInterceptorTable, EVERY_HOST } from './private/interceptor-table';
import { SCALED_OBJECT_LENGTH, SCALED_OBJECT_NAME } from './private/scaled-object-spec';
import { ScaledObject } from './scaled-object';
import { chartOf } from '../cluster/private/chart-of';
import { manifest } from '../cluster/private/manifest';
import { stateOf } from '../cluster/private/state-of';
import { suffixedName } from '../rules/content-hash';
import { LABEL_LENGTH, NAMESPACE } from '../rules/grammar';
import { HOSTNAME } from '../rules/http';
import { metadata } from '../rules/maps';
import { Report, validateTree } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

const GROUP = 'http.keda.sh';

/** The Services of the add-on, as its chart names them. */
const SCALER = 'keda-add-ons-http-external-scaler';
const INTERCEPTOR = 'keda-add-ons-http-interceptor-proxy';
const SCALER_PORT = 9090;
const INTERCEPTOR_PORT = 8080;

/**
 * Scales a workload by its requests, down to none, by KEDA's HTTP add-on, which must be in the cluster.
 *
 * Requests must pass the add-on's interceptor, which holds them until a pod is there: use the `exposeVia…` methods of
 * this construct, or lead traffic to `serviceName` in `namespace`.
 *
 * @see https://github.com/kedacore/http-add-on
 */
export class HttpAutoscaler extends Construct implements IHttpBackend {
  /** The Service of the interceptor. */
  public readonly serviceName: string = INTERCEPTOR;

  /** Its port. */
  public readonly servicePort: number = INTERCEPTOR_PORT;

  /** Its namespace. */
  public readonly namespace?: string;

  private readonly app: IHttpBackend;
  private readonly clusterDomain: string;
  private readonly ownNamespace?: string;
  private readonly rules: HttpScalingRule[];

  /**
   * @param scope the scope
   * @param id the id
   * @param props what is scaled, and by which requests
   */
  constructor(scope: Construct, id: string, props: HttpAutoscalerProps) {
    super(scope, id);
    const { service, target, addOn = {} } = props;
    const { api = HttpAddOnApi.INTERCEPTOR_ROUTE, namespace = 'keda', clusterDomain = 'cluster.local' } = addOn;
    this.app = service;
    this.namespace = namespace;
    this.clusterDomain = clusterDomain;
    this.ownNamespace = service.namespace ?? chartOf(this).namespace;
    this.rules = (props.rules ?? [{}]).map((rule) => ({ ...rule, hosts: rule.hosts && [...rule.hosts] }));
    this.checkAddOn(addOn);
    const route = api === HttpAddOnApi.HTTP_SCALED_OBJECT
      ? this.make('HTTPScaledObject', 'v1alpha1', props, httpScaledObjectSpec)
      : this.make('InterceptorRoute', 'v1beta1', props, interceptorRouteSpec);
    if (api === HttpAddOnApi.HTTP_SCALED_OBJECT) {
      target.markHasAutoscaler();
    } else {
      this.makeScaledObject(props, route.name).node.addDependency(route);
    }
    validateTree(this, (report) => checkInterceptorTable(report, route, stateOf(this).objects));
    if (!props.minReplicas) {
      validateTree(this, (report) => refuseBypasses(report, target));
    }
  }

  /**
   * Leads a path of an Ingress to the app, by way of the interceptor.
   *
   * An Ingress leads to its own namespace alone, so a Service of type ExternalName stands there for the interceptor.
   *
   * @param path an absolute path
   * @param options its hosts, certificates and Ingress
   * @returns the Ingress
   * @throws for what `WasmApp.exposeViaIngress` refuses
   */
  public exposeViaIngress(path: string, options: ExposeViaIngressOptions = {}): Ingress {
    this.checkHosts('spec.rules[].host', options.hosts);
    const serviceName = suffixedName(this.app.serviceName, 'interceptor', LABEL_LENGTH);
    const backend = { serviceName, servicePort: INTERCEPTOR_PORT };
    const ingress = appIngress({ scope: this, namespace: this.ownNamespace, name: this.app.serviceName, backend }, path, options);
    if (!this.node.tryFindChild(serviceName)) {
      this.makeAlias(serviceName);
    }
    return ingress;
  }

  /**
   * Leads requests of a Gateway to the app, by way of the interceptor, whose namespace gets a ReferenceGrant.
   *
   * @param options its Gateways, hosts and rules
   * @returns the route
   * @throws for what `WasmApp.exposeViaHttpRoute` refuses
   */
  public exposeViaHttpRoute(options: ExposeViaHttpRouteOptions): HttpRoute {
    this.checkHosts('spec.hostnames', options.hostnames);
    return appHttpRoute({ scope: this, namespace: this.ownNamespace, name: this.app.serviceName, backend: this }, options);
  }

  /** Refuses hosts for which the interceptor has no app. */
  private checkHosts(field: string, hosts: readonly string[] = []): void {
    const report = new Report(this);
    const named = this.rules.flatMap((rule) => rule.hosts ?? [EVERY_HOST]);
    const known = named.includes(EVERY_HOST) ? [] : named;
    for (const host of hosts.filter((one) => known.length > 0 && !known.some((other) => other === one || (other.startsWith('*.') && one.endsWith(other.slice(1)))))) {
      report.add({
        field,
        value: host,
        rule: `the interceptor knows the app by ${known.join(', ')}, and answers other hosts with an error`,
        fix: 'add the host to the rules of autoscaleByHttp',
        code: RuleCode.INVALID_ROUTE,
      });
    }
    report.throwIfAny();
  }

  private checkAddOn({ namespace, clusterDomain }: HttpAddOnOptions): void {
    const report = new Report(this);
    report.holdGiven('addOn.namespace', namespace, NAMESPACE);
    report.holdGiven('addOn.clusterDomain', clusterDomain, HOSTNAME);
    report.throwIfAny();
  }

  private make(kind: string, version: string, props: HttpAutoscalerProps, render: (report: Report, props: HttpAutoscalerProps) => object): ApiObject {
    const report = new Report(this);
    const given = this.metadataOf(props, kind.toLowerCase());
    metadata(report, chartOf(this), given, SCALED_OBJECT_NAME);
    const spec = render(report, props);
    report.throwIfAny();
    return manifest(this, { apiVersion: `${GROUP}/${version}`, kind, metadata: given, spec });
  }

  private makeScaledObject(props: HttpAutoscalerProps, interceptorRoute: string): ScaledObject {
    const { target, minReplicas, maxReplicas, cooldownPeriod, initialCooldownPeriod, scaleUp, scaleDown } = props;
    const scalerAddress = `${SCALER}.${this.namespace}:${SCALER_PORT}`;
    return new ScaledObject(this, 'ScaledObject', {
      metadata: this.metadataOf(props, 'scaledobject'),
      target,
      triggers: [KedaTrigger.of('external-push', { metadata: { scalerAddress, interceptorRoute } })],
      ...{ minReplicas, maxReplicas, cooldownPeriod, initialCooldownPeriod, scaleUp, scaleDown },
    });
  }

  private metadataOf({ name, labels, annotations }: HttpAutoscalerProps, suffix: string) {
    return {
      name: name ?? suffixedName(this.app.serviceName, suffix, SCALED_OBJECT_LENGTH),
      namespace: this.ownNamespace,
      labels,
      annotations,
    };
  }

  private makeAlias(name: string): void {
    manifest(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: this.ownNamespace },
      spec: {
        type: 'ExternalName',
        externalName: `${INTERCEPTOR}.${this.namespace}.svc.${this.clusterDomain}`,
        ports: [{ port: INTERCEPTOR_PORT }],
      },
    }, name);
  }
}

/** Refuses ways from outside that end at no pod, since the interceptor does not see their requests. */
function refuseBypasses(report: Report, target: unknown): void {
  const children = Construct.isConstruct(target) ? (target as IConstruct).node.children : [];
  for (const way of children.filter((child) => child instanceof Service || child instanceof Ingress || child instanceof HttpRoute)) {
    report.add({
      field: 'spec.minReplicaCount',
      value: 0,
      rule: `${way.node.path} leads to the app without the interceptor, and wakes no pod`,
      fix: 'call exposeViaIngress or exposeViaHttpRoute of what autoscaleByHttp returned, or give minReplicas of at least 1',
      code: RuleCode.BYPASSED_INTERCEPTOR,
    });
  }
}
