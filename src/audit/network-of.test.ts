import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf, plainAddress } from './network-of.ts';

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

test('an address has one form, however it is written', () => {
  expect(new Set(['2001:db8::1', '2001:DB8:0:0::0001', '2001:0db8:0:0:0:0:0:1'].map(plainAddress)).size).toBe(
    1,
  );
  expect(plainAddress('::ffff:1.2.3.4')).toBe('1.2.3.4');
});

test('no text makes it fail, and no network tells the last part of an address', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV6()), (text) => void networkOf(text)));
  fc.assert(fc.property(fc.ipV4(), (address) => /\.0\/24$/.test(networkOf(address) ?? '')));
});
