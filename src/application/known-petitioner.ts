import { LRUCache } from 'lru-cache';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import { petitionerOf } from '../free-text.ts';
import type { CaseReported } from '../governance/events.ts';
import { type Recognising, SealedFieldError, type Vault } from '../identity/index.ts';

type Known = NonNullable<Recognising['known']>;
type Petitioner = CaseReported['data']['petitioner'];

const MOST_KEPT = 10_000;

/**
 * Name and number of the petitioner of the case that a stream tells of, so that they are hidden wherever somebody writes them, with or
 * without a word before them. Sealed ones are kept in memory, opened ones never.
 */
export const createKnownPetitioners = (store: Pick<EventStore, 'readStream'>, vault: Vault) => {
  const kept = new LRUCache<string, { readonly petitioner: Petitioner }>({ max: MOST_KEPT });

  const petitionerIn = async (caseId: string, request: AppendRequest): Promise<Petitioner> => {
    const known = kept.get(caseId);
    if (known !== undefined) return known.petitioner;
    const first =
      request.events.find(({ type }) => type === 'CaseReported') ??
      (await store.readStream(`case-${caseId}`, { limit: 1 }))[0];
    if (first?.type !== 'CaseReported') return null;
    const petitioner = (first.data as CaseReported['data']).petitioner ?? null;
    kept.set(caseId, { petitioner });
    return petitioner;
  };

  return async (personId: string, request: AppendRequest): Promise<Known> => {
    const caseId = personId.startsWith(petitionerOf('')) ? personId.slice(petitionerOf('').length) : null;
    const petitioner = caseId === null ? null : await petitionerIn(caseId, request);
    if (petitioner === null) return [];
    try {
      const [name, phone] = [
        await vault.open(petitioner.personId, petitioner.name),
        await vault.open(petitioner.personId, petitioner.phone),
      ];
      return [
        ...(name.erased ? [] : [{ kind: 'name' as const, value: name.plaintext.trim() }]),
        ...(phone.erased ? [] : [{ kind: 'landline' as const, value: phone.plaintext.trim() }]),
      ];
    } catch (error) {
      // Changed by somebody, which the chain tells: it names nobody, and keeps nobody from working on the case.
      if (error instanceof SealedFieldError) return [];
      throw error;
    }
  };
};
