import type { DomainEvent } from '../event-store/event-store.ts';

/**
 * Stream `archive-{first position}`, after the carried-forward events of the range: its ageing events are in the archive, and
 * may be removed from the log. Permanent events of the range remain.
 */
export type LogRangeArchived = DomainEvent<
  'LogRangeArchived',
  {
    /** Positions, first and last. */
    readonly first: string;
    readonly through: string;
    /** Number of ageing events in the range. */
    readonly events: number;
    /** SHA-256 of the archived rows before compression, hex. */
    readonly contentSha256: string;
  }
>;
