import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { guarded } from '../../platform/guard.ts';
import type { LoopShare } from '../../platform/loop-share.ts';
import { senderOf } from '../../platform/network-address.ts';

/**
 * Closes a connection with too many waiting pipelined requests. Node continues to read while the first of them is being
 * answered, and would buffer as many as are sent. Browsers and proxies do not pipeline.
 */
export const limitPipelined = (server: Server, most: number): void => {
  const waiting = new WeakMap<Socket, number>();
  server.prependListener(
    'request',
    guarded(
      'http pipelined',
      ({ socket }: IncomingMessage, response: ServerResponse) => {
        const count = (waiting.get(socket) ?? 0) + 1;
        waiting.set(socket, count);
        if (count > most) socket.destroy();
        else
          response.once(
            'close',
            guarded('http pipelined', () => waiting.set(socket, waiting.get(socket)! - 1)),
          );
      },
      (_error, { socket }) => socket.destroy(),
    ),
  );
};

interface Bindings {
  readonly incoming: IncomingMessage;
}

/** Nobody reads it: the connection is closed. */
const GONE = 400;

/** The handler of requests, as called by the adapter to Node. */
type Fetch<Env> = (request: Request, env: Env) => unknown;

/** Requests take turns with other input: pipelined ones are not all processed at once. */
export const inTurns =
  <Env>(fetch: Fetch<Env>, share: LoopShare, addressOf: (request: IncomingMessage) => string): Fetch<Env> =>
  (request, env) => {
    const { incoming } = env as Bindings;
    const { socket } = incoming;
    const begin = () => (socket.destroyed ? new Response(null, { status: GONE }) : fetch(request, env));
    const wait = share.enter(senderOf(addressOf(incoming) || undefined));
    return wait === undefined ? begin() : wait.then(begin);
  };
