import { connect, type Socket } from 'node:net';
import { PROTOCOLS, type WireStandard } from '../../devices/wire/index.ts';

/** One device on one TCP connection: sends frames, takes the answers of the centre. */
export interface WireClient {
  /** Sent unchanged: a frame, half of one, several, or garbage. */
  send(bytes: Buffer): void;
  /** The centre's next frame, in order of arrival. Rejects after `timeoutMs`, or when the connection has ended. */
  answer(timeoutMs?: number): Promise<Buffer>;
  /** Sends and waits for one answer. */
  ask(bytes: Buffer, timeoutMs?: number): Promise<Buffer>;
  readonly closed: Promise<void>;
  readonly socket: Socket;
  close(): Promise<void>;
}

export const connectWireClient = (options: {
  readonly standard: WireStandard;
  readonly port: number;
  readonly host?: string;
  /** Source address, if this machine has several. */
  readonly localAddress?: string;
}): Promise<WireClient> =>
  new Promise((resolve, reject) => {
    const { port, host = '127.0.0.1', localAddress } = options;
    const socket = connect({ port, host, noDelay: true, ...(localAddress ? { localAddress } : {}) });
    const framer = PROTOCOLS[options.standard].createFramer();
    const answers: Buffer[] = [];
    const waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void }[] = [];
    socket.on('data', (chunk) => {
      for (const { kind, bytes } of framer.push(chunk)) {
        if (kind !== 'frame') continue;
        const next = waiting.shift();
        if (next === undefined) answers.push(bytes);
        else next.resolve(bytes);
      }
    });
    const closed = new Promise<void>((done) =>
      socket.once('close', () => {
        for (const { reject: fail } of waiting.splice(0)) fail(new Error('the connection is closed'));
        done();
      }),
    );
    // After connecting, an error is an end like any other.
    socket.on('error', reject);

    const answer = (timeoutMs = 10_000): Promise<Buffer> => {
      const known = answers.shift();
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((taken, failed) => {
        const entry = {
          resolve(bytes: Buffer) {
            clearTimeout(timer);
            taken(bytes);
          },
          reject(error: Error) {
            clearTimeout(timer);
            failed(error);
          },
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(entry), 1);
          failed(new Error(`no answer within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.push(entry);
      });
    };

    socket.once('connect', () => {
      socket.on('error', () => undefined);
      resolve({
        send: (bytes) => void socket.write(bytes),
        answer,
        ask(bytes, timeoutMs) {
          socket.write(bytes);
          return answer(timeoutMs);
        },
        closed,
        socket,
        async close() {
          socket.end();
          await closed;
        },
      });
    });
  });
