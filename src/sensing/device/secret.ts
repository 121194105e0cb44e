import { createHmac, timingSafeEqual } from 'node:crypto';

/** Keyed hash under which a device's secret is kept. The secret has 256 random bits, so no slow hash is needed. */
export const hashSecret = (key: Uint8Array, secret: string): string =>
  createHmac('sha256', key).update(secret).digest('hex');

/** Constant-time comparison of a secret with its keyed hash. */
export const verifySecret = (key: Uint8Array, secret: string, hash: string): boolean => {
  const given = Buffer.from(hashSecret(key, secret), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
};
