import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { systemClock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';

/** A process that appends: `store-writer.ts <database url> <name> <events>`. */
const [url, name, count] = process.argv.slice(2);
const store = createPostgresEventStore({ url: url!, clock: systemClock, maxBatchEvents: 20 });
const lanes = 8;
await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    for (let n = lane; n < Number(count); n += lanes) {
      const result = await store.append({
        // Streams are shared among the processes, so that their cached versions are put to the test.
        stream: `shared-${n % 5}`,
        expected: 'any',
        events: [
          { id: newId(), type: 'Written', schemaVersion: 1, data: { name, n }, meta: { actor: 'system' } },
        ],
      });
      if (result.status !== 'appended') throw new Error(JSON.stringify(result));
    }
  }),
);
await store.close();
