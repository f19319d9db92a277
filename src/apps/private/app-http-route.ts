import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { refuseWithoutHttp } from './http-app';
import { claimsOf, RouteSpec } from './http-route-spec';
import { suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH, SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ExposeViaHttpRouteOptions, HttpRouteRule } from '../exposure-http-route';
import { IHttpBackend } from '../http-backend';
import { HttpRoute } from '../http-route';

/** What a route leads to where its rules do not say, and where it stands. */
export interface RouteSource {
  readonly scope: Construct;
  readonly namespace?: string;

  /** From which the name of the route is made. */
  readonly name: string;
  readonly backend: IHttpBackend;
}

/** Makes a route to an app. */
export function appHttpRoute(source: RouteSource, options: ExposeViaHttpRouteOptions): HttpRoute {
  const { scope } = source;
  const { name: given, namespace = source.namespace, labels, annotations, rules = [{}], ...rest } = options;
  const name = given ?? suffixedName(source.name, 'httproute', LABEL_LENGTH);
  const report = new Report(scope, name);
  refuseWithoutHttp(report, scope, 'spec.rules');
  report.hold('metadata.name', name, SUBDOMAIN);
  if (SUBDOMAIN.accepts(name) && scope.node.tryFindChild(name)) {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: 'the app is exposed by a route of this name already',
      fix: 'give one route all the rules, or name one of them',
      code: RuleCode.DUPLICATE_KEY,
    });
  }
  report.throwIfAny();
  const before = routesOf(scope).flatMap((route) => claimsOf(specOf(route)));
  const metadata = { name, namespace, labels, annotations };
  const made = new HttpRoute(scope, name, { ...rest, metadata, rules: rules.map((rule) => ledTo(source.backend, rule)) });
  const taken = claimsOf(specOf(made)).find((claim) => before.includes(claim));
  if (taken !== undefined) {
    report.add({
      field: 'spec',
      value: JSON.parse(taken),
      rule: 'another route of the app is for the same Gateway, host and requests, and the gateway obeys one',
      fix: 'give them different hostnames or matches',
      code: RuleCode.DUPLICATE_ROUTE,
    });
    report.throwIfAny();
  }
  return made;
}

function ledTo(backend: IHttpBackend, rule: HttpRouteRule): HttpRouteRule {
  const redirects = rule.filters?.some((filter) => filter.toFilterConfig().type === 'RequestRedirect');
  return rule.backends === undefined && !redirects ? { ...rule, backends: [{ backend }] } : rule;
}

function routesOf(scope: Construct): HttpRoute[] {
  return scope.node.children.filter((child) => child instanceof HttpRoute);
}

function specOf(route: HttpRoute): RouteSpec {
  return (ApiObject.of(route).toJson() as { spec: RouteSpec }).spec;
}
