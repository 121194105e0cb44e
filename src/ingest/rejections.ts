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
  /** The same bytes are already a dead letter for this reason: without it the two would have the same id. */
  readonly besides?: RejectionReason;
}

const MAX_DETAIL_LENGTH = 500;
const MAX_TOPIC_LENGTH = 512;

/** A detail may quote a device's text: the database accepts neither NUL nor unpaired surrogates. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, '?');

/** Our own topics hold only ids, and are needed unchanged for a replay. Others are free text. */
const FREE_TOPICS: ReadonlySet<RejectionReason> = new Set(['unknownTopic', 'foreignTopic']);
const shownTopic = (topic: string, reason: RejectionReason): string => {
  const text = printable(topic);
  return (FREE_TOPICS.has(reason) ? maskText(text, { lenient: true }) : text).slice(0, MAX_TOPIC_LENGTH);
};

export const rejectionStream = (deviceId: string | null): string => `rejected-${deviceId ?? 'unknown'}`;

/** Keyed digest of a refused payload, from its SHA-256 (hex): without the key nobody can test guesses of its content. */
export const rejectedDigest = (key: Uint8Array, payloadSha256: string): string =>
  keyedDigest(key, 'rejected payload', payloadSha256);

export interface RejectionLimits {
  readonly maxPayloadBytes: number;
  /** Key of the digest. */
  readonly digestKey: Uint8Array;
  readonly vault: Pick<Vault, 'sealBytes'>;
}

/**
 * A dead letter. Its id is derived from device, topic and the keyed digest of the content: a message that is sent again because it
 * was not acknowledged is the same dead letter.
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

/** The sender did not authenticate as the device: a message under its name counts as an unknown sender's. */
const SENDER_NOT_AUTHENTICATED: ReadonlySet<RejectionReason> = new Set(['wrongPassword', 'unknownSender']);

/**
 * The dead letter of a known device, with all bytes sealed in addition to those shown, if those are cut or masked: it is
 * replayed from the sealed bytes. Of an unknown sender no more is kept than is shown.
 */
export const keepWhole = async (
  event: NewEvent<MessageRejected>,
  rejection: Rejection,
  { vault }: RejectionLimits,
): Promise<NewEvent<MessageRejected>> => {
  const { deviceId, reason, payload } = rejection;
  const whole = rejection.unreadSize === undefined && !event.data.payloadIntact;
  if (deviceId === null || SENDER_NOT_AUTHENTICATED.has(reason) || !whole) return event;
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
