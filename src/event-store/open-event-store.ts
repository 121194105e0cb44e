import type { Clock } from '../platform/clock.ts';
import type { EventStore } from './event-store.ts';
import { createPostgresEventStore } from './postgres/postgres-event-store.ts';

export interface EventStoreSettings {
  /** `esdb://…` or `esdb+discover://…`; undefined: the log is in PostgreSQL. */
  readonly eventStoreUrl: string | undefined;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly maxBatchEvents: number;
  readonly appendTimeoutMs: number;
  /** PostgreSQL only. */
  readonly tailCacheEvents: number;
  readonly partitionEvents: number;
  readonly onPartitionError: (error: unknown) => void;
  /** EventStoreDB only. */
  readonly repeatWindow: number;
  readonly callTimeoutMs: number;
  readonly onRetry: (error: unknown) => void;
  readonly onSubscriptionError: (name: string, error: unknown) => void;
}

/** The event store named in the settings. The client of EventStoreDB is loaded only if it is used. */
export const openEventStore = async (settings: EventStoreSettings): Promise<EventStore> => {
  const { eventStoreUrl, databaseUrl, ...options } = settings;
  if (eventStoreUrl === undefined) return createPostgresEventStore({ url: databaseUrl, ...options });
  const { createEventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store.ts');
  return createEventStoreDbEventStore({ url: eventStoreUrl, ...options });
};
