import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';

/** The address that a request came from, as the socket tells it; empty where there is no socket (tests of the app alone). */
export const clientAddress = (context: Context): string => {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
  return incoming?.socket.remoteAddress ?? '';
};
