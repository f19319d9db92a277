import { ApiObject, ApiObjectProps, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { duplicateOf, isOwn, markOwn } from './duplicates';
import { generatedName, OBJECT_ID } from './generated-name';
import { isClusterScoped, keyOf } from './object-index';
import { stateOf } from './state-of';
import { Report, validateTree } from '../../rules/problem';
import { checkTexts } from '../../rules/scalar-walk';

/** Makes the object of a construct: in YAML field names, in texts that no reader takes for something else, unique in its cluster. */
export function manifest(scope: Construct, props: ApiObjectProps & { readonly [field: string]: unknown }, id = OBJECT_ID): ApiObject {
  refuseMisread(scope, props);
  const name = props.metadata?.name ?? generatedName(scope, props);
  const object = new ApiObject(scope, id, { ...props, metadata: { ...props.metadata, name } });
  withoutForeignNamespace(object);
  adopt(scope, object);
  return object;
}

/** Refuses texts that some reader takes for something else, as far as they are known by now; metadata has grammars of its own. */
function refuseMisread(scope: Construct, { metadata, ...fields }: object & { readonly metadata?: unknown }): void {
  const report = new Report(scope);
  checkTexts(report, fields);
  report.throwIfAny();
}

/** Takes the namespace of its chart from an object whose kind belongs to the cluster. */
export function withoutForeignNamespace(object: ApiObject): void {
  if (isClusterScoped({ group: object.apiGroup, kind: object.kind }) && object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}

/** Holds an object that a construct of ours shows to the rule that it is the only one of its identity. */
export function adopt(owner: Construct, object: ApiObject): void {
  const state = stateOf(owner);
  markOwn(object);
  validateTree(owner, (report) => {
    const same = state.objects.find(keyOf(object));
    if (same.length > 1 && same.filter(isOwn).pop() === object) {
      report.add(duplicateOf(object, same));
    }
  });
}
