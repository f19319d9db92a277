import fc from 'fast-check';
import { LOCATION } from '../../src/nodes/private/download';
import { IMAGE, parseImage } from '../../src/rules/image';
import { MIRROR, mirrored, mirroredImage } from '../../src/rules/mirrored';

const AT = { host: 'mirror.test:5000/a' };
const KEPT = { host: 'mirror.test', keepHosts: true };

describe('a mirror', () => {
  test.each([
    ['mirror.example.com', true], ['mirror.example.com:5000', true], ['localhost', true], ['localhost:5000/a', true],
    ['registry:5000/a/b', true], ['10.0.0.1', true], ['[::1]:5000', true], ['mirror.example.com/a-b/c_d', true],
    ['mirror', false], ['', false], ['https://mirror.example.com', false], ['oci://mirror.example.com', false], ['mirror.example.com/', false],
    ['mirror.example.com/A', false], ['user@mirror.example.com', false], ['user:word@mirror.example.com', false], ['mirror.example.com/a:b', false],
    ['mirror .example.com', false], ['mirror.example.com//a', false], ['.example.com', false], ['mirror.example.com:99999', false],
    ['mirror.example.com:', false], ['mirror.example.com?a=b', false], ['mirror.example.com#a', false], ['MIRROR.example.com', true],
    [7, false], [undefined, false], [null, false], [{}, false],
  ])('%p is the host of one: %p', (value, expected) => {
    expect(MIRROR.accepts(value)).toBe(expected);
  });
});

describe('addresses', () => {
  const host = fc.domain();
  // path characters of RFC 3986
  const path = fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@%-]{1,20}(\/[A-Za-z0-9._~%-]{1,20}){0,3}$/);

  test('stay as they are without a mirror', () => {
    expect(mirrored('https://a.example.com/x')).toBe('https://a.example.com/x');
    expect(mirroredImage('nginx')).toBe('nginx');
  });

  test.each([['./manifest.yaml'], ['/etc/manifest.yaml'], ['manifest.yaml'], ['']])('that are none, such as the file %j, stay as they are', (file) => {
    expect(mirrored(file, AT)).toBe(file);
  });

  test.each([
    ['https://a.example.com/x/y.tar.gz?v=1', 'https://mirror.test:5000/a/x/y.tar.gz?v=1', 'https://mirror.test/a.example.com/x/y.tar.gz?v=1'],
    ['https://a.example.com:8443/x', 'https://mirror.test:5000/a/x', 'https://mirror.test/a.example.com:8443/x'],
    ['https://charts.jetstack.io', 'https://mirror.test:5000/a', 'https://mirror.test/charts.jetstack.io'],
    ['oci://ghcr.io/spinframework/charts', 'oci://mirror.test:5000/a/spinframework/charts', 'oci://mirror.test/ghcr.io/spinframework/charts'],
    ['oci://ghcr.io:443/charts', 'oci://mirror.test:5000/a/charts', 'oci://mirror.test/ghcr.io-443/charts'],
    ['https://github.com/a/b%2Fc', 'https://mirror.test:5000/a/a/b%2Fc', 'https://mirror.test/github.com/a/b%2Fc'],
  ])('such as %s keep their path, and their host by choice', (address, at, kept) => {
    expect([mirrored(address, AT), mirrored(address, KEPT)]).toEqual([at, kept]);
  });

  test('keep the path to the byte, and the host by choice', () => {
    fc.assert(fc.property(host, path, (theirs, file) => {
      expect(mirrored(`https://${theirs}/${file}`, AT)).toBe(`https://mirror.test:5000/a/${file}`);
      expect(mirrored(`https://${theirs}/${file}`, KEPT)).toBe(`https://mirror.test/${theirs}/${file}`);
    }));
  });

  test('of downloads stay addresses of downloads', () => {
    fc.assert(fc.property(host, path, fc.boolean(), (theirs, file, keepHosts) =>
      LOCATION.accepts(mirrored(`https://${theirs}/${file}`, { host: 'mirror.test:5000/a', keepHosts }))));
  });
});

describe('images', () => {
  test.each([
    ['nginx', 'library/nginx', 'docker.io/library/nginx'],
    ['nginx:1.27', 'library/nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['grafana/grafana', 'grafana/grafana', 'docker.io/grafana/grafana'],
    ['ghcr.io/acme/api:v1', 'acme/api:v1', 'ghcr.io/acme/api:v1'],
    ['GHCR/acme/api:v1', 'acme/api:v1', 'ghcr/acme/api:v1'],
    ['[::1]:5000/api', 'api', '1-5000/api'],
    ['localhost/api', 'api', 'localhost/api'],
    ['localhost:5000/api:v1', 'api:v1', 'localhost-5000/api:v1'],
    [`ghcr.io/acme/api@sha256:${'0'.repeat(64)}`, `acme/api@sha256:${'0'.repeat(64)}`, `ghcr.io/acme/api@sha256:${'0'.repeat(64)}`],
    [`ghcr.io/acme/api:v1@sha256:${'0'.repeat(64)}`, `acme/api:v1@sha256:${'0'.repeat(64)}`, `ghcr.io/acme/api:v1@sha256:${'0'.repeat(64)}`],
    [`nginx@sha256:${'0'.repeat(64)}`, `library/nginx@sha256:${'0'.repeat(64)}`, `docker.io/library/nginx@sha256:${'0'.repeat(64)}`],
  ])('such as %s are found below the mirror, as a container runtime reads their host', (image, at, kept) => {
    expect([mirroredImage(image, AT), mirroredImage(image, KEPT)]).toEqual([`mirror.test:5000/a/${at}`, `mirror.test/${kept}`]);
  });

  test('stay image references with the same tag and digest, and have no other host than the mirror', () => {
    // the reference grammar of the OCI distribution project
    const component = fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,6}){0,2}$/);
    const registry = fc.option(fc.stringMatching(/^([a-z0-9]{1,8}\.[a-z]{2,5}(:[0-9]{2,4})?|localhost(:[0-9]{2,4})?)\/$/), { nil: '' });
    const tag = fc.option(fc.stringMatching(/^:[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: '' });
    const digest = fc.option(fc.stringMatching(/^@sha256:[0-9a-f]{64}$/), { nil: '' });
    const names = fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(fc.property(registry, names, tag, digest, fc.boolean(), (at, name, ...[tagged, digested, keepHosts]) => {
      const image = at + name + tagged + digested;
      // without a registry, a first part with a dot is one
      fc.pre(IMAGE.accepts(image) && (at !== '' || !/^[^/]*\.[^/]*\//.test(name)));
      const moved = mirroredImage(image, { host: 'mirror.test:5000/a', keepHosts });
      const [before, after] = [parseImage(image)!, parseImage(moved)];
      expect(after).toMatchObject({ tag: before.tag, digest: before.digest });
      const theirs = keepHosts ? at.replace(':', '-') || 'docker.io/' : '';
      const official = at === '' && !name.includes('/') ? 'library/' : '';
      expect(moved).toBe(`mirror.test:5000/a/${theirs}${official}${name}${tagged}${digested}`);
    }));
  });
});
