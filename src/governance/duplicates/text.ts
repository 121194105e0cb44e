import type { DuplicateRules } from './rules.ts';

/** A report can have 4,000 characters; its subject is mentioned at the beginning. */
const COMPARED_CHARACTERS = 400;
const DIGITS_ZH: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** Value of a Chinese numeral below ten thousand, or of digits read one by one (一二三). */
const numeral = (text: string): number => {
  if (!/[十百千]/u.test(text)) return Number([...text].map((digit) => DIGITS_ZH[digit]).join(''));
  let [total, digit] = [0, 0];
  for (const character of text) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[character];
    if (unit === undefined) digit = DIGITS_ZH[character]!;
    else [total, digit] = [total + (digit === 0 ? 1 : digit) * unit, 0];
  }
  return total + digit;
};

/** Full-width forms, letter case and Chinese numerals before 号, 栋, 幢, 单元 and 楼 are normalised. */
export const normalise = (text: string): string =>
  text
    .slice(0, COMPARED_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[零〇一二两三四五六七八九十百千]+(?=号|栋|幢|单元|楼)/gu, (found) => String(numeral(found)));

/** Letters and digits only, without phrases that occur in any report. */
export const content = (normalised: string, stopPhrases: readonly string[]): string =>
  stopPhrases
    .reduce((text, phrase) => text.replaceAll(phrase, ' '), normalised)
    .replace(/[^\p{L}\p{N}]+/gu, ' ');

export const bigrams = (text: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const run of text.split(' ')) {
    for (let n = 0; n + 1 < run.length; n += 1) found.add(run.slice(n, n + 2));
  }
  return found;
};

/** Share of the smaller set that is also in the other: 0 to 1, 0 if one is empty. */
export const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const item of small) if (large.has(item)) shared += 1;
  return shared / small.size;
};

export const without = (
  set: ReadonlySet<string>,
  ...others: readonly ReadonlySet<string>[]
): ReadonlySet<string> => new Set([...set].filter((item) => !others.some((other) => other.has(item))));

export interface Wording {
  readonly words: ReadonlySet<string>;
  readonly address: ReadonlySet<string>;
  /** `{kind}` → numbers that the text gives for things of that kind. */
  readonly numbers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly houseNumbers: readonly number[];
  readonly places: ReadonlySet<string>;
  readonly sides: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
}

/** Open cases of a busy place are read for every report there: this many wordings are remembered. */
const REMEMBERED = 4000;

/** Analyses the wording by the rules. The same text gives the same result, so it is analysed once. */
export const createWordingReader = (rules: Pick<DuplicateRules, 'text'>) => {
  const read = prepareWording(rules);
  const known = new Map<string, Wording>();
  return (description: string, address: string): Wording => {
    const key = `${address}\u0000${description}`;
    let wording = known.get(key);
    if (wording === undefined) {
      wording = read(description, address);
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, wording);
    }
    return wording;
  };
};

/** Rules about wording, prepared: regular expressions are compiled once. */
const prepareWording = ({ text: rules }: Pick<DuplicateRules, 'text'>) => {
  const numbers = rules.numbers.map(({ kind, pattern }) => ({ kind, regExp: new RegExp(pattern, 'gu') }));
  const houseNumber = new RegExp(rules.houseNumber.pattern, 'gu');
  const placeName = new RegExp(rules.placeName, 'gu');
  const sides = [...rules.sides].sort((a, b) => b.length - a.length);
  return (description: string, address: string): Wording => {
    const [described, place] = [normalise(description), normalise(address)];
    const both = `${place} ${described}`;
    return {
      words: bigrams(content(described, rules.stopPhrases)),
      address: bigrams(content(place, [])),
      numbers: new Map(
        numbers.map(({ kind, regExp }) => [
          kind,
          new Set([...both.matchAll(regExp)].map((match) => (match[1] ?? match[0]).replace(/^0+(?=.)/u, ''))),
        ]),
      ),
      houseNumbers: [...both.matchAll(houseNumber)].map((match) => Number(match[1])),
      places: new Set([...both.matchAll(placeName)].map(([name]) => name)),
      topics: new Set(
        rules.topics
          .filter(({ words }) => words.some((word) => described.includes(word)))
          .map(({ topic }) => topic),
      ),
      sides: new Set(sides.filter((side) => both.includes(side))),
    };
  };
};
