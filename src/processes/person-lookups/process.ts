import {
  lookupDigest,
  lookupValueOf,
  lookupValuesIn,
} from '../../application/person-lookups/lookup-digest.ts';
import { addPersonLookups, dropPersonLookups } from '../../application/person-lookups/queries.ts';
import type { PersonLookupRow } from '../../application/person-lookups/table.ts';
import type { RecordedEvent } from '../../event-store/event-store.ts';
import { FREE_TEXT, personNamedIn } from '../../free-text.ts';
import type { CaseReported } from '../../governance/events.ts';
import {
  keyIdOf,
  type PersonErased,
  type Sealed,
  SealedFieldError,
  type Vault,
} from '../../identity/index.ts';
import { payloadText } from '../../ingest/mask-payload.ts';
import type { Projection } from '../../projection-engine/projection.ts';

export const PERSON_LOOKUPS = 'person-lookups@1';

export interface PersonLookupsOptions {
  readonly vault: Vault;
  readonly persons: { dropKey(personId: string, keyId?: string): Promise<boolean> };
  readonly lookupKey: Uint8Array;
}

/** Limit on a dead letter: numbers after that are not used to find people. */
const SEARCHED_BYTES = 65_536;

/**
 * Finds people by their numbers, and completes the erasure of people whom the log says to be erased. It keeps decrypted values only
 * until it has made a digest of them. A rebuild gives the same rows: erased values cannot be opened, and their rows are gone.
 */
export const createPersonLookups = ({ vault, persons, lookupKey }: PersonLookupsOptions): Projection => {
  /** If a text was tampered with, it identifies nobody any more: `verify` reveals the change through the hash chain. */
  const unlessChanged = async (opening: Promise<string | null>): Promise<string | null> =>
    opening.catch((error: unknown) => {
      if (error instanceof SealedFieldError) return null;
      throw error;
    });

  const openText = async (personId: string, sealed: string): Promise<string | null> => {
    const opened = await vault.open(personId, sealed as Sealed);
    return opened.erased ? null : opened.plaintext;
  };

  const openPayload = async (personId: string, sealed: string): Promise<string | null> => {
    const opened = await vault.openBytes(personId, sealed as Sealed);
    return opened.erased ? null : payloadText(opened.bytes.subarray(0, SEARCHED_BYTES));
  };

  const lookupsOf = async (event: RecordedEvent): Promise<PersonLookupRow[]> => {
    const rows: PersonLookupRow[] = [];
    const add = (personId: string, sealed: string, values: readonly string[]) => {
      for (const value of values)
        rows.push({
          digest: lookupDigest(lookupKey, value),
          person_id: personId,
          key_id: keyIdOf(sealed as Sealed),
        });
    };
    const personId = personNamedIn(event.stream);
    for (const sealed of Object.values(event.meta.sealedTexts ?? {})) {
      const open = event.type === 'MessageRejected' ? openPayload : openText;
      const text = await unlessChanged(open(personId, sealed));
      if (text !== null) add(personId, sealed, lookupValuesIn(text));
    }
    const petitioner = event.type === 'CaseReported' ? (event.data as CaseReported['data']).petitioner : null;
    if (petitioner !== null) {
      const phone = await unlessChanged(openText(petitioner.personId, petitioner.phone));
      const value = phone === null ? null : lookupValueOf(phone);
      if (value !== null) add(petitioner.personId, petitioner.phone, [value]);
    }
    return rows;
  };

  return {
    name: PERSON_LOOKUPS,
    tables: ['person_lookups'],
    handles: new Set([...Object.keys(FREE_TEXT), 'MessageRejected', 'PersonErased']),
    async project(batch, sql) {
      for (const event of batch) {
        if (event.type === 'PersonErased') {
          const { personId, keyId } = event.data as PersonErased['data'];
          await persons.dropKey(personId, keyId);
          await dropPersonLookups(sql, personId, keyId);
          continue;
        }
        await addPersonLookups(sql, await lookupsOf(event));
      }
    },
  };
};
