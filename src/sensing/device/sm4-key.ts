import { decryptGcm, encryptGcm, IV_BYTES } from '../../platform/aes-gcm.ts';

/**
 * Unlike a device's secret, the key of an encrypted data area has to be read again: kept under AES-256-GCM, bound to its device.
 * Base64 of nonce, ciphertext and tag. `iv`: 12 fresh random bytes.
 */
export const sealSm4Key = (key: Uint8Array, iv: Uint8Array, deviceId: string, sm4Key: Uint8Array): string =>
  Buffer.concat([iv, encryptGcm(key, iv, deviceId, sm4Key)]).toString('base64');

/** @throws when key, device or any bit of what was kept is another. */
export const openSm4Key = (key: Uint8Array, deviceId: string, sealed: string): Buffer => {
  const bytes = Buffer.from(sealed, 'base64');
  return decryptGcm(key, bytes.subarray(0, IV_BYTES), deviceId, bytes.subarray(IV_BYTES));
};
