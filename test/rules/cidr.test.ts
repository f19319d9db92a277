import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { CIDR } from '../../src/rules/cidr';

describe('a block of addresses', () => {
  it.each(['0.0.0.0/0', '10.0.0.0/8', '203.0.113.7/32', '10.1.2.3/8', '::/0', '2001:db8::/32', '::1/128', '::ffff:10.0.0.0/104'])(
    'may be "%s"', (block) => expect(CIDR.accepts(block)).toBe(true));

  it.each(['', '10.0.0.0', '10.0.0/8', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '010.0.0.0/8', '256.0.0.0/8', '0x0a.0.0.0/8', '10/8', '::/129',
    'fe80::1%eth0/64', ' 10.0.0.0/8', '10.0.0.0/8 ', '10.0.0.0/255.0.0.0', 'acme.com/8', '2001:db8:::/32', 5])(
    'may not be %p', (block) => expect(CIDR.accepts(block)).toBe(false));

  it('is an address of either kind with as many bits as it has', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{1,15}$/)), fc.nat(140), (address, bits) => {
      const valid = (isIPv4(address) && bits <= 32) || (isIPv6(address) && bits <= 128);
      expect(CIDR.accepts(`${address}/${bits}`)).toBe(valid);
    }));
  });
});
