import { readFileSync } from 'fs';
import { byKey } from '../rules/by-key';
import { IMAGE, isDigest, parseImage } from '../rules/image';
import { invalid } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/** What a lock holds. */
const RULE = 'a lock is one JSON object of images, as programs write them and without a digest, and their digests';

/** How a line of one looks. */
const FIX = 'write each line as "ghcr.io/acme/api:v1": "sha256:…", with 64 hexadecimal digits';

/** A string in JSON, and the colon after it where it is a key. */
const JSON_STRING = /("(?:[^"\\]|\\.)*")(\s*:)?/g;

/**
 * The digests of images, by what a program calls them.
 *
 * Give it to a `WasmCluster`: each image of the cluster that is in the lock is written with its digest,
 * `name:tag@digest`, of which container runtimes pull by the digest alone. Promotion is a change of the lock.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-names
 */
export class ImageLock {
  /**
   * Reads a lock from a JSON file: one object, `{ "ghcr.io/acme/api:v1": "sha256:…" }`.
   *
   * @param path the file, from the folder in which the program runs
   * @throws if it cannot be read, is no such object, names an image twice, or holds what is no image or no digest
   */
  public static fromFile(path: string): ImageLock {
    return new ImageLock(path, parse(path, read(path)));
  }

  /**
   * A lock that the program makes itself.
   *
   * @param digests the digests by image
   * @throws for what is no image or no digest
   */
  public static fromDigests(digests: { [image: string]: string }): ImageLock {
    return new ImageLock('the ImageLock', digests);
  }

  private readonly digests: ReadonlyMap<string, string>;

  private constructor(
    /** What errors call it: the path of its file. */
    public readonly source: string,
    digests: { [image: string]: string },
  ) {
    const entries = byKey(digests);
    const wrong = entries.filter(([image, digest]) => !isName(image) || !isDigest(digest));
    if (wrong.length > 0) {
      throw malformed(source, Object.fromEntries(wrong));
    }
    this.digests = new Map(entries);
  }

  /**
   * The digest of an image, where the lock has it.
   *
   * @param image the image exactly as the lock names it
   */
  public tryDigest(image: string): string | undefined {
    return this.digests.get(image);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid('ImageLock', {
      field: 'path',
      value: path,
      rule: `the file cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      fix: 'give the path of a lock, from the folder in which the program runs',
      code: RuleCode.INVALID_IMAGE_LOCK,
    });
  }
}

function parse(path: string, text: string): { [image: string]: string } {
  const value = json(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(path, text);
  }
  const keys = [...text.matchAll(JSON_STRING)].filter(([, , colon]) => colon).map(([, key]) => JSON.parse(key));
  const twice = keys.length > Object.keys(value).length ? keys.filter((key, index) => keys.indexOf(key) < index) : [];
  if (twice.length > 0) {
    throw invalid('ImageLock', {
      field: path,
      value: twice,
      rule: 'it names an image twice, and readers of JSON take the last one',
      fix: 'keep one line for each image',
      code: RuleCode.INVALID_IMAGE_LOCK,
    });
  }
  return value as { [image: string]: string };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(source: string, value: unknown): Error {
  return invalid('ImageLock', { field: source, value, rule: RULE, fix: FIX, code: RuleCode.INVALID_IMAGE_LOCK });
}

/** Whether it is an image reference that has no digest of its own. */
function isName(image: string): boolean {
  return IMAGE.accepts(image) && parseImage(image)!.digest === undefined;
}
