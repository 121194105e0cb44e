import { parseArgs } from 'node:util';
import { connectWireClient } from './client.ts';
import { createHj212Device } from './hj212-device.ts';
import { serveRequests } from './serve-requests.ts';
import { createSl651Station } from './sl651-station.ts';
import { hj212Upload } from './standards/hj212.ts';
import { sl651LinkKeeping, sl651Report } from './standards/sl651.ts';

const HELP = `One device on one TCP connection, which sends a record when it connects, keeps the line, and answers requests.
  --standard hj212|sl651   default hj212
  --port N                 of the gateway
  --name NAME              MN or station address
  --ahead SECONDS          how far its clock is ahead`;

const { values: options } = parseArgs({
  options: {
    standard: { type: 'string', default: 'hj212' },
    port: { type: 'string' },
    name: { type: 'string' },
    ahead: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

const HOUR_MS = 3_600_000;
const KEEP_MS = 30_000;
const { standard, name } = options;
if (
  options.help ||
  name === undefined ||
  options.port === undefined ||
  (standard !== 'hj212' && standard !== 'sl651')
) {
  console.info(HELP);
  process.exit(options.help ? 0 : 1);
}

/** A value that goes up and down with the hours of the day. */
const swing = (atMs: number, middle: number, width: number): number =>
  middle + width * Math.sin((atMs / HOUR_MS / 24) * 2 * Math.PI);

const client = await connectWireClient({ standard, port: Number(options.port) });
const aheadMs = Number(options.ahead) * 1000;
const now = Date.now;
const showHex = standard !== 'hj212';
const show = (direction: 'in' | 'out', frame: Buffer): void =>
  console.info(
    direction === 'in' ? '<' : '>',
    showHex ? frame.toString('hex').toUpperCase() : frame.toString().trim(),
  );
const send = (frame: Buffer): void => {
  client.send(frame);
  show('out', frame);
};

if (standard === 'hj212') {
  const device = createHj212Device({
    mn: name,
    now,
    aheadMs,
    history: (at) => ({ 'a34004-Avg': swing(at, 40, 15).toFixed(0), 'a34004-Flag': 'N' }),
  });
  const record = () =>
    send(
      hj212Upload({
        mn: name,
        atMs: device.now(),
        values: { 'a34004-Rtd': swing(now(), 40, 15).toFixed(0), 'a34004-Flag': 'N' },
      }),
    );
  record();
  setInterval(record, KEEP_MS).unref();
  await serveRequests(client, device, show);
} else {
  const level = (at: number) => swing(at, 2.4, 0.3).toFixed(3);
  const station = createSl651Station({
    station: name,
    now,
    aheadMs,
    values: () => ({ '39': level(now()), '38': '12.20' }),
    history: (_element, at) => level(at),
  });
  send(sl651Report({ station: name, atMs: now() + aheadMs, values: { '39': level(now()), '38': '12.20' } }));
  setInterval(() => send(sl651LinkKeeping({ station: name, atMs: now() + aheadMs })), KEEP_MS).unref();
  await serveRequests(client, station, show);
}
