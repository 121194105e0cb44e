import { createCommandHandler } from '../commands/command-handler.ts';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import { createOrder } from '../platform/in-order.ts';
import type { RejectionReason } from '../sensing/events.ts';
import { presenceDecider, presenceStream } from '../sensing/index.ts';
import type { IngestCounters } from './counters.ts';
import {
  keepWhole,
  type Rejection,
  type RejectionLimits,
  rejectionEvent,
  rejectionStream,
} from './rejections.ts';

export interface IngestOutcome {
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Why nothing of a replayed dead letter is in the log. */
  readonly refused?: Refused;
}

/** What a dead letter records about the message. */
export interface MessageSource {
  /** Null: the sender is unknown. */
  readonly deviceId: string | null;
  readonly topic: string;
  readonly payload: Buffer;
}

/** The part of a message that could not be read, while other parts could. */
export interface Refused {
  readonly reason: RejectionReason;
  readonly detail: string;
}

export interface PresenceReport {
  readonly deviceId: string;
  readonly status: { readonly state: 'online' | 'offline'; readonly bootId: string };
  readonly at: string;
  readonly cause: 'will' | 'announced' | 'silence';
  readonly connection: string | null;
  readonly openConnections?: readonly string[];
  /** The actor, if it is not the device. */
  readonly actor?: string;
}

/** Records received data of every protocol; each promise resolves when they are durable. */
export interface Recorder {
  /**
   * One request per record: a record that was sent before must not block the others of its message. With `refused`, the whole
   * message also becomes a dead letter, in the same append.
   */
  append(
    source: MessageSource,
    requests: readonly AppendRequest[],
    receivedAt: string,
    refused?: Refused,
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

/** Most records named in the detail of a dead letter. */
const MAX_SHOWN = 10;

export const createRecorder = (
  store: EventStore,
  counters: IngestCounters,
  rejections: RejectionLimits,
): Recorder => {
  const handle = createCommandHandler(store);
  const inTurn = createOrder();

  const rejectionRequest = async (rejection: Rejection): Promise<AppendRequest> => ({
    stream: rejectionStream(rejection.deviceId),
    expected: 'any',
    events: [await keepWhole(rejectionEvent(rejection, rejections), rejection, rejections)],
  });

  const keepRejection = async (rejection: Rejection): Promise<IngestOutcome> => {
    await store.append(await rejectionRequest(rejection));
    counters.rejected += 1;
    return { stored: 0, duplicates: 0, rejected: 1 };
  };

  const reject: Recorder['reject'] = (source, reason, detail, receivedAt, unreadSize) =>
    keepRejection({
      ...source,
      reason,
      detail,
      receivedAt,
      ...(unreadSize === undefined ? {} : { unreadSize }),
    });

  return {
    reject,
    async append(source, requests, receivedAt, refused) {
      const deadLetters =
        refused === undefined ? [] : [await rejectionRequest({ ...source, ...refused, receivedAt })];
      const all = deadLetters.length === 0 ? requests : [...requests, ...deadLetters];
      if (all.length === 0) return { stored: 0, duplicates: 0, rejected: 0 };
      const appended = all.length === 1 ? [await store.append(all[0]!)] : await store.appendMany(all);
      const results = appended.slice(0, requests.length);
      counters.rejected += deadLetters.length;
      let stored = 0;
      let duplicates = 0;
      const reused: number[] = [];
      for (const [index, result] of results.entries()) {
        if (result.status === 'appended') stored += 1;
        else if (result.status === 'alreadyAppended') duplicates += 1;
        else reused.push(index);
      }
      counters.stored += stored;
      counters.duplicates += duplicates;
      if (reused.length === 0) return { stored, duplicates, rejected: deadLetters.length };
      const reason = 'idReusedWithOtherContent';
      // The message is already a dead letter because of its content: this is a second one.
      const besides = refused === undefined ? {} : { besides: refused.reason };
      const which = `${reused.length} of ${results.length} records, by time: ${reused.slice(0, MAX_SHOWN).join(', ')}`;
      const detail = `an id that was used before with other content (${which}); for a device whose ids start again, set wireSettings.messageIds`;
      const { rejected } = await keepRejection({ ...source, reason, detail, receivedAt, ...besides });
      return { stored, duplicates, rejected: deadLetters.length + rejected };
    },
    recordPresence: ({ actor, ...report }) =>
      // If a connection ends at once, its will must not be decided before its birth message.
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
