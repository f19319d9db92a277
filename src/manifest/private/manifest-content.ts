import { ManifestTable } from './manifest-table';
import { PlacedProblem } from '../../rules/problem';
import { SpinManifestComponent, SpinManifestFeature, SpinManifestTrigger, SpinManifestVariable } from '../spin-manifest-parts';

/** What a manifest says in fields that are known, in the terms of version 2. */
export interface KnownContent {
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

/** What a manifest says. */
export interface ManifestContent extends KnownContent {
  /** Its fields that no known Spin has. */
  readonly unknown: readonly PlacedProblem[];
}

/** A dependency on a component of the same application. */
export interface Provided {
  /** Where it is asked for. */
  readonly table: ManifestTable;

  /** The id of the component. */
  readonly component: string;
}

/** What a manifest is while it is read. */
export class ManifestDraft {
  readonly triggers: SpinManifestTrigger[] = [];
  readonly components: SpinManifestComponent[] = [];
  readonly features: SpinManifestFeature[] = [];

  /** The components as they stand in the file, by their ids. */
  readonly tables = new Map<string, ManifestTable>();

  /** What components provide to others, and to triggers. */
  readonly provided: Provided[] = [];

  /** The names of the application's variables. */
  readonly declared: ReadonlySet<string>;

  /**
   * @param manifestVersion the version of the grammar
   * @param variables the variables of the application
   */
  constructor(readonly manifestVersion: number, readonly variables: SpinManifestVariable[]) {
    this.declared = new Set(variables.map(({ name }) => name));
  }

  /** Notes what needs a certain Spin. */
  note(place: string, spinVersion: string, removedIn?: string): void {
    this.features.push(removedIn === undefined ? { place, spinVersion } : { place, spinVersion, removedIn });
  }

  /** What has been read. */
  get parts(): Pick<KnownContent, 'variables' | 'triggers' | 'components' | 'features'> {
    const { variables, triggers, components, features } = this;
    return { variables, triggers, components, features };
  }
}
