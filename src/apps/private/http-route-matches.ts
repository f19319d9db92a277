import { byKey } from '../../rules/by-key';
import { HTTP_NAME, textOf, URL_PATH } from '../../rules/http';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { HttpPathMatch, HttpRouteMatch, HttpValueMatch } from '../http-route-match';

const MOST_MATCHES = 64;
const MOST_VALUES = 16;
const PATTERN = textOf(1024);

/** The path of a match that says none. */
export const EVERY_PATH = { type: 'PathPrefix', value: '/' };

/** Checks the matches of a rule and writes them. */
export function matchSpecs(report: Report, field: string, matches: readonly HttpRouteMatch[]): object[] {
  checkCount(report, { field, value: matches.length, rule: `a rule has at most ${MOST_MATCHES} matches` }, MOST_MATCHES);
  return matches.map(({ path, method, headers, queryParams }, index) => {
    const place = `${field}[${index}]`;
    if ([path, method, headers, queryParams].every((part) => part === undefined)) {
      report.add({ field: place, value: {}, rule: 'a match says something of requests', fix: 'leave matches out for all requests', code: RuleCode.INVALID_ROUTE });
    }
    return {
      path: path ? pathSpec(report, `${place}.path.value`, path) : EVERY_PATH,
      method,
      headers: values(report, `${place}.headers`, headers, 4096),
      queryParams: values(report, `${place}.queryParams`, queryParams, 1024),
    };
  });
}

function pathSpec(report: Report, field: string, { type, value }: HttpPathMatch): object {
  report.hold(field, value, type === 'RegularExpression' ? PATTERN : URL_PATH);
  return { type, value };
}

function values(report: Report, field: string, given: { readonly [name: string]: HttpValueMatch } | undefined, length: number): object[] | undefined {
  const entries = byKey(given);
  checkCount(report, { field, value: entries.length, rule: `a match compares at most ${MOST_VALUES} of them` }, MOST_VALUES);
  return entries.length === 0 ? undefined : entries.map(([name, { type, value }]) => {
    report.hold(`${field} name`, name, HTTP_NAME);
    report.hold(`${field}[${JSON.stringify(name)}]`, value, textOf(length));
    return { type, name, value };
  });
}

function checkCount(report: Report, found: { field: string; value: number; rule: string }, most: number): void {
  if (found.value > most) {
    report.add({ ...found, fix: 'split the rule', code: RuleCode.INVALID_ROUTE });
  }
}
