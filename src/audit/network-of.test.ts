import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from './network-of.ts';

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['::FFFF:10.1.2.3', '10.1.2.0/24'],
  ['2001:db8:1:2::5', '2001:db8:1::/48'],
  ['2001:0DB8:0001:2:3:4:5:6', '2001:db8:1::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['::1', '0:0:0::/48'],
  ['64:ff9b::1.2.3.4', '64:ff9b:0::/48'],
  ['', null],
  ['anna', null],
  ['999.1.1.1', null],
  ['1.2.3.4, 5.6.7.8', null],
])('%s lies in %s', (address, network) => expect(networkOf(address)).toBe(network));

test('any text gives a network without failing, and none reveals the last part of an address', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV6()), (text) => void networkOf(text)));
  fc.assert(fc.property(fc.ipV4(), (address) => /\.0\/24$/.test(networkOf(address) ?? '')));
});
