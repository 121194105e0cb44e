import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocket } from 'ws';
import { WIRE_STANDARDS } from '../../../devices/wire/index.ts';
import { createRandom } from '../../../src/demo/random.ts';
import { createFuzzTargets } from '../targets.ts';
import { httpScript } from './inputs/http.ts';
import { type HostileDevice, mqttScript } from './inputs/mqtt.ts';
import { type MakeScript, upTo } from './inputs/script.ts';
import { wireScript } from './inputs/wire.ts';

export const LISTENERS = ['mqtt', 'mqttWebSocket', 'http', ...WIRE_STANDARDS] as const;
export type Listener = (typeof LISTENERS)[number];

export interface AttackOrder {
  readonly listener: Listener;
  readonly host: string;
  readonly port: number;
  readonly inputs: number;
  readonly seed: number;
  readonly devices: readonly HostileDevice[];
}

export interface AttackResult {
  readonly inputs: number;
  readonly connections: number;
  /** Connections that the server had not ended in time. */
  readonly stuck: number;
  /** Connections that were left half open on purpose. */
  readonly halfOpen: number;
}

/** Hostile connections at a time, apart from those that are left half open. */
const AT_ONCE = 4;
const HALF_OPEN_ONE_IN = 50;
const MOST_HALF_OPEN = 100;
const STUCK_AFTER_MS = 60_000;
/** One connection in this many sends in pieces that are cut anywhere, the others all at once. */
const CUT_ONE_IN = 3;
const MOST_CHUNK_BYTES = 16_384;

const scriptOf = ({ listener, devices }: AttackOrder): MakeScript => {
  if (listener === 'mqtt' || listener === 'mqttWebSocket') return mqttScript(devices);
  if (listener === 'http') return httpScript;
  return wireScript(createFuzzTargets().find(({ standard }) => standard === listener)!);
};

const openSocket = ({ host, port }: AttackOrder): Promise<Duplex | undefined> =>
  new Promise((resolve) => {
    const socket: Socket = connect({ host, port });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });

const openWebSocket = ({ host, port }: AttackOrder): Promise<Duplex | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host}:${port}/mqtt`, ['mqtt'], { perMessageDeflate: false });
    socket.once('open', () => {
      const stream = createWebSocketStream(socket);
      // A reset while it is being ended would leave the stream without an end.
      socket.once('close', () => stream.destroy());
      resolve(stream);
    });
    socket.once('error', () => resolve(undefined));
  });

/** Sends the given number of hostile inputs to one listener, over many connections; resolves when the server has ended them all. */
export const attack = async (order: AttackOrder): Promise<AttackResult> => {
  const random = createRandom(order.seed);
  const makeScript = scriptOf(order);
  const open = order.listener === 'mqttWebSocket' ? openWebSocket : openSocket;
  const halfOpen = new Set<Duplex>();
  let [sent, connections, stuck, left] = [0, 0, 0, 0];

  const play = async (): Promise<void> => {
    const { bytes, inputs } = makeScript(random, order.inputs - sent);
    sent += inputs;
    const stream = await open(order);
    if (stream === undefined) return;
    connections += 1;
    stream.on('error', () => undefined);
    stream.resume();
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    const isLeft = random() < 1 / HALF_OPEN_ONE_IN && halfOpen.size < MOST_HALF_OPEN;
    const isCut = random() < 1 / CUT_ONE_IN;
    for (let at = 0; at < bytes.length && stream.writable; ) {
      const chunk = bytes.subarray(at, isCut ? at + 1 + upTo(MOST_CHUNK_BYTES, random) : bytes.length);
      at += chunk.length;
      if (!stream.write(chunk))
        await Promise.race([closed, new Promise<void>((resolve) => stream.once('drain', () => resolve()))]);
    }
    if (isLeft) {
      left += 1;
      halfOpen.add(stream);
      void closed.then(() => halfOpen.delete(stream));
      return;
    }
    stream.end();
    const timer = setTimeout(() => {
      stuck += 1;
      stream.destroy();
    }, STUCK_AFTER_MS);
    await closed;
    clearTimeout(timer);
  };
  const work = async (): Promise<void> => {
    while (sent < order.inputs) await play();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const stream of halfOpen) stream.destroy();
  return { inputs: sent, connections, stuck, halfOpen: left };
};
