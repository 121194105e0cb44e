import { LRUCache } from 'lru-cache';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import { petitionerOf } from '../free-text.ts';
import type { CaseReported } from '../governance/events.ts';
import { type Recognising, SealedFieldError, type Vault } from '../identity/index.ts';

type Known = NonNullable<Recognising['known']>;
type Petitioner = CaseReported['data']['petitioner'];

const MOST_KEPT = 10_000;

/**
 * Name and number of the petitioner of the case to which a stream belongs, so that they are masked wherever somebody types them, with
 * or without a label before them. Sealed values are cached in memory, decrypted ones never.
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
      // Somebody has tampered with it, which the hash chain shows: it names nobody, and must not prevent work on the case.
      if (error instanceof SealedFieldError) return [];
      throw error;
    }
  };
};
