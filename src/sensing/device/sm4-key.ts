import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Unlike a device's secret, the key of an encrypted data area has to be read again: kept under AES-256-GCM, bound to its device. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Base64 of nonce, ciphertext and tag. `iv`: 12 fresh random bytes. */
export const sealSm4Key = (key: Uint8Array, iv: Uint8Array, deviceId: string, sm4Key: Uint8Array): string => {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(deviceId));
  return Buffer.concat([iv, cipher.update(sm4Key), cipher.final(), cipher.getAuthTag()]).toString('base64');
};

/** @throws when key, device or any bit of what was kept is another. */
export const openSm4Key = (key: Uint8Array, deviceId: string, sealed: string): Buffer => {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(deviceId));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
};
