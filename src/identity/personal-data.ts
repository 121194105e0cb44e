import { decryptGcm, encryptGcm, IV_BYTES } from '../platform/aes-gcm.ts';
import type { Sealed } from './events.ts';
import type { RandomBytes } from './password.ts';

/** A person's own key: dropping it erases, in an immutable log, everything sealed with it. */
export interface PersonKey {
  readonly keyId: string;
  /** 256 bits. */
  readonly key: Uint8Array;
}

export interface PersonKeys {
  getKey(personId: string): Promise<PersonKey | null>;
  /** Creates a key, or returns the one that another caller created first. */
  createKey(personId: string): Promise<PersonKey>;
}

export type Opened =
  | { readonly erased: false; readonly plaintext: string }
  /** The key was dropped: nobody can read the field any more. */
  | { readonly erased: true };

export type OpenedBytes =
  | { readonly erased: false; readonly bytes: Buffer }
  /** The key was dropped. */
  | { readonly erased: true };

export interface Vault {
  /** Encrypts a personal field under the person's key, which is created if there is none. */
  seal(personId: string, plaintext: string): Promise<Sealed>;
  /** @throws SealedFieldError if the text is not a sealed field, belongs to another person, or was changed. */
  open(personId: string, sealed: Sealed): Promise<Opened>;
  /** The same for bytes that are not text. */
  sealBytes(personId: string, bytes: Uint8Array): Promise<Sealed>;
  /** @throws SealedFieldError as `open` does. */
  openBytes(personId: string, sealed: Sealed): Promise<OpenedBytes>;
}

/** A sealed field that cannot be right: a defect or tampering, never an erased key. */
export class SealedFieldError extends Error {
  override readonly name = 'SealedFieldError';
}

const PATTERN = /^v1:([\w-]{1,64}):([\w-]{16}):([\w-]{22,})$/;

/** Id of the key that a field was sealed with, for the envelope of its event. */
export const keyIdOf = (sealed: Sealed): string => {
  const keyId = PATTERN.exec(sealed)?.[1];
  if (keyId === undefined) throw new SealedFieldError('not a sealed field');
  return keyId;
};

/**
 * Seals and opens personal fields: AES-256-GCM with a fresh random IV, bound to the person's id, so that a field copied
 * into another person's event does not open.
 */
export const createVault = (dependencies: PersonKeys & { readonly randomBytes: RandomBytes }): Vault => {
  const sealBytes: Vault['sealBytes'] = async (personId, bytes) => {
    const { keyId, key } = (await dependencies.getKey(personId)) ?? (await dependencies.createKey(personId));
    const iv = dependencies.randomBytes(IV_BYTES);
    const data = encryptGcm(key, iv, personId, bytes);
    return `v1:${keyId}:${Buffer.from(iv).toString('base64url')}:${data.toString('base64url')}` as Sealed;
  };
  const openBytes: Vault['openBytes'] = async (personId, sealed) => {
    const match = PATTERN.exec(sealed);
    if (match === null) throw new SealedFieldError('not a sealed field');
    const current = await dependencies.getKey(personId);
    // A person may return after being erased: the new key has another id, and the old fields stay erased.
    if (current === null || current.keyId !== match[1]) return { erased: true };
    const [iv, data] = [match[2]!, match[3]!].map((part) => Buffer.from(part, 'base64url'));
    try {
      return { erased: false, bytes: decryptGcm(current.key, iv!, personId, data!) };
    } catch {
      throw new SealedFieldError('sealed field does not open: changed, or of another person');
    }
  };
  return {
    sealBytes,
    openBytes,
    seal: (personId, plaintext) => sealBytes(personId, Buffer.from(plaintext)),
    async open(personId, sealed) {
      const opened = await openBytes(personId, sealed);
      return opened.erased ? opened : { erased: false, plaintext: opened.bytes.toString() };
    },
  };
};
