import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection that speaks HTTP/1.1 by hand: for requests that no client library would send. */
export interface RawConnection {
  readonly socket: Socket;
  /** What came so far. */
  text(): string;
  /** Status of the first answer, as soon as its line is there; undefined when the connection closed without one. */
  status(): Promise<number | undefined>;
  /** Resolves when the other side has closed. */
  closed(): Promise<void>;
  /** Writes, and waits while the other side takes no more; false once the connection is closed. */
  write(bytes: string | Uint8Array): Promise<boolean>;
}

export const openRaw = async (baseUrl: string): Promise<RawConnection> => {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let received = '';
  let gone = false;
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    wake();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    gone = true;
    wake();
  });
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  return {
    socket,
    text: () => received,
    async status() {
      await until(() => gone || received.includes('\r\n'));
      const line = /^HTTP\/1\.1 (\d{3})/.exec(received)?.[1];
      return line === undefined ? undefined : Number(line);
    },
    closed: () => until(() => gone),
    async write(bytes) {
      if (gone || socket.destroyed) return false;
      if (!socket.write(bytes))
        await Promise.race([once(socket, 'drain').catch(() => undefined), until(() => gone)]);
      return !gone;
    },
  };
};

/** `POST` with a body in chunks, its headers only. */
export const chunkedPost = (path: string, headers: Readonly<Record<string, string>>): string =>
  [
    `POST ${path} HTTP/1.1`,
    'host: test',
    'transfer-encoding: chunked',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

/** One chunk of a body. */
export const chunkOf = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
