import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';

/** The id of the one object of a construct. */
export const OBJECT_ID = 'Resource';

/** The name that cdk8s gives the object of a construct, made to fit where an id has other characters or the path is long. */
export function generatedName(scope: Construct, type: { readonly apiVersion: string; readonly kind: string }, length = 63): string {
  const draft = new ApiObject(scope, OBJECT_ID, { apiVersion: type.apiVersion, kind: type.kind });
  scope.node.tryRemoveChild(OBJECT_ID);
  return fittingName(draft.name.length <= length ? draft.name : Names.toDnsLabel(draft, { maxLen: length }));
}

/** A name with dashes for the characters that cdk8s lets through and Kubernetes does not. */
export function fittingName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
}
