import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { rfc1035Label } from '../../rules/grammar';

/** The longest name with which the operator's label `core.spinkube.dev/app.<name>.status` fits 63 characters. */
const APP_NAME_LENGTH = 52;

/** The names that a SpinApp, its Service and its labels can all carry. */
export const APP_NAME = rfc1035Label('the name of a SpinApp', APP_NAME_LENGTH, ', since the operator makes a Service and a label from it');

/** The name that cdk8s gives an app, cut where it is too long for one. */
export function generatedAppName(app: Construct): string {
  const draft = new ApiObject(app, 'Resource', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp' });
  app.node.tryRemoveChild('Resource');
  return draft.name.length <= APP_NAME_LENGTH ? draft.name : Names.toDnsLabel(draft, { maxLen: APP_NAME_LENGTH });
}
