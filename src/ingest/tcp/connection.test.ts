import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { decodePacket } from '../../../devices/hj212/packet.ts';
import { PROTOCOLS } from '../../../devices/wire/index.ts';
import { connectWireClient } from '../../../simulators/wire/client.ts';
import { hj212Upload } from '../../../simulators/wire/messages.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLogger } from '../../platform/logger.ts';
import type { IncomingFrame, TakenFrame } from '../frames.ts';
import type { IngestPipeline } from '../pipeline.ts';
import { type ConnectionLimits, serveConnection } from './connection.ts';
import { createLines } from './lines.ts';

const AT = Date.parse('2026-03-01T00:00:00.000Z');
const NOTHING = { stored: 0, duplicates: 0, rejected: 0 };
const frame = (n: number) => hj212Upload({ mn: 'MN1', atMs: AT + n * 1000, values: { 'a34004-Rtd': n } });
const qn = (n: number) => `202603010800${String(n).padStart(2, '0')}000`;

/** A server of this connection code alone; `take` stands for the way into the log. */
const serve = async (
  take: (frame: IncomingFrame) => Promise<TakenFrame>,
  limits: Partial<ConnectionLimits> = {},
) => {
  const presence: string[] = [];
  const noise: Buffer[] = [];
  const pipeline: Pick<IngestPipeline, 'ingestFrame' | 'ingestNoise' | 'recordConnection'> = {
    ingestFrame: take,
    async ingestNoise(_standard, _deviceId, bytes) {
      noise.push(bytes);
      return NOTHING;
    },
    async recordConnection(deviceId, state) {
      presence.push(`${deviceId} ${state}`);
    },
  };
  const done: Promise<void>[] = [];
  const server = createServer((socket) => {
    const connection = serveConnection(socket, {
      standard: 'hj212',
      pipeline: pipeline as IngestPipeline,
      clock: systemClock,
      logger: silentLogger,
      lines: createLines(),
      requestLog: { sent: async () => undefined, ended: async () => undefined, lost: async () => undefined },
      limits: { idleMs: 10_000, maxRefusals: 20, maxFrameBytes: 10_009, ...limits },
    });
    done.push(connection.done);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = await connectWireClient({ standard: 'hj212', port: address.port });
  cleanUp.push(async () => {
    client.socket.destroy();
    await Promise.all(done);
    server.close();
  });
  return { client, presence, noise, ended: () => Promise.all(done) };
};

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean();
});

/** What the pipeline answers when all is well. */
const taken = ({ bytes, stateOf }: IncomingFrame): TakenFrame => {
  const protocol = PROTOCOLS.hj212;
  const read = protocol.receive(stateOf('dev') ?? protocol.initialState, bytes, { settings: {} }, AT);
  if (!read.ok) throw new Error(read.detail);
  const { state, answers } = read;
  return { outcome: NOTHING, deviceId: 'dev', accepted: true, state, answers, waiting: false, progress: [] };
};

const readQn = (answer: Buffer): string => {
  const decoded = decodePacket(answer);
  if (!decoded.ok) throw new Error(decoded.detail);
  expect(decoded.packet.cn).toBe('9014');
  return decoded.packet.qn!;
};

describe('a connection', () => {
  it('answers a frame only when it is durable, and takes the next one then', async () => {
    const waiting: (() => void)[] = [];
    const seen: number[] = [];
    const { client } = await serve(async (incoming) => {
      seen.push(seen.length);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return taken(incoming);
    });
    client.send(Buffer.concat([frame(1), frame(2)]));
    await expect.poll(() => waiting.length).toBe(1);
    await expect(client.answer(100)).rejects.toThrow('no answer');
    expect(seen).toEqual([0]);
    waiting[0]!();
    expect(readQn(await client.answer())).toBe(qn(1));
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]!();
    expect(readQn(await client.answer())).toBe(qn(2));
  });

  it('does not answer what could not be stored, and goes on', async () => {
    let down = true;
    const { client } = await serve(async (incoming) => {
      if (!down) return taken(incoming);
      down = false;
      throw new Error('the store is down');
    });
    client.send(frame(1));
    client.send(frame(2));
    expect(readQn(await client.answer())).toBe(qn(2));
  });

  it('is closed when bytes drip and no frame ever comes', async () => {
    const { client, ended } = await serve(async (incoming) => taken(incoming), { idleMs: 150 });
    const drip = setInterval(() => client.send(Buffer.from('#')), 10);
    await client.closed;
    clearInterval(drip);
    await ended();
  });

  it('is closed after too many refused frames in a row', async () => {
    let frames = 0;
    const { client } = await serve(
      async () => {
        frames += 1;
        return {
          outcome: NOTHING,
          deviceId: undefined,
          accepted: false,
          state: undefined,
          answers: [],
          waiting: false,
          progress: [],
        };
      },
      { maxRefusals: 3 },
    );
    client.send(Buffer.concat(Array.from({ length: 10 }, (_, n) => frame(n))));
    await client.closed;
    expect(frames).toBe(3);
  });

  it('hands over noise, and reads the frame behind it', async () => {
    const { client, noise } = await serve(async (incoming) => taken(incoming));
    client.send(Buffer.concat([Buffer.from('rubbish'), frame(1)]));
    expect(readQn(await client.answer())).toBe(qn(1));
    expect(noise.map(String)).toEqual(['rubbish']);
  });

  it('takes a frame beyond the limit for noise', async () => {
    const { client, noise } = await serve(async (incoming) => taken(incoming), { maxFrameBytes: 200 });
    const values = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`w${n}-Rtd`, n]));
    client.send(hj212Upload({ mn: 'MN1', atMs: AT, values }));
    client.send(frame(1));
    expect(readQn(await client.answer())).toBe(qn(1));
    expect(Buffer.concat(noise).toString()).toContain('w19-Rtd=19');
  });

  it('tells once that a device has come, and that it has gone', async () => {
    const { client, presence, ended } = await serve(async (incoming) => taken(incoming));
    await client.ask(frame(1));
    await client.ask(frame(2));
    await client.close();
    await ended();
    expect(presence).toEqual(['dev online', 'dev offline']);
  });
});
