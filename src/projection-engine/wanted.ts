import { isAgeing } from '../event-store/ageing-streams.ts';
import type { CarriedForward } from '../event-store/carry-forward.ts';
import type { EventStore, RecordedEvent } from '../event-store/event-store.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Projection } from './projection.ts';

/**
 * The events of a batch that a projection receives. A projection that began after a part of the ageing events was archived receives the
 * latest carried-forward form of that part, and none of its events, even if they are still, or again, in the log.
 */
export const wantedOf = (
  batch: readonly RecordedEvent[],
  { handles, carried }: Projection,
  { carriedThrough }: Pick<Checkpoint, 'carriedThrough'>,
  store: EventStore,
): readonly RecordedEvent[] =>
  batch.filter(({ type, stream, position, data }) => {
    if (!handles.has(type)) return false;
    if (carried?.has(type) === true) return (data as CarriedForward).through === carriedThrough;
    if (carriedThrough === null) return true;
    return store.comparePositions(position, carriedThrough) > 0 || !isAgeing(stream);
  });
