import type { DomainEvent } from '../event-store/event-store.ts';

/**
 * Stream `archive-{first position}`, after what was carried forward of the range: its ageing events lie in the archive, and
 * may go from the log. Permanent events of the range stay.
 */
export type LogRangeArchived = DomainEvent<
  'LogRangeArchived',
  {
    /** Positions, first and last. */
    readonly first: string;
    readonly through: string;
    /** Ageing events in the range. */
    readonly events: number;
    /** SHA-256 of the archived rows before compression, hex. */
    readonly contentSha256: string;
  }
>;
