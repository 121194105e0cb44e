import { z } from 'zod';
import type { EventMeta, Position, RecordedEvent } from '../event-store.ts';
import type { PlannedRow } from '../plan-batch.ts';

/** An event as read by the client, whoever wrote it. */
export interface ServerEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly position: Position;
}

/**
 * Metadata of our events. `$correlationId` and `$causationId` are the names by which the server's own
 * projections link events.
 */
const envelopeSchema = z.object({
  yiwang: z.literal(1),
  schemaVersion: z.int(),
  contentDigest: z.string(),
  recordedAt: z.string(),
  /** Identifies the writer if several may compete. */
  write: z.string().optional(),
  meta: z.custom<EventMeta>((value) => typeof value === 'object' && value !== null),
});

export const toEnvelope = ({ recorded, digest }: PlannedRow, write?: string): Record<string, unknown> => {
  const { correlationId, causationId } = recorded.meta;
  return {
    yiwang: 1,
    schemaVersion: recorded.schemaVersion,
    contentDigest: digest,
    recordedAt: recorded.recordedAt,
    ...(write === undefined ? {} : { write }),
    meta: recorded.meta,
    ...(correlationId === undefined ? {} : { $correlationId: correlationId }),
    ...(causationId === undefined ? {} : { $causationId: causationId }),
  };
};

/** Versions count from 1, the server's revisions from 0. */
export const versionOf = ({ revision }: ServerEvent): number => revision + 1;

/** Undefined for an event that is not ours: the server may contain its own and those of other applications. */
export const toRecordedEvent = (event: ServerEvent): RecordedEvent | undefined => {
  const envelope = envelopeSchema.safeParse(event.metadata);
  if (!envelope.success) return undefined;
  const { schemaVersion, recordedAt, meta } = envelope.data;
  const { position, stream, id, type, data } = event;
  return { position, stream, version: versionOf(event), id, type, schemaVersion, data, meta, recordedAt };
};

/** Digest and write of an event; both empty for one that is not ours, which is equal to none. */
export const markOf = ({ metadata }: ServerEvent): { readonly digest: string; readonly write: string } => {
  const { data } = envelopeSchema.safeParse(metadata);
  return { digest: data?.contentDigest ?? '', write: data?.write ?? '' };
};
