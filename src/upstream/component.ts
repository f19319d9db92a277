import { semver } from './semver';

/** A release of a component upstream. */
export interface Release<Feature extends string = string> {
  /** The number, without a leading v; of components that are known by their minors, the minor. */
  readonly version: string;

  /** The month in which it came, such as "2025-03", where it is known. */
  readonly date?: string;

  /** What it brought, in words, by the name under which it is asked for. */
  readonly brought?: { readonly [feature in Feature]?: string };
}

/** Something upstream that has releases, the oldest first. */
export class Component<Feature extends string, R extends Release<Feature> = Release<Feature>> {
  constructor(
    /** What people call it. */
    readonly name: string,
    readonly releases: readonly R[],
  ) {}

  /** The newest release that is known. */
  get newest(): R {
    return this.releases[this.releases.length - 1];
  }

  /** The release of exactly this number, where it is known. */
  find(version: string): R | undefined {
    return this.releases.find((release) => release.version === version);
  }

  /** The release that brought something. */
  first(feature: Feature): string {
    return this.releases.find(({ brought }) => brought?.[feature] !== undefined)!.version;
  }

  /** Whether a release, known or not, has what a known one brought. */
  has(version: string, feature: Feature): boolean {
    return !isOlder(version, this.first(feature));
  }

  /** Whether a version comes after all that are known. */
  isNewer(version: string): boolean {
    return isOlder(this.newest.version, version);
  }
}

/** Whether the first of two versions comes before the second. Both are semantic versions, or minors. */
export function isOlder(version: string, other: string): boolean {
  return semver().lt(whole(version), whole(other));
}

/** A minor as its first release. */
function whole(version: string): string {
  return version.replace(/^(v?\d+\.\d+)$/, '$1.0');
}
