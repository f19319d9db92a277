import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ImageLock } from '../../src';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const API = 'ghcr.io/acme/api:v1';
const RULE = 'a lock is one JSON object of images, as programs write them and without a digest, and their digests; '
  + 'write each line as "ghcr.io/acme/api:v1": "sha256:…", with 64 hexadecimal digits (InvalidImageLock)';

/** A lock file with this text. */
function lockFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lock-')), 'images.lock.json');
  writeFileSync(file, text);
  return file;
}

describe('an image lock', () => {
  it('holds the digests of its file, by the exact names of images', () => {
    const lock = ImageLock.fromFile(lockFile(JSON.stringify({ [API]: DIGEST, 'nginx': `sha512:${'a'.repeat(128)}`, 'registry.local:5000/a/b': DIGEST })));
    expect([API, 'nginx', 'registry.local:5000/a/b', 'ghcr.io/acme/api:v2', 'nginx:latest'].map((image) => lock.tryDigest(image)))
      .toEqual([DIGEST, `sha512:${'a'.repeat(128)}`, DIGEST, undefined, undefined]);
  });

  it('may be empty', () => {
    expect(ImageLock.fromFile(lockFile('{}')).tryDigest(API)).toBeUndefined();
  });

  it('may be made by the program, whose map it copies', () => {
    const digests: { [image: string]: string } = { [API]: DIGEST };
    const lock = ImageLock.fromDigests(digests);
    delete digests[API];
    expect(lock.tryDigest(API)).toBe(DIGEST);
    expect(() => ImageLock.fromDigests({ [API]: 'v1' })).toThrow(new Error(`[ImageLock] the ImageLock: got {"${API}":"v1"}; ${RULE}`));
  });

  it.each<[string, string, string]>([
    ['an empty file', '', '""'],
    ['no JSON', `${API}: ${DIGEST}`, `"${API}: ${DIGEST}"`],
    ['a list', '[]', '"[]"'],
    ['a bare null', 'null', '"null"'],
    ['a tag in place of a digest', `{"${API}":"v2"}`, `{"${API}":"v2"}`],
    ['a digest that is cut', `{"${API}":"sha256:0123"}`, `{"${API}":"sha256:0123"}`],
    ['a number', `{"${API}":1}`, `{"${API}":1}`],
    ['lists of digests', `{"images":{"${API}":"${DIGEST}"}}`, `{"images":{"${API}":"${DIGEST}"}}`],
    ['what is no image', `{"Bad Name":"${DIGEST}"}`, `{"Bad Name":"${DIGEST}"}`],
    ['an image with a digest of its own', `{"nginx@${DIGEST}":"${DIGEST}"}`, `{"nginx@${DIGEST}":"${DIGEST}"}`],
    ['every wrong line at once', `{"nginx":"a","good":"${DIGEST}","Bad":"b"}`, '{"Bad":"b","nginx":"a"}'],
  ])('fails for %s', (_, text, shown) => {
    const file = lockFile(text);
    expect(() => ImageLock.fromFile(file)).toThrow(new Error(`[ImageLock] ${file}: got ${shown}; ${RULE}`));
  });

  it('fails for an image that it names twice', () => {
    const file = lockFile(`{ "${API}" : "${DIGEST}", "a\\u0062": "${DIGEST}", "nginx":"${DIGEST}", "${API}": "${DIGEST}", "ab": "${DIGEST}" }`);
    expect(() => ImageLock.fromFile(file)).toThrow(new Error(`[ImageLock] ${file}: got ["${API}","ab"]; `
      + 'it names an image twice, and readers of JSON take the last one; keep one line for each image (InvalidImageLock)'));
  });

  it('fails for a file that is not there', () => {
    expect(() => ImageLock.fromFile('/no/such/images.lock.json')).toThrow(new Error('[ImageLock] path: got "/no/such/images.lock.json"; '
      + 'the file cannot be read: ENOENT; give the path of a lock, from the folder in which the program runs (InvalidImageLock)'));
  });
});
