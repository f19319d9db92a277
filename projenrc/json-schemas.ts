/**
 * The JSON schemas that the package ships, for kubeconform and editors, from the definitions in crds/.
 */
import { runtimeClassManagerCrds } from '../crds/runtime-class-manager';
import { CustomResourceDefinition, Schema } from '../crds/schema';
import { spinOperatorCrds } from '../crds/spin-operator';

type JsonSchema = { readonly [keyword: string]: unknown };

/** The text of each schema by the name of its file: `{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json` in kubeconform's words. */
export function jsonSchemas(): Map<string, string> {
  const crds = [...spinOperatorCrds(() => true), ...runtimeClassManagerCrds()];
  return new Map(crds.map((crd) => [
    `${crd.spec.names.kind.toLowerCase()}_${crd.spec.versions[0].name}.json`,
    `${JSON.stringify(jsonSchema(crd), null, 2)}\n`,
  ]));
}

function jsonSchema({ spec: { group, names, versions: [{ name, schema }] } }: CustomResourceDefinition): JsonSchema {
  const { properties, ...rest } = closed(schema.openAPIV3Schema) as { properties: JsonSchema };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${names.kind} (${group}/${name})`,
    ...rest,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: { ...properties, apiVersion: { const: `${group}/${name}` }, kind: { const: names.kind } },
  };
}

/** A schema without Kubernetes' own keywords, that refuses what it does not name as a strict API server does. */
function closed(schema: Schema): JsonSchema {
  const { format, properties, items, additionalProperties, ...rest } = schema;
  if (schema['x-kubernetes-int-or-string']) {
    // only a string has a pattern
    return { anyOf: [{ type: 'integer' }, { type: 'string', pattern: schema.pattern }] };
  }
  const keywords = Object.entries(rest).filter(([keyword]) => !keyword.startsWith('x-kubernetes-'));
  return {
    ...Object.fromEntries(keywords),
    ...(format === 'date-time' && { format }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([field, inner]) => [field, closed(inner)])),
      additionalProperties: false,
    }),
    ...(additionalProperties && { additionalProperties: closed(additionalProperties) }),
    ...(items && { items: closed(items) }),
  };
}
