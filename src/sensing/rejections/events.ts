import type { DomainEvent } from '../../event-store/event-store.ts';
import type { RejectionsArchived } from '../carried-events.ts';

export const REJECTION_REASONS = [
  'malformedJson',
  'schemaViolation',
  'idReusedWithOtherContent',
  'unknownTopic',
  'foreignTopic',
  'payloadTooLarge',
  'undecodableFrame',
  'unreadContent',
  'unknownSender',
  'foreignSender',
  'wrongPassword',
  'foreignNetwork',
  'unauthenticatedSender',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Stream `rejected-{deviceId}` or `rejected-unknown`: a dead letter. */
export type MessageRejected = DomainEvent<
  'MessageRejected',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly topic: string;
    readonly reason: RejectionReason;
    readonly detail: string;
    readonly receivedAt: string;
    readonly size: number;
    /**
     * Keyed digest of the whole payload's SHA-256, hex: what was refused can hold passwords and telephone numbers. Empty where
     * the payload was not read, and for what releases before keyed digests recorded.
     */
    readonly digest: string;
    /** The first bytes of the payload, base64, with what looks like personal data masked. */
    readonly payload: string;
    readonly payloadTruncated: boolean;
    /** The payload is here as it came: nothing of it was cut or masked. */
    readonly payloadIntact: boolean;
  }
>;

export type RejectionReplayed = DomainEvent<
  'RejectionReplayed',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly outcome: string;
    readonly at: string;
  }
>;

export type RejectionDiscarded = DomainEvent<
  'RejectionDiscarded',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly reason: string;
    readonly at: string;
  }
>;

export type RejectionEvent = MessageRejected | RejectionReplayed | RejectionDiscarded | RejectionsArchived;
