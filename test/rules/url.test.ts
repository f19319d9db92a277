import fc from 'fast-check';
import { Report } from '../../src/rules/problem';
import { holdUrl, HTTP } from '../../src/rules/url';
import { chartOf } from '../support/synth';

/** The problems of an address. */
function problems(address: string, schemes = HTTP): string[] {
  const report = new Report(chartOf());
  holdUrl(report, 'endpoint', address, { schemes, fix: 'take it from a Secret' });
  return report.messages();
}

test('a URL has one of the schemes and a host', () => {
  const plain = fc.webUrl({ validSchemes: ['http', 'https'] }).filter((address) => !address.includes('@'));
  fc.assert(fc.property(plain, (address) => problems(address).length === 0));
  fc.assert(fc.property(fc.webUrl({ validSchemes: ['ftp', 'ws', 'redis'] }), (address) => problems(address).length === 1));
});

test.each(['http://otel-collector:4318', 'https://user@example.com/a?b=c#d', 'http://[::1]:80/x', 'http://127.0.0.1'])('is %j', (address) => {
  expect(problems(address)).toEqual([]);
});

test.each([
  '', 'otel-collector:4318', 'localhost', '//example.com', 'http://', 'http:///', 'http:example.com', 'http:/example.com', 'http:\\\\example.com', 'mailto:someone',
  'ftp://example.com', 'http://a b', ' http://example.com', 'http://example.com\n', 'HTTP//example.com', 'http://?x', 'http://example.com:99999',
])('fails as %j', (address) => {
  expect(problems(address)).toEqual([
    `endpoint: got ${JSON.stringify(address)}; must be a URL of scheme http or https; write it as "http://host:port" (InvalidUrl)`,
  ]);
});

test('has other schemes where they work, and its error says which', () => {
  const schemes = ['redis', 'rediss'];
  expect(['redis://cache:6379', 'rediss://cache'].flatMap((address) => problems(address, schemes))).toEqual([]);
  expect(problems('http://cache', schemes)).toEqual([
    'endpoint: got "http://cache"; must be a URL of scheme redis or rediss; write it as "redis://host:port" (InvalidUrl)',
  ]);
});

test.each([
  ['https://user:hunter2@example.com', 'https:…'],
  ['redis://:hunter2@cache:6379', 'redis:…'],
  ['user:hunter2@example.com', 'user:…'],
  ['https://example.com/x?token=hunter2', 'https:…'],
  ['https://example.com?a=b&API_KEY=hunter2', 'https:…'],
  ['https://example.com?db-password=hunter2', 'https:…'],
])('fails with a secret in %j, which the error does not repeat', (address, shown) => {
  expect(problems(address)).toEqual([
    `endpoint: got "${shown}"; a password does not stand in a manifest; take it from a Secret (SecretInClear)`,
  ]);
});
