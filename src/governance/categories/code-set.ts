import { z } from 'zod';
import { CATEGORY_KINDS, type Category, type CategoryKind, type CodeSetPublished } from './events.ts';

export type CodeSetData = CodeSetPublished['data'];

const text = z.string().trim().min(1).max(2000);
const kind = z.enum(CATEGORY_KINDS);
const majorCode = z.string().regex(/^\d{2}$/);

/** Major and minor code joined: `0110` of GB/T 30428.2, `06010` of GB/T 47678.5. */
export const codeOf = (category: Pick<Category, 'majorCode' | 'minorCode'>): string =>
  category.majorCode + category.minorCode;

const repeated = (keys: readonly string[]): boolean => new Set(keys).size !== keys.length;

/** Data of `CodeSetPublished`. */
export const codeSetSchema = z
  .object({
    codeSetId: z.string().regex(/^[a-z0-9-]{1,64}$/),
    codeSetVersion: z.number().int().positive(),
    standard: text,
    name: text,
    validFrom: z.iso.date().nullable(),
    partial: z.boolean(),
    note: z.string().max(2000),
    source: text,
    minorDigits: z.number().int().min(2).max(3),
    majors: z.array(z.object({ kind, majorCode, name: text })),
    categories: z.array(z.object({ kind, majorCode, minorCode: z.string().regex(/^\d{2,3}$/), name: text })),
  })
  .refine(
    ({ minorDigits, categories }) => categories.every(({ minorCode }) => minorCode.length === minorDigits),
    'a minor code has another number of digits than the set',
  )
  .refine(
    ({ categories }) => !repeated(categories.map((each) => `${each.kind}-${codeOf(each)}`)),
    'a code of one kind occurs twice',
  )
  .refine(
    ({ majors }) => !repeated(majors.map((each) => `${each.kind}-${each.majorCode}`)),
    'a class occurs twice',
  )
  .refine(
    ({ majors, categories }) =>
      categories.every((each) =>
        majors.some((major) => major.kind === each.kind && major.majorCode === each.majorCode),
      ),
    'a category is of a class that the set does not have',
  );

export const findCategory = (set: CodeSetData, wanted: CategoryKind, code: string): Category | undefined =>
  set.categories.find((each) => each.kind === wanted && codeOf(each) === code);

export const majorName = (set: CodeSetData, wanted: CategoryKind, code: string): string | undefined =>
  set.majors.find((each) => each.kind === wanted && each.majorCode === code)?.name;

/**
 * What the set says about a code. `unlisted` is a code that a partial set or a local extension may still contain: local extensions
 * (本地扩展) take minor codes from the highest number downwards, so only their class identifies them.
 */
export const judgeCode = (
  set: CodeSetData,
  wanted: CategoryKind,
  code: Pick<Category, 'majorCode' | 'minorCode'>,
): 'listed' | 'unlisted' | 'unknownClass' | 'wrongDigits' => {
  if (!/^\d{2}$/.test(code.majorCode) || !/^\d+$/.test(code.minorCode)) return 'wrongDigits';
  if (code.minorCode.length !== set.minorDigits) return 'wrongDigits';
  if (findCategory(set, wanted, codeOf(code)) !== undefined) return 'listed';
  return majorName(set, wanted, code.majorCode) === undefined ? 'unknownClass' : 'unlisted';
};

export interface CategoryQuery {
  readonly kind?: CategoryKind;
  readonly majorCode?: string;
  /** Words that all have to occur in the name, the class or the code. */
  readonly text?: string;
}

export const searchCategories = (set: CodeSetData, query: CategoryQuery): readonly Category[] => {
  const words = (query.text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return set.categories.filter((each) => {
    if (query.kind !== undefined && each.kind !== query.kind) return false;
    if (query.majorCode !== undefined && each.majorCode !== query.majorCode) return false;
    const haystack =
      `${each.name} ${majorName(set, each.kind, each.majorCode) ?? ''} ${codeOf(each)}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
};
