import { createHmac } from 'node:crypto';
import { canonicalAddress } from '../platform/network-address.ts';

/** Keyed digest of a client's address: tells one address from another without telling it. Null for what is no address. */
export type AddressKey = (address: string | undefined) => string | null;

export const createAddressKey =
  (key: Buffer): AddressKey =>
  (address) => {
    const canonical = address === undefined ? null : canonicalAddress(address);
    return canonical === null
      ? null
      : createHmac('sha256', key).update(canonical).digest('base64url').slice(0, 16);
  };
