import { createCipheriv, createDecipheriv } from 'node:crypto';

export const TAG_BYTES = 16;
/** 96 bits, the recommended length for GCM (NIST SP 800-38D section 8.2). */
export const IV_BYTES = 12;
export const KEY_BYTES = 32;

/** AES-256-GCM: ciphertext followed by its tag. `aad` is authenticated but not part of it. */
export const encryptGcm = (key: Uint8Array, iv: Uint8Array, aad: string, plain: Uint8Array): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** @throws if key, iv, `aad` or any bit of the data differs from the original. */
export const decryptGcm = (key: Uint8Array, iv: Uint8Array, aad: string, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
};
