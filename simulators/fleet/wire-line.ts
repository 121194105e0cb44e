import { setTimeout as pause } from 'node:timers/promises';
import type { WireStandard } from '../../devices/wire/index.ts';
import type { Ledger } from '../ledger.ts';
import { connectWireClient, type WireClient } from '../wire/client.ts';
import { type Line, RECONNECT_MS, type Sending } from './line.ts';

export interface WireLineOptions {
  readonly host: string;
  readonly port: number;
  readonly standard: WireStandard;
  readonly ledger: Ledger;
}

/** Without an answer for this long the connection counts as dead, and the frame is sent again on another. */
const ANSWER_MS = 30_000;

/** A TCP gateway that speaks for several devices: a frame, its answer, the next one, as the standards have it. */
export const createWireLine = ({ host, port, standard, ledger }: WireLineOptions): Line => {
  const queue: Sending[] = [];
  let client: WireClient | undefined;
  let sending = false;
  let closing = false;

  const reach = async (): Promise<WireClient> => {
    while (client === undefined) {
      try {
        const reached = await connectWireClient({ standard, port, host });
        client = reached;
        void reached.closed.then(() => {
          if (client === reached) client = undefined;
        });
      } catch (error) {
        if (closing) throw error;
        await pause(RECONNECT_MS);
      }
    }
    return client;
  };

  /** False: not acknowledged. */
  const exchange = async ({ bytes, entry, answered }: Sending): Promise<boolean> => {
    const reached = await reach();
    ledger.sent(entry);
    if (!answered) {
      reached.send(bytes);
      return true;
    }
    try {
      await reached.ask(bytes, ANSWER_MS);
      ledger.acknowledged(entry);
      return true;
    } catch {
      // A late answer would be taken for the answer to the next frame.
      reached.socket.destroy();
      if (client === reached) client = undefined;
      return false;
    }
  };

  const work = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (queue.length > 0 && !closing) {
      const next = queue[0]!;
      if (!(await exchange(next))) {
        await pause(RECONNECT_MS);
        continue;
      }
      queue.shift();
      next.onAcknowledged?.();
    }
    sending = false;
  };

  return {
    async open() {
      await reach();
    },
    connected: () => client !== undefined,
    waiting: () => queue.length,
    send(each) {
      queue.push(each);
      void work();
    },
    cut() {
      client?.socket.destroy();
      // The close event comes later: until then, frames written to the socket would never be answered.
      client = undefined;
    },
    keepAlive: () => undefined,
    async close() {
      closing = true;
      await client?.close();
    },
  };
};
