import { recognise } from '../../identity/index.ts';
import { keyedDigest } from '../../platform/keyed-digest.ts';

const PURPOSE = 'person lookup';

/** The lookup value of a person in normalised form: digits of a telephone or identity number. */
export const lookupValueOf = (typed: string): string | null => {
  const [found] = recognise(typed).filter(({ kind }) => kind !== 'name' && kind !== 'bankCard');
  if (found !== undefined) return found.value;
  const digits = typed
    .normalize('NFKC')
    .replace(/[^\dXx]/g, '')
    .toUpperCase();
  return digits.length >= 5 ? digits : null;
};

/** Keyed digest: finds the people with this number, without revealing the number to anybody without the key. */
export const lookupDigest = (key: Uint8Array, value: string): string => keyedDigest(key, PURPOSE, value);

/** Every number in a text by which a person can be looked up. */
export const lookupValuesIn = (text: string): readonly string[] =>
  recognise(text)
    .filter(({ kind }) => kind !== 'name' && kind !== 'bankCard')
    .map(({ value }) => value);
