import { recognise } from '../../identity/index.ts';
import { keyedDigest } from '../../platform/keyed-digest.ts';

const PURPOSE = 'person lookup';

/** What a person is looked for by, in one form however it was written: digits of a telephone or identity number. */
export const lookupValueOf = (typed: string): string | null => {
  const [found] = recognise(typed).filter(({ kind }) => kind !== 'name' && kind !== 'bankCard');
  if (found !== undefined) return found.value;
  const digits = typed
    .normalize('NFKC')
    .replace(/[^\dXx]/g, '')
    .toUpperCase();
  return digits.length >= 5 ? digits : null;
};

/** Digest under a key of ours: finds who has this number, and tells nobody without the key what number it was. */
export const lookupDigest = (key: Uint8Array, value: string): string => keyedDigest(key, PURPOSE, value);

/** Every number in a text by which somebody can be looked for. */
export const lookupValuesIn = (text: string): readonly string[] =>
  recognise(text)
    .filter(({ kind }) => kind !== 'name' && kind !== 'bankCard')
    .map(({ value }) => value);
