import { ApiObject } from 'cdk8s';
import { checkSpinAppExecutor, checkSpinAppExecutorAlone } from './executor-rules';
import { withNulls } from './nulls';
import { Fields, RuleContext } from './rule-context';
import { checkSpinApp, checkSpinAppAlone } from './spin-app-rules';
import { Schema } from '../../../../crds/schema';
import { spinOperatorCrds } from '../../../../crds/spin-operator';
import { conform, ConformOptions } from '../../../rules/conform';
import { Grammar, SUBDOMAIN } from '../../../rules/grammar';
import { metadata } from '../../../rules/maps';
import { METADATA_SCHEMA } from '../../../rules/metadata-schema';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { APP_NAME } from '../app-name';

/** The group of the operator's kinds. */
export const SPINKUBE = 'core.spinkube.dev';

/** What the operator serves. */
export const API_VERSION = `${SPINKUBE}/v1alpha1`;

/** What is asked of a kind beyond its schema. */
interface Kind {
  readonly name: Grammar;
  readonly alone: (report: Report, object: ApiObject, spec: Fields) => void;
  readonly inCluster: (report: Report, object: ApiObject, spec: Fields, context: RuleContext) => void;
}

const KINDS: { readonly [kind: string]: Kind } = {
  SpinApp: { name: APP_NAME, alone: checkSpinAppAlone, inCluster: checkSpinApp },
  SpinAppExecutor: { name: SUBDOMAIN, alone: checkSpinAppExecutorAlone, inCluster: checkSpinAppExecutor },
};

/** Fields that people look for in a SpinApp, with what to write instead. */
const HINTS: { [field: string]: string } = {
  'spec.readinessProbe': 'write it as spec.checks.readiness, which has httpGet on port 80 only',
  'spec.livenessProbe': 'write it as spec.checks.liveness, which has httpGet on port 80 only',
  'spec.nodeSelector': 'use an EdgeWasmApp or a WasmNodePool: the RuntimeClass of an executor sends pods to nodes',
  'spec.tolerations': 'use an EdgeWasmApp or a WasmNodePool: the RuntimeClass of an executor tolerates taints',
  'spec.affinity': 'use a WasmNodePool: the RuntimeClass of an executor sends pods to nodes',
  'spec.env': 'write it as spec.variables, by the names in spin.toml',
  'spec.serviceAccount': 'write it as spec.serviceAccountName',
};

const OPTIONS: ConformOptions = {
  hints: HINTS,
  // rules speak of these, with the same codes as for properties
  ruled: /^spec\.(replicas|checks\.\w+\.\w+(Seconds|Threshold)|(podLabels|\w+Annotations)\[.*)$|^metadata\.(labels|annotations)\[/,
  // the operator's webhook writes what is missing as empty, as 0 or as false, and takes it so; rules speak of what is no use empty
  filled: /^spec\.(executor|createDeployment|checks\.\w+\.httpGet\.(path|httpHeaders\[\d+\]\.\w+)|volumes\[\d+\]\.iscsi\.lun|runtimeConfig\.\w+(\[\d+\])?\.(name|type))$|^status\./,
};

/** Whether the operator reads a kind. */
export function isJudged({ apiGroup, kind }: ApiObject): boolean {
  return apiGroup === SPINKUBE && Object.hasOwn(KINDS, kind);
}

/** Judges an object that no construct of this library made, by itself and in its cluster. */
export function judge(report: Report, object: ApiObject, rendered: Fields, context: RuleContext): void {
  KINDS[object.kind].inCluster(report, object, conformed(report, object, rendered, OPTIONS), context);
}

/** Judges an object of this library as it is rendered, by itself: a field that somebody added by name stays. */
export function judgeAlone(report: Report, object: ApiObject, rendered: Fields): void {
  KINDS[object.kind].alone(report, object, conformed(report, object, rendered, { ...OPTIONS, advisesUnknown: true }));
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
function conformed(report: Report, object: ApiObject, rendered: Fields, options: ConformOptions): Fields {
  const { apiVersion, kind, chart } = object;
  if (apiVersion !== API_VERSION) {
    report.add({
      field: 'apiVersion', value: apiVersion, rule: `spin-operator knows ${API_VERSION}`, fix: 'use it', code: RuleCode.INVALID_FIELD,
    });
  }
  const { properties } = schemaOf(kind);
  const written = withNulls(object, rendered);
  conform(report, { field: 'object', schema: { type: 'object', required: ['spec'], properties: { ...properties, metadata: {}, spec: {}, status: {} } } }, written);
  const described = conform(report, { field: 'metadata', schema: METADATA_SCHEMA }, written.metadata, options);
  metadata(report, chart, described, KINDS[kind].name);
  conform(report, { field: 'status', schema: properties!.status }, written.status, options);
  return conform(report, { field: 'spec', schema: properties!.spec }, written.spec, options) ?? {};
}
