import { Construct } from 'constructs';
import { chartOf } from '../../cluster/private/chart-of';
import { fittingName, generatedName } from '../../cluster/private/generated-name';
import { SpinManifest } from '../../manifest/spin-manifest';
import { cutName } from '../../rules/content-hash';
import { rfc1035Label } from '../../rules/grammar';
import { metadata } from '../../rules/maps';
import { isUnresolved, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { WasmAppCommonProps } from '../wasm-app-common';

/** The longest name with which the operator's label `core.spinkube.dev/app.<name>.status` fits 63 characters. */
const APP_NAME_LENGTH = 52;

/** The names that a SpinApp, its Service and its labels can all carry. */
export const APP_NAME = rfc1035Label('the name of a SpinApp', APP_NAME_LENGTH, ', since the operator makes a Service and a label from it');

/** The label by which the operator marks what it makes for an app. */
export const APP_LABEL = 'core.spinkube.dev/app-name';

/** What a generated name begins with that would begin with a digit. */
const LETTER = 'app-';

/** The name that cdk8s gives an app, cut where it is too long for one. */
export function generatedAppName(app: Construct): string {
  const type = { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp' };
  const name = generatedName(app, type, APP_NAME_LENGTH);
  return /^[0-9]/.test(name) ? LETTER + generatedName(app, type, APP_NAME_LENGTH - LETTER.length) : name;
}

/** The name that the application of a manifest gives an app, made to fit; none where nothing of it is left. */
export function manifestAppName(manifest?: SpinManifest): string | undefined {
  const name = fittingName(manifest?._known().name ?? '');
  return name === '' ? undefined : cutName(/^[0-9]/.test(name) ? LETTER + name : name, APP_NAME_LENGTH);
}

/** Refuses a name that only synthesis would tell: labels, Services, executors and addresses are made from it before. */
function refuseLate(report: Report, field: string, name?: string): void {
  if (isUnresolved(name)) {
    report.add({
      field,
      value: 'a lazy value',
      rule: 'the names of an app and its namespace are known when the app is made',
      fix: 'give a plain string',
      code: RuleCode.INVALID_NAME,
    });
  }
}

/** The name of an app, with its metadata checked: as it is given, as its manifest says, or as cdk8s names it. */
export function appName(report: Report, app: Construct, { metadata: given, manifest }: Pick<WasmAppCommonProps, 'metadata' | 'manifest'>): string {
  const name = given?.name ?? manifestAppName(manifest) ?? generatedAppName(app);
  refuseLate(report, 'metadata.name', name);
  refuseLate(report, 'metadata.namespace', given?.namespace);
  metadata(report, chartOf(app), { ...given, name }, APP_NAME);
  return name;
}
