import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connectPacket, createAnswerReader, publishPacket } from '../../mqtt-packets.ts';
import type { HostileDevice } from './inputs/mqtt.ts';

/** Devices that do everything right, each with one message at a time, and how long they wait for their acknowledgements. */
export interface SteadyDevices {
  /** Milliseconds of every acknowledgement since the last call, in no order. */
  takeWaits(): number[];
  /** Stops sending; resolves with the number of messages that are still unacknowledged after some time. */
  stop(): Promise<number>;
}

const EVERY_MS = 100;
const LAST_MS = 10_000;
/** Time within which the server knows a registered device. */
const KNOWN_MS = 10_000;

/** Undefined when the server does not know the device: it may have been registered a moment ago. */
const signIn = (
  { host, port, ...device }: { host: string; port: number; deviceId: string; secret: string },
  onPuback: () => void,
): Promise<Socket | undefined> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.on(
      'data',
      createAnswerReader((answer) => {
        if (answer.kind === 'puback') onPuback();
        if (answer.kind === 'connack') resolve(answer.returnCode === 0 ? socket : undefined);
      }),
    );
    socket.once('error', reject);
    socket.write(connectPacket({ ...device, keepaliveSeconds: 0 }));
  });

export const startSteadyDevices = async (
  devices: readonly HostileDevice[],
  { host, port }: { readonly host: string; readonly port: number },
): Promise<SteadyDevices> => {
  let waits: number[] = [];
  let waiting = 0;
  const stops = await Promise.all(
    devices.map(async ({ deviceId, secret }, n) => {
      const answers: { onPuback(): void } = { onPuback: () => undefined };
      const reach = async (): Promise<Socket> => {
        for (const until = performance.now() + KNOWN_MS; performance.now() < until; await pause(EVERY_MS)) {
          const socket = await signIn({ host, port, deviceId, secret }, () => answers.onPuback());
          if (socket !== undefined) return socket;
        }
        throw new Error(`${deviceId} is refused`);
      };
      const socket = await reach();
      let sentAt: number | undefined;
      let messageId = 0;
      answers.onPuback = () => {
        if (sentAt === undefined) return;
        waits.push(performance.now() - sentAt);
        sentAt = undefined;
        waiting -= 1;
      };
      const beat = (): void => {
        if (sentAt !== undefined) return;
        messageId = (messageId % 65_535) + 1;
        sentAt = performance.now();
        waiting += 1;
        const values = { pm25: messageId % 300 };
        const payload = JSON.stringify({ observedAt: new Date().toISOString(), values });
        socket.write(publishPacket(`yw/v1/${deviceId}/telemetry`, payload, messageId));
      };
      let timer: NodeJS.Timeout | undefined;
      // Not all in the same moment.
      setTimeout(
        () => {
          timer = setInterval(beat, EVERY_MS);
        },
        (n * EVERY_MS) / devices.length,
      );
      return { quiet: () => clearInterval(timer), end: () => socket.destroy() };
    }),
  );
  return {
    takeWaits() {
      const taken = waits;
      waits = [];
      return taken;
    },
    async stop() {
      for (const { quiet } of stops) quiet();
      for (const until = performance.now() + LAST_MS; waiting > 0 && performance.now() < until; )
        await pause(50);
      for (const { end } of stops) end();
      return waiting;
    },
  };
};

/** The 99th percentile of the waits, in milliseconds; 0 if there are none. */
export const p99 = (waits: readonly number[]): number =>
  waits.toSorted((one, other) => one - other)[Math.floor(waits.length * 0.99)] ?? 0;
