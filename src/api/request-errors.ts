import { z } from '@hono/zod-openapi';
import { faultInChinese } from '../sensing/index.ts';
import { LANGUAGES, type Language, type Words, wordsIn } from './language.ts';

/** The problem of one value of a request; further members are kept. */
export interface RequestError {
  /** As `a.0.b`. */
  readonly path: string;
  readonly message: string | Words;
}

const LOCALES = { zh: z.locales.zhCN(), en: z.locales.en() } as const satisfies Record<Language, unknown>;
/** Used if a message exists only in the other language. */
const NOT_VALID: Words = { zh: '内容无效', en: 'is not valid' };

/** The problems that a schema finds in a refused value, in each language. */
export const errorsOf = (schema: z.ZodType, value: unknown): readonly RequestError[] => {
  const [zh = [], en = []] = LANGUAGES.map(
    (language) => schema.safeParse(value, { error: LOCALES[language].localeError }).error?.issues,
  );
  return zh.map(({ path, message }, n) => ({
    path: path.join('.'),
    message: {
      zh: wordsIn(faultInChinese(message), 'zh') ?? NOT_VALID.zh,
      en: wordsIn(en[n]?.message ?? '', 'en') || NOT_VALID.en,
    },
  }));
};

/** Errors in the language of an answer. */
export const errorsIn = (errors: readonly RequestError[], language: Language) =>
  errors.map((error) => ({ ...error, message: wordsIn(error.message, language) ?? NOT_VALID[language] }));
