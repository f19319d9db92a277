import { ApiObject } from 'cdk8s';
import { AUTOSCALERS, checkAutoscaler } from './autoscaler-rules';
import { checkSpinAppExecutor } from './executor-rules';
import { ROUTES, checkRoute } from './route-rules';
import { Fields, RuleContext } from './rule-context';
import { conform } from './schema-rules';
import { checkSpinApp } from './spin-app-rules';
import { Schema } from '../../../crds/schema';
import { spinOperatorCrds } from '../../../crds/spin-operator';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

type Rule = (report: Report, object: ApiObject, spec: Fields, context: RuleContext) => void;

const SPINKUBE = 'core.spinkube.dev';
const API_VERSION = `${SPINKUBE}/v1alpha1`;

/** The group of releases before 0.4.0. */
const FORMER_GROUP = 'core.spinoperator.dev';

const RULES = new Map<string, Rule>([
  [`${SPINKUBE}/SpinApp`, checkSpinApp],
  [`${SPINKUBE}/SpinAppExecutor`, checkSpinAppExecutor],
  ...AUTOSCALERS.map(({ group, kind }): [string, Rule] => [`${group}/${kind}`, checkAutoscaler]),
  ...ROUTES.map(({ group, kind }): [string, Rule] => [`${group}/${kind}`, checkRoute]),
]);

/** Whether there are rules for an object. */
export function hasRules(object: ApiObject): boolean {
  return RULES.has(keyOf(object)) || object.apiGroup === FORMER_GROUP;
}

/** Holds an object to the rules of its kind. */
export function checkObject(report: Report, object: ApiObject, context: RuleContext): void {
  const manifest = object.toJson() as Fields;
  if (object.apiGroup === FORMER_GROUP) {
    refuseFormer(report, object.apiVersion);
  } else if (object.apiGroup === SPINKUBE) {
    RULES.get(keyOf(object))!(report, object, conformed(report, object, manifest), context);
  } else {
    RULES.get(keyOf(object))!(report, object, manifest.spec ?? {}, context);
  }
}

function keyOf({ apiGroup, kind }: ApiObject): string {
  return `${apiGroup}/${kind}`;
}

const schemas = new Map<string, Schema>();

/** The newest schema of a kind, made once. */
function schemaOf(kind: string): Schema {
  if (schemas.size === 0) {
    spinOperatorCrds(() => true).forEach(({ spec }) => schemas.set(spec.names.kind, spec.versions[0].schema.openAPIV3Schema));
  }
  return schemas.get(kind)!;
}

/** The spec of an object, as far as its fields are of the types that the custom resource says. */
function conformed(report: Report, { kind, apiVersion }: ApiObject, manifest: Fields): Fields {
  const { spec, ...properties } = schemaOf(kind).properties!;
  const needed = (spec.required ?? []).filter((field) => field !== 'executor');
  if (apiVersion !== API_VERSION) {
    report.add({
      field: 'apiVersion', value: apiVersion, rule: `spin-operator knows ${API_VERSION}`, fix: 'use it', code: RuleCode.INVALID_FIELD,
    });
  }
  const { status, ...written } = manifest;
  const object = { type: 'object' as const, required: ['spec'], properties: { ...properties, metadata: { type: 'object' as const }, spec: {} } };
  conform(report, 'object', object, written);
  return conform(report, 'spec', { ...spec, required: needed }, manifest.spec) ?? {};
}

function refuseFormer(report: Report, apiVersion: string): void {
  report.add({
    field: 'apiVersion',
    value: apiVersion,
    rule: 'it is that of spin-operator before 0.4.0, which no later release knows',
    fix: `use ${API_VERSION}`,
    code: RuleCode.INVALID_FIELD,
  });
}
