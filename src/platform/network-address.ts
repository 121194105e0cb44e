import { isIPv6 } from 'node:net';

const IPV4_IN_IPV6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
/** Of an IPv6 address that belong to one subscriber: 64 bits. */
const SUBSCRIBER_GROUPS = 4;

/** The eight groups of an IPv6 address, `::` written out. */
const groupsOf = (address: string): string[] => {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // The dotted form at the end of an address stands for two groups.
  const dotted = [...before, ...after].some((group) => group.includes('.')) ? 1 : 0;
  const missing = Math.max(0, GROUPS - dotted - before.length - after.length);
  return [...before, ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...after];
};

/** An address as it is written in IPv4 where it is one: a socket that listens on both gives `::ffff:10.1.2.3`. */
export const plainAddress = (address: string): string => IPV4_IN_IPV6.exec(address)?.[1] ?? address;

/**
 * Who an address counts as: an IPv4 address for itself, an IPv6 address for its /64, since whoever has one of them has all of
 * them. A sender without an address (its socket is gone already) shares one with its like.
 */
export const senderOf = (address: string | undefined): string => {
  if (address === undefined) return 'unknown';
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const network = groupsOf(plain)
    .slice(0, SUBSCRIBER_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
};
