import { isIP, isIPv4 } from 'node:net';

const V6_GROUPS = 8;

/** The network that a client's address lies in, coarse enough to be no person's: IPv4 /24, IPv6 /48. Null for what is no address. */
export const networkOf = (address: string): string | null => {
  const plain = plainAddress(address);
  if (plain === null) return null;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  return `${expandV6(plain).slice(0, 3).join(':')}::/48`;
};

/** An address in its one form: an IPv4 address that came mapped into IPv6 as IPv4, without a zone. Null for what is no address. */
export const plainAddress = (address: string): string | null => {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^(?:::ffff:|0:0:0:0:0:ffff:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  if (isIP(bare) === 0) return null;
  return isIPv4(bare) ? bare : expandV6(bare).join(':');
};

const expandV6 = (address: string): string[] => {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2]!, dotted[3]!)}:${hex(dotted[4]!, dotted[5]!)}` : address;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : V6_GROUPS - before.length - after.length;
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
};
