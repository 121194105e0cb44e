import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Every connection is destroyed, on both sides and in the middle of whatever it carries. */
  cut(): void;
  close(): Promise<void>;
}

/** Hands connections on to a port of this machine, chosen when each arrives; undefined refuses it. */
export const startTcpProxy = async (target: () => number | undefined): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((incoming) => {
    const port = target();
    if (port === undefined) {
      incoming.destroy();
      return;
    }
    const outgoing = connect({ host: '127.0.0.1', port });
    for (const [socket, peer] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        peer.destroy();
      });
      socket.pipe(peer);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
