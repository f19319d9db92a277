import { crdsFromFile } from './private/crd-file';
import { LABEL_VALUE } from '../rules/grammar';
import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';
import { isOlder } from '../upstream/component';
import { semver } from '../upstream/semver';
import { SPIN_OPERATOR } from '../upstream/spin-operator';

/** A release that this library does not know. */
export interface CustomSpinKubeVersionOptions {
  /**
   * The path of the release's own `spin-operator.crds.yaml`, downloaded beforehand. It is read when this is called.
   *
   * Fails for a file that cannot be read, and for one that does not define SpinApp and SpinAppExecutor alone.
   *
   * @see https://github.com/spinframework/spin-operator/releases
   */
  readonly crds: string;

  /**
   * The release whose objects, apart from the CRDs, this one is installed with. Of a custom one, those that it is like.
   *
   * @default - the newest one that this library knows
   */
  readonly basedOn?: SpinKubeVersion;
}

/**
 * A release of the spin-operator.
 *
 * The pin is the user's: an update of this library never changes the operator of a cluster.
 *
 * @see https://github.com/spinframework/spin-operator/releases
 */
export class SpinKubeVersion {
  /** spin-operator 0.4.0, of November 2024. */
  public static readonly V0_4_0 = new SpinKubeVersion('0.4.0');

  /** spin-operator 0.5.0, of March 2025: service accounts for apps. */
  public static readonly V0_5_0 = new SpinKubeVersion('0.5.0');

  /** spin-operator 0.6.0, of June 2025: limits for one invocation. */
  public static readonly V0_6_0 = new SpinKubeVersion('0.6.0');

  /** spin-operator 0.6.1, of July 2025. */
  public static readonly V0_6_1 = new SpinKubeVersion('0.6.1');

  /**
   * A release by its number.
   *
   * One that is newer than all that this library knows says what runs in a cluster: rules are those of the newest known one, with a
   * warning. A `SpinKubeInstall` of it has neither CRDs nor bundled objects: for these, use `custom`.
   *
   * @param version such as "0.6.1", with or without a leading v
   * @throws if this library does not know the release, and it is not newer than those
   */
  public static of(version: string): SpinKubeVersion {
    const number = withoutV(version);
    const found = SpinKubeVersion.known().find((release) => release.version === number);
    if (!found && isNumber(number) && SPIN_OPERATOR.isNewer(number)) {
      return new SpinKubeVersion(number, SpinKubeVersion.newest());
    }
    if (!found) {
      throw invalid('SpinKubeVersion', {
        field: 'version',
        value: version,
        rule: `must be a release that this library knows: ${SpinKubeVersion.known().map((release) => release.version).join(', ')}`,
        fix: "use one of them, or SpinKubeVersion.custom() with the release's own CRD file",
        code: RuleCode.UNKNOWN_VERSION,
      });
    }
    return found;
  }

  /**
   * A release that this library does not know, with its own CRDs. Its objects are those of a known release with another
   * image tag; what it needs beyond them is yours to add.
   *
   * @param version such as "0.7.0", with or without a leading v
   * @param options its CRDs, and the release that it is like
   * @throws if the version is none or known, or the file does not hold the CRDs
   */
  public static custom(version: string, options: CustomSpinKubeVersionOptions): SpinKubeVersion {
    const number = withoutV(version);
    const problem = (rule: string, fix: string) =>
      invalid('SpinKubeVersion', { field: 'version', value: version, rule, fix, code: RuleCode.UNKNOWN_VERSION });
    if (!isNumber(number)) {
      throw problem('must be a semantic version of at most 63 characters, without metadata of a build', 'write it as "0.7.0"');
    }
    if (SpinKubeVersion.known().some((release) => release.version === number)) {
      throw problem('this library knows the release', `use SpinKubeVersion.of(${JSON.stringify(number)})`);
    }
    const like = options.basedOn ?? SpinKubeVersion.newest();
    return new SpinKubeVersion(number, like.basedOn ?? like, crdsFromFile(options.crds));
  }

  private static known(): SpinKubeVersion[] {
    return [SpinKubeVersion.V0_4_0, SpinKubeVersion.V0_5_0, SpinKubeVersion.V0_6_0, SpinKubeVersion.V0_6_1];
  }

  private static newest(): SpinKubeVersion {
    return SpinKubeVersion.known().slice(-1)[0];
  }

  private constructor(
    /** The release number, without a leading v. */
    public readonly version: string,

    /** The known release that a custom or newer one is like. */
    public readonly basedOn?: SpinKubeVersion,

    /** @internal */
    public readonly _crds?: readonly object[],
  ) {}

  /**
   * Whether what came with a known release is in this one. A release that this library does not know has all that was before
   * it by its number.
   *
   * @param release such as "0.5.0"
   */
  public includes(release: string): boolean {
    return !isOlder(this.version, SpinKubeVersion.of(release).version);
  }

  /**
   * Whether it only says what runs in a cluster: of a release that this library does not know, and that did not bring its CRDs, nothing can be
   * written.
   *
   * @internal
   */
  public get _isTarget(): boolean {
    return this.basedOn !== undefined && this._crds === undefined;
  }
}

function isNumber(version: string): boolean {
  return semver().valid(version) === version && LABEL_VALUE.accepts(version);
}

function withoutV(version: string): string {
  return String(version).replace(/^v/, '');
}
