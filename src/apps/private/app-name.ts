import { Construct } from 'constructs';
import { generatedName } from '../../cluster/private/generated-name';
import { rfc1035Label } from '../../rules/grammar';
import { isUnresolved, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The longest name with which the operator's label `core.spinkube.dev/app.<name>.status` fits 63 characters. */
const APP_NAME_LENGTH = 52;

/** The names that a SpinApp, its Service and its labels can all carry. */
export const APP_NAME = rfc1035Label('the name of a SpinApp', APP_NAME_LENGTH, ', since the operator makes a Service and a label from it');

/** The name that cdk8s gives an app, cut where it is too long for one. */
export function generatedAppName(app: Construct): string {
  return generatedName(app, { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp' }, APP_NAME_LENGTH);
}

/** Refuses a name that only synthesis would tell: labels, Services and addresses are made from it before. */
export function refuseLate(report: Report, name: string): void {
  if (isUnresolved(name)) {
    report.add({
      field: 'metadata.name',
      value: 'a lazy value',
      rule: 'the name of an app is known when the app is made',
      fix: 'give a plain string',
      code: RuleCode.INVALID_NAME,
    });
  }
}
