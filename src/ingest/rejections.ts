import { createHash } from 'node:crypto';
import type { NewEvent } from '../event-store/event-store.ts';
import { personNamedIn } from '../free-text.ts';
import { keyIdOf, maskText, type Vault } from '../identity/index.ts';
import { derivedId } from '../platform/ids.ts';
import { keyedDigest } from '../platform/keyed-digest.ts';
import type { MessageRejected, RejectionReason } from '../sensing/events.ts';
import { maskedStart } from './mask-payload.ts';

export interface Rejection {
  readonly deviceId: string | null;
  readonly topic: string;
  readonly reason: RejectionReason;
  readonly detail: string;
  readonly receivedAt: string;
  readonly payload: Uint8Array;
  /** Size when the payload was not read. */
  readonly unreadSize?: number;
  /** The same bytes are a dead letter for this reason already: without it the two would be one. */
  readonly besides?: RejectionReason;
}

const MAX_DETAIL_LENGTH = 500;
const MAX_TOPIC_LENGTH = 512;

/** A detail may quote what a device sent: the database takes no NUL and no half letters in a text. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, '?');

/** Our own topics hold only ids, and are needed unchanged for a replay. Others are free text. */
const FREE_TOPICS: ReadonlySet<RejectionReason> = new Set(['unknownTopic', 'foreignTopic']);
const shownTopic = (topic: string, reason: RejectionReason): string => {
  const text = printable(topic);
  return (FREE_TOPICS.has(reason) ? maskText(text, { lenient: true }) : text).slice(0, MAX_TOPIC_LENGTH);
};

export const rejectionStream = (deviceId: string | null): string => `rejected-${deviceId ?? 'unknown'}`;

/** Digest of a refused payload by its SHA-256 (hex): whoever lacks the key cannot test what it may have held. */
export const rejectedDigest = (key: Uint8Array, payloadSha256: string): string =>
  keyedDigest(key, 'rejected payload', payloadSha256);

export interface RejectionLimits {
  readonly maxPayloadBytes: number;
  /** Of the keyed digest. */
  readonly digestKey: Uint8Array;
  readonly vault: Pick<Vault, 'sealBytes'>;
}

/**
 * A dead letter. Its id comes from device, topic and the keyed digest of the content: a message that is sent again for want of an
 * acknowledgement is the same dead letter.
 */
export const rejectionEvent = (
  rejection: Rejection,
  { maxPayloadBytes, digestKey }: Omit<RejectionLimits, 'vault'>,
): NewEvent<MessageRejected> => {
  const { deviceId, topic, reason, receivedAt, besides } = rejection;
  const digest = rejectedDigest(digestKey, createHash('sha256').update(rejection.payload).digest('hex'));
  const unread = rejection.unreadSize !== undefined;
  const rejectionId = unread
    ? derivedId('rejected', deviceId ?? '', topic, reason, receivedAt)
    : derivedId('rejected', deviceId ?? '', topic, digest, ...(besides === undefined ? [] : [reason]));
  const kept = rejection.payload.subarray(0, maxPayloadBytes);
  const masked = maskedStart(rejection.payload, maxPayloadBytes);
  const payloadTruncated = unread || rejection.payload.length > maxPayloadBytes;
  return {
    id: rejectionId,
    type: 'MessageRejected',
    data: {
      rejectionId,
      deviceId,
      topic: shownTopic(topic, reason),
      reason,
      detail: maskText(printable(rejection.detail), { lenient: true }).slice(0, MAX_DETAIL_LENGTH),
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

/** Nobody has proved to be the device: what came under its name is an unknown sender's. */
const UNPROVEN: ReadonlySet<RejectionReason> = new Set(['wrongPassword', 'unknownSender']);

/**
 * The dead letter with all bytes of a known device sealed beside those that are shown, wherever those are not all, or masked: it is
 * replayed from them. Of an unknown sender no more is kept than what is shown.
 */
export const keepWhole = async (
  event: NewEvent<MessageRejected>,
  rejection: Rejection,
  { vault }: RejectionLimits,
): Promise<NewEvent<MessageRejected>> => {
  const { deviceId, reason, payload } = rejection;
  const whole = rejection.unreadSize === undefined && !event.data.payloadIntact;
  if (deviceId === null || UNPROVEN.has(reason) || !whole) return event;
  const sealed = await vault.sealBytes(personNamedIn(rejectionStream(deviceId)), payload);
  return {
    ...event,
    meta: {
      ...event.meta,
      dataClass: 'personal',
      keyId: keyIdOf(sealed),
      sealedTexts: { payload: sealed },
    },
  };
};
