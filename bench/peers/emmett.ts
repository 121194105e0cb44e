import { createServer } from 'node:net';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Aedes } from 'aedes';
import { Pool } from 'pg';

/**
 * Peer: the same broker library with Emmett's PostgreSQL event store, one append per message, acknowledged after it.
 * `emmett.ts <mqttPort> <databaseUrl> <connections>`. It only appends: no recognition of repeats, no rules, no read models.
 */
const [mqttPort, databaseUrl, connections] = process.argv.slice(2) as [string, string, string];
const pool = new Pool({ connectionString: databaseUrl, max: Number(connections) });
const store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
await store.schema.migrate();

/** The parsed JSON, or the text if it is not JSON. */
const dataOf = (payload: string): Record<string, unknown> => {
  try {
    return JSON.parse(payload) as Record<string, unknown>;
  } catch {
    return { payload };
  }
};

const broker = await Aedes.createBroker({
  authorizePublish(_client, packet, callback) {
    const stream = `reading-${packet.topic.split('/')[2]}`;
    store
      .appendToStream(stream, [{ type: 'ReadingsRecorded', data: dataOf(packet.payload.toString()) }])
      .then(
        () => callback(null),
        (error) => callback(error),
      );
  },
});
const server = createServer({ noDelay: true }, (socket) => void broker.handle(socket));
server.listen(Number(mqttPort), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
