/** What ingest did since the start. Every message that came in is in exactly one of the sums of `checkBalance`. */
export interface IngestCounters {
  /** Messages from authenticated devices. */
  received: number;
  /** Messages whose records are all durable (stored, known already, or a dead letter). */
  acknowledged: number;
  /** Messages not acknowledged: the store could not be reached, or an unknown sender went beyond its budget of dead letters. */
  failed: number;
  /** Records. */
  stored: number;
  duplicates: number;
  rejected: number;
  flagged: number;
  /** At the door, by reason: never read any further. */
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

/** Messages received and neither acknowledged nor failed: in flight. Negative would be a defect. */
export const messagesInFlight = (counters: IngestCounters): number =>
  counters.received - counters.acknowledged - counters.failed;
