import { setTimeout } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent, Subscription } from '../event-store/event-store.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { CheckpointWatch } from './checkpoint-watch.ts';
import type { Feed } from './feed.ts';
import type { Projection } from './projection.ts';

export interface FollowerOptions {
  readonly store: EventStore;
  readonly feed: Feed;
  /** Most events that are told at once. */
  readonly maxBatch: number;
  readonly sql: Sql;
  readonly logger: Logger;
  readonly projection: Projection;
  readonly watch: CheckpointWatch;
  /** What this process was told last; its checkpoint where it was told nothing yet. */
  readonly from: Position | undefined;
  /** Awaited before the position is told: events that the process which drives the projection has applied. */
  readonly onApplied: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly onPosition: (position: Position) => void;
}

export interface Follower {
  stop(): Promise<void>;
}

const RETRY_MS = 500;

/** Keeps this process up to date about a projection that another one drives. */
export const startFollower = (options: FollowerOptions): Follower => {
  const { store, feed, maxBatch, projection, watch } = options;
  const stopping = new AbortController();
  let subscription: Subscription | undefined;
  let told = options.from;

  const onBatch = async (batch: readonly RecordedEvent[]): Promise<void> => {
    const relevant = batch.filter((event) => projection.handles.has(event.type));
    const last = relevant[relevant.length - 1];
    if (last !== undefined) {
      await watch.reached(projection.name, last.position, stopping.signal);
      if (stopping.signal.aborted) return;
      await options.onApplied(relevant);
    }
    told = batch[batch.length - 1]!.position;
    options.onPosition(told);
  };

  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const after = told ?? (await openCheckpoint(options.sql, projection.name, store.start)).position;
        told = after;
        options.onPosition(after);
        if (stopping.signal.aborted) return;
        subscription = feed.subscribe({ name: `follow ${projection.name}`, after, maxBatch, onBatch });
        await subscription.done;
      } catch (err) {
        options.logger.debug({ projection: projection.name, err }, 'projection is not followed');
        await setTimeout(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const following = follow();
  return {
    async stop() {
      stopping.abort();
      await subscription?.stop();
      await following;
    },
  };
};
