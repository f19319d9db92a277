/** The checks of `manifest/checks.ts`, which all suites of a worker share: their schemas take longer to compile than most suites run. */
import type * as Checks from './manifest/checks';
import { keepForOracle } from './oracle-objects';

export type { Known, ManifestFile } from './manifest/checks';

const { manifestChecks } = globalThis as unknown as { manifestChecks: typeof Checks };

export const { checkManifest, parseManifests, readManifests } = manifestChecks;

/** All problems of the objects of one cluster, and of what must fit between them. Objects without any go to the oracle, too. */
export function checkManifests(objects: any[], known: Checks.Known = {}): string[] {
  const found = manifestChecks.checkManifests(objects, known);
  // what is meant to be wrong is found here
  if (found.length === 0) keepForOracle(objects);
  return found;
}
