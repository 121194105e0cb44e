import { createHmac } from 'node:crypto';
import { plainAddress } from './network-of.ts';

/** Keyed digest of a client's address: tells one address from another without telling it. Null for what is no address. */
export type AddressKey = (address: string | undefined) => string | null;

export const createAddressKey =
  (key: Buffer): AddressKey =>
  (address) => {
    const plain = address === undefined ? null : plainAddress(address);
    return plain === null ? null : createHmac('sha256', key).update(plain).digest('base64url').slice(0, 16);
  };
