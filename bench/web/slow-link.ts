import { createServer, connect as dial, type Socket } from 'node:net';

interface SlowLinkOptions {
  /** The server behind it, on this machine. */
  readonly port: number;
  readonly bytesPerSecond: number;
  readonly roundTripMs: number;
}

export interface SlowLink {
  readonly port: number;
  close(): Promise<void>;
}

const SEGMENT = 1460;
/** Read from one side and not yet passed on. */
const MOST_UNDER_WAY = 64 * 1024;

/** One direction, shared by all connections: a byte leaves when those before it have, and arrives half a round trip later. */
const createDirection = (bytesPerSecond: number, delayMs: number) => {
  let freeAt = 0;
  return (from: Socket, to: Socket): void => {
    let underWay = 0;
    let last = 0;
    const at = (when: number, act: () => void): void => {
      last = Math.max(last, when);
      setTimeout(act, last - performance.now());
    };
    from.on('data', (bytes: Buffer) => {
      for (let begin = 0; begin < bytes.length; begin += SEGMENT) {
        const segment = bytes.subarray(begin, begin + SEGMENT);
        freeAt = Math.max(freeAt, performance.now()) + (segment.length / bytesPerSecond) * 1000;
        underWay += segment.length;
        at(freeAt + delayMs, () => {
          underWay -= segment.length;
          to.write(segment);
          if (underWay < MOST_UNDER_WAY) from.resume();
        });
      }
      if (underWay >= MOST_UNDER_WAY) from.pause();
    });
    from.on('end', () => at(performance.now() + delayMs, () => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => at(performance.now() + delayMs, () => to.end()));
  };
};

/**
 * A poor mobile network in front of a server: all connections share the rate of each direction, a new connection takes a round trip.
 * Slow start, loss and TLS are not imitated.
 */
export const openSlowLink = async ({
  port,
  bytesPerSecond,
  roundTripMs,
}: SlowLinkOptions): Promise<SlowLink> => {
  const up = createDirection(bytesPerSecond, roundTripMs / 2);
  const down = createDirection(bytesPerSecond, roundTripMs / 2);
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const target = dial({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    for (const socket of [client, target]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    up(client, target);
    down(target, client);
    client.pause();
    setTimeout(() => client.resume(), roundTripMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
