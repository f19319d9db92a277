import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { headerVariable } from './collector-config';
import { checkAsked } from '../../apps/private/http-app';
import { HEALTH_PATH } from '../../apps/private/manifest-routes';
import { WasmApp } from '../../apps/wasm-app';
import { checkSameCluster } from '../../cluster/private/same-cluster';
import { Grammar, integer, rfc1035Label, LABEL_LENGTH } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { checkKeyReference } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { HTTP, holdUrl } from '../../rules/url';
import { OtlpBackend } from '../otlp-backend';

/** The name of what a Service and a Deployment are called by. */
export const COLLECTOR_NAME: Grammar = rfc1035Label('the name of a Service', LABEL_LENGTH);

/** How many pods. */
export const REPLICAS = integer({
  min: 1,
  rule: 'the Collector needs at least one pod',
  fix: 'give an integer of at least 1',
  code: RuleCode.INVALID_REPLICAS,
});

/** How often. */
export const SECONDS = integer({
  min: 1,
  rule: 'checks are made in whole seconds from 1 on',
  fix: 'give at least one second',
  code: RuleCode.INVALID_PROBE,
});

const HEADER: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(value),
  rule: 'the name of an HTTP header has letters, digits and dashes',
  fix: 'write it as "x-api-key"',
  code: RuleCode.INVALID_NAME,
};

const PATH: Grammar = {
  accepts: (value) => typeof value === 'string' && /^\/[^\s#]*$/.test(value),
  rule: 'a path begins with a slash and has no white space and no fragment',
  fix: 'write it as "/health"',
  code: RuleCode.INVALID_PROBE,
};

/** Checks where telemetry goes. */
export function checkBackend(report: Report, { endpoint, _headers }: OtlpBackend): void {
  holdUrl(report, 'backend.endpoint', endpoint, { schemes: HTTP, fix: 'send it as a header, by reference to a Secret' });
  const variables = Object.keys(_headers).map(headerVariable);
  Object.entries(_headers).forEach(([header, { secret, key }], index) => {
    report.hold('backend.headers key', header, HEADER);
    checkKeyReference(report, `backend.headers[${JSON.stringify(header)}]`, { secretKeyRef: { name: secret.name, key } });
    if (variables.indexOf(variables[index]) < index) {
      report.add({
        field: 'backend.headers key',
        value: header,
        rule: 'another header has the same letters and digits, and both would be one variable of the Collector',
        fix: 'give one of them',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
  });
}

/** Checks that the Collector has a namespace. */
export function checkNamespace(report: Report, namespace?: string): void {
  if (namespace === undefined) {
    report.add({
      field: 'metadata.namespace',
      value: namespace,
      rule: 'a ClusterRoleBinding names the namespace of its service account',
      fix: 'set it, here or for the chart',
      code: RuleCode.INVALID_NAMESPACE,
    });
  }
}

/** Checks how often apps are asked. */
export function checkInterval(report: Report, interval?: Duration): void {
  report.holdGiven('checkInterval', interval?.toSeconds({ integral: false }), SECONDS);
}

/** A question to an app, asked from a namespace. */
export interface Check {
  readonly app: WasmApp;
  readonly path: string;

  /** The address as it is asked for. */
  readonly url: string;
}

/** What is known where an app is asked. */
export interface Asker {
  readonly construct: IConstruct;
  readonly namespace?: string;
  readonly checks: readonly Check[];
}

/** A check of an app, once it is found right. */
export function httpCheck({ construct, namespace, checks }: Asker, app: WasmApp, path: string = HEALTH_PATH): Check {
  const report = new Report(construct);
  const url = app.url + path;
  report.hold('path', path, PATH);
  checkAsked(report, app, path);
  checkSameCluster(report, construct, { field: 'app', made: [app] });
  if (app.namespace === undefined && namespace !== undefined) {
    report.add({
      field: 'app',
      value: app.node.path,
      rule: `it has no namespace, and is asked from ${namespace}, where its name leads to another Service`,
      fix: 'give the app a namespace',
      code: RuleCode.INVALID_NAMESPACE,
    });
  }
  if (checks.some((other) => other.url === url && other.app.namespace === app.namespace)) {
    report.add({ field: 'path', value: path, rule: `${app.name} is asked for it already`, fix: 'give another path', code: RuleCode.DUPLICATE_KEY });
  }
  report.throwIfAny();
  return { app, path, url };
}
