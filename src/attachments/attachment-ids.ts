import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { ATTACHMENT_ID, PLAIN_DIGEST } from './named.ts';

const TAG_BYTES = 16;

export interface AttachmentIds {
  /** The id of bytes by their SHA-256 (hex): the same bytes have the same id. */
  of(sha256: string): string;
  /** The SHA-256 (hex) that an id seals; undefined if it is not one of our ids. */
  sha256Of(id: string): string | undefined;
  /** The id of an attachment that earlier releases named by its plain SHA-256; anything else unchanged. */
  current(name: string): string;
}

/**
 * Ids of attachments: the SHA-256 of their bytes, sealed under a key, so that somebody who knows a file, or its digest, can neither find
 * out whether it is stored here nor request it. The construction is that of SIV (RFC 5297) with HMAC-SHA-256 and AES-256-CTR: 16 bytes of
 * tag, which also serve as the counter, and 32 bytes of text; 96 hex digits. Only the server can convert an id back to the digest.
 */
export const createAttachmentIds = (key: Uint8Array): AttachmentIds => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  const [tagKey, textKey] = [derive('attachment id tag'), derive('attachment id text')];
  const tagOf = (digest: Buffer) =>
    createHmac('sha256', tagKey).update(digest).digest().subarray(0, TAG_BYTES);

  const of = (sha256: string): string => {
    const digest = Buffer.from(sha256, 'hex');
    const tag = tagOf(digest);
    const text = createCipheriv('aes-256-ctr', textKey, tag).update(digest);
    return Buffer.concat([tag, text]).toString('hex');
  };

  return {
    of,
    sha256Of(id) {
      if (!ATTACHMENT_ID.test(id)) return undefined;
      const bytes = Buffer.from(id, 'hex');
      const tag = bytes.subarray(0, TAG_BYTES);
      const digest = createDecipheriv('aes-256-ctr', textKey, tag).update(bytes.subarray(TAG_BYTES));
      return timingSafeEqual(tagOf(digest), tag) ? digest.toString('hex') : undefined;
    },
    current: (name) => (PLAIN_DIGEST.test(name) ? of(name) : name),
  };
};
