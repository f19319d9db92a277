import { nearMiss } from './near-miss';
import { Report } from './problem';
import { parseQuantity } from './quantity-text';
import { RuleCode } from './rule-code';
import { Schema } from '../../crds/schema';

/** What a kind says beyond its schema. */
export interface ConformOptions {
  /** Fields of which rules speak, so that the schema is silent about their types. */
  readonly ruled?: RegExp;

  /** Fields that the schema requires and upstream fills in. */
  readonly filled?: RegExp;

  /** What to write instead of fields that people look for, by their path. */
  readonly hints?: { readonly [field: string]: string };

  /** Whether a field that no release has is only unwise, since somebody added it by name. */
  readonly advisesUnknown?: boolean;
}

const TYPES: { [type: string]: (value: unknown) => boolean } = {
  array: (value) => Array.isArray(value),
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  string: (value) => typeof value === 'string',
};

const NOUNS = { array: 'a list', boolean: 'true or false', integer: 'a whole number', object: 'a map of fields', string: 'a string' };

/** The least and the most that integers of a format hold. */
const BOUNDS: { [format: string]: readonly [bigint, bigint] } = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/**
 * Holds a value to a schema with unknown fields refused, as a strict API server does.
 *
 * What is of another type is said and left out of the result, so that further rules need not ask for types again; so is null, which
 * stands for nothing, and in a map of texts for an empty one.
 */
export function conform(report: Report, place: Place, value: unknown, options: ConformOptions = {}): any {
  return new Conformance(report, options).conform(place, value);
}

/** A field, and what it may hold. */
export interface Place {
  readonly field: string;
  readonly schema: Schema;
}

class Conformance {
  constructor(private readonly report: Report, private readonly options: ConformOptions) {}

  conform({ field, schema }: Place, value: unknown): any {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (this.options.ruled?.test(field)) {
      return value;
    }
    const wrong = wrongType(schema, value);
    if (wrong) {
      this.report.add({ field, value, rule: `must be ${wrong}`, fix: 'write one', code: RuleCode.INVALID_FIELD });
      return undefined;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => this.conform({ field: `${field}[${index}]`, schema: schema.items ?? {} }, item))
        .filter((item) => item !== undefined);
    }
    return typeof value === 'object' ? this.conformObject({ field, schema }, value) : value;
  }

  private conformObject({ field, schema }: Place, value: object): object {
    const { properties = {}, additionalProperties, required = [] } = schema;
    const fields = value as { readonly [name: string]: unknown };
    if (schema.type === undefined) {
      return value;
    }
    for (const name of required.filter((needed) => (fields[needed] ?? undefined) === undefined && !this.options.filled?.test(`${field}.${needed}`))) {
      this.report.add({ field: `${field}.${name}`, value: undefined, rule: 'is required', fix: 'give it', code: RuleCode.INVALID_FIELD });
    }
    const conformed: [string, unknown][] = [];
    for (const [name, inner] of Object.entries(fields)) {
      if (additionalProperties) {
        conformed.push([name, this.conform({ field: `${field}[${JSON.stringify(name)}]`, schema: additionalProperties }, inner ?? emptyOf(additionalProperties))]);
      } else if (Object.hasOwn(properties, name)) {
        conformed.push([name, this.conform({ field: `${field}.${name}`, schema: properties[name] }, inner)]);
      } else {
        this.refuse(field, name, { value: inner, known: Object.keys(properties) });
      }
    }
    return Object.fromEntries(conformed.filter(([, inner]) => inner !== undefined));
  }

  private refuse(field: string, name: string, { value, known }: { value: unknown; known: string[] }): void {
    const { hints = {}, advisesUnknown } = this.options;
    const place = `${field}.${name}`;
    const near = nearMiss(name, known);
    const hint = Object.hasOwn(hints, place) ? hints[place] : undefined;
    const problem = {
      field: place,
      value,
      rule: hint !== undefined || near !== undefined || known.length === 0 ? 'no release has the field' : `no release has the field, only ${known.join(', ')}`,
      fix: hint ?? (near === undefined ? 'leave it out' : `did you mean ${near}?`),
      code: RuleCode.UNKNOWN_FIELD,
    };
    if (advisesUnknown) {
      this.report.advise(problem);
    } else {
      this.report.add(problem);
    }
  }
}

function emptyOf({ type }: Schema): string | undefined {
  return type === 'string' ? '' : undefined;
}

function wrongType(schema: Schema, value: unknown): string | undefined {
  const { type, format, enum: known } = schema;
  if (schema['x-kubernetes-int-or-string']) {
    return isQuantity(value) ? undefined : 'a quantity such as 100m or 64Mi';
  }
  if (type && !TYPES[type](value)) {
    return typeof value === 'number' && type === 'string' ? 'a string, in quotes' : NOUNS[type];
  }
  return outOfBounds(format, value) ?? (known && !known.includes(value as string) ? `one of ${known.join(', ')}` : undefined);
}

function isQuantity(value: unknown): boolean {
  return ['string', 'number'].includes(typeof value) && parseQuantity(value) !== undefined;
}

function outOfBounds(format: string | undefined, value: unknown): string | undefined {
  const bounds = typeof value === 'number' ? BOUNDS[format ?? ''] : undefined;
  return bounds && (BigInt(value as number) < bounds[0] || BigInt(value as number) > bounds[1])
    ? `a whole number from ${bounds[0]} to ${bounds[1]}`
    : undefined;
}
