import type { ServerResponse } from 'node:http';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { EventStore, Position } from '../../event-store/event-store.ts';
import { can, type Permission } from '../../identity/index.ts';
import { guarded } from '../../platform/guard.ts';
import { signedIn } from '../access.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { check, plainRoute } from '../endpoint.ts';
import type { LiveMessage } from '../live-hub.ts';
import { nowIso } from '../request.ts';
import { sharerOf } from '../shares/under-way.ts';

const PERMISSION: Record<Exclude<LiveMessage['event'], 'notification'>, Permission> = {
  case: 'case:read',
  alarm: 'alarm:read',
  storm: 'alarm:read',
  presence: 'device:read',
};
const HEARTBEAT_MS = 15_000;
/** Time within which a stream whose rights have ended is closed, whether read to its end or not. */
const CLOSE_MS = 500;
/** A client that falls this many messages behind is told to reload everything. */
const MAX_QUEUE = 1000;

const STREAM_HEADERS = z.object({
  'last-event-id': z.string().optional().openapi({
    description: 'The last id received: the stream resumes after it, or begins with `reset` if it cannot',
  }),
});

const STREAM_QUERY = z.object({
  division: z
    .string()
    .regex(/^\d{2,12}$/)
    .optional()
    .openapi({
      description: 'Only events in this division; notifications to the user are always sent',
    }),
});

/**
 * `GET /stream`: events, as Server-Sent Events, to clients that may see them. Resumes after Last-Event-ID.
 *
 * An id means: everything up to here has been sent, or has to be loaded. So ids only increase, none is sent before anything below it, and
 * a connection that is cut at any byte resumes from the last id received without losing or repeating anything.
 */
export const streamRoutes = (app: Api, deps: ApiDeps): void => {
  plainRoute(
    app,
    {
      method: 'get',
      path: '/stream',
      tag: 'live',
      summary:
        'Live events: case, alarm, storm, presence, and notification to the user; `hello`: the stream is open, `reset`: reload everything, `end`: the session or the rights have ended',
      access: signedIn(
        'each message is sent only to people who may see it, notifications only to their recipients',
      ),
      request: { headers: STREAM_HEADERS, query: STREAM_QUERY },
      responses: {
        200: { description: 'An endless stream', content: { 'text/event-stream': { schema: z.string() } } },
      },
    },
    async (context) => {
      const { hub } = deps;
      const { store } = deps.core;
      const { user } = context.var;
      const { division = '' } = check(STREAM_QUERY, context.req.query());
      const asked = context.req.header('last-event-id') || undefined;
      const askedPosition = asked === undefined ? undefined : await positionOf(store, asked);
      const place = context.var.shares.takeStream(sharerOf(context));
      const rights = deps.rights.watch(user);
      const maySee = ({ event, target }: LiveMessage) =>
        'recipientIds' in target
          ? target.recipientIds.includes(user.userId)
          : event !== 'notification' &&
            (target.divisionCode ?? '').startsWith(division) &&
            can(user, PERMISSION[event], target, nowIso(deps));
      // nginx and similar proxies buffer an answer until a buffer is full.
      context.header('x-accel-buffering', 'no');
      return streamSSE(context, async (stream) => {
        const queue: LiveMessage[] = [];
        let overflow = false;
        // Without an await in between: the missed messages end where the queue begins.
        const begun = hub.position();
        const first = asked === undefined ? begun : askedPosition;
        // Not available: the id is older than the kept messages, or invalid.
        const missed = first && hub.since(first);
        /** The last id that the client has, or has jumped over. */
        let last = missed && first;
        const isNews = ({ id }: LiveMessage) => last === undefined || store.comparePositions(id, last) > 0;
        const send = async (message: LiveMessage) => {
          if (!isNews(message)) return;
          last = message.id;
          if (maySee(message)) await write(stream, message);
        };
        const reset = (id: Position) => {
          last = id;
          return stream.writeSSE({ event: 'reset', id, data: '{}' });
        };
        let wake: () => void = () => undefined;
        const isOver = () => stream.aborted || rights.signal.aborted;
        const unlisten = hub.listen(
          guarded('stream listen', (message) => {
            // After omitted messages nothing may follow before the reset that replaces them.
            if (queue.length >= MAX_QUEUE) overflow = true;
            if (!overflow) queue.push(message);
            wake();
          }),
        );
        const leave = () => {
          unlisten();
          place.leave();
          wake();
        };
        stream.onAbort(leave);
        const onEnd = guarded('live stream', () => {
          leave();
          closeSoon(context);
        });
        rights.signal.addEventListener('abort', onEnd);
        try {
          await rights.checked;
          // With the id from which it continues, so that it may be cut right after it.
          await stream.writeSSE({ event: 'hello', ...(last === undefined ? {} : { id: last }), data: '{}' });
          if (missed === undefined) await reset(begun);
          for (const message of missed ?? []) {
            if (isOver()) break;
            await send(message);
          }
          while (!isOver()) {
            const message = queue.shift();
            if (message !== undefined) {
              await send(message);
              continue;
            }
            if (overflow) {
              overflow = false;
              await reset(hub.position());
              continue;
            }
            const news = await waitForNews((listener) => {
              wake = listener;
            }, isOver);
            if (!news && !isOver()) await stream.write(': still here\n\n');
          }
          if (rights.signal.aborted)
            await stream.writeSSE({ event: 'end', data: JSON.stringify({ reason: rights.signal.reason }) });
        } finally {
          rights.signal.removeEventListener('abort', onEnd);
          rights.stop();
          leave();
        }
      });
    },
  );
};

/** The position that an id means; undefined if it is not from this log, or one that the log has not reached. */
const positionOf = async (store: EventStore, id: string): Promise<Position | undefined> =>
  store.isPosition(id) && store.comparePositions(id, await store.head()) <= 0 ? id : undefined;

/** A client that reads nothing does not keep the connection beyond its rights. */
const closeSoon = (context: Context<ApiEnv>): void => {
  const { outgoing } = context.env as unknown as { outgoing: ServerResponse };
  setTimeout(
    guarded('live stream', () => outgoing.destroy()),
    CLOSE_MS,
  ).unref();
};

const write = (
  stream: { writeSSE(message: { id: string; event: string; data: string }): Promise<void> },
  message: LiveMessage,
) => stream.writeSSE({ id: message.id, event: message.event, data: JSON.stringify(message.data) });

/** True when woken, false when only the heartbeat is due. */
const waitForNews = (setWake: (wake: () => void) => void, isOver: () => boolean): Promise<boolean> =>
  new Promise((resolve) => {
    if (isOver()) return resolve(true);
    const timer = setTimeout(
      guarded('stream timer', () => resolve(false)),
      HEARTBEAT_MS,
    );
    setWake(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
