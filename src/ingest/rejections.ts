import { createHash } from 'node:crypto';
import { schemaVersionOf } from '../event-catalogue.ts';
import type { NewEvent } from '../event-store/event-store.ts';
import { derivedId } from '../platform/ids.ts';
import { keyedDigest } from '../platform/keyed-digest.ts';
import type { MessageRejected, RejectionReason } from '../sensing/events.ts';

export interface Rejection {
  readonly deviceId: string | null;
  readonly topic: string;
  readonly reason: RejectionReason;
  readonly detail: string;
  readonly receivedAt: string;
  readonly payload: Uint8Array;
  /** Size when the payload was not read. */
  readonly unreadSize?: number;
}

/** Runs of digits that may be a mobile or identity number (11 digits from 1, 15 or 18 digits). */
const PERSONAL_NUMBER = /(?<!\d)(?:1[3-9]\d{9}|\d{15}|\d{17}[\dXx])(?!\d)/g;

/** Password of a site in HJ 212, in clear text. */
const SITE_PASSWORD = /(?<=[;#\d,\s]PW=)[^;&]+/gi;

/** Replaces what looks like a personal number or a site password, byte for byte, so that the rest stays as it was sent. */
export const maskPayload = (payload: Uint8Array): Buffer =>
  Buffer.from(
    Buffer.from(payload)
      .toString('latin1')
      .replace(PERSONAL_NUMBER, (digits) => digits.slice(0, 3) + '*'.repeat(digits.length - 3))
      .replace(SITE_PASSWORD, (password) => '*'.repeat(password.length)),
    'latin1',
  );

const MAX_DETAIL_LENGTH = 500;

/** A detail may quote what a device sent: the database takes no NUL and no half letters in a text. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, '?');

export const rejectionStream = (deviceId: string | null): string => `rejected-${deviceId ?? 'unknown'}`;

/** Digest of a refused payload by its SHA-256 (hex): whoever lacks the key cannot test what it may have held. */
export const rejectedDigest = (key: Uint8Array, payloadSha256: string): string =>
  keyedDigest(key, 'rejected payload', payloadSha256);

export interface RejectionLimits {
  readonly maxPayloadBytes: number;
  /** Of the keyed digest. */
  readonly digestKey: Uint8Array;
}

/**
 * A dead letter. Its id comes from device, topic and the keyed digest of the content: a message that is sent again for want of an
 * acknowledgement is the same dead letter.
 */
export const rejectionEvent = (
  rejection: Rejection,
  { maxPayloadBytes, digestKey }: RejectionLimits,
): NewEvent<MessageRejected> => {
  const { deviceId, topic, reason, receivedAt } = rejection;
  const digest = rejectedDigest(digestKey, createHash('sha256').update(rejection.payload).digest('hex'));
  const unread = rejection.unreadSize !== undefined;
  const rejectionId = unread
    ? derivedId('rejected', deviceId ?? '', topic, reason, receivedAt)
    : derivedId('rejected', deviceId ?? '', topic, digest);
  const kept = rejection.payload.subarray(0, maxPayloadBytes);
  const masked = maskPayload(kept);
  const payloadTruncated = unread || rejection.payload.length > maxPayloadBytes;
  return {
    id: rejectionId,
    type: 'MessageRejected',
    schemaVersion: schemaVersionOf('MessageRejected'),
    data: {
      rejectionId,
      deviceId,
      topic,
      reason,
      detail: printable(rejection.detail).slice(0, MAX_DETAIL_LENGTH),
      receivedAt,
      size: rejection.unreadSize ?? rejection.payload.length,
      digest: unread ? '' : digest,
      payload: masked.toString('base64'),
      payloadTruncated,
      payloadIntact: !payloadTruncated && masked.equals(kept),
    },
    meta: { actor: deviceId === null ? 'system' : `device:${deviceId}`, receivedAt },
    contentDigest: rejectionId,
  };
};
