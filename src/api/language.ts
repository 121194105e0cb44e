/** Languages of problem texts. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same text in each language. */
export type Words = Readonly<Record<Language, string>>;

/** For texts that are the same in every language: names, numbers, codes. */
export const sameWords = (text: string): Words => ({ zh: text, en: text });

/**
 * The most preferred available language, by `Accept-Language` (RFC 9110, section 12.5.4); Chinese if the client states no
 * preference.
 */
export const languageOf = (accepted: string | undefined): Language => {
  let best: Language = 'zh';
  let most = 0;
  for (const range of (accepted ?? '').split(',')) {
    const [tag = '', ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const language = LANGUAGES.find((each) => tag === each || tag.startsWith(`${each}-`));
    const given = parameters.find((each) => each.startsWith('q='))?.slice('q='.length);
    const quality = given === undefined ? 1 : Number(given);
    if (language === undefined || !(quality > most)) continue;
    best = language;
    most = quality;
  }
  return best;
};

const HAN = /\p{Script=Han}/u;

/** The text in a language; undefined if it exists only in another. */
export const wordsIn = (text: string | Words, language: Language): string | undefined => {
  if (typeof text !== 'string') return text[language];
  return HAN.test(text) === (language === 'zh') ? text : undefined;
};
