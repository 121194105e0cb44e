import { createHmac } from 'node:crypto';
import { keyedDigest } from '../../platform/keyed-digest.ts';

/** Crockford's base 32: no letter that is read as a digit or as another letter. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 20 characters of 5 bits: 100 bits, which nobody guesses. */
const LENGTH = 20;

const inGroups = (characters: string): string => characters.replace(/.{5}(?=.)/g, '$&-');

/**
 * The tracking code of a report. It follows from the case and a key of the server, so that a report that is sent again gets the same
 * code, and no table has to keep it; without the key it cannot be told from random bits.
 */
export const trackingCodeOf = (key: Uint8Array, caseId: string): string => {
  const bytes = createHmac('sha256', key).update(`tracking code\u0000${caseId}`).digest();
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let n = 0; n < LENGTH; n += 1) {
    code += ALPHABET[Number(bits & 31n)];
    bits >>= 5n;
  }
  return inGroups(code);
};

/** As typed: in small letters, with O for 0 and I or L for 1, with or without groups. */
const normalised = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** What is stored of a code, and what a typed one is looked up by; any text has one, so that a malformed code costs as much as a wrong one. */
export const codeDigestOf = (key: Uint8Array, typed: string): string =>
  keyedDigest(key, 'tracking code digest', normalised(typed));
