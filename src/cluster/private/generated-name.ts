import { ApiObject, Chart, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { chartOf } from './chart-of';

/** The id of the one object of a construct. */
export const OBJECT_ID = 'Resource';

/** The name that cdk8s gives the object of a construct, made to fit where an id has other characters or the path is long. */
export function generatedName(scope: Construct, type: { readonly apiVersion: string; readonly kind: string }, length = 63): string {
  const chart = chartOf(scope);
  // Where the chart names in cdk8s' way, by the path alone, the draft need not be an object.
  const byPath = chart.generateObjectName === Chart.prototype.generateObjectName;
  const draft = byPath ? new Construct(scope, OBJECT_ID) : new ApiObject(scope, OBJECT_ID, { apiVersion: type.apiVersion, kind: type.kind });
  scope.node.tryRemoveChild(OBJECT_ID);
  const name = ApiObject.isApiObject(draft) ? draft.name : chart.generateObjectName(draft as ApiObject);
  return fittingName(name.length <= length ? name : Names.toDnsLabel(draft, { maxLen: length }));
}

/** A name with dashes for the characters that cdk8s lets through and Kubernetes does not. */
export function fittingName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
}
