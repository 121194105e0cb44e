/** Counts of ingest since the start. Every message received is in exactly one of the sums of `checkBalance`. */
export interface IngestCounters {
  /** Messages from authenticated devices. */
  received: number;
  /** Messages whose records are all durable (stored, already known, or a dead letter). */
  acknowledged: number;
  /** Messages not acknowledged: the store was unreachable, or an unknown sender exceeded its budget of dead letters. */
  failed: number;
  /** Records. */
  stored: number;
  duplicates: number;
  rejected: number;
  flagged: number;
  /** Refused before anything was read, by reason. */
  refused: Record<RefusalReason, number>;
}

export const REFUSAL_REASONS = [
  'unknownDevice',
  'wrongSecret',
  'retiredDevice',
  'tooManyConnections',
  'senderBudget',
  'lockedSender',
  'endedConnection',
  'forbiddenSubscription',
  'packetTooLarge',
  'protocolError',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const createIngestCounters = (): IngestCounters => ({
  received: 0,
  acknowledged: 0,
  failed: 0,
  stored: 0,
  duplicates: 0,
  rejected: 0,
  flagged: 0,
  refused: Object.fromEntries(REFUSAL_REASONS.map((reason) => [reason, 0])) as Record<RefusalReason, number>,
});

/** Messages received but neither acknowledged nor failed: in flight. A negative value would be a defect. */
export const messagesInFlight = (counters: IngestCounters): number =>
  counters.received - counters.acknowledged - counters.failed;
