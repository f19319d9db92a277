/**
 * The words in which crds/ speaks of a custom resource. A shape is a function that makes its part of the schema afresh for
 * one version, so that one source describes every release of a component.
 */

/** Whether the wanted version contains what came in the given release. */
export type Includes = (release: string) => boolean;

/** An OpenAPI v3 schema, as far as the custom resources use it. */
export interface Schema {
  readonly 'type'?: 'array' | 'boolean' | 'integer' | 'object' | 'string';
  readonly 'format'?: 'date-time' | 'int32' | 'int64';
  readonly 'default'?: boolean | number | string;
  readonly 'enum'?: string[];
  readonly 'pattern'?: string;
  readonly 'minimum'?: number;
  readonly 'minLength'?: number;
  readonly 'maxLength'?: number;
  readonly 'minItems'?: number;
  readonly 'items'?: Schema;
  readonly 'required'?: string[];
  readonly 'properties'?: { [name: string]: Schema };
  readonly 'additionalProperties'?: Schema;
  readonly 'anyOf'?: Schema[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic';
  readonly 'x-kubernetes-map-type'?: 'atomic';
}

/** A type of value: makes its schema for one version. */
export type Shape = (includes: Includes) => Schema;

/** A field that says more than its shape. */
export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
  readonly since?: string;
}

/** The fields of an object by name, in the order in which they are read. */
export interface Fields {
  readonly [name: string]: Shape | Field;
}

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'integer' | 'string';
  readonly jsonPath: string;
}

/** One version of a custom resource, as the API server takes it. */
export interface CustomResourceVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly additionalPrinterColumns?: PrinterColumn[];
  readonly schema: { readonly openAPIV3Schema: Schema };
  readonly subresources: Subresources;
}

/** What is written at a path of its own. */
export interface Subresources {
  readonly status?: {};
}

/** A CustomResourceDefinition as plain data. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly listKind: string; readonly plural: string; readonly singular: string };
    readonly scope: 'Cluster' | 'Namespaced';
    readonly versions: CustomResourceVersion[];
  };
}

/** What differs from one custom resource to the next. */
export interface CustomResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: 'Cluster' | 'Namespaced';
  readonly columns?: PrinterColumn[];
  readonly subresources?: Subresources;
  readonly spec: Shape;
  readonly status: Shape;
}

/** A text, optionally with a default, a format or limits. */
export function string(more: Pick<Schema, 'default' | 'format' | 'pattern' | 'minLength' | 'maxLength'> = {}): Shape {
  return () => ({ type: 'string', ...more });
}

/** One of a closed set of texts. */
export function oneOf(...values: string[]): Shape {
  return () => ({ type: 'string', enum: [...values] });
}

/** True or false. */
export function boolean(more: Pick<Schema, 'default'> = {}): Shape {
  return () => ({ type: 'boolean', ...more });
}

/** An integer of a size that is not said. */
export function integer(): Shape {
  return () => ({ type: 'integer' });
}

/** An integer of 32 bits. */
export function int32(more: Pick<Schema, 'default'> = {}): Shape {
  return () => ({ type: 'integer', format: 'int32', ...more });
}

/** An integer of 64 bits. */
export function int64(more: Pick<Schema, 'minimum'> = {}): Shape {
  return () => ({ type: 'integer', format: 'int64', ...more });
}

/** A Kubernetes quantity such as `250m`, `64Mi` or `2`. */
export function quantity(): Shape {
  const number = '(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))';
  const sign = '(\\+|-)?';
  return () => ({
    'anyOf': [{ type: 'integer' }, { type: 'string' }],
    'pattern': `^${sign}${number}(([KMGTPE]i)|[numkMGTPE]|([eE]${sign}${number}))?$`,
    'x-kubernetes-int-or-string': true,
  });
}

/** A list. */
export function array(items: Shape, more: Pick<Schema, 'minItems'> = {}): Shape {
  return (includes) => ({ type: 'array', ...more, items: items(includes) });
}

/** A map of free keys to values of one shape. */
export function mapOf(values: Shape): Shape {
  return (includes) => ({ type: 'object', additionalProperties: values(includes) });
}

/** An object with the given fields; without any, its content is not described. */
export function object(fields: Fields = {}): Shape {
  return (includes) => {
    const present = Object.entries(fields)
      .map(([name, field]) => ({ name, ...(typeof field === 'function' ? { shape: field } : field) }))
      .filter((field: Field) => field.since === undefined || includes(field.since));
    const needed = present.filter((field: Field) => field.required).map(({ name }) => name).sort();
    return {
      type: 'object',
      ...(needed.length > 0 && { required: needed }),
      ...(present.length > 0 && { properties: Object.fromEntries(present.map(({ name, shape }) => [name, shape(includes)])) }),
    };
  };
}

/** A list or object that is written as a whole, never merged with what is there. */
export function atomic(shape: Shape): Shape {
  return (includes) => {
    const schema = shape(includes);
    return { ...schema, [schema.type === 'array' ? 'x-kubernetes-list-type' : 'x-kubernetes-map-type']: 'atomic' };
  };
}

/** A field that must be there. */
export function required(field: Shape | Field): Field {
  return { ...(typeof field === 'function' ? { shape: field } : field), required: true };
}

/** A field that came in a release and is absent before it. */
export function since(release: string, field: Shape | Field): Field {
  return { ...(typeof field === 'function' ? { shape: field } : field), since: release };
}

/** The definition of a custom resource for one version of its component. */
export function customResourceDefinition(resource: CustomResource, includes: Includes): CustomResourceDefinition {
  const singular = resource.kind.toLowerCase();
  const plural = `${singular}s`;
  const root = object({
    apiVersion: string(),
    kind: string(),
    metadata: object(),
    spec: resource.spec,
    status: resource.status,
  });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${resource.group}` },
    spec: {
      group: resource.group,
      names: { kind: resource.kind, listKind: `${resource.kind}List`, plural, singular },
      scope: resource.scope,
      versions: [{
        name: resource.version,
        served: true,
        storage: true,
        ...(resource.columns && { additionalPrinterColumns: resource.columns.map((column) => ({ ...column })) }),
        schema: { openAPIV3Schema: root(includes) },
        subresources: { ...resource.subresources ?? { status: {} } },
      }],
    },
  };
}
