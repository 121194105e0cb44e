import { isIPv4 } from 'node:net';
import { canonicalAddress, ipv6Groups } from '../platform/network-address.ts';

/** The network that a client's address lies in, coarse enough to be no person's: IPv4 /24, IPv6 /48. Null for what is no address. */
export const networkOf = (address: string): string | null => {
  const canonical = canonicalAddress(address);
  if (canonical === null) return null;
  if (isIPv4(canonical)) return `${canonical.split('.').slice(0, 3).join('.')}.0/24`;
  return `${ipv6Groups(canonical).slice(0, 3).join(':')}::/48`;
};
