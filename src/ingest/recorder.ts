import { createCommandHandler } from '../application/command-handler.ts';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import { createOrder } from '../platform/in-order.ts';
import type { RejectionReason } from '../sensing/events.ts';
import { presenceDecider, presenceStream } from '../sensing/index.ts';
import type { IngestCounters } from './counters.ts';
import { keepWhole, type RejectionLimits, rejectionEvent, rejectionStream } from './rejections.ts';

export interface IngestOutcome {
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** What a dead letter tells of the message. */
export interface MessageSource {
  /** Null: nobody knows who sent it. */
  readonly deviceId: string | null;
  readonly topic: string;
  readonly payload: Buffer;
}

export interface PresenceReport {
  readonly deviceId: string;
  readonly status: { readonly state: 'online' | 'offline'; readonly bootId: string };
  readonly at: string;
  readonly cause: 'will' | 'announced';
  readonly connection: string | null;
  readonly openConnections?: readonly string[];
  /** Who says so where it is not the device. */
  readonly actor?: string;
}

/** Writes what came in, by whatever way it came; each promise resolves when it is durable. */
export interface Recorder {
  /** One request per record: a record that was sent before must not hold up the others of its message. */
  append(
    source: MessageSource,
    requests: readonly AppendRequest[],
    receivedAt: string,
  ): Promise<IngestOutcome>;
  reject(
    source: MessageSource,
    reason: RejectionReason,
    detail: string,
    receivedAt: string,
    unreadSize?: number,
  ): Promise<IngestOutcome>;
  /** True when the device's presence changed. */
  recordPresence(report: PresenceReport): Promise<boolean>;
}

export const createRecorder = (
  store: EventStore,
  counters: IngestCounters,
  rejections: RejectionLimits,
): Recorder => {
  const handle = createCommandHandler(store);
  const inTurn = createOrder();

  const reject: Recorder['reject'] = async (source, reason, detail, receivedAt, unreadSize) => {
    const rejection = {
      ...source,
      reason,
      detail,
      receivedAt,
      ...(unreadSize === undefined ? {} : { unreadSize }),
    };
    const event = await keepWhole(rejectionEvent(rejection, rejections), rejection, rejections);
    await store.append({ stream: rejectionStream(source.deviceId), expected: 'any', events: [event] });
    counters.rejected += 1;
    return { stored: 0, duplicates: 0, rejected: 1 };
  };

  return {
    reject,
    async append(source, requests, receivedAt) {
      if (requests.length === 0) return { stored: 0, duplicates: 0, rejected: 0 };
      const results =
        requests.length === 1 ? [await store.append(requests[0]!)] : await store.appendMany(requests);
      let stored = 0;
      let duplicates = 0;
      let reused: string | undefined;
      for (const [index, result] of results.entries()) {
        if (result.status === 'appended') stored += 1;
        else if (result.status === 'alreadyAppended') duplicates += 1;
        else reused ??= `record ${index}: its id was used before with other content`;
      }
      counters.stored += stored;
      counters.duplicates += duplicates;
      if (reused === undefined) return { stored, duplicates, rejected: 0 };
      const { rejected } = await reject(source, 'idReusedWithOtherContent', reused, receivedAt);
      return { stored, duplicates, rejected };
    },
    recordPresence: ({ actor, ...report }) =>
      // A connection that ends at once must not have its will decided before its birth.
      inTurn(report.deviceId, async () => {
        const outcome = await handle({
          stream: presenceStream(report.deviceId),
          decider: presenceDecider,
          command: report,
          context: { actor: actor ?? `device:${report.deviceId}` },
        });
        return outcome.ok && outcome.position !== undefined;
      }),
  };
};
