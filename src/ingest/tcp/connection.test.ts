import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { decodePacket, encodePacket } from '../../../devices/hj212/packet.ts';
import { PROTOCOLS } from '../../../devices/wire/index.ts';
import { connectWireClient } from '../../../simulators/wire/client.ts';
import { hj212Upload } from '../../../simulators/wire/standards/hj212.ts';
import { silentLogger } from '../../platform/logger.ts';
import { createSendRate } from '../../platform/send-rate.ts';
import type { IncomingFrame, TakenFrame } from '../frames.ts';
import type { IngestPipeline } from '../pipeline.ts';
import { type Connection, type ConnectionLimits, serveConnection } from './connection.ts';
import { createConnectionRegistry } from './connection-registry.ts';
import type { RequestLog } from './request-log.ts';

const AT = Date.parse('2026-03-01T00:00:00.000Z');
const NOTHING = { stored: 0, duplicates: 0, rejected: 0 };
const frame = (n: number) => hj212Upload({ mn: 'MN1', atMs: AT + n * 1000, values: { 'a34004-Rtd': n } });
const qn = (n: number) => `202603010800${String(n).padStart(2, '0')}000`;

/** A server of this connection code alone; `take` replaces the append. */
const serve = async (
  take: (frame: IncomingFrame) => Promise<TakenFrame>,
  limits: Partial<ConnectionLimits> = {},
  requestLog: Partial<RequestLog> = {},
) => {
  const deviceConnections = createConnectionRegistry();
  const connections: Connection[] = [];
  const presence: string[] = [];
  const noise: Buffer[] = [];
  const pipeline: Pick<
    IngestPipeline,
    'ingestFrame' | 'ingestNoise' | 'recordConnection' | 'recordConnectionEnd'
  > = {
    ingestFrame: take,
    async ingestNoise(_standard, _deviceId, bytes) {
      noise.push(bytes);
      return NOTHING;
    },
    async recordConnection(deviceId, state) {
      presence.push(`${deviceId} ${state}`);
    },
    async recordConnectionEnd(_standard, deviceId) {
      presence.push(`${deviceId} gone`);
    },
  };
  const done: Promise<void>[] = [];
  const server = createServer((socket) => {
    const connection = serveConnection(socket, {
      standard: 'hj212',
      pipeline: pipeline as IngestPipeline,
      clock: { now: () => AT },
      logger: silentLogger,
      deviceConnections,
      requestLog: {
        sent: async () => undefined,
        ended: async () => undefined,
        lost: async () => undefined,
        ...requestLog,
      },
      address: '10.0.0.1',
      place: { leave: () => undefined },
      loopShare: { enter: () => undefined, waiting: () => 0 },
      sendRate: createSendRate({ device: 1000, address: 1000, client: 1 }),
      limits: { proofMs: 10_000, idleMs: 10_000, maxRefusals: 20, maxFrameBytes: 10_009, ...limits },
    });
    done.push(connection.done);
    connections.push(connection);
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
  return { client, presence, noise, deviceConnections, connections, ended: () => Promise.all(done) };
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
  const { state, answers, progress = [] } = read;
  const flags = { accepted: true, proved: true, passedOver: false, waiting: false };
  return { outcome: NOTHING, deviceId: 'dev', state, answers, progress, ...flags };
};

const readQn = (answer: Buffer): string => {
  const decoded = decodePacket(answer);
  if (!decoded.ok) throw new Error(decoded.detail);
  expect(decoded.packet.cn).toBe('9014');
  return decoded.packet.qn!;
};

describe('a connection', () => {
  it('answers a frame only once it is durable, then takes the next one', async () => {
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

  it('does not answer a frame that could not be stored, and continues', async () => {
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

  it('is closed when bytes trickle in and no frame ever arrives', async () => {
    const { client, ended } = await serve(async (incoming) => taken(incoming), { proofMs: 150 });
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
          proved: false,
          passedOver: false,
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

  it('reports noise and reads the frame after it', async () => {
    const { client, noise } = await serve(async (incoming) => taken(incoming));
    client.send(Buffer.concat([Buffer.from('rubbish'), frame(1)]));
    expect(readQn(await client.answer())).toBe(qn(1));
    expect(noise.map(String)).toEqual(['rubbish']);
  });

  it('treats a frame beyond the limit as noise', async () => {
    const { client, noise } = await serve(async (incoming) => taken(incoming), { maxFrameBytes: 200 });
    const values = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`w${n}-Rtd`, n]));
    client.send(hj212Upload({ mn: 'MN1', atMs: AT, values }));
    client.send(frame(1));
    expect(readQn(await client.answer())).toBe(qn(1));
    expect(Buffer.concat(noise).toString()).toContain('w19-Rtd=19');
  });

  it('reports once that a device came online and once that it went offline', async () => {
    const { client, presence, ended } = await serve(async (incoming) => taken(incoming));
    await client.ask(frame(1));
    await client.ask(frame(2));
    await client.close();
    await ended();
    expect(presence).toEqual(['dev online', 'dev gone']);
  });
});

describe('a request over a connection', () => {
  const request = { requestId: 'r1', kind: 'readClock', parameters: {} };
  const cnOf = (bytes: Buffer): string => {
    const decoded = decodePacket(bytes);
    if (!decoded.ok) throw new Error(decoded.detail);
    return decoded.packet.cn;
  };

  it('is sent to a device that has sent frames on it, and to nobody after its end', async () => {
    const lost: string[] = [];
    const { client, deviceConnections, ended } = await serve(
      async (incoming) => taken(incoming),
      {},
      {
        lost: async (requestId) => void lost.push(requestId),
      },
    );
    await client.ask(frame(1));
    await expect.poll(() => deviceConnections.find('hj212', 'dev')).toBeDefined();
    const connection = deviceConnections.find('hj212', 'dev')!;
    expect(await connection.request('dev', request)).toBe(true);
    expect(cnOf(await client.answer())).toBe('1011');
    expect(await connection.request('other', request)).toBe(false);
    await client.close();
    await ended();
    expect(lost).toEqual(['r1']);
    expect(deviceConnections.find('hj212', 'dev')).toBeUndefined();
    expect(await connection.request('dev', { ...request, requestId: 'r2' })).toBe(false);
  });

  it('is sent again only once that is durable', async () => {
    const written: number[] = [];
    let isDown = true;
    const { client, deviceConnections, connections } = await serve(
      async (incoming) => taken(incoming),
      {},
      {
        async sent({ attempt }) {
          if (isDown) throw new Error('the store is down');
          written.push(attempt);
        },
      },
    );
    await client.ask(frame(1));
    await expect.poll(() => deviceConnections.find('hj212', 'dev')).toBeDefined();
    await deviceConnections.find('hj212', 'dev')!.request('dev', request);
    await client.answer();
    connections[0]!.tick(AT + 10_000);
    await expect(client.answer(100)).rejects.toThrow('no answer');
    isDown = false;
    connections[0]!.tick(AT + 20_000);
    expect(cnOf(await client.answer())).toBe('1011');
    expect(written).toEqual([3]);
  });

  it('survives a frame that was being appended when it was made', async () => {
    let release = (): void => undefined;
    let isHeld = false;
    const ends: unknown[] = [];
    const { client, deviceConnections } = await serve(
      async (incoming) => {
        const result = taken(incoming);
        if (isHeld) await new Promise<void>((resolve) => (release = resolve));
        return result;
      },
      {},
      { ended: async (each) => void ends.push(each) },
    );
    await client.ask(frame(1));
    await expect.poll(() => deviceConnections.find('hj212', 'dev')).toBeDefined();
    isHeld = true;
    client.send(frame(2));
    const held = release;
    await expect.poll(() => release !== held).toBe(true);
    isHeld = false;
    const asked = deviceConnections.find('hj212', 'dev')!.request('dev', request);
    release();
    expect(await asked).toBe(true);
    expect(cnOf(await client.answer())).toBe('9014');
    const decoded = decodePacket(await client.answer());
    if (!decoded.ok) throw new Error(decoded.detail);
    const { qn, mn } = decoded.packet;
    const draft = { qn: qn!, mn, st: '91', pw: '123456', flag: 4 };
    for (const [cn, area] of [
      ['9011', 'QnRtn=1'],
      ['9012', 'ExeRtn=1'],
    ] as const)
      client.send(encodePacket({ ...draft, cn, area }));
    await expect.poll(() => ends).toMatchObject([{ requestId: 'r1', end: { kind: 'done' } }]);
  });
});
