import type { ServerResponse } from 'node:http';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { EventStore, Position } from '../../event-store/event-store.ts';
import { can, type Permission } from '../../identity/index.ts';
import { guarded } from '../../platform/guard.ts';
import { signedIn } from '../access.ts';
import { LIVE_MESSAGES, type LiveEvent } from '../answers/live.ts';
import { bboxParameter, isWithin } from '../bbox.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { check, plainRoute } from '../endpoint.ts';
import type { LiveMessage } from '../live/live-hub.ts';
import { createLiveQueue } from '../live/live-queue.ts';
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

const STREAM_HEADERS = z.object({
  'last-event-id': z.string().optional().openapi({
    description: 'The last id received: the stream resumes after it, or begins with `reset` if it cannot',
  }),
});

const TOPICS = Object.keys(LIVE_MESSAGES) as readonly LiveEvent[];

const STREAM_QUERY = z.object({
  topics: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(TOPICS)).max(TOPICS.length))
    .optional()
    .openapi({
      type: 'string',
      description: `Only these messages, of ${TOPICS.join(',')}; all without it`,
    }),
  bbox: bboxParameter.optional().openapi({
    type: 'string',
    description: 'west,south,east,north in degrees: of cases, alarms and presence, only what is in this area',
  }),
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
 * An id means: everything up to here has been sent, or has to be loaded. So ids only increase, and a connection that is cut at any byte
 * resumes from the last id received without losing anything. While the next state of a device or an alarm is held back
 * (`YIWANG_STREAM_REPEAT_MS`), what is sent before it carries no id, and comes again if the connection is cut then.
 */
export const streamRoutes = (app: Api, deps: ApiDeps): void => {
  plainRoute(
    app,
    {
      method: 'get',
      path: '/stream',
      tag: 'live',
      summary:
        'Live events: case, alarm, storm, presence, and notification to the user; `hello`: the stream is open, `left`: what was in the area is elsewhere now, `reset`: reload everything, `end`: the session or the rights have ended',
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
      const query = check(STREAM_QUERY, context.req.query());
      const isInArea = areaOf(query);
      /** What is asked for, and what may have been until it moved. */
      const asks = (message: LiveMessage): boolean =>
        (query.topics === undefined || query.topics.includes(message.event)) &&
        (message.moved !== undefined || isInArea(message));
      const asked = context.req.header('last-event-id') || undefined;
      const askedPosition = asked === undefined ? undefined : await positionOf(store, asked);
      const place = context.var.shares.takeStream(sharerOf(context));
      const rights = deps.rights.watch(user);
      const maySee = ({ event, target }: LiveMessage) =>
        'recipientIds' in target
          ? target.recipientIds.includes(user.userId)
          : event !== 'notification' && can(user, PERMISSION[event], target, nowIso(deps));
      // nginx and similar proxies buffer an answer until a buffer is full.
      context.header('x-accel-buffering', 'no');
      return streamSSE(context, async (stream) => {
        const queue = createLiveQueue<LiveMessage>({
          compare: store.comparePositions,
          most: deps.config.YIWANG_STREAM_MAX_WAITING,
          intervalMs: deps.config.YIWANG_STREAM_REPEAT_MS,
        });
        // Without an await in between: the missed messages end where the queue begins.
        const begun = hub.position();
        const first = asked === undefined ? begun : askedPosition;
        // Not available: the id is older than the kept messages, or invalid.
        const missed = first && hub.since(first);
        /** Up to here the client has everything, or reloads it: nothing before it is sent. */
        let begin = missed && first;
        const send = async (message: LiveMessage, id: Position | undefined) => {
          if (maySee(message)) await write(stream, isInArea(message) ? message : leftOf(message), id);
        };
        const reset = (id: Position) => {
          begin = id;
          return stream.writeSSE({ event: 'reset', id, data: '{}' });
        };
        let wake: () => void = () => undefined;
        const isOver = () => stream.aborted || rights.signal.aborted;
        const unlisten = hub.listen(
          guarded('stream listen', (message) => {
            const isOld = begin !== undefined && store.comparePositions(message.id, begin) <= 0;
            if (isOld || !asks(message)) return;
            queue.put(message, performance.now());
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
          await stream.writeSSE({
            event: 'hello',
            ...(begin === undefined ? {} : { id: begin }),
            data: '{}',
          });
          if (missed === undefined) await reset(begun);
          for (const message of missed ?? []) {
            if (isOver()) break;
            if (asks(message)) await send(message, message.id);
          }
          while (!isOver()) {
            if (queue.hasOverflowed()) {
              await reset(hub.position());
              continue;
            }
            const next = queue.take(performance.now());
            if (next !== undefined) {
              await send(next.message, next.id);
              continue;
            }
            const heartbeat = performance.now() + HEARTBEAT_MS;
            const until = Math.min(heartbeat, queue.dueMs() ?? heartbeat);
            const news = await waitForNews(
              until - performance.now(),
              (listener) => {
                wake = listener;
              },
              isOver,
            );
            if (!news && !isOver() && until === heartbeat) await stream.write(': still here\n\n');
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

/** Whether a message is of the area that a client asks for. Notifications have no place and are always sent. */
const areaOf =
  ({ division, bbox }: z.output<typeof STREAM_QUERY>) =>
  ({ target, location }: LiveMessage): boolean =>
    'recipientIds' in target ||
    ((division === undefined || (target.divisionCode ?? '').startsWith(division)) &&
      (bbox === undefined || (location !== undefined && isWithin(bbox, location))));

/** Instead of what is elsewhere now: where it went is not asked for. */
const leftOf = ({ event, moved, data }: LiveMessage) => ({
  event: 'left',
  data: { what: event === 'presence' ? 'device' : event, id: moved, at: data.at },
});

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
  stream: { writeSSE(message: { id?: string; event: string; data: string }): Promise<void> },
  message: { readonly event: string; readonly data: Readonly<Record<string, unknown>> },
  id: Position | undefined,
) =>
  stream.writeSSE({
    event: message.event,
    data: JSON.stringify(message.data),
    ...(id === undefined ? {} : { id }),
  });

/** True when woken, false when only the time is over. */
const waitForNews = (
  ms: number,
  setWake: (wake: () => void) => void,
  isOver: () => boolean,
): Promise<boolean> =>
  new Promise((resolve) => {
    if (isOver()) return resolve(true);
    const timer = setTimeout(
      guarded('stream timer', () => resolve(false)),
      ms,
    );
    setWake(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
