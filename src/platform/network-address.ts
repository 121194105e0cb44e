import { isIP, isIPv4, isIPv6 } from 'node:net';

const IPV4_IN_IPV6 = /^(?:::ffff:|0:0:0:0:0:ffff:)(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
/** Number of groups of an IPv6 address that identify one subscriber: 64 bits. */
const SUBSCRIBER_GROUPS = 4;

/** The eight groups of an IPv6 address in lower case, `::` written out, without leading zeros and without its zone. */
export const ipv6Groups = (address: string): string[] => {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  // The dotted form at the end of an address replaces two groups.
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare);
  const hex = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2]!, dotted[3]!)}:${hex(dotted[4]!, dotted[5]!)}` : bare;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
};

/** An IPv4 address in IPv4 notation: a socket that listens on both gives `::ffff:10.1.2.3`. */
export const plainAddress = (address: string): string => IPV4_IN_IPV6.exec(address)?.[1] ?? address;

/** An address in canonical form: plain, without a zone, IPv6 with all groups. Null if it is not an address. */
export const canonicalAddress = (address: string): string | null => {
  const plain = plainAddress(address.replace(/%.*$/, ''));
  if (isIP(plain) === 0) return null;
  return isIPv4(plain) ? plain : ipv6Groups(plain).join(':');
};

/**
 * The sender that an address counts as: an IPv4 address itself, an IPv6 address its /64, since one subscriber has all addresses
 * in it. Senders without an address (their socket is already closed) share one.
 */
export const senderOf = (address: string | undefined): string => {
  if (address === undefined) return 'unknown';
  const plain = plainAddress(address);
  return isIPv6(plain) ? `${ipv6Groups(plain).slice(0, SUBSCRIBER_GROUPS).join(':')}::/64` : plain;
};
