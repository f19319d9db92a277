/**
 * The CRDs of spin-operator, releases 0.4.0 to 0.6.1. A field without `since` is in all of them.
 */
import { CustomResourceDefinition, Includes, customResourceDefinition } from './schema';
import { spinApp } from './spin-app';
import { spinAppExecutor } from './spin-app-executor';

/** The CRDs of the version of which `includes` says whether it contains what came in a release. */
export function spinOperatorCrds(includes: Includes): CustomResourceDefinition[] {
  return [spinAppExecutor, spinApp].map((resource) => customResourceDefinition(resource, includes));
}
