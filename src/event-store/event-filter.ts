import type { EventFilter, RecordedEvent } from './event-store.ts';

export const matches = (
  { types, streamPrefixes }: EventFilter,
  { type, stream }: Pick<RecordedEvent, 'type' | 'stream'>,
): boolean =>
  (types === undefined || types.has(type)) &&
  (streamPrefixes === undefined || streamPrefixes.some((prefix) => stream.startsWith(prefix)));
