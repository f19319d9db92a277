import fc from 'fast-check';
import { AllowedHost, AllowedHostKind } from '../../src';

const { ANY, COMPONENT, NAME, NETWORK, SELF, SUBDOMAINS, TEMPLATE } = AllowedHostKind;

const READ: [string, [AllowedHostKind, string, string, number, number]][] = [
  ['http://example.com', [NAME, 'http', 'example.com', 80, 80]],
  ['https://example.com/', [NAME, 'https', 'example.com', 443, 443]],
  ['https://Example.COM:8443/', [NAME, 'https', 'example.com', 8443, 8443]],
  ['https://bücher.example', [NAME, 'https', 'xn--bcher-kva.example', 443, 443]],
  ['redis://cache', [NAME, 'redis', 'cache', 6379, 6379]],
  ['mqtt://broker', [NAME, 'mqtt', 'broker', 1883, 1883]],
  ['mysql://db', [NAME, 'mysql', 'db', 3306, 3306]],
  ['postgres://db', [NAME, 'postgres', 'db', 5432, 5432]],
  ['tcp://db:5000..5010', [NAME, 'tcp', 'db', 5000, 5009]],
  ['http://db:80..80', [NAME, 'http', 'db', 80, 79]],
  ['*://db:*', [NAME, '*', 'db', 1, 65535]],
  ['*://*:*', [ANY, '*', '*', 1, 65535]],
  ['http://*.example.com', [SUBDOMAINS, 'http', 'example.com', 80, 80]],
  ['http://self', [SELF, 'http', 'self', 80, 80]],
  ['http://self.alt', [SELF, 'http', 'self.alt', 80, 80]],
  ['http://192.168.1.1', [NETWORK, 'http', '192.168.1.1/32', 80, 80]],
  ['http://[::1]:8001', [NETWORK, 'http', '::1/128', 8001, 8001]],
  ['*://127.0.0.0/24:80', [NETWORK, '*', '127.0.0.0/24', 80, 80]],
  ['*://10.1.2.3/8:80', [NETWORK, '*', '10.0.0.0/8', 80, 80]],
  ['*://0.0.0.0/0:80', [NETWORK, '*', '0.0.0.0/0', 80, 80]],
  ['*://ff00::/8:80', [NETWORK, '*', 'ff00::/8', 80, 80]],
  ['http://back.spin.internal', [COMPONENT, 'http', 'back', 80, 80]],
  ['http://*.spin.internal', [COMPONENT, 'http', '*', 80, 80]],
  ['  http://example.com  ', [NAME, 'http', 'example.com', 80, 80]],
  ['{{ scheme }}://{{host}}', [TEMPLATE, '', '', 0, 65535]],
];

const SCHEME = "a scheme is letters, or '*' for all; there are no lists; write one entry for each scheme (InvalidAllowedHost)";
const PATH = 'an allowed host has no path; leave the path out (InvalidAllowedHost)';
const PORT = "a port is a number up to 65535, '*', or a range 'first..end' without its end; write it as ':8080' or ':8000..9000' (InvalidAllowedHost)";
const HOST = 'the host is no name and no address; write it as "https://api.example.com" (InvalidAllowedHost)';
const STAR = 'a \'*\' stands for the whole host, or for all before a domain; write it as "https://*.example.com" (InvalidAllowedHost)';

const REFUSED: [string, string][] = [
  ['insecure:allow-all', 'Spin no longer takes this word; write "*://*:*" if every host is really meant (InvalidAllowedHost)'],
  ['example.com', 'an allowed host is scheme://host, with a port where the scheme has none of its own; '
    + 'write it as "https://example.com" (InvalidAllowedHost)'],
  ['ftp://example.com', 'scheme "ftp" has no port of its own; add a port, such as \':8080\' or \':*\' (InvalidAllowedHost)'],
  ['toString://10.0.0.1', 'scheme "toString" has no port of its own; add a port, such as \':8080\' or \':*\' (InvalidAllowedHost)'],
  ['*://10.0.0.0/8', 'scheme "*" has no port of its own; add a port, such as \':8080\' or \':*\' (InvalidAllowedHost)'],
  ['h2://example.com:80', SCHEME],
  ['{http,https}://example.com:80', SCHEME],
  ['http://example.com/a', PATH],
  ['http://example.com:80/a', PATH],
  ['http://example.com:http', PORT],
  ['http://example.com:65536', PORT],
  ['http://example.com:1..65536', PORT],
  ['http://*.*.example.com', STAR],
  ['http://api.*.com', STAR],
  ['http://[::1]', 'an IPv6 address needs a port; write it as "http://[::1]:80" (InvalidAllowedHost)'],
  ['*://[fd00::]/8:443', 'a network has no brackets; write it as "*://fd00::/8:443" (InvalidAllowedHost)'],
  ['http://', HOST],
  ['http://exa mple.com', HOST],
  ['http://user@example.com', HOST],
  ['https://{{ name', "a template closes its braces: '{{ name }}'; close them (InvalidAllowedHost)"],
];

describe('an allowed host', () => {
  test.each(READ)('%s is read', (text, [kind, scheme, host, firstPort, lastPort]) => {
    expect({ ...AllowedHost.parse(text) }).toEqual({ text, kind, scheme, host, firstPort, lastPort });
  });

  test.each(REFUSED)('fails for %s', (text, rest) => {
    expect(() => AllowedHost.parse(text)).toThrow(new Error(`[allowed_outbound_hosts] host: got ${JSON.stringify(text)}; ${rest}`));
  });

  test('of a network keeps the bits of its prefix and no others', () => {
    const octet = fc.nat(255);
    fc.assert(fc.property(fc.tuple(octet, octet, octet, octet), fc.nat(32), (octets, length) => {
      const { host } = AllowedHost.parse(`*://${octets.join('.')}/${length}:80`);
      const bits = (parts: number[]) => parts.map((part) => part.toString(2).padStart(8, '0')).join('');
      const [address, prefix] = host.split('/');
      expect(bits(address.split('.').map(Number))).toBe(bits(octets).slice(0, length).padEnd(32, '0'));
      expect(prefix).toBe(String(length));
    }));
  });

  test('of any name, port and scheme has just these', () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]([a-z0-9-]{0,10}[a-z0-9])?){1,3}$/)
      .filter((text) => !text.endsWith('.spin.internal') && !text.includes('--') && text !== 'self.alt');
    const port = fc.integer({ min: 1, max: 65535 });
    fc.assert(fc.property(fc.constantFrom('http', 'https', 'tcp', 'redis'), name, port, (scheme, host, number) => {
      expect(AllowedHost.parse(`${scheme}://${host}:${number}`)).toMatchObject({ kind: NAME, scheme, host, firstPort: number, lastPort: number });
    }));
  });
});
