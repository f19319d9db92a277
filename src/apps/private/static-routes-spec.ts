import { holdHeader, routingRules } from './http-scaling-rule';
import { byKey, sortedMap } from '../../rules/by-key';
import { Grammar, integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { KEY, REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { HttpStaticBody, HttpStaticResponse, HttpStaticRoute } from '../http-static-route';

const BODY_LENGTH = 32768;

const STATUS: Grammar = {
  ...integer({ min: 100, rule: 'must be a status from 100 to 599', fix: 'give one such as 200 or 503', code: RuleCode.INVALID_ROUTE }),
  accepts: (status) => Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599,
};

const BODY: Grammar = {
  accepts: (text) => typeof text === 'string' && text.length <= BODY_LENGTH,
  rule: `must be a text of at most ${BODY_LENGTH} characters`,
  fix: 'put it into a ConfigMap',
  code: RuleCode.INVALID_ROUTE,
};

/** Checks and writes `spec.staticRoutes` of an InterceptorRoute. */
export function staticRoutesSpec(report: Report, routes?: readonly HttpStaticRoute[]): object[] | undefined {
  return routes?.map(({ rules, response, responseMode }, index) => {
    const field = `spec.staticRoutes[${index}]`;
    return { rules: routingRules(report, `${field}.rules`, rules), response: responseSpec(report, `${field}.response`, response), responseMode };
  });
}

function responseSpec(report: Report, field: string, { statusCode, body, headers }: HttpStaticResponse): object {
  report.holdGiven(`${field}.statusCode`, statusCode, STATUS);
  byKey(headers).forEach(([name, value]) => holdHeader(report, `${field}.headers`, name, value));
  return { statusCode, ...(body && bodySpec(report, field, body)), headers: headers && sortedMap(headers) };
}

function bodySpec(report: Report, field: string, { text, configMap, key }: HttpStaticBody): object {
  report.holdGiven(`${field}.body`, text, BODY);
  report.holdGiven(`${field}.bodyFromConfigMap.name`, configMap?.name, REFERENCE);
  report.holdGiven(`${field}.bodyFromConfigMap.key`, key, KEY);
  return { body: text, bodyFromConfigMap: configMap && { name: configMap.name, key } };
}
