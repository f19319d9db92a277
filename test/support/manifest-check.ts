/** The checks of `manifest/checks.ts`, which all suites of a worker share: their schemas take longer to compile than most suites run. */
import type * as Checks from './manifest/checks';

export type { Known, ManifestFile } from './manifest/checks';

const { manifestChecks } = globalThis as unknown as { manifestChecks: typeof Checks };

export const { checkManifest, checkManifests, parseManifests, readManifests } = manifestChecks;
