import { createCipheriv, createDecipheriv } from 'node:crypto';

/** GB/T 32907: block and key of 128 bits. */
export const SM4_BYTES = 16;

export const sm4Encrypt = (key: Uint8Array, plain: Uint8Array): Buffer => {
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
};

export const sm4Decrypt = (key: Uint8Array, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
};

const SEALED = /^\{((?:0x[0-9A-Fa-f]{2},?)*)\}/;

export const isSealedArea = (area: string): boolean => area.startsWith('{0x');

/**
 * Data area of HJ 212-2025 section 6.4: whole blocks in SM4-ECB, written `{0xE4,0x3E,…}`, followed by the tail of less than a
 * block in clear. ECB without padding hides little and does not protect against changes: TLS or a private line is still needed.
 */
export const sealArea = (key: Uint8Array, plain: Buffer): Buffer => {
  const whole = plain.length - (plain.length % SM4_BYTES);
  if (whole === 0) return plain;
  const sealed = sm4Encrypt(key, plain.subarray(0, whole));
  const texts = Array.from(sealed, (byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  // The tail may begin inside a multi-byte character.
  return Buffer.concat([Buffer.from(`{${texts.join(',')}}`), plain.subarray(whole)]);
};

/** The plain data area; undefined if the text is not in the form of `sealArea`. A wrong key is detected by the CRC. */
export const openArea = (key: Uint8Array, area: Buffer): Buffer | undefined => {
  const parts = SEALED.exec(area.toString('latin1'));
  if (parts === null) return undefined;
  const sealed = Buffer.from(parts[1]!.replace(/0x|,/g, ''), 'hex');
  if (sealed.length % SM4_BYTES !== 0) return undefined;
  return Buffer.concat([sm4Decrypt(key, sealed), area.subarray(parts[0].length)]);
};
