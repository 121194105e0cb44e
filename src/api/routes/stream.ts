import type { ServerResponse } from 'node:http';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Position } from '../../event-store/event-store.ts';
import { can, type Permission } from '../../identity/index.ts';
import { guarded } from '../../platform/guard.ts';
import { signedIn } from '../access.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { plainRoute } from '../endpoint.ts';
import type { LiveMessage } from '../live-hub.ts';
import { problemSchema } from '../problems.ts';
import { nowIso } from '../request.ts';
import { sharerOf } from '../shares/under-way.ts';

const PERMISSION: Record<Exclude<LiveMessage['event'], 'notification'>, Permission> = {
  case: 'case:read',
  alarm: 'alarm:read',
  storm: 'alarm:read',
  presence: 'device:read',
};
const HEARTBEAT_MS = 15_000;
/** Within which a stream whose rights have ended is closed, read to its end or not. */
const CLOSE_MS = 500;
/** A client that reads slower than this many messages behind is told to load everything anew. */
const MAX_QUEUE = 1000;

/** `GET /stream`: what happens, as Server-Sent Events, to whoever may see it. Goes on after Last-Event-ID. */
export const streamRoutes = (app: Api, deps: ApiDeps): void => {
  plainRoute(
    app,
    {
      method: 'get',
      path: '/stream',
      tag: 'live',
      summary:
        'Live events: case, alarm, storm, presence, and notification to oneself; `reset` asks to load everything anew, `end` tells that the session or the rights have ended',
      access: signedIn('each message is shown to whoever may see it, notifications to oneself'),
      responses: {
        200: { description: 'text/event-stream' },
        429: { description: 'Too many', content: { 'application/problem+json': { schema: problemSchema } } },
      },
    },
    (context) => {
      const { hub } = deps;
      const { user } = context.var;
      const place = context.var.shares.takeStream(sharerOf(context));
      const rights = deps.rights.watch(user);
      const maySee = ({ event, target }: LiveMessage) =>
        'recipientIds' in target
          ? target.recipientIds.includes(user.userId)
          : event !== 'notification' && can(user, PERMISSION[event], target, nowIso(deps));
      const lastEventId = context.req.header('last-event-id');
      return streamSSE(context, async (stream) => {
        const queue: LiveMessage[] = [];
        let overflow = false;
        let wake: () => void = () => undefined;
        const isOver = () => stream.aborted || rights.signal.aborted;
        const unlisten = hub.listen(
          guarded('stream listen', (message) => {
            if (queue.length < MAX_QUEUE) queue.push(message);
            else overflow = true;
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
          const missed =
            lastEventId === undefined || !/^\d+$/.test(lastEventId) ? [] : hub.since(lastEventId as Position);
          await stream.writeSSE({ event: 'hello', id: hub.position(), data: '{}' });
          if (missed === undefined) await stream.writeSSE({ event: 'reset', id: hub.position(), data: '{}' });
          const sent = new Set<string>();
          for (const message of missed ?? []) {
            if (isOver()) break;
            sent.add(message.id);
            if (maySee(message)) await write(stream, message);
          }
          while (!isOver()) {
            const message = queue.shift();
            if (message !== undefined) {
              if (!sent.has(message.id) && maySee(message)) await write(stream, message);
              continue;
            }
            if (overflow) {
              overflow = false;
              await stream.writeSSE({ event: 'reset', id: hub.position(), data: '{}' });
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
