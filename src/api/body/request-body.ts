import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { MiddlewareHandler } from 'hono';
import { clientAddress } from '../client-address.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import type { RequestBody } from './body.ts';
import { type BodyBudget, type BodyLease, createBodyBudget, type NoRoom } from './body-budget.ts';
import { readForm } from './form.ts';
import { RATE_WINDOW_MS, receiveBody } from './receive.ts';

interface Connection {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** Gives each request its body, and takes back what was buffered for it once it has been answered. */
export const withRequestBody = (deps: ApiDeps): MiddlewareHandler<ApiEnv> => {
  const budget = createBodyBudget({
    all: deps.config.YIWANG_HTTP_BUFFER_BYTES,
    perAddress: deps.config.YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES,
    perConnection: deps.config.YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES,
  });
  return async (context, next) => {
    const connection = context.env as unknown as Connection;
    const lease = leaseFor(budget, clientAddress(context), connection.incoming);
    const limits = {
      // Who is not signed in sends a name and a password.
      most: () =>
        context.var.user === undefined
          ? deps.config.YIWANG_HTTP_ANONYMOUS_MAX_BODY_BYTES
          : Number.POSITIVE_INFINITY,
      json: deps.config.YIWANG_HTTP_MAX_BODY_BYTES,
      minBytesPerSecond: deps.config.YIWANG_HTTP_MIN_BYTES_PER_SECOND,
    };
    context.set('body', requestBody(connection, lease, limits));
    try {
      await next();
    } finally {
      lease.release();
    }
  };
};

const leaseFor = (budget: BodyBudget, address: string, incoming: IncomingMessage): BodyLease =>
  budget.lease(address, incoming.socket);

const requestBody = (
  { incoming, outgoing }: Connection,
  lease: BodyLease,
  limits: { readonly most: () => number; readonly json: number; readonly minBytesPerSecond: number },
): RequestBody => {
  const begin = () => {
    // Sent only now: whoever is refused has sent nothing (RFC 9110, section 10.1.1).
    if (incoming.headers.expect?.toLowerCase() === '100-continue') outgoing.writeContinue();
  };

  const bytes = async (wanted: number = limits.json): Promise<Buffer> => {
    const maxBytes = Math.min(wanted, limits.most());
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    begin();
    const received = await receiveBody(incoming, {
      maxBytes,
      minBytesPerSecond: limits.minBytesPerSecond,
      take: (count) => lease.take(count),
    });
    switch (received.status) {
      case 'whole':
        return received.bytes;
      case 'tooLarge':
        throw tooLarge(maxBytes);
      case 'noRoom':
        throw noRoom(received.limit);
      case 'tooSlow':
        throw new ProblemError('bodyTooSlow');
      case 'cutOff':
        throw new ProblemError('requestCutOff');
      case 'ended':
        throw new ProblemError('unauthenticated', '登录已失效，请重新登录');
      default:
        return received satisfies never;
    }
  };

  return {
    bytes,
    text: async (maxBytes) => new TextDecoder().decode(await bytes(maxBytes)),
    form: async (maxBytes) => readForm(await bytes(maxBytes), incoming.headers['content-type'] ?? ''),
    stream() {
      begin();
      return Readable.from(pieces(incoming, limits.minBytesPerSecond), { objectMode: false });
    },
  };
};

const tooLarge = (maxBytes: number) => new ProblemError('bodyTooLarge', `at most ${maxBytes} bytes`);
const noRoom = (limit: NoRoom) => new ProblemError(limit === 'all' ? 'serverBusy' : 'tooMuchAtOnce');

/** What arrives, for as long as it arrives fast enough. */
async function* pieces(incoming: IncomingMessage, minBytesPerSecond: number): AsyncGenerator<Buffer> {
  let size = 0;
  let sizeAtWindow = 0;
  let waiting = false;
  let slow: (() => void) | undefined;
  const timer = setInterval(() => {
    // Time that the disk takes is not the sender's.
    if (waiting && (size - sizeAtWindow) * 1000 < minBytesPerSecond * RATE_WINDOW_MS) slow?.();
    sizeAtWindow = size;
  }, RATE_WINDOW_MS);
  const tooSlow = new Promise<never>((_, reject) => {
    slow = () => reject(new ProblemError('bodyTooSlow'));
  });
  tooSlow.catch(() => undefined);
  // The socket is the answer's too: it outlives this reading.
  const source = incoming.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      waiting = true;
      const next = await Promise.race([source.next(), tooSlow]);
      waiting = false;
      if (next.done === true) return;
      size += (next.value as Buffer).length;
      yield next.value as Buffer;
    }
  } finally {
    clearInterval(timer);
    incoming.on('error', () => undefined);
  }
}
