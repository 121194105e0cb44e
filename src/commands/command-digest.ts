import { maskText, type PersonKeys } from '../identity/index.ts';
import { contentDigest } from '../platform/ids.ts';
import { keyedDigest } from '../platform/keyed-digest.ts';

/** Tells a command that is sent again from another one under the same Idempotency-Key. */
export interface CommandDigest {
  /**
   * What the event keeps. `namedPerson`: under whose key free text goes, for a command that does not say itself whose data it
   * holds, and holds something that is never kept as it was typed.
   */
  seal(namedPerson?: string): Promise<string>;
  /** Whether an event keeps this digest of a command. */
  isOf(kept: string | undefined, namedPerson?: string): Promise<boolean>;
}

/**
 * `personId`: whose data the command holds. The digest is then keyed with that person's key as well, and means nothing any more
 * once that is dropped: a repeat is refused from then on as if its content were another.
 */
export type CommandDigests = (text: string, personId?: string) => CommandDigest;

export interface CommandDigestOptions {
  /** Derived from the master key. */
  readonly key: Uint8Array;
  readonly persons: PersonKeys;
  /** The text of a command as releases before keyed digests had it, where that is another one. */
  readonly earlierText?: (text: string) => string;
}

const KEYED = 'k1:';
const OF_PERSON = 'p1:';
const PURPOSE = 'command';

/**
 * Digests of what people send: the log keeps them for ever, and what they send holds passwords, names and telephone numbers. Events
 * of earlier releases keep a plain SHA-256; they are recognised, none is written any more.
 */
export const createCommandDigests =
  ({ key, persons, earlierText = (text) => text }: CommandDigestOptions): CommandDigests =>
  (text, personId) => {
    const underPerson = (personKey: Uint8Array) =>
      OF_PERSON + keyedDigest(personKey, PURPOSE, keyedDigest(key, PURPOSE, text));
    return {
      async seal(namedPerson) {
        const about = personId ?? (maskText(text) === text ? undefined : namedPerson);
        if (about === undefined) return KEYED + keyedDigest(key, PURPOSE, text);
        const person = (await persons.getKey(about)) ?? (await persons.createKey(about));
        return underPerson(person.key);
      },
      async isOf(kept, namedPerson) {
        if (kept === undefined) return false;
        if (kept.startsWith(KEYED)) return kept === KEYED + keyedDigest(key, PURPOSE, text);
        if (kept.startsWith(OF_PERSON)) {
          const about = personId ?? namedPerson;
          const person = about === undefined ? null : await persons.getKey(about);
          return person !== null && kept === underPerson(person.key);
        }
        const earlier = earlierText(text);
        return kept === contentDigest(earlier) || kept === earlier;
      },
    };
  };
