import type { Schemas } from '../api.ts';

type Named = Pick<Schemas['SearchableMatter'], 'name' | 'majorName' | 'pinyin'>;

/** Two letters that begin a syllable together. */
const DOUBLE = /^[zcs]h/;

/** Whether letters are the beginnings of syllables one after the other: `jg`, `jinggai` and `jingg` of 井盖. */
const begins = (letters: string, syllables: Named['pinyin']): boolean => {
  if (letters === '') return true;
  const [readings, ...rest] = syllables;
  if (readings === undefined) return false;
  return readings.some((reading) => {
    const parts = new Set([1, DOUBLE.test(reading) ? 2 : 1, reading.length, letters.length]);
    return [...parts].some(
      (length) =>
        length <= reading.length &&
        letters.startsWith(reading.slice(0, length)) &&
        begins(letters.slice(length), rest),
    );
  });
};

/** Whether a category is meant by what somebody typed: some of its characters, or its pinyin or the initials of that, from any of its syllables. */
export const isMeant = (typed: string, { name, majorName, pinyin }: Named): boolean => {
  const text = typed.trim();
  if (name.includes(text) || majorName.includes(text)) return true;
  const letters = text.toLowerCase().replaceAll(/[\s']/g, '');
  // What a phone has kept of an earlier release has no readings.
  return /^[a-z]+$/.test(letters) && (pinyin ?? []).some((_reading, at) => begins(letters, pinyin.slice(at)));
};
