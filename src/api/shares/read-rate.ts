import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { guarded } from '../../platform/guard.ts';
import { senderOf } from '../../platform/network-address.ts';
import { rested, type Sender, type SendRate } from '../../platform/send-rate.ts';

/**
 * Reads the connections of one address no faster than it may send. A refusal costs almost as much as an answer, so refused senders
 * are slowed down as well, and so are senders that only open connections. Connections of `isShared` peers, our own proxies, are not
 * limited: many clients share each.
 */
export const limitReadRate = (
  server: Server,
  sendRate: SendRate,
  isShared: (address: string | undefined) => boolean,
): void => {
  const resting = new Set<Duplex>();
  const goOn = guarded(
    'http rest',
    (socket: Socket) => {
      if (resting.delete(socket)) socket.resume();
    },
    (_error, socket) => socket.destroy(),
  );
  const rest = (socket: Socket, sender: Sender): void => {
    const isOver = () => socket.destroyed || !resting.has(socket);
    void rested(sendRate, () => sender, isOver).then(() => goOn(socket));
  };
  /**
   * Node's parser reads past the stream: the event is what stops it, and a stream that counts as paused, while the parser goes on
   * reading after an earlier `resume`, would emit none.
   */
  const stop = guarded('http pause', (socket: Socket) => {
    if (!resting.has(socket)) return;
    socket.pause();
    socket.emit('pause');
  });
  const watched = new WeakSet<Socket>();
  const watch = (socket: Socket): void => {
    watched.add(socket);
    // Node continues to read when a request is finished, or when its body is read.
    socket.on(
      'resume',
      guarded('http resume', () => stop(socket)),
    );
    socket.once(
      'close',
      guarded('http close', () => resting.delete(socket)),
    );
  };
  const look = (socket: Socket): void => {
    if (isShared(socket.remoteAddress)) return;
    const sender: Sender = ['client', senderOf(socket.remoteAddress)];
    sendRate.count(sender, 1);
    if (sendRate.restMs(sender) === 0 || resting.has(socket)) return;
    if (!watched.has(socket)) watch(socket);
    resting.add(socket);
    stop(socket);
    rest(socket, sender);
  };
  const drop = (_error: unknown, socket: Duplex): void => void socket.destroy();
  server.on('connection', guarded('http connection', look, drop));
  server.prependListener(
    'request',
    guarded(
      'http request',
      ({ socket }: IncomingMessage) => look(socket),
      (error, { socket }) => drop(error, socket),
    ),
  );
  // From here on, other code reads the socket.
  server.prependListener(
    'upgrade',
    guarded(
      'http upgrade',
      (_request: IncomingMessage, socket: Duplex) => {
        if (resting.delete(socket)) socket.resume();
      },
      (error, _request, socket) => drop(error, socket),
    ),
  );
};
