import type { PhoneRecord } from './record.ts';

/** How long what has been sent is still shown. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** Of which case a step is; a report is of none yet. */
const caseOf = ({ content }: PhoneRecord): string | undefined =>
  content.kind === 'step' ? content.caseId : undefined;

const waitingSince = ({ state }: PhoneRecord): string => (state.status === 'waiting' ? state.since : '');

/** Waiting records of a person in the order in which they are sent. */
export const waitingOf = (records: readonly PhoneRecord[], ownerId: string): readonly PhoneRecord[] =>
  records
    .filter((record) => record.ownerId === ownerId && record.state.status === 'waiting')
    .sort((a, b) =>
      waitingSince(a) < waitingSince(b) ? -1 : waitingSince(a) > waitingSince(b) ? 1 : a.id < b.id ? -1 : 1,
    );

/**
 * What is sent next under a person's name. `passedOver`: what could not be sent in this round; a later step of the same case waits for
 * it, everything else goes on.
 */
export const nextToSend = (
  records: readonly PhoneRecord[],
  ownerId: string,
  passedOver: ReadonlySet<string>,
): PhoneRecord | undefined => {
  const waiting = waitingOf(records, ownerId);
  const heldUp = new Set(waiting.filter(({ id }) => passedOver.has(id)).map(caseOf));
  return waiting.find((record) => {
    const caseId = caseOf(record);
    return !passedOver.has(record.id) && (caseId === undefined || !heldUp.has(caseId));
  });
};

export interface QueueCounts {
  readonly waiting: number;
  readonly refused: number;
}

/** What of a person is to be sent and to be mended. */
export const countsOf = (records: readonly PhoneRecord[], ownerId: string): QueueCounts => {
  const own = records.filter((record) => record.ownerId === ownerId);
  const inState = (status: string): number => own.filter(({ state }) => state.status === status).length;
  return { waiting: inState('waiting'), refused: inState('refused') };
};

/** Who else has records on this phone that only they can send, and how many. */
export const ofOthers = (
  records: readonly PhoneRecord[],
  ownerId: string,
): readonly { readonly ownerName: string; readonly count: number }[] => {
  const counts = new Map<string, { ownerName: string; count: number }>();
  for (const record of records) {
    if (record.ownerId === ownerId || record.state.status === 'sent') continue;
    const counted = counts.get(record.ownerId) ?? { ownerName: record.ownerName, count: 0 };
    counts.set(record.ownerId, { ...counted, count: counted.count + 1 });
  }
  return [...counts.values()];
};

/** Sent long enough ago to be forgotten. Nothing else ever is. */
export const isForgotten = ({ state }: PhoneRecord, now: number): boolean =>
  state.status === 'sent' && now - Date.parse(state.at) > KEPT_MS;
