import { SpinManifestComponent, SpinManifestFeature, SpinManifestTrigger, SpinManifestVariable } from '../spin-manifest-parts';

/** What a manifest says, in the terms of version 2. */
export interface ManifestContent {
  readonly manifestVersion: number;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly authors: string[];
  readonly variables: SpinManifestVariable[];
  readonly triggers: SpinManifestTrigger[];
  readonly components: SpinManifestComponent[];
  readonly features: SpinManifestFeature[];
}

/** What a manifest is while it is read. */
export interface ManifestDraft {
  readonly triggers: SpinManifestTrigger[];
  readonly components: SpinManifestComponent[];
  readonly features: SpinManifestFeature[];
}
