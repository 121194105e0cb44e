import { createCommandHandler } from '../../commands/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { RequestLog } from '../../ingest/tcp/request-log.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import { type DeviceRequestCommand, deviceRequestDecider, deviceRequestStream } from '../../sensing/index.ts';

export interface RequestRecorder extends RequestLog {
  /** True if this process is to send the request: no other has recorded that it does. */
  claim(requestId: string): Promise<boolean>;
  /** It was claimed but cannot be sent: the parameters are no longer valid. */
  unsendable(requestId: string): Promise<void>;
  passTime(requestId: string): Promise<boolean>;
  /** Writes the ends that could not be written. */
  retry(): Promise<void>;
}

const ACTOR = 'process:device-requests';

type Ending = Omit<Extract<DeviceRequestCommand, { type: 'EndDeviceRequest' }>, 'type' | 'at'>;
const OFFLINE: Ending = { outcome: 'deviceOffline', code: null, result: null };

/** Records the outcomes of requests. The decider has the last word, so a second outcome changes nothing. */
export const createRequestRecorder = (options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): RequestRecorder => {
  const { store, clock, logger } = options;
  const handle = createCommandHandler(store);
  /** Outcomes that are known but not durable yet; if this process dies first, time ends the requests with a wrong outcome. */
  let unwritten: (readonly [requestId: string, ending: Ending, at: string])[] = [];

  const now = (): string => new Date(clock.now()).toISOString();
  const command = async (requestId: string, each: DeviceRequestCommand): Promise<boolean> => {
    const outcome = await handle({
      stream: deviceRequestStream(requestId),
      decider: deviceRequestDecider,
      command: each,
      context: { actor: ACTOR },
    });
    return outcome.ok && outcome.position !== undefined;
  };

  const end = async (requestId: string, ending: Ending, at: string): Promise<void> => {
    try {
      await command(requestId, { type: 'EndDeviceRequest', ...ending, at });
    } catch (err) {
      logger.warn({ requestId, err }, 'end of a device request not written yet, will be retried');
      unwritten.push([requestId, ending, at]);
    }
  };

  return {
    claim: (requestId) => command(requestId, { type: 'SendDeviceRequest', attempt: 1, at: now() }),
    unsendable: (requestId) => end(requestId, { outcome: 'failed', code: 'unsendable', result: null }, now()),
    async sent({ requestId, attempt }) {
      await command(requestId, { type: 'SendDeviceRequest', attempt, at: now() });
    },
    ended({ requestId, end: how, result }) {
      const code = how.kind === 'done' ? null : how.kind === 'timedOut' ? how.phase : how.code;
      return end(requestId, { outcome: how.kind, code, result }, now());
    },
    lost: (requestId) => end(requestId, OFFLINE, now()),
    passTime: (requestId) => command(requestId, { type: 'PassDeviceRequestTime', at: now() }),
    async retry() {
      const again = unwritten;
      unwritten = [];
      for (const each of again) await end(...each);
    },
  };
};
