import { Schema } from '../../../crds/schema';
import { nearMiss } from '../../rules/near-miss';
import { Report } from '../../rules/problem';
import { parseQuantity } from '../../rules/quantity-text';
import { RuleCode } from '../../rules/rule-code';

/** Fields of a pod that people look for in a SpinApp. */
const HINTS: { [field: string]: string } = {
  readinessProbe: 'write it as spec.checks.readiness, which has httpGet on port 80 only',
  livenessProbe: 'write it as spec.checks.liveness, which has httpGet on port 80 only',
  nodeSelector: 'use an EdgeWasmApp or a WasmNodePool: the RuntimeClass of an executor sends pods to nodes',
  tolerations: 'use an EdgeWasmApp or a WasmNodePool: the RuntimeClass of an executor tolerates taints',
  affinity: 'use a WasmNodePool: the RuntimeClass of an executor sends pods to nodes',
  env: 'write it as spec.variables, by the names in spin.toml',
  serviceAccount: 'write it as spec.serviceAccountName',
};

const TYPES: { [type: string]: (value: unknown) => boolean } = {
  array: (value) => Array.isArray(value),
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  string: (value) => typeof value === 'string',
};

const NOUNS = { array: 'a list', boolean: 'true or false', integer: 'a whole number', object: 'a map of fields', string: 'a string' };

/**
 * Holds a value to a schema with unknown fields refused, as a strict API server does.
 *
 * What is of another type is said and left out of the result, so that further rules need not ask for types again.
 */
export function conform(report: Report, field: string, schema: Schema, value: unknown): any {
  if (value === undefined || value === null) {
    return undefined;
  }
  const wrong = wrongType(schema, value);
  if (wrong) {
    report.add({ field, value, rule: `must be ${wrong}`, fix: 'write one', code: RuleCode.INVALID_FIELD });
    return undefined;
  }
  if (Array.isArray(value)) {
    return conformList(report, field, schema, value);
  }
  return typeof value === 'object' ? conformObject(report, field, schema, value) : value;
}

function wrongType(schema: Schema, value: unknown): string | undefined {
  if (schema['x-kubernetes-int-or-string']) {
    return parseQuantity(value) === undefined ? 'a quantity such as 100m or 64Mi' : undefined;
  }
  if (schema.type && !TYPES[schema.type](value)) {
    return typeof value === 'number' && schema.type === 'string' ? 'a string, in quotes' : NOUNS[schema.type];
  }
  return schema.enum && !schema.enum.includes(value as string) ? `one of ${schema.enum.join(', ')}` : undefined;
}

function conformList(report: Report, field: string, { items = {}, minItems = 0 }: Schema, value: unknown[]): unknown[] {
  if (value.length < minItems) {
    report.add({ field, value, rule: `must have at least ${minItems}`, fix: 'leave it out for all', code: RuleCode.EMPTY_LIST });
  }
  return value.map((item, index) => conform(report, `${field}[${index}]`, items, item)).filter((item) => item !== undefined);
}

function conformObject(report: Report, field: string, schema: Schema, value: object): object {
  const { properties, additionalProperties, required = [] } = schema;
  if (!properties && !additionalProperties) {
    return value;
  }
  for (const name of required.filter((needed) => !(needed in value) || (value as any)[needed] === null)) {
    report.add({ field: `${field}.${name}`, value: undefined, rule: 'is required', fix: 'give it', code: RuleCode.INVALID_FIELD });
  }
  const known = Object.entries(value).filter(([name]) => additionalProperties || Object.hasOwn(properties!, name));
  Object.keys(value).filter((name) => !known.some(([key]) => key === name)).forEach((name) => refuse(report, field, name, {
    value: (value as any)[name],
    known: Object.keys(properties!),
  }));
  return Object.fromEntries(known.map(([name, inner]) => [
    name,
    conform(report, placeOf(field, name, additionalProperties !== undefined), additionalProperties ?? properties![name], inner),
  ]));
}

function placeOf(field: string, name: string, isKey: boolean): string {
  return isKey ? `${field}[${JSON.stringify(name)}]` : `${field}.${name}`;
}

function refuse(report: Report, field: string, name: string, { value, known }: { value: unknown; known: string[] }): void {
  const near = nearMiss(name, known);
  const hint = Object.hasOwn(HINTS, name) && field === 'spec' ? HINTS[name] : undefined;
  report.add({
    field: `${field}.${name}`,
    value,
    rule: hint !== undefined || near !== undefined ? 'no release has the field' : `no release has the field, only ${known.join(', ')}`,
    fix: hint ?? (near === undefined ? 'leave it out' : `did you mean ${near}?`),
    code: RuleCode.UNKNOWN_FIELD,
  });
}
