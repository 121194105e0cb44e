import { streamSSE } from 'hono/streaming';
import type { Position } from '../../event-store/event-store.ts';
import { can, type Permission } from '../../identity/index.ts';
import { signedIn } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { plainRoute } from '../endpoint.ts';
import type { LiveMessage } from '../live-hub.ts';
import { ProblemError, problemSchema } from '../problems.ts';
import { nowIso } from '../request.ts';

const PERMISSION: Record<Exclude<LiveMessage['event'], 'notification'>, Permission> = {
  case: 'case:read',
  alarm: 'alarm:read',
  storm: 'alarm:read',
  presence: 'device:read',
};
const HEARTBEAT_MS = 15_000;
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
        'Live events: case, alarm, storm, presence, and notification to oneself; `reset` asks to load everything anew',
      access: signedIn('each message is shown to whoever may see it, notifications to oneself'),
      responses: {
        200: { description: 'text/event-stream' },
        429: { description: 'Too many', content: { 'application/problem+json': { schema: problemSchema } } },
      },
    },
    (context) => {
      const { hub } = deps;
      if (hub.listeners() >= deps.config.YIWANG_STREAM_MAX_CLIENTS) throw new ProblemError('tooManyStreams');
      const { user } = context.var;
      const maySee = ({ event, target }: LiveMessage) =>
        'recipientIds' in target
          ? target.recipientIds.includes(user.userId)
          : event !== 'notification' && can(user, PERMISSION[event], target, nowIso(deps));
      const lastEventId = context.req.header('last-event-id');
      return streamSSE(context, async (stream) => {
        const queue: LiveMessage[] = [];
        let overflow = false;
        let wake: () => void = () => undefined;
        const unlisten = hub.listen((message) => {
          if (queue.length < MAX_QUEUE) queue.push(message);
          else overflow = true;
          wake();
        });
        stream.onAbort(() => {
          unlisten();
          wake();
        });
        try {
          const missed =
            lastEventId === undefined || !/^\d+$/.test(lastEventId) ? [] : hub.since(lastEventId as Position);
          await stream.writeSSE({ event: 'hello', id: hub.position(), data: '{}' });
          if (missed === undefined) await stream.writeSSE({ event: 'reset', id: hub.position(), data: '{}' });
          const sent = new Set<string>();
          for (const message of missed ?? []) {
            sent.add(message.id);
            if (maySee(message)) await write(stream, message);
          }
          while (!stream.aborted) {
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
            });
            if (!news && !stream.aborted) await stream.write(': still here\n\n');
          }
        } finally {
          unlisten();
        }
      });
    },
  );
};

const write = (
  stream: { writeSSE(message: { id: string; event: string; data: string }): Promise<void> },
  message: LiveMessage,
) => stream.writeSSE({ id: message.id, event: message.event, data: JSON.stringify(message.data) });

/** True when woken, false when only the heartbeat is due. */
const waitForNews = (setWake: (wake: () => void) => void): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), HEARTBEAT_MS);
    setWake(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
