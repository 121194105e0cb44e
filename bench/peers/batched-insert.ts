import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/**
 * Ceiling: the rows of the product's log, with its indexes, inserted in batches without MQTT, identity or order between
 * writers. Rows of random ids and of `devices` streams, about the size that the product stores.
 */
export const batchedInserts = async (options: {
  readonly databaseUrl: string;
  readonly batch: number;
  readonly connections: number;
  readonly seconds: number;
  readonly devices: number;
}): Promise<number> => {
  const { batch, seconds, devices } = options;
  const clients = await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const client = new Client({ connectionString: options.databaseUrl });
      await client.connect();
      return client;
    }),
  );
  await clients[0]!.query('truncate events');
  let position = 0;
  const versions = new Array<number>(devices).fill(0);
  const dataText = (device: number, n: number): string =>
    JSON.stringify({
      deviceId: `bench-${device}`,
      observedAt: new Date(n).toISOString(),
      values: { pm25: 61.2, pm10: 101.1, so2: 12.1, no2: 33.2, co: 0.9, o3: 77.3 },
    });
  const meta = JSON.stringify({ actor: 'device:bench-1234', receivedAt: new Date(0).toISOString() });
  const until = performance.now() + seconds * 1000;
  const started = performance.now();
  let inserted = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        const first = position + 1;
        position += batch;
        const streams: string[] = [];
        const streamVersions: number[] = [];
        const ids: string[] = [];
        const texts: string[] = [];
        for (let n = 0; n < batch; n += 1) {
          const device = (first + n) % devices;
          versions[device] = versions[device]! + 1;
          streams.push(`reading-bench-${device}`);
          streamVersions.push(versions[device]!);
          ids.push(randomUUID());
          texts.push(dataText(device, position));
        }
        await client.query({
          name: 'insert',
          text: `insert into events (position, stream, version, id, type, schema_version, content_digest, recorded_at, data, meta)
            select $1::bigint + n, stream, version, id, 'ReadingsRecorded', 1, id, now(), data, $6
            from rows from (unnest(string_to_array($2, E'\\x1e')), unnest($3::int[]), unnest($4::uuid[]), unnest(string_to_array($5, E'\\x1e')))
              with ordinality as row(stream, version, id, data, n)`,
          values: [first, streams.join('\u001e'), streamVersions, ids, texts.join('\u001e'), meta],
        });
        inserted += batch;
      }
    }),
  );
  const rate = Math.round(inserted / ((performance.now() - started) / 1000));
  await clients[0]!.query('truncate events');
  await Promise.all(clients.map((client) => client.end()));
  return rate;
};
