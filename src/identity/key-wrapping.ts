import { decryptGcm, encryptGcm, IV_BYTES, KEY_BYTES } from '../platform/aes-gcm.ts';
import type { PersonKey } from './personal-data.ts';

/** The wrapped key does not open: another master key, another person, or changed data. */
export class KeyUnwrapError extends Error {
  override readonly name = 'KeyUnwrapError';
}

/** Reads a master key of 256 bits from 64 hex digits or from base64; null when it is neither. */
export const parseMasterKey = (text: string): Buffer | null => {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(trimmed)) return null;
  return Buffer.from(trimmed, 'base64');
};

const binding = (personId: string, keyId: string): string => `${keyId}\u0000${personId}`;

/**
 * A person's key as it may be stored: `w1:{iv}:{ciphertext and tag}`, encrypted under the master key and bound to its id
 * and person. `iv` is 12 random bytes, never used twice.
 */
export const wrapKey = (
  masterKey: Uint8Array,
  personId: string,
  personKey: PersonKey,
  iv: Uint8Array,
): string => {
  if (personKey.key.length !== KEY_BYTES || iv.length !== IV_BYTES) throw new RangeError('key or iv length');
  const data = encryptGcm(masterKey, iv, binding(personId, personKey.keyId), personKey.key);
  return `w1:${Buffer.from(iv).toString('base64url')}:${data.toString('base64url')}`;
};

/** @throws KeyUnwrapError */
export const unwrapKey = (
  masterKey: Uint8Array,
  personId: string,
  keyId: string,
  wrapped: string,
): PersonKey => {
  const match = /^w1:([\w-]{16}):([\w-]{64})$/.exec(wrapped);
  if (match === null) throw new KeyUnwrapError(`key ${keyId} is not stored as a wrapped key`);
  const [iv, data] = [match[1]!, match[2]!].map((part) => Buffer.from(part, 'base64url'));
  try {
    return { keyId, key: decryptGcm(masterKey, iv!, binding(personId, keyId), data!) };
  } catch {
    throw new KeyUnwrapError(`key ${keyId} does not open with this master key`);
  }
};
