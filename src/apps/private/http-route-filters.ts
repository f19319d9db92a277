import { RouteBackends } from './route-backends';
import { byKey } from '../../rules/by-key';
import { PORT } from '../../rules/grammar';
import { HOSTNAME, HTTP_NAME, textOf, URL_PATH } from '../../rules/http';
import { Problem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { HttpHeaderChanges, HttpPathModifier, HttpRedirect, HttpRouteFilter, HttpRouteFilterConfig } from '../http-route-filter';
import { HttpRouteMatch } from '../http-route-match';

const MOST_CHANGES = 16;
const MOST_FILTERS = 16;
const USUAL_REDIRECT = 302;
const HEADER_VALUE = textOf(4096);

/** Where each type of filter has its content. */
const CONTENTS: { [type: string]: string } = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  RequestMirror: 'requestMirror',
};

/** The filters of one rule. */
export interface RuleFilters {
  readonly report: Report;
  readonly field: string;
  readonly backends: RouteBackends;
  readonly matches: readonly HttpRouteMatch[];
}

/** Checks the filters of a rule and writes them. */
export function filterSpecs(rule: RuleFilters, filters: readonly HttpRouteFilter[]): object[] {
  const configs = filters.map((filter) => filter.toFilterConfig());
  checkTogether(rule, configs.map(({ type }) => type));
  return configs.map((config, index) => {
    const field = `${rule.field}[${index}].${CONTENTS[config.type]}`;
    return { type: config.type, [CONTENTS[config.type]]: content(rule, field, config) };
  });
}

function checkTogether({ report, field }: RuleFilters, types: string[]): void {
  const twice = types.filter((type, index) => type !== 'RequestMirror' && types.indexOf(type) < index);
  const problems: (Pick<Problem, 'value' | 'rule' | 'fix'> | false)[] = [
    twice.length > 0 && { value: twice[0], rule: 'a rule has one filter of this type', fix: 'put all changes into one' },
    types.includes('RequestRedirect') && types.includes('URLRewrite')
      && { value: types, rule: 'a rule redirects or rewrites, not both', fix: 'leave one out' },
    types.length > MOST_FILTERS && { value: types.length, rule: `a rule has at most ${MOST_FILTERS} filters`, fix: 'leave some out' },
  ];
  problems.filter((found) => found !== false).forEach((found) => report.add({ ...found, field, code: RuleCode.INVALID_ROUTE }));
}

function content(rule: RuleFilters, field: string, { type, headers, target, mirror }: HttpRouteFilterConfig): object {
  if (headers) {
    return headerChanges(rule.report, field, headers);
  }
  if (type === 'RequestRedirect') {
    return { ...sentTo(rule, field, target ?? {}), statusCode: target?.statusCode ?? USUAL_REDIRECT };
  }
  return mirror
    ? { backendRef: rule.backends.reference(rule.report, `${field}.backendRef`, mirror) }
    : sentTo(rule, field, target ?? {});
}

function headerChanges(report: Report, field: string, { set = {}, add = {}, remove = [] }: HttpHeaderChanges): object {
  const values = { set: pairs(report, `${field}.set`, set), add: pairs(report, `${field}.add`, add) };
  remove.forEach((name, index) => report.hold(`${field}.remove[${index}]`, name, HTTP_NAME));
  const lists = { ...values, remove: [...remove] };
  const names = [...byKey(set), ...byKey(add), ...remove.map((name) => [name])].map(([name]) => String(name).toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    report.add({ field, value: twice, rule: 'the filter changes this header already', fix: 'change each header once', code: RuleCode.DUPLICATE_KEY });
  }
  checkCounts(report, field, lists);
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function checkCounts(report: Report, field: string, lists: { readonly [change: string]: unknown[] }): void {
  const code = RuleCode.INVALID_ROUTE;
  const counts = Object.values(lists).map((list) => list.length);
  if (counts.every((count) => count === 0)) {
    report.add({ field, value: {}, rule: 'the filter changes no header', fix: 'give set, add or remove', code });
  }
  if (counts.some((count) => count > MOST_CHANGES)) {
    report.add({ field, value: Math.max(...counts), rule: `a filter sets, adds and removes at most ${MOST_CHANGES} headers each`, fix: 'leave some out', code });
  }
}

function pairs(report: Report, field: string, headers: { readonly [name: string]: string }): object[] {
  return byKey(headers).map(([name, value]) => {
    report.hold(`${field} name`, name, HTTP_NAME);
    report.hold(`${field}[${JSON.stringify(name)}]`, value, HEADER_VALUE);
    return { name, value };
  });
}

function sentTo(rule: RuleFilters, field: string, target: HttpRedirect): object {
  const { report } = rule;
  const { hostname, path, scheme, port, statusCode } = target;
  report.holdGiven(`${field}.hostname`, hostname, HOSTNAME);
  report.holdGiven(`${field}.port`, port, PORT);
  report.holdGiven(`${field}.scheme`, scheme, oneOf('http', 'https'));
  report.holdGiven(`${field}.statusCode`, statusCode, oneOf(301, 302));
  if (Object.values(target).every((value) => value === undefined)) {
    report.add({ field, value: {}, rule: 'the filter changes nothing', fix: 'give it a host or a path', code: RuleCode.INVALID_ROUTE });
  }
  return { scheme, hostname, path: path && modifier(rule, `${field}.path`, path), port, statusCode };
}

function modifier({ report, matches }: RuleFilters, field: string, { type, path }: HttpPathModifier): object {
  const part = type === 'ReplaceFullPath' ? 'replaceFullPath' : 'replacePrefixMatch';
  report.hold(`${field}.${part}`, path, URL_PATH);
  const prefixes = matches.filter((match) => match.path?.type === 'PathPrefix');
  if (type === 'ReplacePrefixMatch' && (matches.length !== 1 || prefixes.length !== 1)) {
    report.add({
      field: `${field}.${part}`,
      value: path,
      rule: 'a prefix is replaced only in a rule with exactly one match, which compares a prefix',
      fix: 'give the rule one match with HttpPathMatch.prefix',
      code: RuleCode.INVALID_ROUTE,
    });
  }
  return { type, [part]: path };
}

function oneOf(...values: unknown[]) {
  return { accepts: (value: unknown) => values.includes(value), rule: `must be ${values.join(' or ')}`, fix: 'choose one', code: RuleCode.INVALID_ROUTE };
}
