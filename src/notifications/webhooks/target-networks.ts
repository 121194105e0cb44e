// By hand: the library `ip` has treated private addresses as public (CVE-2023-42282, CVE-2024-29415).
import type { BlockList } from 'node:net';
import { isIn, parseNetworks } from '../../platform/networks.ts';

/** Addresses that do not belong to the public internet: IANA's special-purpose registries (RFC 6890 and its successors). */
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

const special = parseNetworks(SPECIAL.join())!;

/**
 * Whether a webhook may connect to an address: to the public internet with TLS, to private networks only where they are
 * allowed by the settings. A webhook would otherwise be a way to make this server ask its neighbours.
 */
export const mayConnect = (address: string, secure: boolean, allowed: BlockList): boolean => {
  return isIn(allowed, address) || (secure && !isIn(special, address));
};
