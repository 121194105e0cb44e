import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104) over a purpose and a text, hex. Who does not hold the key cannot test guesses of the text, however few
 * there are; a plain digest would give away passwords, telephone numbers and names by trying them.
 */
export const keyedDigest = (key: Uint8Array, purpose: string, text: string): string =>
  createHmac('sha256', key).update(`${purpose}\u0000`).update(text).digest('hex');
