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
  /** Most events in one notification. */
  readonly maxBatch: number;
  readonly sql: Sql;
  readonly logger: Logger;
  readonly projection: Projection;
  readonly watch: CheckpointWatch;
  /** Position of the last notification in this process; the checkpoint if there has been none. */
  readonly from: Position | undefined;
  /** Awaited before the position is reported: events that the process driving the projection has applied. */
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
  let notified = options.from;

  const onBatch = async (batch: readonly RecordedEvent[]): Promise<void> => {
    const relevant = batch.filter((event) => projection.handles.has(event.type));
    const last = relevant[relevant.length - 1];
    if (last !== undefined) {
      await watch.reached(projection.name, last.position, stopping.signal);
      if (stopping.signal.aborted) return;
      await options.onApplied(relevant);
    }
    notified = batch[batch.length - 1]!.position;
    options.onPosition(notified);
  };

  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const after = notified ?? (await openCheckpoint(options.sql, projection.name, store.start)).position;
        notified = after;
        options.onPosition(after);
        if (stopping.signal.aborted) return;
        subscription = feed.subscribe({ name: `follow ${projection.name}`, after, maxBatch, onBatch });
        await subscription.done;
      } catch (err) {
        options.logger.debug({ projection: projection.name, err }, 'following a projection failed');
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
