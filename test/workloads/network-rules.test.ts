import { DnsPolicy, Protocol } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenWith } from './wasm-pods';
import { WasmPodProps } from '../../src';

const address = 'must be an IPv4 or IPv6 address; write it as "203.0.113.7" or "2001:db8::7" (InvalidHost)';
const host = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidHost)";
const label = (what: string) => `${what} must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidName)`;
const taken = 'another port of the pod takes this port of the node; use another port, or leave one out (DuplicateKey)';
const sidecar = (number: number, hostPort?: number) => ({ name: 'side', image: 'nginx:1', ports: [{ number, hostPort }] });

describe('a pod may have', () => {
  test.each<[string, Partial<WasmPodProps>]>([
    ['names of its own', { dns: { hostname: 'web-0', subdomain: 'web' } }],
    ['DNS of its own', { dns: { policy: DnsPolicy.NONE, nameservers: ['10.0.0.10', '2001:db8::a'], searches: ['example.com', 'example.org.'] } }],
    ['aliases', { hostAliases: [{ ip: '::1', hostnames: ['a', 'b.example.com'] }] }],
    ['a port of its node', { ports: [{ number: 80, hostPort: 8080, hostIp: '10.0.0.1' }] }],
    ['one port of its node for each protocol', {
      ports: [{ number: 53, hostPort: 53, name: 'a', protocol: Protocol.TCP }, { number: 54, hostPort: 53, name: 'b', protocol: Protocol.UDP }],
    }],
    ['one port of its node for each address', {
      ports: [{ number: 53, hostPort: 53, name: 'a', hostIp: '10.0.0.1' }, { number: 54, hostPort: 53, name: 'b', hostIp: '10.0.0.2' }],
    }],
    ['the network of its node', { hostNetwork: true, ports: [{ number: 80, hostPort: 80 }], containers: [sidecar(81)] }],
    ['one port in containers of which no two run at once', { ports: [{ number: 80, hostPort: 80 }], initContainers: [sidecar(81, 80)] }],
  ])('%s', (_what, props) => expect(writtenWith(props).spec.containers[0].name).toBe('main'));
});

describe('a pod fails for', () => {
  test.each<[string, Partial<WasmPodProps>, string]>([
    ['a name server by name', { dns: { policy: DnsPolicy.NONE, nameservers: ['10.0.0.10', 'a.b'] } }, `dnsConfig.nameservers[1]: got "a.b"; ${address}`],
    ['a domain that is none', { dns: { searches: ['A B'] } }, `dnsConfig.searches[0]: got "A B"; ${host}`],
    ['an alias of no address', { hostAliases: [{ ip: 'nope', hostnames: ['a'] }] }, `hostAliases[0].ip: got "nope"; ${address}`],
    ['an alias of half an address', { hostAliases: [{ ip: '10.1', hostnames: ['a'] }] }, `hostAliases[0].ip: got "10.1"; ${address}`],
    ['an alias that is no host', { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a', 'A B'] }] }, `hostAliases[0].hostnames[1]: got "A B"; ${host}`],
    ['a host name in upper case', { dns: { hostname: 'Bad_Name' } }, `hostname: got "Bad_Name"; ${label('a host name')}`],
    ['a subdomain of two parts', { dns: { subdomain: 'a.b' } }, `subdomain: got "a.b"; ${label('the subdomain of a pod')}`],
    ['a port of its node twice', { ports: [{ number: 80, hostPort: 80, name: 'a' }, { number: 81, hostPort: 80, name: 'b' }] },
      `containers["main"].ports[1].hostPort: got 80; ${taken}`],
    ['a port of its node in two containers', { ports: [{ number: 80, hostPort: 80 }], containers: [sidecar(81, 80)] },
      `containers["side"].ports[0].hostPort: got 80; ${taken}`],
    ['one port in the network of its node in two containers', { hostNetwork: true, ports: [{ number: 80 }], containers: [sidecar(80)] },
      `containers["side"].ports[0].hostPort: got 80; ${taken}`],
    ['another port of its node in its network', { hostNetwork: true, ports: [{ number: 80, hostPort: 81 }] },
      'containers["main"].ports[0].hostPort: got 81; a pod in the network of its node has the node\'s own ports, here 80; leave it out (InvalidPort)'],
    ['a port of no address', { ports: [{ number: 80, hostPort: 80, hostIp: 'x' }] }, `containers["main"].ports[0].hostIP: got "x"; ${address}`],
  ])('%s', (_what, props, message) => {
    expect(() => podIn(chartOf(), props)).toThrow(new Error(`[test/hello] spec.${message}`));
  });
});
