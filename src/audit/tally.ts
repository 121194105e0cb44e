import type { AuditAction } from './actions.ts';
import type { AuditActor, AuditObject, AuditOutcome } from './events.ts';

/** A refused act as it is counted. */
export interface Refusal {
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly object: AuditObject | null;
  readonly reason: string | null;
  readonly addressKey: string | null;
}

/** Refused acts of one kind since the last drain. */
export interface Sum extends Omit<Refusal, 'addressKey'> {
  readonly count: number;
  readonly recorded: number;
  readonly addresses: number;
}

export interface Tally {
  /** Counts an act; true when it is to be recorded by itself too. */
  count(refusal: Refusal): boolean;
  /** Sums of the kinds of which not every act was recorded by itself; begins anew. */
  drain(): Sum[];
}

const MOST_ADDRESSES = 1000;
const MOST_KINDS = 2000;

/**
 * Keeps the audit log from growing with what strangers send: of each actor's refused acts the first `samples` since the last
 * drain are recorded one by one, the others as one sum per kind. All who are not signed in are one actor. Acts against one
 * user are a kind of their own, so that noise hides no guessing of one person's password. Holds a bounded number of kinds.
 */
export const createTally = (samples: number): Tally => {
  type Counting = { refusal: Refusal; count: number; recorded: number; addresses: Set<string> };
  let kinds = new Map<string, Counting>();
  let recordedOf = new Map<AuditActor, number>();

  const kindOf = (refusal: Refusal): Counting => {
    const object = refusal.object?.kind === 'user' ? refusal.object : null;
    const make = (actor: AuditActor, about: AuditObject | null) => {
      const { action, outcome, reason } = refusal;
      const key = JSON.stringify([actor, action, outcome, reason, about?.id ?? null]);
      const known = kinds.get(key);
      if (known !== undefined || (kinds.size >= MOST_KINDS && actor !== 'various')) return known;
      const fresh = {
        refusal: { ...refusal, actor, object: about },
        count: 0,
        recorded: 0,
        addresses: new Set<string>(),
      };
      kinds.set(key, fresh);
      return fresh;
    };
    return make(refusal.actor, object) ?? make('various', null)!;
  };

  return {
    count(refusal) {
      const kind = kindOf(refusal);
      kind.count += 1;
      if (refusal.addressKey !== null && kind.addresses.size < MOST_ADDRESSES)
        kind.addresses.add(refusal.addressKey);
      const recorded = recordedOf.get(refusal.actor) ?? 0;
      if (recorded >= samples || kind.refusal.actor === 'various') return false;
      recordedOf.set(refusal.actor, recorded + 1);
      kind.recorded += 1;
      return true;
    },
    drain() {
      const sums = [...kinds.values()]
        .filter(({ count, recorded }) => count > recorded)
        .map(({ refusal: { addressKey: _, ...refusal }, count, recorded, addresses }) => ({
          ...refusal,
          count,
          recorded,
          addresses: addresses.size,
        }));
      kinds = new Map();
      recordedOf = new Map();
      return sums;
    },
  };
};
