import { createKnownPasswords, type KnownPasswords } from '../known-passwords.ts';

let loaded: Promise<KnownPasswords> | undefined;

/** 49,000 passwords from leaks, read with the first password that is set. */
export const loadKnownPasswords = (): Promise<KnownPasswords> => {
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) =>
    createKnownPasswords(dictionary['passwords-common']),
  );
  return loaded;
};
