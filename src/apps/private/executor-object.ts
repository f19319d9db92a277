import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { ExecutorSpec } from './executor-manifest';
import { changedSpec } from './rendered/changed';
import { manifest } from '../../cluster/private/manifest';
import { validateTree } from '../../rules/problem';

/** Makes the object of an executor, which is judged again where calls change it. */
export function executorObject(scope: Construct, metadata: ApiObjectMetadata | undefined, spec: ExecutorSpec): ApiObject {
  const object = manifest(scope, { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppExecutor', metadata, spec });
  validateTree(scope, (report) => changedSpec(report, object));
  return object;
}
