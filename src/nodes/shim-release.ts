import { LOCATION, SHA256 } from './private/download';
import { SHIM_PREFIX } from './private/shim-name';
import { WasmRuntime } from './wasm-runtime';
import { Grammar, rfc1123Label } from '../rules/grammar';
import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';
import { SPIN_SHIM } from '../upstream/spin-shim';

/** The archive of a shim for one architecture. */
export interface ShimDownload {
  /**
   * The HTTPS address of a `.tar.gz` that holds the shim under the file name of its runtime.
   * Written to `location`.
   */
  readonly location: string;

  /**
   * The SHA-256 of the archive, in hexadecimal digits. Written to `sha256`.
   *
   * @default - the download is not checked
   */
  readonly sha256?: string;
}

/** A release that this library does not know. At least one architecture is needed. */
export interface CustomShimReleaseOptions {
  /** The runtime of the shim. Its binary must be called `containerd-shim-` and an RFC 1123 label. */
  readonly runtime: WasmRuntime;

  /**
   * The number of the release, such as "0.24.0", without a leading v.
   *
   * @default - not known
   */
  readonly version?: string;

  /**
   * The archive for nodes whose `kubernetes.io/arch` is amd64 (x86_64).
   *
   * @default - such nodes do not get the shim
   */
  readonly amd64?: ShimDownload;

  /**
   * The archive for nodes whose `kubernetes.io/arch` is arm64 (aarch64).
   *
   * @default - such nodes do not get the shim
   */
  readonly arm64?: ShimDownload;
}

/** The SHA-256 of the archives of a release, in hexadecimal digits. */
export interface ShimDigests {
  /**
   * That of the archive for amd64 (x86_64). Written to `sha256`.
   *
   * @default - as it is
   */
  readonly amd64?: string;

  /**
   * That of the archive for arm64 (aarch64). Written to `sha256`.
   *
   * @default - as it is
   */
  readonly arm64?: string;
}

/**
 * A release of a containerd shim: where its archives are, and what they must contain.
 *
 * The pin is the user's: an update of this library never changes the shim of a cluster.
 *
 * @see https://github.com/spinframework/containerd-shim-spin/releases
 * @see https://github.com/containerd/runwasi/releases
 */
export class ShimRelease {
  /** containerd-shim-spin 0.25.1, of June 2026: Spin 4.0.1. The SHA-256 for amd64 is known; that for arm64 is yours to give. */
  public static readonly SPIN_0_25_1 = ShimRelease.spin('0.25.1');

  /** containerd-shim-spin 0.25.0, of June 2026: Spin 4.0.1. The SHA-256 is yours to give, with `withSha256`. */
  public static readonly SPIN_0_25_0 = ShimRelease.spin('0.25.0');

  /** containerd-shim-spin 0.24.0, of April 2026: Spin 3.6.3. The SHA-256 is yours to give, with `withSha256`. */
  public static readonly SPIN_0_24_0 = ShimRelease.spin('0.24.0');

  /** containerd-shim-spin 0.23.0: Spin 3.6.2. */
  public static readonly SPIN_0_23_0 = ShimRelease.spin('0.23.0');

  /** runwasi's wasmtime shim 0.6.0, of May 2025. No SHA-256 of it is published. */
  public static readonly WASMTIME_0_6_0 = ShimRelease.runwasi(WasmRuntime.WASMTIME, '0.6.0');

  /** runwasi's WasmEdge shim 0.6.0, of May 2025. No SHA-256 of it is published. */
  public static readonly WASMEDGE_0_6_0 = ShimRelease.runwasi(WasmRuntime.WASMEDGE, '0.6.0');

  /** runwasi's Wasmer shim 0.6.0, of May 2025. No SHA-256 of it is published. */
  public static readonly WASMER_0_6_0 = ShimRelease.runwasi(WasmRuntime.WASMER, '0.6.0');

  /** runwasi's WebAssembly Micro Runtime shim 0.2.0, of May 2025. No SHA-256 of it is published. */
  public static readonly WAMR_0_2_0 = ShimRelease.runwasi(WasmRuntime.WAMR, '0.2.0');

  /**
   * A release that this library does not know, or one of your own.
   *
   * @param options the runtime and where its archives are
   * @throws if no architecture is given, a location is not HTTPS, a SHA-256 is none, or the binary has another prefix
   */
  public static custom(options: CustomShimReleaseOptions): ShimRelease {
    hold('runtime.binary', options.runtime.binary, BINARY);
    hold('platforms', Object.keys(archives(options)), PLATFORMS);
    for (const [arch, { location, sha256 }] of Object.entries(archives(options))) {
      hold(`${arch}.location`, location, LOCATION, withoutPassword(location));
      if (sha256 !== undefined) {
        hold(`${arch}.sha256`, sha256, SHA256);
      }
    }
    return new ShimRelease(options);
  }

  private static spin(version: string): ShimRelease {
    const { sha256 = {} } = SPIN_SHIM.find(version)!;
    const folder = `https://github.com/spinframework/containerd-shim-spin/releases/download/v${version}`;
    const of = (arch: Machine) => ({ location: `${folder}/containerd-shim-spin-v2-linux-${arch}.tar.gz`, sha256: sha256[arch] });
    return new ShimRelease({ runtime: WasmRuntime.SPIN, version, amd64: of('x86_64'), arm64: of('aarch64') });
  }

  private static runwasi(runtime: WasmRuntime, version: string): ShimRelease {
    const shim = `${SHIM_PREFIX}${runtime.handler}`;
    // the tag has a slash in it
    const folder = `https://github.com/containerd/runwasi/releases/download/${shim}%2Fv${version}`;
    const of = (arch: Machine) => ({ location: `${folder}/${shim}-${arch}-linux-musl.tar.gz` });
    return new ShimRelease({ runtime, version, amd64: of('x86_64'), arm64: of('aarch64') });
  }

  /** The runtime of the shim. */
  public readonly runtime: WasmRuntime;

  /** The number of the release, without a leading v, where it is known. */
  public readonly version?: string;

  /**
   * What follows `containerd-shim-` in the name of the binary, such as `spin-v2`.
   *
   * Under runtime-class-manager it is the name of the Shim and the containerd handler as well.
   */
  public readonly shimName: string;

  /** The archive for amd64, where there is one. */
  public readonly amd64?: ShimDownload;

  /** The archive for arm64, where there is one. */
  public readonly arm64?: ShimDownload;

  private constructor(options: CustomShimReleaseOptions) {
    this.runtime = options.runtime;
    this.version = options.version;
    this.shimName = options.runtime.binary.slice(SHIM_PREFIX.length);
    this.amd64 = options.amd64 && { ...options.amd64 };
    this.arm64 = options.arm64 && { ...options.arm64 };
  }

  /**
   * The same release with the SHA-256 of archives for which this library has none. Where one is missing, a node runs what it downloads
   * unchecked: `sha256sum` of an archive that you trust says it.
   *
   * Fails for what is no SHA-256, for an architecture without an archive, and for another SHA-256 than one that is known.
   *
   * @param digests the SHA-256 of one archive or both
   * @returns the release, with them
   */
  public withSha256(digests: ShimDigests): ShimRelease {
    const { runtime, version } = this;
    return ShimRelease.custom({ runtime, version, amd64: withDigest('amd64', this.amd64, digests.amd64), arm64: withDigest('arm64', this.arm64, digests.arm64) });
  }
}

/** An architecture as the names of the archives say it. */
type Machine = 'x86_64' | 'aarch64';

const NAME = rfc1123Label('what follows containerd-shim- in the name of the binary', RuleCode.INVALID_NAME);

/** runtime-class-manager finds the binary by this prefix and the name of the Shim. */
const BINARY: Grammar = {
  ...NAME,
  accepts: (value) => typeof value === 'string' && value.startsWith(SHIM_PREFIX) && NAME.accepts(value.slice(SHIM_PREFIX.length)),
  rule: `a shim's binary must be called ${SHIM_PREFIX} and an RFC 1123 label of at most 63 characters, by which it is installed`,
  fix: 'name it as "containerd-shim-acme-v1"',
};

const PLATFORMS: Grammar = {
  accepts: (value) => (value as string[]).length > 0,
  rule: 'a release has an archive for at least one architecture',
  fix: 'give amd64, arm64 or both',
  code: RuleCode.EMPTY_LIST,
};

function archives({ amd64, arm64 }: CustomShimReleaseOptions): { [arch: string]: ShimDownload } {
  return { ...(amd64 && { amd64 }), ...(arm64 && { arm64 }) };
}

function hold(field: string, value: unknown, { accepts, ...words }: Grammar, shown = value): void {
  if (!accepts(value)) {
    throw invalid('ShimRelease', { field, value: shown, ...words });
  }
}

/** An archive with a SHA-256 that nobody contradicts. */
function withDigest(arch: string, archive: ShimDownload | undefined, sha256: string | undefined): ShimDownload | undefined {
  if (sha256 === undefined) {
    return archive;
  }
  hold(`${arch}.sha256`, sha256, SHA256);
  if (archive === undefined || (archive.sha256 !== undefined && archive.sha256 !== sha256)) {
    throw invalid('ShimRelease', {
      field: `${arch}.sha256`,
      value: sha256,
      rule: archive === undefined ? 'the release has no archive for this architecture' : `the archive of this release has the SHA-256 ${archive.sha256}`,
      fix: 'leave it out',
      code: RuleCode.UNUSED_OPTION,
    });
  }
  return { ...archive, sha256 };
}

function withoutPassword(location: unknown): unknown {
  return typeof location === 'string' ? location.replace(/\/\/[^/@]*@/, '//…@') : location;
}
