import { EVERY_HOST } from './interceptor-table';
import { byKey } from '../../rules/by-key';
import { Grammar } from '../../rules/grammar';
import { checkHosts, HOSTNAME_OR_WILDCARD, HTTP_NAME, textOf, URL_PATH } from '../../rules/http';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { HttpScalingRule } from '../http-scaling-rule';

/** The host of a rule, of which one stands for all. */
const HOST: Grammar = { ...HOSTNAME_OR_WILDCARD, accepts: (host) => host === EVERY_HOST || HOSTNAME_OR_WILDCARD.accepts(host) };

/** A rule in the field names of an HTTPScaledObject. */
export interface RuleParts {
  readonly hosts?: string[];
  readonly paths?: string[];
  readonly headers?: object[];
}

/** Checks a rule, and writes its parts. */
export function ruleParts(report: Report, field: string, { hosts, pathPrefixes, headers }: HttpScalingRule): RuleParts {
  checkHosts(report, `${field}.hosts`, hosts ?? [], HOST);
  pathPrefixes?.forEach((path, index) => report.hold(`${field}.paths[${index}]`, path, URL_PATH));
  return {
    hosts: hosts && [...hosts],
    paths: pathPrefixes && [...pathPrefixes],
    headers: headers && byKey(headers).map(([name, value]) => {
      holdHeader(report, `${field}.headers`, name, value);
      return { name, value };
    }),
  };
}

/** Checks rules, and writes them in the field names of an InterceptorRoute. */
export function routingRules(report: Report, field: string, rules: readonly HttpScalingRule[]): object[] {
  if (rules.length === 0) {
    report.add({ field, value: [], rule: 'no request fits a list without a rule', fix: 'give [{}] for all requests', code: RuleCode.EMPTY_LIST });
  }
  return rules.map((rule, index) => {
    const { hosts, paths, headers } = ruleParts(report, `${field}[${index}]`, rule);
    return { hosts, paths: paths?.map((value) => ({ value })), headers };
  });
}

/** Checks a header by its name and value. */
export function holdHeader(report: Report, field: string, ...[name, value]: [string, string]): void {
  report.hold(`${field} name`, name, HTTP_NAME);
  report.hold(`${field}[${JSON.stringify(name)}]`, value, textOf(4096));
}
