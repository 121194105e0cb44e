import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { MiddlewareHandler } from 'hono';
import type { WatchedRights } from '../../application/rights-watch.ts';
import { guarded, ignored } from '../../platform/guard.ts';
import { senderOf } from '../../platform/network-address.ts';
import { clientAddress } from '../client-address.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { parseJsonText } from '../json-text.ts';
import { ProblemError } from '../problems.ts';
import { endProblem } from '../shares/under-way.ts';
import type { RequestBody } from './body.ts';
import { type BodyBudget, type BodyLease, createBodyBudget, type NoRoom } from './body-budget.ts';
import { readUtf8, requireUtf8Charset } from './charset.ts';
import { readForm } from './form.ts';
import { RATE_WINDOW_MS, receiveBody } from './receive.ts';

/** A body that takes longer than this is watched from then on; one that arrives at once relies on the token sent with it. */
const UNWATCHED_MS = 250;

interface Limits {
  readonly most: () => number;
  readonly json: number;
  readonly jsonDepth: number;
  readonly minBytesPerSecond: number;
  readonly watchRights: () => WatchedRights | undefined;
}

interface Connection {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** Gives each request its body, and releases its buffer once the request has been answered. */
export const withRequestBody = (deps: ApiDeps): MiddlewareHandler<ApiEnv> => {
  const budget = createBodyBudget({
    all: deps.config.YIWANG_HTTP_BUFFER_BYTES,
    perAddress: deps.config.YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES,
    perConnection: deps.config.YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES,
  });
  return async (context, next) => {
    const connection = context.env as unknown as Connection;
    const lease = leaseFor(budget, senderOf(clientAddress(context)), connection.incoming);
    const limits = {
      // A caller who is not signed in only sends a name and a password, unless the route allows more after a check of its own.
      most: () =>
        context.var.user === undefined
          ? (context.var.mostBodyBytes ?? deps.config.YIWANG_HTTP_ANONYMOUS_MAX_BODY_BYTES)
          : Number.POSITIVE_INFINITY,
      json: deps.config.YIWANG_HTTP_MAX_BODY_BYTES,
      jsonDepth: deps.config.YIWANG_HTTP_MAX_JSON_DEPTH,
      minBytesPerSecond: deps.config.YIWANG_HTTP_MIN_BYTES_PER_SECOND,
      watchRights: context.var.watchRights,
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

const requestBody = ({ incoming, outgoing }: Connection, lease: BodyLease, limits: Limits): RequestBody => {
  const begin = () => {
    // Sent only now, so that a refused caller sends no body (RFC 9110, section 10.1.1).
    if (incoming.headers.expect?.toLowerCase() === '100-continue') outgoing.writeContinue();
  };

  const bytes = async (wanted: number = limits.json): Promise<Buffer> => {
    const maxBytes = Math.min(wanted, limits.most());
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    begin();
    const late = watchLate(limits.watchRights);
    const received = await receiveBody(incoming, {
      maxBytes,
      minBytesPerSecond: limits.minBytesPerSecond,
      take: (count) => lease.take(count),
      signal: late.signal,
    });
    await late.stop();
    if (late.signal.aborted) throw endProblem(late.signal);
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
        throw endProblem(late.signal);
      default:
        return received satisfies never;
    }
  };

  const contentType = incoming.headers['content-type'] ?? '';
  const text = async (maxBytes?: number) => {
    requireUtf8Charset(contentType);
    return readUtf8(await bytes(maxBytes));
  };

  return {
    bytes,
    text,
    json: async (maxBytes) => parseJsonText(await text(maxBytes), limits.jsonDepth),
    form: async (maxBytes) => readForm(await bytes(maxBytes), contentType),
    stream(mayGoOn) {
      begin();
      return Readable.from(pieces(incoming, limits, mayGoOn), { objectMode: false });
    },
  };
};

const tooLarge = (maxBytes: number) =>
  new ProblemError('bodyTooLarge', { zh: `不超过 ${maxBytes} 字节`, en: `at most ${maxBytes} bytes` });
const noRoom = (limit: NoRoom) => new ProblemError(limit === 'all' ? 'serverBusy' : 'tooMuchAtOnce');

/** A signal that follows the caller's rights after some time has passed. */
const watchLate = (watchRights: () => WatchedRights | undefined) => {
  const ending = new AbortController();
  let rights: WatchedRights | undefined;
  const timer = setTimeout(
    guarded('http body', () => {
      rights = watchRights();
      rights?.signal.addEventListener(
        'abort',
        guarded('http body', () => ending.abort(rights?.signal.reason)),
      );
    }),
    UNWATCHED_MS,
  );
  return {
    signal: ending.signal,
    async stop() {
      clearTimeout(timer);
      await rights?.checked;
      rights?.stop();
    },
  };
};

/** Yields received chunks for as long as they arrive fast enough and the sender has the right to send them. */
async function* pieces(
  incoming: IncomingMessage,
  limits: Limits,
  mayGoOn: () => void,
): AsyncGenerator<Buffer> {
  let size = 0;
  let sizeAtWindow = 0;
  let waiting = false;
  let end: (problem: ProblemError) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  ended.catch(ignored);
  const timer = setInterval(
    guarded('http upload', () => {
      // Time spent writing to disk does not count against the sender.
      if (waiting && (size - sizeAtWindow) * 1000 < limits.minBytesPerSecond * RATE_WINDOW_MS)
        end(new ProblemError('bodyTooSlow'));
      sizeAtWindow = size;
    }),
    RATE_WINDOW_MS,
  );
  const rights = limits.watchRights();
  rights?.signal.addEventListener(
    'abort',
    guarded('http upload', () => end(endProblem(rights.signal))),
  );
  // The answer uses the same socket: it must not be destroyed after reading.
  const source = incoming.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      mayGoOn();
      waiting = true;
      const next = await Promise.race([source.next(), ended]);
      waiting = false;
      if (next.done === true) return;
      size += (next.value as Buffer).length;
      yield next.value as Buffer;
    }
  } finally {
    clearInterval(timer);
    rights?.stop();
    incoming.on('error', ignored);
  }
}
