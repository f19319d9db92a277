import { IMAGE } from '../rules/image';
import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/** Options of `WasmImage.ociArtifact`. */
export interface OciArtifactOptions {
  /**
   * What to run: for wasmtime and its kin the file name of the module, for Spin `["/"]`. Written to `command`.
   *
   * An OCI artefact has no entrypoint of its own, and a container without one is never made (`CreateContainerError`).
   */
  readonly command: string[];
}

/** Options of `WasmImage.container`. */
export interface ContainerImageOptions {
  /**
   * What to run in place of the image's entrypoint: the path of the Wasm file in it, then arguments.
   * Written to `command`.
   *
   * @default - the entrypoint of the image; without one the container is never made (`CreateContainerError`)
   */
  readonly command?: string[];
}

/**
 * An image with WebAssembly in it, in one of the two forms that runwasi runs.
 *
 * @see https://runwasi.dev/
 */
export class WasmImage {
  /**
   * An OCI artefact: the Wasm file is a layer of its own, the only one. runwasi's wasmtime shim compiles it outside the container, once on
   * each node, so that the memory limit is for the guest alone.
   *
   * `oras push` makes one: the file as `application/wasm`, with a configuration of type `application/vnd.wasm.config.v0+json`. Two Wasm
   * layers, or an OCI configuration with `diff_ids`, never start. Needs containerd 1.6.25, 1.7.7 or 2.0.
   *
   * @param image the reference
   * @param options what to run
   * @throws if the reference is none, or the command is empty
   */
  public static ociArtifact(image: string, options: OciArtifactOptions): WasmImage {
    if (!options?.command?.[0]) {
      throw invalid('WasmImage', {
        field: 'command',
        value: options?.command,
        rule: 'an OCI artefact has no entrypoint of its own',
        fix: 'give the file name of the module, or ["/"] for Spin',
        code: RuleCode.MISSING_COMMAND,
      });
    }
    return new WasmImage(image, true, options.command);
  }

  /**
   * A plain container image whose entrypoint is a Wasm file, such as one built `FROM scratch`. Its module is compiled inside the
   * container at each start: a memory limit below 96Mi is a warning (`SmallMemoryLimit`).
   *
   * A single manifest for `linux/amd64`, `wasi/wasm` or `wasip1/wasm` runs. A kubelet finds no platform for itself in an index that has
   * `wasi/wasm` alone, which is what `docker buildx build` pushes with attestations: build with `--provenance=false --sbom=false`.
   *
   * @param image the reference
   * @param options what to run in place of the entrypoint
   * @throws if the reference is none
   */
  public static container(image: string, options: ContainerImageOptions = {}): WasmImage {
    return new WasmImage(image, false, options.command);
  }

  private readonly run?: string[];

  private constructor(
    /** The reference. */
    public readonly image: string,

    /** Whether it is an OCI artefact, which has no entrypoint of its own. */
    public readonly isOciArtifact: boolean,
    command?: string[],
  ) {
    if (!IMAGE.accepts(image)) {
      const { rule, fix, code } = IMAGE;
      throw invalid('WasmImage', { field: 'image', value: image, rule, fix, code });
    }
    this.run = command && [...command];
  }

  /** What to run, where it is not the image's own entrypoint. */
  public get command(): string[] | undefined {
    return this.run && [...this.run];
  }
}
