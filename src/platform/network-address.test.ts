import { describe, expect, it } from 'vitest';
import { canonicalAddress, senderOf } from './network-address.ts';

describe('the identity of an address', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::10.1.2.3', '64:ff9b:0:0::/64'],
    [undefined, 'unknown'],
    ['no address', 'no address'],
  ])('%s is %s', (address, sender) => {
    expect(senderOf(address)).toBe(sender);
  });
});

it('an address has one form, however it is written', () => {
  const spellings = ['2001:db8::1', '2001:DB8:0:0::0001', '2001:0db8:0:0:0:0:0:1'];
  expect(new Set(spellings.map(canonicalAddress)).size).toBe(1);
  expect(canonicalAddress('::ffff:1.2.3.4')).toBe('1.2.3.4');
  expect(canonicalAddress('1.2.3.4, 5.6.7.8')).toBeNull();
});
