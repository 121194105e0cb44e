import { connectAsync } from 'mqtt';
import { Client } from 'pg';

/**
 * Peer: mqtt.js subscribers that INSERT each message and acknowledge after its commit.
 * `insert-per-message.ts <mqttPort> <databaseUrl> <connections> <devices>`; answers "count" with the rows committed so far.
 *
 * mqtt.js handles the messages of one client one after the other, so each database connection has a separate subscriber,
 * and the devices are dealt out among them. It only inserts: no recognition of repeats, no rules, no read models.
 */
const [mqttPort, databaseUrl, connections, devices] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const SUBSCRIBE_CHUNK = 100;
let committed = 0;

const setUp = new Client({ connectionString: databaseUrl });
await setUp.connect();
await setUp.query(`create table if not exists messages (
  id bigint generated always as identity primary key,
  topic text not null, payload text not null, received_at timestamptz not null default now())`);
await setUp.query('truncate messages');
await setUp.end();

for (let n = 0; n < Number(connections); n += 1) {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const subscriber = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { clientId: `subscriber-${n}` });
  subscriber.handleMessage = ({ topic, payload }, callback) => {
    database
      .query({
        name: 'insert',
        text: 'insert into messages (topic, payload) values ($1, $2)',
        values: [topic, payload.toString()],
      })
      .then(
        () => {
          committed += 1;
          callback();
        },
        (error) => callback(error),
      );
  };
  const topics: string[] = [];
  for (let device = n; device < Number(devices); device += Number(connections)) {
    topics.push(`yw/v1/bench-${device}/telemetry`);
  }
  for (let from = 0; from < topics.length; from += SUBSCRIBE_CHUNK) {
    await subscriber.subscribeAsync(topics.slice(from, from + SUBSCRIBE_CHUNK), { qos: 1 });
  }
}
process.on('message', () => process.send?.({ committed }));
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
