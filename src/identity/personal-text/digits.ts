/** A text with its digits in one form, and the original position of each character. */
export interface Plain {
  readonly text: string;
  /** Index in the original (UTF-16 units) of each character of `text`, and its length at the end. */
  readonly at: readonly number[];
}

/** Invisible characters, between digits or elsewhere. */
const INVISIBLE = /^[\u00ad\u200b-\u200f\u2060\ufeff]$/;
const DASHES = /^[‐‑‒–—―−－﹣_]$/;
const SPACES = /^[\u00a0\u2000-\u200a\u3000\t]$/;
const MARKS: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '＋': '+',
  Ｘ: 'X',
  ｘ: 'x',
  '×': 'X',
};
const MAY_DIFFER = /[^\u0020-\u005e\u0060-\u00a0\u4e00-\u9fff]|\u00a0|_/;

const plainCharacter = (character: string): string => {
  if (character <= '~' && character !== '_' && character !== '\t') return character;
  if (INVISIBLE.test(character)) return '';
  if (DASHES.test(character)) return '-';
  if (SPACES.test(character)) return ' ';
  const mark = MARKS[character];
  if (mark !== undefined) return mark;
  // Full-width, mathematical and other decimal digits.
  if (!/^\p{Nd}$/u.test(character)) return character.length === 1 ? character : '\uffff';
  const folded = character.normalize('NFKC');
  return /^\d$/.test(folded) ? folded : '\uffff';
};

/** Full-width digits, dashes and spaces become plain ones, invisible characters are removed. Linear. */
export const toPlain = (text: string): Plain => {
  const at: number[] = [];
  let plain = '';
  let index = 0;
  for (const character of text) {
    const shown = MAY_DIFFER.test(character) ? plainCharacter(character) : character;
    if (shown !== '') {
      plain += shown;
      at.push(index);
    }
    index += character.length;
  }
  at.push(text.length);
  return { text: plain, at };
};
