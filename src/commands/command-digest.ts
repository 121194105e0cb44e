import { maskText, type PersonKeys } from '../identity/index.ts';
import { contentDigest } from '../platform/ids.ts';
import { keyedDigest } from '../platform/keyed-digest.ts';

/** Distinguishes a repeated command from a different one under the same Idempotency-Key. */
export interface CommandDigest {
  /**
   * What the event keeps. `namedPerson`: the person under whose key free text is sealed, for a command that does not itself say whose
   * data it contains, but contains something that must not be stored as typed.
   */
  seal(namedPerson?: string): Promise<string>;
  /** Whether an event keeps this digest of a command. */
  isOf(kept: string | undefined, namedPerson?: string): Promise<boolean>;
}

/**
 * `personId`: the person whose data the command contains. The digest is then also keyed with that person's key, and becomes meaningless
 * once that key is destroyed: from then on a repeat is refused as if its content were different.
 */
export type CommandDigests = (text: string, personId?: string) => CommandDigest;

export interface CommandDigestOptions {
  /** Derived from the master key. */
  readonly key: Uint8Array;
  readonly persons: PersonKeys;
  /** The text of a command in the form of releases before keyed digests, if that differs. */
  readonly earlierText?: (text: string) => string;
}

const KEYED = 'k1:';
const OF_PERSON = 'p1:';
const PURPOSE = 'command';

/**
 * Digests of what people send: the log keeps them forever, and the content includes passwords, names and telephone numbers. Events
 * of earlier releases have a plain SHA-256; these are still recognised, but no longer written.
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
