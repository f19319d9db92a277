import { LOCATION, SHA256 } from './private/download';
import { SHIM_PREFIX } from './private/shim-name';
import { WasmRuntime } from './wasm-runtime';
import { Grammar, rfc1123Label } from '../rules/grammar';
import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

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

/**
 * A release of a containerd shim: where its archives are, and what they must contain.
 *
 * The pin is the user's: an update of this library never changes the shim of a cluster.
 *
 * @see https://github.com/spinframework/containerd-shim-spin/releases
 * @see https://github.com/containerd/runwasi/releases
 */
export class ShimRelease {
  /** containerd-shim-spin 0.24.0, of April 2026: Spin 3.6.3. No SHA-256 of it is published. */
  public static readonly SPIN_0_24_0 = ShimRelease.spin('0.24.0');

  /** containerd-shim-spin 0.23.0: Spin 3.6.2. */
  public static readonly SPIN_0_23_0 = ShimRelease.spin('0.23.0', {
    x86_64: 'eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281',
    aarch64: 'a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4',
  });

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

  private static spin(version: string, sha256: Digests = {}): ShimRelease {
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
}

/** An architecture as the names of the archives say it. */
type Machine = 'x86_64' | 'aarch64';
type Digests = { readonly [arch in Machine]?: string };

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

function withoutPassword(location: unknown): unknown {
  return typeof location === 'string' ? location.replace(/\/\/[^/@]*@/, '//…@') : location;
}
