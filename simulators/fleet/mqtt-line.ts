import { connect, type Socket } from 'node:net';
import type { Ledger } from '../ledger.ts';
import { connectPacket, createAnswerReader, DISCONNECT, PINGREQ, publishPacket } from '../mqtt-packets.ts';
import { type Line, RECONNECT_MS, type Sending } from './line.ts';

export interface MqttLineOptions {
  readonly host: string;
  readonly port: number;
  /** The client that connects: a device, or the gateway of several. */
  readonly deviceId: string;
  readonly secret: string;
  readonly bootId: string;
  /** Most unacknowledged messages at a time. */
  readonly window: number;
  readonly ledger: Ledger;
}

const KEEPALIVE_SECONDS = 90;
const MAX_MESSAGE_ID = 0xffff;

/** QoS 1 with a window in flight, birth and will with one boot id. Messages in flight when a connection broke are sent first on the next. */
export const createMqttLine = (options: MqttLineOptions): Line => {
  const { host, port, deviceId, secret, bootId, window, ledger } = options;
  const statusTopic = `yw/v1/${deviceId}/status`;
  const status = (state: 'online' | 'offline'): string => JSON.stringify({ state, bootId });
  const queue: Sending[] = [];
  const inFlight = new Map<number, Sending>();
  let socket: Socket | undefined;
  let accepted = false;
  let closing = false;
  let lastId = 0;
  let becomeReady: () => void;
  let fail: (error: Error) => void;
  const ready = new Promise<void>((resolve, reject) => {
    becomeReady = resolve;
    fail = reject;
  });

  const nextId = (): number => {
    do lastId = (lastId % MAX_MESSAGE_ID) + 1;
    while (inFlight.has(lastId));
    return lastId;
  };

  const pump = (): void => {
    while (accepted && inFlight.size < window) {
      const sending = queue.shift();
      if (sending === undefined) return;
      const messageId = nextId();
      inFlight.set(messageId, sending);
      ledger.sent(sending.entry);
      const topic = `yw/v1/${sending.deviceId}/${sending.entry.channel}`;
      socket!.write(publishPacket(topic, sending.bytes, messageId));
    }
  };

  const open = (): void => {
    const opened = connect({ host, port, noDelay: true });
    socket = opened;
    opened.on('error', () => undefined);
    opened.on('connect', () => {
      const will = { topic: statusTopic, payload: status('offline') };
      opened.write(connectPacket({ deviceId, secret, keepaliveSeconds: KEEPALIVE_SECONDS, will }));
    });
    opened.on(
      'data',
      createAnswerReader((answer) => {
        if (answer.kind === 'connack') {
          if (answer.returnCode !== 0) {
            fail(new Error(`the connection of ${deviceId} is refused (${answer.returnCode})`));
            return;
          }
          accepted = true;
          opened.write(publishPacket(statusTopic, status('online'), nextId(), true));
          becomeReady();
          pump();
        } else if (answer.kind === 'puback') {
          const sending = inFlight.get(answer.messageId);
          // The acknowledgement of the birth: nobody waits for it.
          if (sending === undefined) return;
          inFlight.delete(answer.messageId);
          ledger.acknowledged(sending.entry);
          sending.onAcknowledged?.();
          pump();
        }
      }),
    );
    opened.on('close', () => {
      accepted = false;
      queue.unshift(...inFlight.values());
      inFlight.clear();
      if (!closing) setTimeout(open, RECONNECT_MS);
    });
  };

  return {
    open() {
      open();
      return ready;
    },
    connected: () => accepted,
    waiting: () => queue.length + inFlight.size,
    send(sending) {
      queue.push(sending);
      pump();
    },
    cut: () => void socket?.destroy(),
    keepAlive() {
      if (accepted) socket!.write(PINGREQ);
    },
    async close() {
      closing = true;
      if (socket === undefined || socket.destroyed) return;
      const closed = new Promise<void>((resolve) => socket!.once('close', () => resolve()));
      // Without a clean disconnect the broker would send the will, with the same content.
      socket.end(DISCONNECT);
      setTimeout(() => socket!.destroy(), 1000).unref();
      await closed;
    },
  };
};
