import { recognise } from '../identity/index.ts';

/** Runs of digits that may be a mobile or identity number (11 digits starting with 1, 15 or 18 digits), in any charset. */
const PERSONAL_NUMBER = /(?<!\d)(?:1[3-9]\d{9}|\d{15}|\d{17}[\dXx])(?!\d)/g;

/** Password of a site in HJ 212, in clear text. */
const SITE_PASSWORD = /(?<=[;#\d,\s]PW=)[^;&]+/gi;

const SHOWN_DIGITS = 3;
const STAR = '*'.charCodeAt(0);

/** Number of bytes of a character, by its first byte and, if that is ambiguous, the second. */
type CharacterBytes = (first: number, second: number) => number;

const UTF8: CharacterBytes = (first) => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
const GB18030: CharacterBytes = (first, second) =>
  first <= 0x80 ? 1 : second >= 0x30 && second <= 0x39 ? 4 : 2;

/** The bytes as text in a charset; undefined if they are not valid in it. A character cut off at the end is omitted. */
const decode = (bytes: Buffer, charset: 'utf-8' | 'gb18030'): string | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
};

/** Overwrites, byte for byte, everything personal in a text except its beginning. */
const maskAs = (bytes: Buffer, text: string, bytesOf: CharacterBytes): void => {
  const found = recognise(text, { lenient: true });
  let [at, index, next] = [0, 0, 0];
  for (const character of text) {
    const length = bytesOf(bytes[at]!, bytes[at + 1] ?? 0);
    while (next < found.length && found[next]!.end <= index) next += 1;
    const span = found[next];
    if (span !== undefined && index >= span.start) {
      const shown = span.kind === 'name' ? 1 : SHOWN_DIGITS;
      if (index >= span.start + shown) bytes.fill(STAR, at, at + length);
    }
    at += length;
    index += character.length;
  }
};

/**
 * Replaces anything that looks like a personal number, a labelled name or a site password, byte for byte, so that the rest remains as
 * sent. Reads it as UTF-8, or as the GBK that many devices use; in any other charset only digits are masked.
 */
export const maskPayload = (payload: Uint8Array): Buffer => {
  const bytes = Buffer.from(payload);
  const utf8 = decode(bytes, 'utf-8');
  const gbk = utf8 === undefined ? decode(bytes, 'gb18030') : undefined;
  if (utf8 !== undefined) maskAs(bytes, utf8, UTF8);
  else if (gbk !== undefined) maskAs(bytes, gbk, GB18030);
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(PERSONAL_NUMBER, (digits) => digits.slice(0, SHOWN_DIGITS) + '*'.repeat(digits.length - 3))
      .replace(SITE_PASSWORD, (password) => '*'.repeat(password.length)),
    'latin1',
  );
};

/** A payload as text, in the charset in which it can be decoded. */
export const payloadText = (payload: Buffer): string =>
  decode(payload, 'utf-8') ?? decode(payload, 'gb18030') ?? payload.toString('latin1');

/** Longer than any recognised pattern: a match that spans the cut is seen whole. */
const BEYOND_CUT = 256;

/** The first bytes of a payload, masked exactly as in the whole payload. */
export const maskedStart = (payload: Uint8Array, maxBytes: number): Buffer =>
  maskPayload(payload.subarray(0, maxBytes + BEYOND_CUT)).subarray(0, maxBytes);
