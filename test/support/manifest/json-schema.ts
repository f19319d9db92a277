/**
 * JSON schemas with unknown fields refused, and their errors as lines that say where, what and why.
 */
import type { default as AjvCore, ErrorObject, SchemaObject } from 'ajv';
import { at, listOf, load, mapOf, once, problem } from './load';
import { quantityProblems } from './quantity';

/** All problems of a value, each beginning with its place. */
export type Check = (value: unknown) => string[];

/** An error as any of the generated validators reports it. */
export type SchemaError = Pick<ErrorObject, 'instancePath' | 'keyword' | 'message' | 'params'>;

export type { SchemaObject };

const ajv = once<AjvCore>(() => {
  const { default: Ajv } = load('ajv');
  const { default: addFormats } = load('ajv-formats');
  // "quantity" marks a quantity in the server's own form; quantityProblems says what is wrong with it
  return addFormats(new Ajv({ allErrors: true, strict: false }))
    .addKeyword({ keyword: 'quantity', validate: (_: unknown, value: unknown) => quantityProblems('', value).length === 0 });
});

/** Adds a schema to which others refer by its `$id`. */
export function addSchema(schema: SchemaObject) {
  ajv().addSchema(schema);
}

/** A check by a schema, or by the added one of that `$id`. */
export function schemaCheck(schema: SchemaObject | string): Check {
  const validate = once(() => ajv().compile(typeof schema === 'string' ? { $ref: schema } : schema));
  return (value) => {
    const run = validate();
    return run(value) ? [] : wordErrors(listOf(run.errors), value);
  };
}

/** The errors of a value in words; what alternatives say about one place becomes one line. */
export function wordErrors(errors: SchemaError[], value: unknown): string[] {
  const places = new Map<string, SchemaError[]>();
  for (const error of errors) places.set(error.instancePath, [...places.get(error.instancePath) ?? [], error]);
  return [...places.values()].flatMap((found) => {
    const plain = found.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf');
    if (plain.length === found.length || plain.length === 0) return found.flatMap((error) => wordError(error, value));
    const message = plain.map((error) => error.message).join(' or ');
    return wordError({ ...plain[0], keyword: 'alternatives', message }, value);
  });
}

function wordError(error: SchemaError, value: unknown): string[] {
  const keys = error.instancePath.split('/').slice(1).map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const path = at('', ...keys);
  const got = keys.reduce((inner: any, key) => inner?.[key], value);
  switch (error.keyword) {
    case 'additionalProperties': return [`${at(path, error.params.additionalProperty)}: unknown field`];
    case 'required': return [`${at(path, error.params.missingProperty)}: required`];
    case 'enum': return [problem(path, got, `must be one of ${error.params.allowedValues.join(', ')}`)];
    case 'quantity': return quantityProblems(path, got);
    default: return [problem(path, got, String(error.message))];
  }
}

/** The schema of a custom resource as a strict API server reads it: what it does not name is refused. */
export function closed(schema: unknown): SchemaObject {
  const { properties, items, additionalProperties, ...rest } = mapOf(schema);
  const open = rest['x-kubernetes-preserve-unknown-fields'] === true || rest.type !== 'object';
  return {
    ...rest,
    ...(isQuantity(rest) && { quantity: true }),
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([key, field]) => [key, closed(field)])) }),
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(additionalProperties === undefined && !open && { additionalProperties: false }),
  };
}

/** Whether a schema is the one that controller-gen writes for a quantity. */
function isQuantity(schema: SchemaObject): boolean {
  return schema['x-kubernetes-int-or-string'] === true && String(schema.pattern).includes('[KMGTPE]i');
}
