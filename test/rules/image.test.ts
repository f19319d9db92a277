import fc, { Arbitrary } from 'fast-check';
import { IMAGE, isMutable, parseImage } from '../../src/rules/image';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LETTERS = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** A string of the characters. */
function of(characters: string, minLength: number, maxLength: number): Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

/** Parts in a row. */
function row(...parts: Arbitrary<string>[]): Arbitrary<string> {
  return fc.tuple(...parts).map((strings) => strings.join(''));
}

// The grammar of github.com/distribution/reference, production by production.
const separator = fc.oneof(fc.constantFrom('.', '_', '__'), of('-', 1, 4));
const pathComponent = row(of(LOWER, 1, 6), fc.array(row(separator, of(LOWER, 1, 4)), { maxLength: 3 }).map((more) => more.join('')));
const path = fc.array(pathComponent, { minLength: 1, maxLength: 4 }).map((components) => components.join('/'));
const domainComponent = fc.oneof(of(LETTERS, 1, 1), row(of(LETTERS, 1, 1), of(`${LETTERS}-`, 0, 8), of(LETTERS, 1, 1)));
const domainName = fc.array(domainComponent, { minLength: 2, maxLength: 4 }).map((components) => components.join('.'));
const port = of('0123456789', 1, 5).map((digits) => `:${digits}`);
const host = fc.oneof(
  domainName,
  fc.ipV4(),
  fc.ipV6().filter((address) => /^[0-9a-f:]+$/.test(address)).map((address) => `[${address}]`),
  fc.constant('localhost'),
);
const domain = fc.oneof(host, row(host, port), row(domainComponent, port), domainComponent.filter((text) => /[A-Z]/.test(text)));
const tag = row(of(`${LETTERS}_`, 1, 1), of(`${LETTERS}_.-`, 0, 127));
const digest = fc.oneof(
  row(fc.constant('sha256:'), of('0123456789abcdef', 64, 64)),
  row(fc.constant('sha384:'), of('0123456789abcdef', 96, 96)),
  row(fc.constant('sha512:'), of('0123456789abcdef', 128, 128)),
);
const local = path.filter((text) => !(text.includes('/') && text.split('/')[0].includes('.')));
const remote = row(domain, fc.constant('/'), path);
const name = fc.oneof(local, remote);

function refuses(references: Arbitrary<string>): void {
  fc.assert(fc.property(references, (reference) => !IMAGE.accepts(reference) && parseImage(reference) === undefined));
}

describe('an image reference', () => {
  test('is taken apart as the distribution project puts it together', () => {
    fc.assert(fc.property(name, fc.option(tag, { nil: undefined }), fc.option(digest, { nil: undefined }), (...[text, version, content]) => {
      const reference = text + (version === undefined ? '' : `:${version}`) + (content === undefined ? '' : `@${content}`);
      expect(parseImage(reference)).toEqual({ name: text, tag: version, digest: content });
      expect(IMAGE.accepts(reference)).toBe(true);
    }), { numRuns: 500 });
  });

  test.each([
    'nginx', 'nginx:1', 'localhost/app', 'localhost:5000/app', 'registry:5000/team/app:v1', 'GHCR.io/team/app', '127.0.0.1:5000/app',
    '[2001:db8::1]:5000/app:v1', 'example.com/a__b/c--d.e', `ghcr.io/team/app:v1@${SHA256}`, 'localhost:5000', 'app:_x', `r.io/${'a'.repeat(250)}`,
  ])('may be %s', (reference) => {
    expect(IMAGE.accepts(reference)).toBe(true);
  });

  test.each([
    '', ' ', 'App', 'r.io/Team/app', 'r.io/team/', '/app', 'r.io//app', 'app:', 'app@', 'app:v1@', ':v1', `@${SHA256}`, 'https://r.io/app', 'app:v1:v2',
    'app@v1', `app@${SHA256}@${SHA256}`, `app@${SHA256}:v1`, 'r.io:port/app', '-r.io/app', 'r-.io/app', 'r..io/app', 'app\n', 'app ', ' app', '[::1]', '[::g]/app',
    'a___b', 'a..b', 'a._b', '.a', 'a.', '-a', 'a_', 'app:.v1', 'app:-v1', 'app:v+1', 'größe', 'app:v1 # comment',
  ])('fails as %j', (reference) => {
    expect(IMAGE.accepts(reference)).toBe(false);
  });

  test('fails with an upper-case letter in its path', () => {
    refuses(row(domain, fc.constant('/'), path, of('ABCXYZ', 1, 1), path));
  });

  test('fails with a character from outside the grammar', () => {
    const foreign = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((text) => !`${LETTERS}-_.:/@[]`.includes(text));
    refuses(fc.tuple(name, fc.nat(), foreign).map(([text, at, character]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + character + text.slice(place);
    }));
  });

  test('fails with an empty path component, or one with a separator at an end', () => {
    refuses(row(remote, fc.constantFrom('//', '/-', '/.', '/_', '-/', './', '_/'), path));
    refuses(row(remote, fc.constantFrom('/', '-', '.', '_', '__')));
  });

  test('fails with two different separators in a row', () => {
    refuses(row(domain, fc.constant('/'), path, fc.constantFrom('..', '___', '._', '_.', '.-', '-.', '-_', '_-'), path));
  });

  test('fails with a tag of more than 128 characters, or one that begins with a dot or dash', () => {
    refuses(row(name, fc.constant(':'), of(LETTERS, 129, 200)));
    refuses(row(name, fc.constantFrom(':.', ':-', ':'), fc.constantFrom('', '@', '/')));
  });

  test('fails with a digest of another length, case or algorithm', () => {
    const hex = '0123456789abcdef';
    refuses(row(name, fc.constant('@sha256:'), fc.oneof(of(hex, 0, 63), of(hex, 65, 128))));
    refuses(row(name, fc.constant('@sha512:'), of(hex, 64, 64)));
    refuses(row(name, fc.constant('@sha256:'), of('ABCDEF', 64, 64)));
    refuses(row(name, fc.constantFrom('@md5:', '@sha1:', '@:', '@'), of(hex, 64, 64)));
  });

  test('fails with a path of more than 255 characters', () => {
    refuses(row(remote, fc.constant('/'), of(LOWER, 256, 400)));
  });

  test('fails where it is no string', () => {
    fc.assert(fc.property(fc.anything().filter((value) => typeof value !== 'string'), (value) => !IMAGE.accepts(value)));
  });

  test('says the form and an example', () => {
    expect(IMAGE).toMatchObject({
      rule: 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space',
      fix: 'write it as "registry.example.com/team/app:v1"',
      code: 'InvalidImage',
    });
  });
});

// With nested repetition in one pattern, V8 would be busy for ages with any of these.
describe('a hostile string of 10,000 characters', () => {
  const units = ['a', 'A', '0', '-', '_', '__', '.', '/', ':', '@', '[', ' ', 'a-', 'a_', 'a.', 'a/', 'a:', 'a@', 'aA', 'a--', '--a', 'a__', '[::1]', 'a.b/', SHA256];

  test.each(units)('of %j fails at once, whatever stands around it', (unit) => {
    const long = unit.repeat(Math.ceil(10_000 / unit.length));
    const around = [long, `${long}!`, `r.io/${long}!`, `app:${long}!`, `app@${long}!`, `app@sha256:${long}!`, `[${long}!`, `${long}/app!`, `r.io:${long}!/app`];
    expect(around.filter((reference) => IMAGE.accepts(reference) || isMutable(reference))).toEqual([]);
  });
});

describe('a mutable reference', () => {
  test.each([
    [true, 'app'],
    [true, 'app:latest'],
    [true, 'localhost:5000/app'],
    [true, 'r.io/team/app:latest'],
    [false, 'app:v1'],
    [false, `app@${SHA256}`],
    [false, `app:latest@${SHA256}`],
    [false, 'r.io/latest:v1'],
    [false, 'NOT AN IMAGE'],
  ])('is %s for %s', (mutable, reference) => {
    expect(isMutable(reference)).toBe(mutable);
  });
});
