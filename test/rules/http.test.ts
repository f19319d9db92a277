import fc from 'fast-check';
import { coversHost, HOSTNAME, HOSTNAME_OR_WILDCARD, HTTP_NAME, textOf, URL_PATH } from '../../src/rules/http';

/** The pattern of `hostnames` in the published HTTPRoute definition, and of hosts of Ingress rules. */
const PUBLISHED_HOST = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

describe('a host', () => {
  it.each(['acme.com', 'a', 'api-1.acme.com', 'xn--bcher-kva.example', `${'a'.repeat(63)}.com`, '1.2.3.com'])(
    'may be "%s"', (host) => expect([HOSTNAME.accepts(host), HOSTNAME_OR_WILDCARD.accepts(`*.${host}`)]).toEqual([true, true]));

  it.each(['', 'Acme.com', '10.0.0.1', 'a..b', '-a.com', 'a-.com', 'a_b.com', 'a.com.', 'a.com:80', 'http://a.com', '*', '*.', 'a.*.com', '**.a.com',
    `${'a'.repeat(64)}.com`, 'bücher.example', 5, undefined])(
    'may not be %p', (host) => expect([HOSTNAME.accepts(host), HOSTNAME_OR_WILDCARD.accepts(host)]).toEqual([false, false]));

  it('is one that the published pattern takes', () => {
    fc.assert(fc.property(fc.oneof(fc.domain(), fc.stringMatching(/^(\*\.)?[-a-zA-Z0-9.]{1,12}$/)), (host) => {
      if (HOSTNAME_OR_WILDCARD.accepts(host)) {
        expect(host).toMatch(PUBLISHED_HOST);
      } else {
        expect(PUBLISHED_HOST.test(host) && !/^(\*\.)?\d+(\.\d+){3}$/.test(host) && host.length <= 253).toBe(false);
      }
    }));
  });

  it('covers itself, and one label by a wildcard', () => {
    expect([['a.com', 'a.com'], ['*.a.com', 'b.a.com'], ['*.a.com', 'c.b.a.com'], ['*.a.com', 'a.com'], ['a.com', 'b.a.com']]
      .map(([host, other]) => coversHost(host, other))).toEqual([true, true, false, false, false]);
  });
});

describe('a path', () => {
  it.each(['/', '/shop', '/shop/', '/a/.b/c..d', "/~a!$&'()*+,;=:@", '/%20', '/...'])('may be "%s"', (path) => expect(URL_PATH.accepts(path)).toBe(true));

  it.each(['', 'shop', '//', '/a//b', '/.', '/..', '/a/./b', '/a/../b', '/a/..', '/a%2fb', '/a%2Fb', '/a?b', '/a#b', '/a b', '/%2', '/ü', '/a\n',
    `/${'a'.repeat(1024)}`, 5])('may not be %p', (path) => expect(URL_PATH.accepts(path)).toBe(false));

  it('is what a URL has as its path, unchanged', () => {
    fc.assert(fc.property(fc.stringMatching(/^\/[a-z./%2Ff?#-]{0,10}$/), (path) => {
      if (URL_PATH.accepts(path)) {
        expect(new URL(`http://a.com${path}`).pathname).toBe(path);
      }
    }));
  });
});

describe('the name of a header', () => {
  it.each(['x-version', 'X_1', "!#$%&'*+-.^_`|~", 'a'.repeat(256)])('may be "%s"', (name) => expect(HTTP_NAME.accepts(name)).toBe(true));
  it.each(['', 'a b', 'a:', 'a\n', 'ü', 'a'.repeat(257)])('may not be %p', (name) => expect(HTTP_NAME.accepts(name)).toBe(false));
});

test('a text has bounds', () => {
  expect(['', 'a', 'aaa', 'aaaa', 5].map(textOf(3).accepts)).toEqual([false, true, true, false, false]);
});
