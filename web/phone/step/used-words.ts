import type { Say } from '../../shared/language.ts';

const MOST = 3;
/** Longer ones are of one case alone. */
const LONGEST = 40;

const keyOf = (ownerId: string, command: string): string => `yiwang.phone.words.${ownerId}.${command}`;

const read = (key: string): readonly string[] => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]') as string[];
  } catch {
    return [];
  }
};

/** What a person wrote in a step before, the latest first; to begin with, what everybody writes. */
export const usedWords = (ownerId: string, command: string, say: Say): readonly string[] => {
  const used = read(keyOf(ownerId, command));
  return used.length > 0 ? used : [say('已处置完毕', 'It is done')];
};

export const noteWords = (ownerId: string, command: string, words: string): void => {
  const said = words.trim();
  if (said === '' || said.length > LONGEST) return;
  const key = keyOf(ownerId, command);
  localStorage.setItem(
    key,
    JSON.stringify([said, ...read(key).filter((each) => each !== said)].slice(0, MOST)),
  );
};
