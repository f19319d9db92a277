import { filterSpecs } from './http-route-filters';
import { EVERY_PATH, matchSpecs } from './http-route-matches';
import { RouteBackends } from './route-backends';
import { durationText } from '../../rules/duration';
import { NAMESPACE, PORT } from '../../rules/grammar';
import { checkHosts } from '../../rules/http';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { GatewayReference, HttpRouteCommonOptions, HttpRouteRule, HttpRouteTimeouts } from '../exposure-http-route';

/** What the route's definition allows. */
const MOST = { parentRefs: 32, hostnames: 16, rules: 16 };
const MOST_MATCHES = 128;

/** What the server writes into items of lists, which an apply replaces as a whole: left out, each apply would change the route. */
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };

interface WholeRoute extends HttpRouteCommonOptions {
  readonly rules: HttpRouteRule[];
}

/** The parts of a route that say which requests it is for. */
export interface RouteSpec {
  readonly parentRefs: GatewayReference[];
  readonly hostnames?: string[];
  readonly rules: RuleSpec[];
}

interface RuleSpec {
  readonly matches?: object[];
  readonly filters?: object[];
  readonly backendRefs?: object[];
  readonly timeouts?: object;
}

/** Checks and writes `spec` of an HTTPRoute. */
export function httpRouteSpec(report: Report, backends: RouteBackends, options: WholeRoute): RouteSpec {
  const spec = {
    parentRefs: options.parents.map((parent, index) => parentRef(report, `spec.parentRefs[${index}]`, parent)),
    hostnames: options.hostnames && [...options.hostnames],
    rules: options.rules.map((rule, index) => ruleSpec(report, backends, `spec.rules[${index}]`, rule)),
  };
  checkHosts(report, 'spec.hostnames', options.hostnames ?? []);
  for (const field of ['parentRefs', 'hostnames', 'rules'] as const) {
    checkCount(report, field, spec[field]);
  }
  checkParents(report, spec.parentRefs);
  checkClaims(report, spec);
  return { ...spec, parentRefs: spec.parentRefs.map((parent) => ({ ...GATEWAY, ...parent })) };
}

/** What a route is for: each Gateway, host and match, in a text that is the same for the same requests. */
export function claimsOf({ parentRefs, hostnames = ['*'], rules }: RouteSpec): string[] {
  const matches = rules.flatMap((rule) => rule.matches ?? [{ path: EVERY_PATH }]);
  return parentRefs.flatMap(({ name, namespace, sectionName, port }) => hostnames.flatMap((host) =>
    matches.map((match) => JSON.stringify({ gateway: { namespace, name, sectionName, port }, host, match }))));
}

function parentRef(report: Report, field: string, { name, namespace, sectionName, port }: GatewayReference): GatewayReference {
  report.hold(`${field}.name`, name, REFERENCE);
  report.holdGiven(`${field}.namespace`, namespace, NAMESPACE);
  report.holdGiven(`${field}.sectionName`, sectionName, REFERENCE);
  report.holdGiven(`${field}.port`, port, PORT);
  return { name, namespace, sectionName, port };
}

function ruleSpec(report: Report, backends: RouteBackends, field: string, rule: HttpRouteRule): RuleSpec {
  const { matches = [], filters = [], backends: given = [], timeouts } = rule;
  const redirects = filters.some((filter) => filter.toFilterConfig().type === 'RequestRedirect');
  if (redirects === given.length > 0) {
    report.add({
      field: `${field}.backendRefs`,
      value: given.length,
      rule: redirects ? 'a rule that redirects has no backends' : 'a rule without backends answers every request with an error',
      fix: redirects ? 'leave backends out' : 'give backends, or a redirect',
      code: RuleCode.INVALID_ROUTE,
    });
  }
  return {
    matches: some(matchSpecs(report, `${field}.matches`, matches)) ?? [{ path: EVERY_PATH }],
    filters: some(filterSpecs({ report, field: `${field}.filters`, backends, matches }, filters)),
    backendRefs: some(backends.references(report, `${field}.backendRefs`, given)),
    timeouts: timeouts && timeoutSpec(report, `${field}.timeouts`, timeouts),
  };
}

function timeoutSpec(report: Report, field: string, { request, backendRequest }: HttpRouteTimeouts): object {
  const [whole, one] = [request, backendRequest].map((time) => time?.toMilliseconds({ integral: false }));
  if (whole && one && one > whole) {
    report.add({
      field: `${field}.backendRequest`,
      value: `${one}ms`,
      rule: `one try takes at most as long as the whole request, ${whole}ms`,
      fix: 'lower it, or raise request',
      code: RuleCode.INVALID_DURATION,
    });
  }
  return { request: durationText(report, `${field}.request`, request), backendRequest: durationText(report, `${field}.backendRequest`, backendRequest) };
}

function checkCount(report: Report, field: 'parentRefs' | 'hostnames' | 'rules', list: unknown[] | undefined): void {
  if (list && (list.length === 0 || list.length > MOST[field])) {
    report.add({
      field: `spec.${field}`,
      value: list.length,
      rule: `a route has from 1 to ${MOST[field]} of them`,
      fix: list.length === 0 ? 'give one' : 'split the route',
      code: RuleCode.INVALID_ROUTE,
    });
  }
}

function checkParents(report: Report, parents: GatewayReference[]): void {
  const places = parents.map(({ name, namespace = '', sectionName = '', port = '' }) => `${namespace}/${name}/${sectionName}/${port}`);
  places.forEach((place, index) => {
    if (places.indexOf(place) < index) {
      report.add({
        field: `spec.parentRefs[${index}]`,
        value: parents[index],
        rule: 'the route belongs to this Gateway already',
        fix: 'name it once, or different listeners by sectionName',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
  });
}

function checkClaims(report: Report, spec: RouteSpec): void {
  const matches = spec.rules.map((rule) => rule.matches?.length ?? 1).reduce((sum, count) => sum + count, 0);
  if (matches > MOST_MATCHES) {
    const rule = `all rules together have at most ${MOST_MATCHES} matches`;
    report.add({ field: 'spec.rules', value: matches, rule, fix: 'split the route', code: RuleCode.INVALID_ROUTE });
  }
  const claims = claimsOf({ ...spec, parentRefs: [{ name: '' }], hostnames: undefined });
  const twice = claims.find((claim, index) => claims.indexOf(claim) < index);
  if (twice !== undefined) {
    report.add({
      field: 'spec.rules',
      value: JSON.parse(twice).match,
      rule: 'two rules are for the same requests, of which the gateway obeys one',
      fix: 'give them different matches',
      code: RuleCode.DUPLICATE_ROUTE,
    });
  }
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
