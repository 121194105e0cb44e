import { Client } from 'pg';

/** Location of the log: in the table `events` of the database, or on another server. */
export interface LogSource {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string | undefined;
  /** The log contains keyed digests of refused payloads: computes them from a SHA-256. */
  readonly rejectedDigest?: (payloadSha256: string) => string;
}

const COPY_EVENTS = 1000;

/** Runs work with plain SQL on the table `events`; a log in EventStoreDB is copied into a temporary table of that name. */
export const withLog = async <Result>(
  { databaseUrl, eventStoreUrl }: LogSource,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    if (eventStoreUrl !== undefined) await copyLog(client, eventStoreUrl);
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A position as in the copied table: the commit position. */
export const positionInTable = (position: string): string => {
  if (position === 'start') return '-1';
  return /^C:(\d+)/.exec(position)?.[1] ?? position;
};

const copyLog = async (client: Client, url: string): Promise<void> => {
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const source = EventStoreDBClient.connectionString(url);
  await client.query('create temp table events (position bigint, stream text, type text, data text)');
  let rows: { position: string; stream: string; type: string; data: string }[] = [];
  const flush = async () => {
    await client.query(
      'insert into events select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[])',
      [
        rows.map(({ position }) => position),
        rows.map(({ stream }) => stream),
        rows.map(({ type }) => type),
        rows.map(({ data }) => data),
      ],
    );
    rows = [];
  };
  for await (const { event } of source.readAll()) {
    if (event === undefined || event.type.startsWith('$') || !event.isJson) continue;
    const { streamId, type, data, position } = event;
    rows.push({ position: String(position.commit), stream: streamId, type, data: JSON.stringify(data) });
    if (rows.length === COPY_EVENTS) await flush();
  }
  await flush();
  await source.dispose();
};
