import { createCommandHandler } from '../../commands/command-handler.ts';
import { type Decision, refused } from '../../commands/decider.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { caseOfPetitioner, petitionerOf } from '../../free-text.ts';
import {
  personDecider,
  personStream,
  type UserEvent,
  userDecider,
  userStream,
} from '../../identity/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/sql.ts';
import { lookupDigest, lookupValueOf } from '../person-lookups/lookup-digest.ts';
import { dropPersonLookups, findPersonsByLookup } from '../person-lookups/queries.ts';

/** Key operations needed for erasure. */
interface ErasableKeys {
  getKey(personId: string): Promise<{ readonly keyId: string } | null>;
  dropKey(personId: string, keyId?: string): Promise<boolean>;
}

export interface PersonErasureOptions {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly persons: ErasableKeys;
  readonly clock: Clock;
  readonly lookupKey: Uint8Array;
}

/** Whom to erase: by person, by case (its petitioner and the people named in its texts), or by a number of a person. */
export type PersonSelector =
  | { readonly personId: string }
  | { readonly caseId: string }
  | { readonly number: string };

export interface Forgettable {
  readonly personId: string;
  /** The key whose deletion erases all data of the person. */
  readonly keyId: string;
  /** The case of which this is the petitioner; null for others. */
  readonly caseId: string | null;
}

export const createPersonErasure = ({ store, sql, persons, clock, lookupKey }: PersonErasureOptions) => {
  const handle = createCommandHandler(store);
  const idsOf = async (selector: PersonSelector): Promise<readonly string[]> => {
    if ('personId' in selector) return [selector.personId];
    if ('caseId' in selector) return [petitionerOf(selector.caseId)];
    const value = lookupValueOf(selector.number);
    return value === null ? [] : findPersonsByLookup(sql, lookupDigest(lookupKey, value));
  };

  return {
    /** People whose key can be deleted, each only once, without those already erased. */
    async find(selector: PersonSelector): Promise<readonly Forgettable[]> {
      const found: Forgettable[] = [];
      for (const personId of await idsOf(selector)) {
        const key = await persons.getKey(personId);
        if (key !== null) found.push({ personId, keyId: key.keyId, caseId: caseOfPetitioner(personId) });
      }
      return found;
    },

    /** Why a person cannot be erased now: they still have an active account. */
    async obstacle(personId: string): Promise<Extract<Decision<never>, { ok: false }> | undefined> {
      const events = await store.readStream(userStream(personId));
      const user = events.reduce(
        (state, event) => userDecider.evolve(state, event as unknown as UserEvent),
        userDecider.initialState,
      );
      return user.status === 'active' ? refused('personActive', '账户仍在使用，请先停用') : undefined;
    },

    /**
     * Erases one person: first the event is recorded, then the key is deleted and with it all data it sealed, then the lookup
     * digests. If it is interrupted anywhere, the process `person-lookups` completes it from the event.
     */
    async erase({ personId, keyId }: Forgettable, reason: string, actor: string): Promise<void> {
      const at = new Date(clock.now()).toISOString();
      const outcome = await handle({
        stream: personStream(personId),
        decider: personDecider,
        command: { type: 'ErasePerson', data: { personId, keyId, reason, at } },
        context: { actor },
      });
      // Without the event the key stays: other servers and restored backups learn of the erasure from it alone.
      if (!outcome.ok) throw new Error(`erasure not recorded: ${outcome.refusal.code}`);
      await persons.dropKey(personId, keyId);
      await dropPersonLookups(sql, personId, keyId);
    },
  };
};

export type PersonErasure = ReturnType<typeof createPersonErasure>;
