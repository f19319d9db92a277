import { readFileSync } from 'fs';
import { ManifestContent } from './private/manifest-content';
import { readManifest } from './private/read-manifest';
import { SpinManifestComponent, SpinManifestFeature, SpinManifestTrigger, SpinManifestVariable } from './spin-manifest-parts';
import { invalid, invalidAll, PlacedProblem } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/**
 * A `spin.toml`: what an application is called, what starts it, what it needs and where it connects to.
 *
 * Versions 1 and 2, as Spin 3 and 4 read them. What is in no file (the image, say) is in no manifest.
 *
 * A field that no known Spin has is held against it where it is used: an app refuses it, or warns of it where the shim of its
 * cluster is newer than this library. Outside an app, reading the manifest fails.
 *
 * @see https://spinframework.dev/manifest-reference
 */
export class SpinManifest {
  /**
   * Reads a file.
   *
   * @param path the file, from the current directory if it is relative
   * @throws for a file that cannot be read, that is no TOML 1.0 (with line and column), or that Spin would refuse for more than a field
   * that it does not know
   */
  public static fromFile(path: string): SpinManifest {
    return new SpinManifest(readManifest(path, textOf(path)));
  }

  /**
   * Reads a text.
   *
   * @param toml the manifest
   * @throws for a text that is no TOML 1.0 (with line and column), or that Spin would refuse for more than a field that it does not know
   */
  public static fromString(toml: string): SpinManifest {
    return new SpinManifest(readManifest('spin.toml', toml));
  }

  private constructor(private readonly given: ManifestContent) {}

  /** @internal */
  public get _unknown(): readonly PlacedProblem[] {
    return this.given.unknown;
  }

  /** @internal the manifest without its unknown fields, for an app that has them judged itself */
  public _known(): SpinManifest {
    return this.given.unknown.length > 0 ? new SpinManifest({ ...this.given, unknown: [] }) : this;
  }

  /** The version of its grammar, 1 or 2. */
  public get manifestVersion(): number {
    return this.content.manifestVersion;
  }

  /** The name of the application. */
  public get name(): string {
    return this.content.name;
  }

  /** The version of the application, if it says one. */
  public get version(): string | undefined {
    return this.content.version;
  }

  /** What the application is for, if it says so. */
  public get description(): string | undefined {
    return this.content.description;
  }

  /** Who wrote the application. */
  public get authors(): string[] {
    return [...this.content.authors];
  }

  /** The variables of the application. */
  public get variables(): SpinManifestVariable[] {
    return [...this.content.variables];
  }

  /** What starts its components, in the order of their types and of the file. */
  public get triggers(): SpinManifestTrigger[] {
    return [...this.content.triggers];
  }

  /** Its components, those that stand inside a trigger last. */
  public get components(): SpinManifestComponent[] {
    return [...this.content.components];
  }

  /** What in it only certain releases of Spin take. */
  public get features(): SpinManifestFeature[] {
    return [...this.content.features];
  }

  private get content(): ManifestContent {
    if (this.given.unknown.length > 0) {
      throw invalidAll(this.given.unknown);
    }
    return this.given;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid('SpinManifest', {
      field: 'path',
      value: path,
      rule: `the file cannot be read, ${String((error as { code?: string }).code)}`,
      fix: 'give the path of a spin.toml, from the current directory',
      code: RuleCode.INVALID_SPIN_MANIFEST,
    });
  }
}
