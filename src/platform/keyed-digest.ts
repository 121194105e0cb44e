import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104) over a purpose and a text, hex. Without the key nobody can test guesses of the text, however few
 * there are; with a plain digest, passwords, telephone numbers and names could be found by trying them.
 */
export const keyedDigest = (key: Uint8Array, purpose: string, text: string): string =>
  createHmac('sha256', key).update(`${purpose}\u0000`).update(text).digest('hex');
