import { newId } from '../../platform/ids.ts';
import type { EventStore, NewEvent, Position, RecordedEvent } from '../event-store.ts';

export const testEvent = (data: unknown = {}, overrides: Partial<NewEvent> = {}): NewEvent => ({
  id: newId(),
  type: 'Tested',
  schemaVersion: 1,
  data,
  meta: { actor: 'system' },
  ...overrides,
});

/** Collects events from a subscription until `enough` returns true. */
export const collect = async (
  store: EventStore,
  after: Position,
  enough: (events: readonly RecordedEvent[]) => boolean,
  maxBatch = 100,
): Promise<RecordedEvent[]> => {
  const seen: RecordedEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    const subscription = store.subscribe({
      name: 'collect',
      after,
      maxBatch,
      onBatch(batch) {
        seen.push(...batch);
        if (enough(seen)) {
          resolve();
          void subscription.stop();
        }
      },
    });
    subscription.done.catch(reject);
  });
  return seen;
};
