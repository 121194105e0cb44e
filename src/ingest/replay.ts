import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import type { IngestCounters } from './counters.ts';
import type { IngestOutcome, MessageSource, Recorder, Refused } from './recorder.ts';

export interface ReplayOrigin {
  readonly rejectionId: string;
  /** `user:{id}` */
  readonly actor: string;
}

/** Events recorded by a person's replay carry the person and the dead letter. */
const asReplayed = (request: AppendRequest, { actor, rejectionId }: ReplayOrigin): AppendRequest => ({
  ...request,
  events: request.events.map((event) => ({
    ...event,
    meta: { ...event.meta, actor, causationId: rejectionId },
  })),
});

/**
 * Replays a dead letter. It is accepted as a whole or not at all: if a part is refused, the caller gets the reason, the
 * dead letter remains unchanged, and no second one results.
 */
export const createReplay = (
  { store, recorder, counters }: { store: EventStore; recorder: Recorder; counters: IngestCounters },
  origin: ReplayOrigin,
) => {
  const requests: AppendRequest[] = [];
  const refusals: Refused[] = [];
  return {
    /** Collects what would be written until the end. */
    recorder: {
      async append(_source, more, _receivedAt, refused) {
        requests.push(...more.map((request) => asReplayed(request, origin)));
        if (refused !== undefined) refusals.push(refused);
        return { stored: more.length, duplicates: 0, rejected: refused === undefined ? 0 : 1 };
      },
      async reject(_source, reason, detail) {
        refusals.push({ reason, detail });
        return { stored: 0, duplicates: 0, rejected: 1 };
      },
      recordPresence: (report) => recorder.recordPresence({ ...report, actor: origin.actor }),
    } satisfies Recorder,

    /** `taken`: the outcome of the message so far. */
    async write(source: MessageSource, receivedAt: string, taken: IngestOutcome): Promise<IngestOutcome> {
      const [refused] = refusals;
      if (refused !== undefined) return { stored: 0, duplicates: 0, rejected: refusals.length, refused };
      if (requests.length === 0) return taken;
      const results = await store.appendMany(requests);
      const count = (wanted: string) => results.filter(({ status }) => status === wanted).length;
      const [stored, duplicates] = [count('appended'), count('alreadyAppended')];
      counters.stored += stored;
      counters.duplicates += duplicates;
      if (stored + duplicates === results.length) return { stored, duplicates, rejected: 0 };
      const reason = 'idReusedWithOtherContent';
      const detail = 'the id of a record was used before with other content';
      if (stored + duplicates === 0)
        return { stored, duplicates, rejected: results.length, refused: { reason, detail } };
      // A part of it is in the log now: the rest becomes a separate dead letter.
      const { rejected } = await recorder.reject(source, reason, detail, receivedAt);
      return { stored, duplicates, rejected };
    },
  };
};
