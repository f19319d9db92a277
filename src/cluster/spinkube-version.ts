import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

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
   * A known release by its number.
   *
   * @param version such as "0.6.1", with or without a leading v
   * @throws if this library does not know the release
   */
  public static of(version: string): SpinKubeVersion {
    const found = SpinKubeVersion.known().find((release) => release.version === version.replace(/^v/, ''));
    if (!found) {
      throw invalid('SpinKubeVersion', {
        field: 'version',
        value: version,
        rule: `must be a release that this library knows: ${SpinKubeVersion.known().map((release) => release.version).join(', ')}`,
        fix: 'use one of them, or update cdk8s-wasm',
        code: RuleCode.UNKNOWN_VERSION,
      });
    }
    return found;
  }

  private static known(): SpinKubeVersion[] {
    return [SpinKubeVersion.V0_4_0, SpinKubeVersion.V0_5_0, SpinKubeVersion.V0_6_0, SpinKubeVersion.V0_6_1];
  }

  private constructor(
    /** The release number, without a leading v. */
    public readonly version: string,
  ) {}

  /**
   * Whether what came with a release is in this one.
   *
   * @param release such as "0.5.0"
   */
  public includes(release: string): boolean {
    const order = SpinKubeVersion.known();
    return order.indexOf(this) >= order.indexOf(SpinKubeVersion.of(release));
  }
}
